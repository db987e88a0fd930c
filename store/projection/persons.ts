/** Persons of earlier cases: by the same ID number or name, and whether one of the cases is still open. */
import type { MatterCode } from '../../shared/base/brands.ts';
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
  readonly limit?: number;
}

export interface EarlierCase {
  /** The person's newest case. */
  readonly last: CaseRecord;
  /** An open case of the same person and the matter asked for. */
  readonly openSame: CaseRecord | null;
}

const DEFAULT_LIMIT = 10;
/** How many of the newest cases are looked at: a person with more is found well enough. */
const LOOK_AT = 200;

const BY_NUMBER = `SELECT * FROM case_row WHERE id_number = @idNumber AND id_number <> '' AND paper = @paper
  ORDER BY case_id DESC LIMIT ${LOOK_AT}`;
const BY_NAME = `SELECT * FROM case_row WHERE name = @name ORDER BY case_id DESC LIMIT ${LOOK_AT}`;

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
    openSame: cases.find((each) => each.open && each.matter === query.matter) ?? null,
  }));
}
