/** The lists of shared/case/case-lists.ts as SQL over `case_row c`; `@today` and `@soon` are bound by the caller. */
import { CASE_COLUMNS } from '../../shared/case/case-columns.ts';
import { caseList, type CaseList, type CaseOrder } from '../../shared/case/case-lists.ts';
import type { PlaceKind } from '../../shared/place/place.ts';
import { allSql, anySql } from './condition-sql.ts';

/** The column that an order goes by before it goes by the case; null where it goes by the case alone. */
export const orderColumn = (order: CaseOrder): string | null =>
  order === 'newest' || order === 'oldest' ? null : CASE_COLUMNS[order].name;

/** The list as that kind of place understands it. */
export function listSql(list: CaseList, at: PlaceKind): string {
  const { all, any, outsideVillages = [] } = caseList(list);
  const where = allSql(CASE_COLUMNS, at === 'village' ? all : [...all, ...outsideVillages], 'c');
  return any === undefined ? where : `${where} AND (${anySql(CASE_COLUMNS, any, 'c')})`;
}
