/**
 * Every field of a person, said once. The schema of an event's person, the form of a registration, the page and the history of a case, corrections,
 * search, export and what the village puts right in a returned row all follow from this table. Order: of history, page and form.
 */
import { z } from 'zod';
import { PlaceCodeSchema } from '../base/brands.ts';
import { maskAddress, maskIdForBoard, maskName, maskPhone } from './masking.ts';
import {
  type FieldReader,
  readAddress,
  readGroup,
  readIdNumber,
  readName,
  readPhone,
  readVillage,
} from './read-fields.ts';

/** Longest value of each field, as the ledger keeps it. */
export const PERSON_LENGTHS = { name: 50, idNumber: 30, phone: 30, group: 20, address: 120 } as const;

const optional = (max: number) => z.string().max(max).nullable();

export interface PersonFieldSpec {
  /** What people call it; `short`: over a narrow column. */
  readonly label: string;
  readonly short: string;
  /** What an event keeps of it. Of a field that is added to the table with `.default(null)`: events of before lack it. */
  readonly schema: z.ZodType<string | null>;
  /** The one way into the ledger: check and normal form. */
  readonly read: FieldReader;
  /** Values that are their own normal form, as most are: a case is folded without reading them again. */
  readonly plain: RegExp;
  /** Typed as text, or chosen among the villages (then the value is a place's code). */
  readonly kind: 'text' | 'village';
  /** Under the field in a form. */
  readonly hint?: string;
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
  /** What a public board shows of it; of a text it does not recognise, nothing. */
  readonly mask: (value: string) => string;
}

const asItIs = (value: string): string => value;

export const PERSON_FIELDS = {
  name: {
    label: '姓名',
    short: '姓名',
    schema: z.string().trim().min(1, '不能为空').max(PERSON_LENGTHS.name, `不能超过 ${PERSON_LENGTHS.name} 个字`),
    read: readName(PERSON_LENGTHS.name),
    plain: /^[\u4e00-\u9fff]{2,4}$/u,
    kind: 'text',
    digits: false,
    half: false,
    always: true,
    amendable: true,
    search: 'name',
    export: { width: 10 },
    mask: maskName,
  },
  /** 18 characters when it checks, otherwise what was written on the slip. */
  idNumber: {
    label: '身份证号码',
    short: '身份证号',
    schema: optional(PERSON_LENGTHS.idNumber),
    read: readIdNumber(PERSON_LENGTHS.idNumber),
    plain: /^\d{17}[\dX]$/u,
    kind: 'text',
    hint: '输一次即可，出生日期和性别自动得出',
    digits: true,
    half: false,
    always: true,
    amendable: true,
    search: 'number',
    export: { width: 22 },
    mask: maskIdForBoard,
  },
  phone: {
    label: '联系电话',
    short: '电话',
    schema: optional(PERSON_LENGTHS.phone),
    read: readPhone(PERSON_LENGTHS.phone),
    plain: /^1[3-9]\d{9}$/u,
    kind: 'text',
    hint: '没有可不填',
    digits: true,
    half: false,
    always: true,
    amendable: true,
    search: 'number',
    export: { width: 15 },
    mask: maskPhone,
  },
  village: {
    label: '村(居)',
    short: '村(居)',
    schema: PlaceCodeSchema.nullable(),
    read: readVillage,
    plain: /^\d{12}$/u,
    kind: 'village',
    digits: false,
    half: false,
    always: true,
    amendable: true,
    search: 'not-searched',
    export: { width: 14 },
    mask: asItIs,
  },
  group: {
    label: '组别',
    short: '组别',
    schema: optional(PERSON_LENGTHS.group),
    read: readGroup(PERSON_LENGTHS.group),
    plain: /^[\d一二三四五六七八九十]{1,3}组$/u,
    kind: 'text',
    digits: false,
    half: true,
    always: true,
    amendable: true,
    search: 'not-searched',
    export: { width: 8 },
    mask: asItIs,
  },
  address: {
    label: '住址',
    short: '住址',
    schema: optional(PERSON_LENGTHS.address),
    read: readAddress(PERSON_LENGTHS.address),
    plain: /^[\u4e00-\u9fff\d]{1,30}$/u,
    kind: 'text',
    digits: false,
    half: true,
    always: false,
    amendable: true,
    search: 'not-searched',
    export: null,
    mask: maskAddress,
  },
} as const satisfies Record<string, PersonFieldSpec>;

export type PersonKey = keyof typeof PERSON_FIELDS;
export const PERSON_KEYS = Object.keys(PERSON_FIELDS) as readonly PersonKey[];

/** Returns a row of the table as a spec, for code that goes through all of them. */
export const personField = (key: PersonKey): PersonFieldSpec => PERSON_FIELDS[key];

/** A field of a person as corrections and errors name it. */
export type PersonPath = `person.${PersonKey}`;
export const pathOf = <K extends PersonKey>(key: K): `person.${K}` => `person.${key}`;
/** The field that a path names; null where it names none. */
export function keyOfPath(path: string): PersonKey | null {
  const key = path.replace(/^person[.]/, '');
  return path.startsWith('person.') && Object.hasOwn(PERSON_FIELDS, key) ? (key as PersonKey) : null;
}

/** The table's row for a path; undefined where it names no field of a person. */
export function fieldOfPath(path: string): PersonFieldSpec | undefined {
  const key = keyOfPath(path);
  return key === null ? undefined : personField(key);
}

type Exported = {
  [K in PersonKey]: (typeof PERSON_FIELDS)[K]['export'] extends null ? never : K;
}[PersonKey];
/** Fields with a column in an exported list; a row of a list holds them. */
export const EXPORTED_KEYS = PERSON_KEYS.filter((key) => PERSON_FIELDS[key].export !== null) as readonly Exported[];

type Amendable = {
  [K in PersonKey]: (typeof PERSON_FIELDS)[K]['amendable'] extends true ? K : never;
}[PersonKey];
export const AMENDABLE_PATHS = PERSON_KEYS.filter((key) => PERSON_FIELDS[key].amendable).map(
  pathOf,
) as readonly `person.${Amendable}`[];
