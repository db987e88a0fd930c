/** The flat row of a case as the statements see it (`FigureRow`), in a table: the conditions of figures.ts become SQL over its columns. */
import type { FigureColumn, FigureCondition, FigureDay, FigureRow } from '../../shared/case/figures.ts';
import type { DataFile } from '../types.ts';

interface ColumnSpec {
  readonly name: string;
  /** How a value is kept; nothing is NULL, so each kind has a value that stands for none. */
  readonly kind: 'text' | 'flag' | 'number';
}

const textColumn = (name: string): ColumnSpec => ({ name, kind: 'text' });
const flagColumn = (name: string): ColumnSpec => ({ name, kind: 'flag' });

/** Every column of a FigureRow and where it is kept. */
const COLUMNS: Readonly<Record<FigureColumn, ColumnSpec>> = {
  case: textColumn('case_id'),
  centre: textColumn('centre'),
  village: textColumn('village'),
  matter: textColumn('matter'),
  kind: textColumn('kind'),
  proxied: flagColumn('proxied'),
  state: textColumn('state'),
  open: flagColumn('open'),
  disputed: flagColumn('disputed'),
  registeredOn: textColumn('registered_on'),
  handedOverOn: textColumn('handed_over_on'),
  receivedOn: textColumn('received_on'),
  acceptedOn: textColumn('accepted_on'),
  acceptedShort: flagColumn('accepted_short'),
  silenceOn: textColumn('silence_on'),
  silenceAfter: textColumn('silence_after'),
  silenceDueOn: textColumn('silence_due_on'),
  supplementOn: textColumn('supplement_on'),
  forwardedOn: textColumn('forwarded_on'),
  dueOn: textColumn('due_on'),
  stoppedOn: textColumn('stopped_on'),
  concludedOn: textColumn('concluded_on'),
  result: textColumn('result'),
  endedOn: textColumn('ended_on'),
  ended: textColumn('ended'),
  finishedOn: textColumn('finished_on'),
  deliveredOn: textColumn('delivered_on'),
  score: { name: 'score', kind: 'number' },
};
const ENTRIES = Object.entries(COLUMNS) as [FigureColumn, ColumnSpec][];

/** Stands for "none" in a column of that kind, as SQL. A flag always has a value. */
const NONE: Readonly<Record<ColumnSpec['kind'], string>> = { text: "''", flag: '-1', number: '-1' };

function kept(value: FigureRow[FigureColumn], kind: ColumnSpec['kind']): string | number {
  if (value === null) return kind === 'text' ? '' : -1;
  return typeof value === 'boolean' ? Number(value) : value;
}

const INSERT = `INSERT OR REPLACE INTO figure_row (no, ${ENTRIES.map(([, spec]) => spec.name).join(', ')})
  VALUES (${['?', ...ENTRIES.map(() => '?')].join(', ')})`;

/** Keeps the row of a case under the number it has in `case_row`. */
export function saveFigureRow(file: DataFile, no: number, row: FigureRow): void {
  file.sql(INSERT).run(no, ...ENTRIES.map(([column, spec]) => kept(row[column], spec.kind)));
}

export function removeFigureRow(file: DataFile, no: number): void {
  file.sql('DELETE FROM figure_row WHERE no = ?').run(no);
}

/** A literal of the table of figures; those are the house's own constants, never input. */
function literal(value: string | number | boolean): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  return String(Number(value));
}

/** The SQL of one condition, with the days as parameters `@from`, `@to`, `@today`, `@until`. As in SQL, nothing compares with none. */
export function conditionSql(condition: FigureCondition, table = 'f'): string {
  const column = (name: FigureColumn) => `${table}.${COLUMNS[name].name}`;
  const none = (name: FigureColumn) => NONE[COLUMNS[name].kind];
  const left = column(condition.column);
  if (!('than' in condition)) return `${left} ${condition.op === 'is null' ? '=' : '<>'} ${none(condition.column)}`;
  const op = condition.op === '!=' ? '<>' : condition.op;
  const known = `${left} <> ${none(condition.column)}`;
  const { than } = condition;
  if ('value' in than) return `(${known} AND ${left} ${op} ${literal(than.value)})`;
  if ('day' in than) return `(${known} AND ${left} ${op} @${than.day satisfies FigureDay})`;
  return `(${known} AND ${column(than.column)} <> ${none(than.column)} AND ${left} ${op} ${column(than.column)})`;
}
