/** The number that the platform gave a case, from the form to the search, the list and the workbook. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CaseDetail } from '../../shared/api/rows.ts';
import type { MatterCode } from '../../shared/base/brands.ts';
import type { RemarkInput } from '../../shared/case/remarks/index.ts';
import { EMPTY_PERSON } from '../../renderer/workbench/register/person-draft.ts';
import { cellText } from '../../shared/slips/cells.ts';
import { CENTRE, type TestSite, testSite } from '../../test/fixtures/desk.ts';
import { readWorkbook } from '../workbook/read.ts';

const MATTER = 'MZ-001' as MatterCode;
const NUMBER = '4312222711000120261123004711';

let site: TestSite;
beforeEach(() => {
  site = testSite(CENTRE);
});
afterEach(() => site.close());

const register = async (name: string): Promise<CaseDetail> =>
  (
    await site.call('cases.register', {
      matter: MATTER,
      person: { ...EMPTY_PERSON, name },
      materials: [],
      window: '民政优抚',
    })
  ).detail;
const asking = ({ row }: CaseDetail, number: string, queryCode?: string) => ({
  case: row.case,
  about: row.case,
  remark: {
    type: 'platform-linked',
    data: { system: '省一体化平台', number, ...(queryCode === undefined ? {} : { queryCode }), at: site.desk.today() },
  } satisfies RemarkInput as RemarkInput,
});
const link = (detail: CaseDetail, number: string, queryCode?: string) =>
  site.call('cases.remark', asking(detail, number, queryCode));
const casesIn = async (list: 'to-key' | 'all', query = '') =>
  (await site.call('cases.list', { list, query })).rows.map((row) => row.case);

it('stands on the case and in its history, and a later one corrects it', async () => {
  const detail = await register('向翠莲');
  const linked = await link(detail, NUMBER, '204815');
  expect(linked.platform).toMatchObject({ system: '省一体化平台', number: NUMBER, queryCode: '204815' });
  expect(linked.history.at(-1)).toMatchObject({ label: '平台编号', effect: 'remark' });
  expect(linked.history.at(-1)?.lines).toEqual([
    { label: '平台', value: '省一体化平台' },
    { label: '平台办件编号', value: NUMBER },
    { label: '查询码', value: '204815' },
    { label: '平台收件日期', value: '2026-11-23' },
  ]);
  const corrected = await link(linked, NUMBER.replace('4711', '4712'));
  expect(corrected.platform).toMatchObject({ number: NUMBER.replace('4711', '4712'), queryCode: null });
  expect(corrected.history).toHaveLength(detail.history.length + 2);
});

it('finds the case by its last six, as the case’s own number does; a corrected one no longer', async () => {
  const detail = await register('向翠莲');
  await register('舒满红');
  await link(detail, NUMBER);
  expect(await casesIn('all', '004711')).toEqual([detail.row.case]);
  expect(await casesIn('all', detail.row.number.slice(-7))).toEqual([detail.row.case]);
  await link(detail, 'HN-2026-88');
  expect(await casesIn('all', '004711')).toEqual([]);
  expect(await casesIn('all', 'HN-2026-88')).toEqual([detail.row.case]);
});

it('takes the case off the list of those that the platform has not got, which says how long they wait, the oldest first', async () => {
  const first = await register('向翠莲');
  site.setToday('2026-11-25');
  const second = await register('舒满红');
  const withdrawn = await register('陈娥满');
  await site.call('cases.step', {
    case: withdrawn.row.case,
    heads: [...withdrawn.heads],
    step: { type: 'withdrawn', data: { reason: '本人撤回' } },
  });
  const { rows } = await site.call('cases.list', { list: 'to-key' });
  expect(rows.map((row) => [row.case, row.keyAge])).toEqual([
    [first.row.case, 2],
    [second.row.case, 0],
  ]);
  const linked = await link(first, NUMBER);
  expect(linked.row.keyAge).toBeNull();
  expect(await casesIn('to-key')).toEqual([second.row.case]);
});

it.each([
  ['51 characters', '1'.repeat(51), undefined, 'number'],
  ['a blank in it', '4312 2227', undefined, 'number'],
  ['nothing', '  ', undefined, 'number'],
  ['a query code of five digits', NUMBER, '20481', 'queryCode'],
])('of %s is refused at its field, and nothing changes', async (_, number, queryCode, field) => {
  const detail = await register('向翠莲');
  const answer = await site.ask('cases.remark', asking(detail, number, queryCode));
  expect(answer).toMatchObject({ ok: false, code: 'bad-input' });
  expect(answer.ok ? '' : answer.field).toContain(field);
  expect((await site.call('cases.get', { case: detail.row.case })).history).toHaveLength(1);
});

it('leaves in a list of cases', async () => {
  await link(await register('向翠莲'), NUMBER);
  const { base64 } = await site.call('cases.export', { list: 'all' });
  const [sheet] = await readWorkbook(new Uint8Array(Buffer.from(base64, 'base64')), 'x.xlsx');
  const [heads = [], row = []] = (sheet?.rows ?? []).map(({ cells }) => cells.map(cellText));
  expect(row[heads.indexOf('平台办件编号')]).toBe(NUMBER);
});
