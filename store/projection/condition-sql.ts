/** Conditions of lists and figures (shared/case/condition.ts) as SQL over a table of their columns. */
import type { Condition } from '../../shared/case/condition.ts';
import type { TableColumn, TableColumns } from '../../shared/case/table-column.ts';
import { noneSql } from './table-columns.ts';

type AnyColumn = TableColumn<never, string | number | boolean | null>;

/** A literal of a table of conditions; those are the house's own constants, never input. */
function literal(value: string | number | boolean): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  return String(Number(value));
}

/** The SQL of one condition over the table `alias`, with the days it names as parameters (`@today`). As in SQL, nothing compares with none. */
function conditionSql<C extends TableColumns<never>>(
  columns: C,
  condition: Condition<keyof C & string, string>,
  alias: string,
): string {
  const columnOf = (key: keyof C & string): AnyColumn => columns[key] as AnyColumn;
  const sqlOf = (key: keyof C & string) => `${alias}.${columnOf(key).name}`;
  /** What makes sure that the column says something, where it may be none. */
  const known = (key: keyof C & string) => {
    const column = columnOf(key);
    return column.none === null ? [] : [`${sqlOf(key)} <> ${noneSql(column)}`];
  };
  const left = sqlOf(condition.column);
  const { op } = condition;
  if ('values' in condition)
    return [
      ...known(condition.column),
      `${left} ${op.toUpperCase()} (${condition.values.map(literal).join(', ')})`,
    ].join(' AND ');
  if (!('than' in condition)) return `${left} ${op === 'is null' ? '=' : '<>'} ${noneSql(columnOf(condition.column))}`;
  const sign = op === '!=' ? '<>' : op;
  const { than } = condition;
  const right = 'value' in than ? literal(than.value) : 'day' in than ? `@${than.day}` : sqlOf(than.column);
  const parts = [
    ...known(condition.column),
    ...('column' in than ? known(than.column) : []),
    `${left} ${sign} ${right}`,
  ];
  return parts.join(' AND ');
}

/** All of them hold. */
export const allSql = <C extends TableColumns<never>>(
  columns: C,
  all: readonly Condition<keyof C & string, string>[],
  alias: string,
): string => all.map((each) => conditionSql(columns, each, alias)).join(' AND ') || '1';

/** One of the alternatives holds, each with all its conditions. */
export const anySql = <C extends TableColumns<never>>(
  columns: C,
  any: readonly (readonly Condition<keyof C & string, string>[])[],
  alias: string,
): string => any.map((all) => `(${allSql(columns, all, alias)})`).join(' OR ');
