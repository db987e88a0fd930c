/** The county's figures, counted in SQL by the conditions of shared/case/figures.ts, and the cases behind each of them. */
import type { Page } from '../../shared/api/rows.ts';
import type { MatterCode, PlaceCode } from '../../shared/base/brands.ts';
import { type Figure, FIGURE_TABLE, figureDays, type FigurePeriod } from '../../shared/case/figures.ts';
import { FIGURE_COLUMNS } from '../../shared/case/figure-row.ts';
import type { FigureSpec } from '../../shared/case/figures.ts';
import { pageOf } from './case-page.ts';
import { anySql } from './condition-sql.ts';
import type { CaseRecord, ReadDb } from '../types.ts';

interface FigureFilter {
  readonly centre?: PlaceCode | undefined;
  readonly matter?: MatterCode | undefined;
  readonly village?: PlaceCode | undefined;
}

interface FigureQuery<Name extends Figure = Figure> extends FigurePeriod, FigureFilter {
  readonly figures: readonly Name[];
  readonly by: 'centre' | 'matter' | 'village';
}

interface FigureCount<Name extends Figure = Figure> {
  /** Code of the centre, matter or village; '' for cases that have none. */
  readonly key: string;
  readonly figures: Readonly<Record<Name, number>>;
}

type Bound = Record<string, string | number>;

function figureSql(figure: Figure): string {
  const { any }: FigureSpec = FIGURE_TABLE[figure];
  return anySql(FIGURE_COLUMNS, any, 'f');
}

function filterSql(filter: FigureFilter): { readonly where: string[]; readonly bound: Bound } {
  const where: string[] = [];
  const bound: Bound = {};
  for (const name of ['centre', 'matter', 'village'] as const) {
    const value = filter[name];
    if (value === undefined) continue;
    where.push(`f.${name} = @${name}`);
    bound[name] = value;
  }
  return { where, bound };
}

/** Only the days that the statement names: the driver refuses others. */
function daysIn(sql: string, period: FigurePeriod): Bound {
  return Object.fromEntries(Object.entries(figureDays(period)).filter(([name]) => sql.includes(`@${name}`)));
}

/** The figures of each centre, matter or village that has any case, by code. Lines may be all zero. */
export function figureCounts<Name extends Figure>(file: ReadDb, query: FigureQuery<Name>): FigureCount<Name>[] {
  const filter = filterSql(query);
  const sums = query.figures.map((name) => `sum(CASE WHEN ${figureSql(name)} THEN 1 ELSE 0 END) AS "${name}"`);
  const sql = `SELECT f.${query.by} AS key, ${sums.join(', ')} FROM figure_row f
    ${filter.where.length > 0 ? `WHERE ${filter.where.join(' AND ')}` : ''} GROUP BY f.${query.by} ORDER BY f.${query.by}`;
  const rows = file.sql(sql).all({ ...daysIn(sql, query), ...filter.bound }) as ({ key: string } & Record<
    Name,
    number
  >)[];
  return rows.map((row) => ({
    key: row.key,
    figures: Object.fromEntries(query.figures.map((name): [Name, number] => [name, row[name]])) as Record<Name, number>,
  }));
}

interface FigureCasesQuery extends FigurePeriod, FigureFilter {
  readonly figure: Figure;
  readonly query?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** The cases behind a figure, newest first, by pages. */
export function figureCases(file: ReadDb, query: FigureCasesQuery): Page<CaseRecord> {
  const filter = filterSql(query);
  const condition = `(${figureSql(query.figure)})`;
  const where = [condition, ...filter.where];
  const bound = { ...daysIn(condition, query), ...filter.bound };
  const page = pageOf(file, { join: 'JOIN figure_row f ON f.no = c.no', where, bound, order: 'newest' }, query);
  const total = query.query
    ? null
    : (file
        .sql(`SELECT count(*) FROM figure_row f WHERE ${where.join(' AND ')}`)
        .pluck()
        .get(bound) as number);
  return { ...page, total };
}
