import { expect, it } from 'vitest';
import { CASE_LISTS } from '../../shared/case/case-lists.ts';
import type { CaseList } from '../../shared/case/case-lists.ts';
import { listColumns } from './columns.tsx';

it('a list shows the due day that puts cases into it: the statutory one where they are late by the law, else the promised one', () => {
  for (const list of Object.keys(CASE_LISTS) as CaseList[]) {
    const days = listColumns(list, '').flatMap(({ title }) => (/.期限$/u.test(String(title)) ? title : []));
    if (days.length > 0) expect([list, days]).toEqual([list, list === 'legally-overdue' ? ['法定期限'] : ['承诺期限']]);
  }
});
