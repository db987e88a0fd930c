/** The platform's list, taken in: what is linked, what is said, and what is left alone. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_PERSON } from '../../renderer/workbench/register/person-draft.ts';
import type { CaseDetail } from '../../shared/api/rows.ts';
import type { MatterCode } from '../../shared/base/brands.ts';
import type { StepInput } from '../../shared/case/steps/index.ts';
import { CENTRE, type TestSite, testSite } from '../../test/fixtures/desk.ts';
import { invent } from '../../test/fixtures/people.ts';

const MATTER = 'SB-006' as MatterCode;
const [one, two, three] = invent(3, 77) as [Someone, Someone, Someone];
type Someone = ReturnType<typeof invent>[number];
const CONCLUDED: StepInput = { type: 'concluded', data: { result: 'approved' } };

let site: TestSite;
beforeEach(() => {
  site = testSite(CENTRE);
});
afterEach(() => site.close());

const register = async ({ name, idNumber }: Someone, steps: StepInput[] = []): Promise<CaseDetail> =>
  (
    await site.call('cases.register', {
      matter: MATTER,
      person: { ...EMPTY_PERSON, name, idNumber },
      materials: [],
      window: '社会保障',
      steps,
    })
  ).detail;
const matterName = () => site.desk.catalogue.matter(MATTER)?.name ?? '';
const HEAD = '办件编号,查询码,申请人,证件号码,事项名称,受理日期,办件状态,区划代码';
const line = (
  number: string,
  who: Someone,
  part: { day?: string; state?: string; area?: string; matter?: string } = {},
) =>
  [
    number,
    '204815',
    who.name,
    who.idNumber,
    part.matter ?? matterName(),
    part.day ?? '2026-11-23 09:30:00',
    part.state ?? '受理',
    part.area ?? '431222101000',
  ].join(',');
const fileOf = (...lines: readonly string[]) => ({
  fileName: '平台清单.csv',
  base64: Buffer.from([HEAD, ...lines].join('\r\n')).toString('base64'),
});
const look = (...lines: readonly string[]) => site.call('platform.import', fileOf(...lines));
const take = (...lines: readonly string[]) => site.call('platform.import', { ...fileOf(...lines), write: true });
const events = () => site.desk.file.sql('SELECT count(*) FROM event_row').pluck().get();
const platformOf = async ({ row }: CaseDetail) => (await site.call('cases.get', { case: row.case })).platform;

describe('a list', () => {
  it('links what is the same by number, matter and day, and looking writes nothing', async () => {
    const detail = await register(one);
    const before = events();
    expect(await look(line('P000001', one))).toMatchObject({ linked: 0, counts: { new: 1, differs: 0, unknown: 0 } });
    expect(events()).toBe(before);
    expect(await take(line('P000001', one))).toMatchObject({ linked: 1, counts: { new: 1 } });
    expect(await platformOf(detail)).toMatchObject({ number: 'P000001', queryCode: '204815', at: '2026-11-23' });
  });

  it('taken in twice makes no event the second time', async () => {
    await register(one);
    await take(line('P000001', one));
    const before = events();
    expect(await take(line('P000001', one))).toMatchObject({ linked: 0, counts: { new: 0, known: 1 } });
    expect(events()).toBe(before);
  });

  it('says what differs, and overwrites nothing', async () => {
    const detail = await register(one);
    await take(line('P000001', one));
    const { rows, linked } = await take(
      line('P000002', one),
      line('P000001', { ...one, name: '别人' }, { state: '办结' }),
    );
    expect(linked).toBe(0);
    expect(rows.map(({ is, notes }) => [is, notes])).toEqual([
      ['differs', ['编号：平台 P000002，这里 P000001']],
      ['differs', [`姓名：平台 别人，这里 ${one.name}`, '状态：平台 已办结，这里 收件']],
    ]);
    expect(await platformOf(detail)).toMatchObject({ number: 'P000001' });
  });

  it('links no case on another day, of another matter or of a person who is not here, and says why', async () => {
    await register(one);
    await register(three, [CONCLUDED]);
    const { rows, counts } = await take(
      line('P1', one, { day: '2026-10-01' }),
      line('P2', one, { matter: '没有的事项' }),
      line('P3', two),
      line('P4', { ...three, idNumber: `${three.idNumber.slice(0, 6)}********${three.idNumber.slice(-4)}` }),
    );
    expect(counts).toMatchObject({ new: 0, differs: 1, unknown: 3 });
    expect(rows.map(({ number, notes }) => [number, notes])).toEqual([
      ['P1', ['受理日期：平台 2026-10-01，这里 2026-11-23']],
      ['P2', ['目录里没有事项“没有的事项”']],
      ['P3', ['这里没有这个人的这一事项']],
      ['P4', ['证件号码不全，对不上']],
    ]);
  });

  it('links neither of two that are alike, there or here', async () => {
    await register(one);
    expect((await take(line('P1', one), line('P2', one))).counts).toMatchObject({ new: 0, unknown: 2 });
    await register(one);
    expect((await take(line('P1', one))).counts).toMatchObject({ new: 0, unknown: 1 });
  });

  it('has a case on several rows, one a step, the result before the acceptance, and test rows', async () => {
    await register(one, [CONCLUDED]);
    const { counts, rows } = await look(
      line('P1', one, { state: '3', day: '' }),
      line('P1', one, { state: '1' }),
      line('P9', { ...two, name: '测试' }),
      line('', two),
    );
    expect(counts).toEqual({ new: 1, known: 0, differs: 0, unknown: 1, withoutNumber: 1 });
    expect(rows.map(({ is, notes }) => [is, notes])).toEqual([
      ['unknown', ['测试数据']],
      ['new', []],
    ]);
  });

  it('that the platform made of our own files is linked by our numbers', async () => {
    const detail = await register(one);
    const { counts } = await take(line(detail.row.number, { ...one, idNumber: '' }));
    expect(counts).toMatchObject({ new: 1 });
    expect(await platformOf(detail)).toMatchObject({ number: detail.row.number });
  });
});

it('a list of another county is refused in a sentence, and nothing of it is taken', async () => {
  await register(one);
  const before = events();
  const answer = await site.ask('platform.import', {
    ...fileOf(line('P1', one), line('P2', two, { area: '431223101000' })),
    write: true,
  });
  expect(answer).toMatchObject({ ok: false, code: 'wrong-county' });
  expect(answer.ok ? '' : answer.message).toContain('431223');
  expect(events()).toBe(before);
});

it('a sheet without such a list is refused', async () => {
  const base64 = Buffer.from('姓名,电话\r\n向翠莲,13800000000').toString('base64');
  expect(await site.ask('platform.import', { fileName: 'x.csv', base64 })).toMatchObject({
    ok: false,
    code: 'not-a-workbook',
  });
});

it('every case of an export of ours finds its case again', async () => {
  const detail = await register(one, [CONCLUDED]);
  const { file } = await site.call('platform.export', { format: 'xlsx' });
  const list = { fileName: 'x.xlsx', base64: file?.base64 ?? '' };
  expect(await site.call('platform.import', { ...list, write: true })).toMatchObject({ linked: 1, counts: { new: 1 } });
  expect(await platformOf(detail)).toMatchObject({ number: detail.row.number });
});
