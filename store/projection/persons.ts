/** Persons of earlier cases: by the same ID number or name, and whether one of the cases is still open. */
import type { LocalDate, MatterCode } from '../../shared/base/brands.ts';
import type { Paper } from '../../shared/person/applicant.ts';
import { caseRecord, type CaseRowColumns } from './case-columns.ts';
import type { CaseRecord, ReadDb } from '../types.ts';

interface PersonQuery {
  /** Whole number in plain spelling; '' to go by the name. */
  readonly idNumber: string;
  /** Whose number it is: papers of two kinds may bear one number. */
  readonly paper: Paper;
  /** Whole name; '' to go by the number. */
  readonly name: string;
  readonly matter?: MatterCode | undefined;
  /** The day of the case that is to be registered. */
  readonly on?: LocalDate | undefined;
  readonly limit?: number;
}

export interface EarlierCase {
  /** The person's newest case. */
  readonly last: CaseRecord;
  /** A case of the same person and the matter asked for that is open, else one of the day asked for that was not voided. */
  readonly same: CaseRecord | null;
}

const DEFAULT_LIMIT = 10;
/** How many of the newest cases are looked at: a person with more is found well enough. */
const LOOK_AT = 200;

const BY_NUMBER = `SELECT * FROM case_row WHERE id_number = @idNumber AND id_number <> '' AND paper = @paper
  ORDER BY case_id DESC LIMIT ${LOOK_AT}`;
const BY_NAME = `SELECT * FROM case_row WHERE name = @name ORDER BY case_id DESC LIMIT ${LOOK_AT}`;

/** An immediate matter is done within minutes: the second slip of a day is asked about although nothing is open. */
function sameCase(cases: readonly CaseRecord[], { matter, on }: Pick<PersonQuery, 'matter' | 'on'>): CaseRecord | null {
  const alike = cases.filter((each) => each.matter === matter && each.state !== 'voided');
  return alike.find(({ open }) => open) ?? alike.find((each) => each.on === on) ?? null;
}

/** One entry a person, newest first. People without an ID number are told apart by name, village and phone. */
export function earlierPersons(file: ReadDb, query: PersonQuery): EarlierCase[] {
  if (query.idNumber === '' && query.name === '') return [];
  const rows = (
    query.idNumber === ''
      ? file.sql(BY_NAME).all({ name: query.name })
      : file.sql(BY_NUMBER).all({ idNumber: query.idNumber, paper: query.paper })
  ) as CaseRowColumns[];
  const persons = Map.groupBy(rows.map(caseRecord), (row) =>
    row.idNumber === null ? `${row.name} ${row.village ?? ''} ${row.phone ?? ''}` : `${row.paper} ${row.idNumber}`,
  );
  return [...persons.values()].slice(0, query.limit ?? DEFAULT_LIMIT).map((cases) => ({
    last: cases[0] as CaseRecord,
    same: sameCase(cases, query),
  }));
}

/** Another case of the same ID number and matter that is open, else one of the same day; null for a case without a number. */
export function otherOfPerson(file: ReadDb, row: CaseRecord): CaseRecord | null {
  if (row.idNumber === null) return null;
  const rows = file.sql(BY_NUMBER).all({ idNumber: row.idNumber, paper: row.paper }) as CaseRowColumns[];
  const others = rows.map(caseRecord).filter((each) => each.case !== row.case);
  return sameCase(others, { matter: row.matter, on: row.on });
}

/** Cases of the ID number, newest first, at most `limit`. */
export function casesOfPerson(
  file: ReadDb,
  { idNumber, paper }: { idNumber: string; paper: Paper },
  limit: number,
): CaseRecord[] {
  if (idNumber === '') return [];
  const rows = file.sql(BY_NUMBER).all({ idNumber, paper }) as CaseRowColumns[];
  return rows.slice(0, limit).map(caseRecord);
}
