/** A year's holidays from the file that an official has to the due days at a window: a real hub, real sites, and the command between. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { holidaysCommand } from '../hub/admin/holidays.ts';
import { readWorkbook } from '../service/workbook/read.ts';
import type { FigureTable } from '../shared/api/county.ts';
import type { CaseRow } from '../shared/api/rows.ts';
import { cellText } from '../shared/slips/cells.ts';
import { writeWorkbook } from '../shared/workbook/write-workbook.ts';
import type { EventId, MatterCode } from '../shared/base/brands.ts';
import { invent } from './fixtures/people.ts';
import { HubProcess } from './hub/hub-process.ts';
import { now } from './clock.ts';
import { dateAhead } from './date-ahead.ts';
import { compoundFile } from './fixtures/compound-file.ts';
import { applicant } from './site/applicant.ts';
import { CENTRE, Machine, type OpenMachine } from './site/machine.ts';

/** An invented arrangement, in the words of a real one. */
const NOTICE = `国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历除夕、周五）至11日（农历正月初六、周四）放假调休，共7天。2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
`;
/** 土地权属争议处理, 60 working days. */
const LONG = 'ZJ-009' as MatterCode;
/** Counted by weekdays and the days of the law from 24 November on, and by the notice. */
const [GUESSED, TRUE] = ['2027-02-19', '2027-02-23'];

// Programs are started one after the other.
vi.setConfig({ testTimeout: 120_000 });
const hub = new HubProcess();
const machine = new Machine();
let centre: OpenMachine;
let made: EventId;

beforeAll(async () => {
  await hub.start();
  centre = await (await machine.enrol(hub, CENTRE)).open();
  const [person] = invent(1, 27);
  if (person === undefined) throw new Error('nobody');
  const steps = [{ type: 'accepted' as const, data: {} }];
  const answer = await centre.call('cases.register', {
    matter: LONG,
    person: applicant(person),
    materials: [],
    window: '住建国土',
    steps,
  });
  made = answer.case as EventId;
  await centre.call('sync.now', {});
}, 120_000);
afterAll(async () => {
  await centre.close();
  machine.remove();
  await hub.remove();
});

const fileOf = (text: string | Uint8Array): string => {
  const file = path.join(hub.folder, '放假 通知.txt');
  writeFileSync(file, text);
  return file;
};
const publish = (text: string, ...more: string[]) => hub.command('holidays', fileOf(text), ...more);
const row = async (): Promise<CaseRow> => (await centre.call('cases.get', { case: made })).row;
const said = async () => (await centre.call('cases.get', { case: made })).deadlineText;
const atHub = () => hub.county<{ row: CaseRow; deadlineText: string }>('county.case', { case: made });
const ESTIMATED = '2027 年放假安排未公布';

it('a due day in a year without a notice is an estimate, at the window and at the county', async () => {
  expect(await row()).toMatchObject({ dueOn: GUESSED, estimated: true });
  expect(await said()).toContain(ESTIMATED);
  expect((await atHub()).row).toMatchObject({ dueOn: GUESSED, estimated: true });
  expect((await centre.call('cases.due', { matter: LONG })).estimated).toBe(true);
});

it('a file is shown without being published, and nonsense is refused with a sentence; neither changes anything', async () => {
  const tried = await publish(NOTICE, '--dry-run');
  expect([tried.code, tried.text]).toEqual([0, expect.stringMatching(/2027-02-14 星期日 班[^]*只是试读，没有发布/)]);
  for (const [text, sentence] of [
    [NOTICE.replaceAll('2027年', '2028年'), '请核对年份'],
    [NOTICE.split('三、')[0] ?? '', '缺 2027-04-05（清明节）'],
  ] as const) {
    const { code, text: answer } = await publish(text);
    expect([code, answer]).toEqual([1, expect.stringContaining(sentence)]);
  }
  // The same without a process for each.
  const asked = (...words: string[]) => holidaysCommand(hub.folder, words);
  await expect(asked(fileOf('随便写的'))).rejects.toThrow('没有发布任何内容');
  await expect(asked(path.join(hub.folder, '没有.txt'))).rejects.toThrow('没有找到这个文件');
  await expect(asked()).rejects.toThrow('用法');
  await expect(asked(fileOf(NOTICE), '--dryrun')).rejects.toThrow('用法');
  // Officials have it as other files, too; by whatever name.
  for (const [bytes, what] of [
    [await writeWorkbook([{ name: '放假', columns: [{ heading: '日期' }], rows: [['2027-01-01']] }]), 'Excel'],
    [compoundFile(['Workbook']), 'Excel'],
    [Buffer.from('%PDF-1.7'), 'PDF'],
  ] as const)
    await expect(asked(fileOf(bytes))).rejects.toThrow(new RegExp(`这是 ${what}.*不能读.*CSV`));
  await centre.call('sync.now', {});
  expect(await row()).toMatchObject({ dueOn: GUESSED, estimated: true });
});

it('a command that is called wrongly ends with 2, as one that nobody knows', async () => {
  for (const words of [
    ['holidays'],
    ['holidays', 'a', 'b'],
    ['holidays', 'a', '--publish'],
    ['backup'],
    ['restore'],
    ['next-key', 'a'],
    ['use-next-key', '--later'],
    ['holyday'],
  ]) {
    const { code, text } = await hub.command(...words);
    expect([words, code, text]).toEqual([words, 2, expect.stringMatching(/用法|请写明/)]);
  }
});

it('figures of a year without a notice say that what is overdue is an estimate, on the page and in the workbook, until it is published', async () => {
  const later = new HubProcess();
  later.settings = dateAhead(Date.parse('2027-03-01T02:00:00Z') - now());
  try {
    await later.start();
    const figures = async (from: string) => {
      const period = { from, to: '2027-12-31', by: 'centre' };
      const table = await later.county<FigureTable>('county.figures', period);
      const { base64 } = await later.county<{ base64: string }>('county.export', period);
      const [sheet] = await readWorkbook(new Uint8Array(Buffer.from(base64, 'base64')), 'x.xlsx');
      return [table.noticeMissing, JSON.stringify(sheet?.rows.map(({ cells }) => cells.map(cellText)))] as const;
    };
    for (const from of ['2027-02-01', '2026-01-01', '2001-01-01']) {
      const [missing, sheet] = await figures(from);
      expect([missing, sheet]).toEqual([
        2027,
        expect.stringMatching(/超承诺期限\(估算\).*超法定期限\(估算\).*2027 年放假安排未公布.*估算/),
      ]);
    }
    expect((await later.command('holidays', fileOf(NOTICE))).code).toBe(0);
    const [missing, sheet] = await figures('2026-01-01');
    expect([missing, sheet]).toEqual([null, expect.not.stringContaining('估算')]);
  } finally {
    await later.remove();
  }
});

it('the published notice reaches the site, moves the due day, and takes the estimate away, at once at the county and with the next sync at the window', async () => {
  const { code, text } = await publish(NOTICE);
  expect([code, text]).toEqual([0, expect.stringContaining('已发布')]);
  expect((await atHub()).row).toMatchObject({ dueOn: TRUE, estimated: false });
  expect((await atHub()).deadlineText).not.toContain(ESTIMATED);
  expect(await row()).toMatchObject({ dueOn: GUESSED });
  await centre.call('sync.now', {});
  expect(await row()).toMatchObject({ dueOn: TRUE, estimated: false });
  expect(await said()).not.toContain(ESTIMATED);
  expect((await centre.call('site.verify', {})).filter(({ ok }) => !ok)).toEqual([]);
});

it('stays in force when hub and site start again; the same once more is no news, and a corrected one is', async () => {
  hub.settings = { BIANMIN_HUB_PORT: String(hub.port) };
  await hub.stop();
  await hub.start();
  expect((await publish(NOTICE)).text).toContain('以前已经发布过同样的安排');
  expect((await atHub()).row).toMatchObject({ dueOn: TRUE, estimated: false });
  await centre.close();
  centre = await machine.open();
  expect(await row()).toMatchObject({ dueOn: TRUE, estimated: false });
  const corrected = NOTICE.replace('2月14日（周日）上班', '2月28日（周日）上班');
  expect((await publish(corrected)).text).toContain('第 2 版');
  await centre.call('sync.now', {});
  expect((await row()).dueOn).toBe('2027-02-24');
  expect((await atHub()).row.dueOn).toBe('2027-02-24');
});
