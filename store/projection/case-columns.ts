/** The table `case_row`: the columns of shared/case/case-columns.ts, the text that a search looks in, and what the file numbers itself. */
import { CASE_COLUMNS } from '../../shared/case/case-columns.ts';
import type { ProjectionTable } from './projection-table.ts';
import { columnsDdl, fromRow } from './table-columns.ts';
import type { CaseRecord } from '../types.ts';

export const caseRowTable: ProjectionTable = {
  name: 'case_row',
  ddl: `
  CREATE TABLE case_row (
    no INTEGER PRIMARY KEY,
    ${columnsDdl(CASE_COLUMNS)},
    search TEXT NOT NULL,
    UNIQUE (case_id)
  ) STRICT;
  CREATE INDEX case_of_number ON case_row (number);
  CREATE INDEX case_of_matter ON case_row (matter, case_id);
  CREATE INDEX case_of_village ON case_row (village, case_id) WHERE village <> '';
  CREATE INDEX case_of_person ON case_row (id_number, case_id) WHERE id_number <> '';
  CREATE INDEX case_of_name ON case_row (name, case_id);
  CREATE INDEX case_of_joint ON case_row (joint, open, state, case_id) WHERE joint <> '';
  CREATE INDEX case_open ON case_row (state, clock_due, legal_clock_due, special_until, clock_from, late, owed_deadline, new_day, case_id) WHERE open = 1;
  CREATE INDEX case_concluded ON case_row (case_id) WHERE concluded = 1;
  CREATE INDEX case_to_collect ON case_row (collect_by, case_id) WHERE to_collect = 1;
  CREATE INDEX case_to_tell ON case_row (case_id) WHERE to_tell = 1;
  CREATE INDEX case_flagged ON case_row (disputed, waiting, open_questions, case_id)
    WHERE disputed = 1 OR waiting = 1 OR open_questions > 0;
  CREATE INDEX case_of_platform ON case_row (platform_number, case_id) WHERE platform_number <> '';
  CREATE INDEX case_to_key ON case_row (received_on, case_id) WHERE to_key = 1;
  CREATE INDEX case_checking ON case_row (check_due_on, case_id) WHERE checking = 1;
  CREATE INDEX case_held ON case_row (holder_place, holder, case_id) WHERE holder_place <> '';
  CREATE INDEX case_mandate_stopped ON case_row (case_id) WHERE mandate_stopped = 1;
  CREATE INDEX case_to_answer ON case_row (deemed_after, case_id, answer_from) WHERE answer_from <> '';
  CREATE INDEX case_ahead ON case_row (case_id) WHERE ahead = 1;
  CREATE INDEX case_unsynced ON case_row (case_id, unsynced) WHERE unsynced > 0;`,
  compared: 'SELECT * FROM case_row ORDER BY case_id',
};

/** A row as SQLite answers it. */
export type CaseRowColumns = Readonly<Record<string, string | number>>;

/** The record of a row. */
export const caseRecord = (row: CaseRowColumns): CaseRecord => ({
  ...fromRow(CASE_COLUMNS, row),
  no: row['no'] as number,
});
