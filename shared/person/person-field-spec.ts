/** What is said of each field of a person; their table is person-fields.ts. */
import { z } from 'zod';
import type { Applicant, ApplicantKind } from './applicant.ts';
import type { FieldReader } from './read-fields.ts';

/** Longest value of each field, as the ledger keeps it. */
export const PERSON_LENGTHS = {
  name: 50,
  idNumber: 30,
  legalRep: 50,
  contact: 50,
  contactNumber: 30,
  phone: 30,
  agent: 50,
  agentRelation: 20,
  agentNumber: 30,
  agentPhone: 30,
  group: 20,
  address: 120,
} as const;

/** A text that may be missing. */
export const optional = (max: number) => z.string().max(max).nullable();
/** Of a field that programs of before did not have. */
export const added = (max: number) => optional(max).default(null);
export const addedChoice = <K extends string>(options: Readonly<Record<K, string>>) =>
  z
    .enum(Object.keys(options) as [K, ...K[]])
    .nullable()
    .default(null);

/** What people call a field and say under it in a form. */
export interface Words {
  readonly label: string;
  readonly hint?: string;
}

/** Chosen from a list. */
interface Choice {
  readonly options: Readonly<Record<string, string>>;
  /** Those that an applicant of the kind has, the usual one, which need not be said, first. */
  readonly of: (kind: ApplicantKind) => readonly string[];
  /** What holds of an applicant, said or not. */
  readonly holds: (applicant: Applicant) => string;
}

export interface PersonFieldSpec extends Words {
  /** Over a narrow column; `column`: over one with applicants of every kind. */
  readonly short: string;
  readonly column?: string;
  /** Other words for other applicants than a natural person with a resident ID; null: the same. */
  readonly wordsFor?: (applicant: Applicant) => Words | null;
  /** What an event keeps of it. Of a field that is added to the table with `.default(null)`: events of before lack it. */
  readonly schema: z.ZodType<string | null>;
  /** Of whom it is asked; absent: of all. */
  readonly asked?: (applicant: Applicant) => boolean;
  /** Asked only where an agent comes in the applicant's place. */
  readonly withAgent?: true;
  /** The one way into the ledger: check and normal form. */
  readonly read: FieldReader;
  /** Values that are their own normal form, as most are: a case is folded without reading them again. */
  readonly plain: RegExp;
  /** Typed as text, chosen from its `choice`, or among the villages (then the value is a place's code). */
  readonly kind: 'text' | 'choice' | 'village';
  readonly choice?: Choice;
  /** Digits of equal width. */
  readonly digits: boolean;
  /** Half as wide as the form, beside the next one. */
  readonly half: boolean;
  /** On the page of a case also when nothing is there. */
  readonly always: boolean;
  /** True when a correction may change it. */
  readonly amendable: boolean;
  /** How a case is found by it: as a name (parts and pinyin), as a number (parts), or not at all. */
  readonly search: 'name' | 'number' | 'not-searched';
  /** Its column in the workbook of a list of cases; null: it has none. */
  readonly export: { readonly width: number } | null;
  /** What a public board shows of it; of a text it does not recognise, nothing. What a body is registered by is public, its people are not. */
  readonly mask: (value: string, applicant: Applicant) => string;
}
