/** The person as typed, and what is kept of it. Pure. */
import type { LocalDate } from '../../../shared/base/brands.ts';
import { type Applicant, type ApplicantKind, type Paper, applicantOf } from '../../../shared/person/applicant.ts';
import { type Sex, ageOn } from '../../../shared/person/identity.ts';
import { type NumberCheck, checkNumber, kindOfNumber, recognisedPaper } from '../../../shared/person/paper-number.ts';
import { firstRefused, personOf, readFields } from '../../../shared/person/person.ts';
import type { Person, PersonReadings, RefusedField } from '../../../shared/person/person.ts';
import { isAsked } from '../../../shared/person/field-words.ts';
import { PERSON_FIELDS, PERSON_KEYS, personField } from '../../../shared/person/person-fields.ts';
import type { PersonKey } from '../../../shared/person/person-fields.ts';

/** What stands in each field; a village by its code. */
export type PersonDraft = Readonly<Record<PersonKey, string>>;

export const EMPTY_PERSON = Object.fromEntries(PERSON_KEYS.map((key) => [key, ''])) as PersonDraft;

/** Typed first: it tells birth and sex, and finds the person's earlier cases. */
export const FIRST_FIELD = 'idNumber' satisfies PersonKey;

/** Above it, where the keys that go on from it do not come: most applicants are natural persons with a resident ID. */
export const BEFORE_FIRST = ['applicantKind', 'paper'] as const satisfies readonly PersonKey[];
const IN_LINES = PERSON_KEYS.filter((key) => key !== FIRST_FIELD && !BEFORE_FIRST.some((each) => each === key));

const isAgents = (key: PersonKey): boolean => personField(key).withAgent === true;
/** Returns whether something is written of an agent. */
export const hasAgent = (draft: PersonDraft): boolean => PERSON_KEYS.some((key) => isAgents(key) && draft[key] !== '');

/** The other fields as this applicant's form has them, line by line; two of half width share one. */
export const formLines = (of: Applicant, withAgent: boolean): readonly (readonly PersonKey[])[] =>
  IN_LINES.filter((key) => isAsked(key, of) && (withAgent || !isAgents(key))).reduce<PersonKey[][]>((lines, key) => {
    const last = lines.at(-1);
    const joins = PERSON_FIELDS[key].half && last?.length === 1 && last.every((each) => PERSON_FIELDS[each].half);
    if (joins) last.push(key);
    else lines.push([key]);
    return lines;
  }, []);

/** Another kind of applicant has its own usual paper, and is not asked for all that the one before was. */
export function takeKind(draft: PersonDraft, applicantKind: string, paper = ''): PersonDraft {
  const of = applicantOf({ applicantKind, paper });
  const asked = PERSON_KEYS.map((key): [PersonKey, string] => [key, isAsked(key, of) ? draft[key] : '']);
  return { ...(Object.fromEntries(asked) as PersonDraft), applicantKind, paper };
}

export interface ReadPerson {
  readonly person: Person;
  readonly readings: PersonReadings;
  /** The first field that can't be kept as it is. */
  readonly refused: RefusedField | null;
  readonly of: Applicant;
  readonly id: NumberCheck;
  /** What the number is by itself, where it is no resident ID and no other paper is chosen: offered, not taken. */
  readonly rather: Applicant | null;
  readonly facts: { readonly birth: LocalDate; readonly sex: Sex; readonly age: number } | null;
}

/** What would be saved. A number that does not check is kept as written and marked 待核; a person saves it knowingly. */
export function readPerson(draft: PersonDraft, today: LocalDate): ReadPerson {
  // Villages are chosen from a list; whether the place is one is the service's to say.
  const readings = readFields(draft, { today, isVillage: () => true });
  const of = applicantOf(draft);
  const number = readings.idNumber.value ?? '';
  const id = checkNumber(of.paper, number, today);
  const paper = of.paper === 'resident-id' ? recognisedPaper(number) : null;
  return {
    readings,
    of,
    rather: paper === null ? null : { kind: kindOfNumber(paper, number), paper },
    refused: firstRefused(readings),
    id,
    facts:
      id.birth !== null && id.sex !== null && id.birth <= today
        ? { birth: id.birth, sex: id.sex, age: ageOn(id.birth, today) }
        : null,
    person: personOf(readings, today),
  };
}

/** Fills in what an earlier case knows of the applicant; what is typed already stays, and an agent comes to one case. */
export function fillFromEarlier(draft: PersonDraft, earlier: Person): PersonDraft {
  return Object.fromEntries(
    PERSON_KEYS.map((key) => [key, draft[key].trim() === '' && !isAgents(key) ? (earlier[key] ?? '') : draft[key]]),
  ) as PersonDraft;
}

interface Lookup {
  readonly idNumber: string;
  readonly name: string;
  readonly applicantKind: ApplicantKind;
  readonly paper: Paper;
}

/** Enough typed to look for earlier cases: a whole number, or a name without one. */
export function earlierLookup(draft: PersonDraft, { id, of }: Pick<ReadPerson, 'id' | 'of'>): Lookup | null {
  const applicant = { applicantKind: of.kind, paper: of.paper };
  const isWhole = of.paper === 'resident-id' ? id.number.length >= 15 : id.verdict === 'ok';
  if (isWhole) return { idNumber: id.number, name: '', ...applicant };
  const name = draft.name.trim();
  return id.number === '' && Array.from(name).length >= 2 ? { idNumber: '', name, ...applicant } : null;
}
