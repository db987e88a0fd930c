/** The flat row of a case as the statements see it, in a table of the columns of shared/case/figures.ts. */
import { FIGURE_COLUMNS, type FigureRowSource } from '../../shared/case/figure-row.ts';
import type { ProjectionTable } from './projection-table.ts';
import { columnsDdl, toRow } from './table-columns.ts';
import type { WriteDb } from '../types.ts';

export const figureRowTable: ProjectionTable = {
  name: 'figure_row',
  ddl: `CREATE TABLE figure_row (
    no INTEGER PRIMARY KEY,
    ${columnsDdl(FIGURE_COLUMNS)}
  ) STRICT;`,
  compared: 'SELECT * FROM figure_row ORDER BY case_id',
};

const NAMES = ['no', ...Object.values(FIGURE_COLUMNS).map(({ name }) => name)];
const INSERT = `INSERT OR REPLACE INTO figure_row (${NAMES.join(', ')})
  VALUES (${NAMES.map((name) => `@${name}`).join(', ')})`;

/** Keeps the row of a case under the number it has in `case_row`. */
export function saveFigureRow(file: WriteDb, no: number, source: FigureRowSource): void {
  file.sql(INSERT).run({ ...toRow(FIGURE_COLUMNS, source), no });
}

export function removeFigureRow(file: WriteDb, no: number): void {
  file.sql('DELETE FROM figure_row WHERE no = ?').run(no);
}
