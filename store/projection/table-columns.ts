/** Tables of columns that shared/case says (`TableColumn`): their DDL, and their values as SQLite keeps and answers them. */
import type { TableColumn, TableColumns, ValuesOf } from '../../shared/case/table-column.ts';

type Kept = string | number;
type Value = string | number | boolean | null;

/** The columns' part of a CREATE TABLE. */
export function columnsDdl(columns: TableColumns<never>): string {
  return Object.values(columns)
    .map(({ name, kind }) => `${name} ${kind === 'text' ? 'TEXT' : 'INTEGER'} NOT NULL`)
    .join(',\n    ');
}

/** The literal that stands for none in the column. */
export const noneSql = (column: TableColumn<never, Value>): string => (column.none === '' ? "''" : String(column.none));

function kept({ none }: TableColumn<never, Value>, value: Value): Kept {
  if (value === null) {
    if (none === null) throw new TypeError('a column that is never none got none');
    return none;
  }
  return typeof value === 'boolean' ? Number(value) : value;
}

/** The row to be kept, by the names of its columns. */
export function toRow<Of>(columns: TableColumns<Of>, of: Of): Record<string, Kept> {
  return Object.fromEntries(Object.values(columns).map((column) => [column.name, kept(column, column.of(of))]));
}

/** What a row says, by the keys of its columns; others that the row has are passed over. */
export function fromRow<C extends TableColumns<never>>(
  columns: C,
  row: Readonly<Record<string, unknown>>,
): ValuesOf<C> {
  const read = ({ name, kind, none }: TableColumn<never, Value>): unknown => {
    const value = row[name];
    if (none !== null && value === none) return null;
    return kind === 'flag' ? value === 1 : value;
  };
  return Object.fromEntries(Object.entries(columns).map(([key, column]) => [key, read(column)])) as ValuesOf<C>;
}
