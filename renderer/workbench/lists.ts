/** The lists at the left of the workbench, in the order of the day's work (WORKFLOWS a). */
import { CASE_LIST_NAMES, caseList } from '../../shared/case/case-lists.ts';
import type { CaseList } from '../../shared/case/case-lists.ts';
import { WORKBENCH_TEXTS } from './texts.ts';

/** The groups from above, each with its lists. */
export const SIDE_LISTS: readonly (readonly CaseList[])[] = ([1, 2, 3, 4] as const).map((group) =>
  CASE_LIST_NAMES.filter((list) => caseList(list).side?.group === group),
);

/** What stands in place of an empty list. */
export function emptyText(list: CaseList, query: string): string {
  if (query !== '') return WORKBENCH_TEXTS.empty.search;
  return caseList(list).empty ?? WORKBENCH_TEXTS.empty.other;
}
