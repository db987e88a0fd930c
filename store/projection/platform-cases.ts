/** The cases that a line of the platform's list may mean. */
import { caseRecord, type CaseRowColumns } from './case-columns.ts';
import type { CaseRecord, ReadDb } from '../types.ts';

/** Cases that are linked to a number of the platform, the oldest first; none for ''. */
export function casesOfPlatformNumber(file: ReadDb, number: string): CaseRecord[] {
  return (
    file
      .sql("SELECT * FROM case_row WHERE platform_number = ? AND platform_number <> '' ORDER BY case_id")
      .all(number) as CaseRowColumns[]
  ).map(caseRecord);
}

/** What a centre received of an applicant in a matter, but for what was voided; the oldest first. */
export function casesOfApplicant(file: ReadDb, idNumber: string, matter: string): CaseRecord[] {
  return (
    file
      .sql(
        `SELECT * FROM case_row WHERE id_number = ? AND id_number <> '' AND matter = ? AND received_on <> '' AND state <> 'voided'
         ORDER BY case_id`,
      )
      .all(idNumber, matter) as CaseRowColumns[]
  ).map(caseRecord);
}
