/** The rows of a sheet once it is parted into slips and lines around them. */
import type { Cell, SheetRow } from './cells.ts';
import type { Columns } from './columns.ts';
import type { SlipReasonCode } from './reasons.ts';

export interface TableRow {
  readonly row: SheetRow;
  readonly columns: Columns;
  /** No headings stood above: the columns were told by their content. */
  readonly guessed: boolean;
  /** The date that stands alone on the line above this row's part of the table, as written; null where there is none. */
  readonly dayLine: Cell | null;
  /** What makes this row doubtful, by where it was found. */
  readonly doubt?: SlipReasonCode;
  /** Another person's name in a cell that no heading is above. */
  readonly otherName?: string;
}

export interface Layout {
  readonly slips: readonly TableRow[];
  /** Titles, totals, signatures, notes. */
  readonly lines: readonly SheetRow[];
}
