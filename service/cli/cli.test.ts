/** The command line as programs and supporters use it: real processes on real folders, with a real hub. */
import { existsSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SyncStatus } from '../../shared/api/rows.ts';
import type { InventedPerson } from '../../shared/person/invented-people.ts';
import type { SlipRow } from '../../shared/slips/slip-row.ts';
import { compoundFile } from '../../test/fixtures/compound-file.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { now } from '../../test/clock.ts';
import { dateAhead } from '../../test/date-ahead.ts';
import { invent } from '../../test/fixtures/people.ts';
import { Machine, VILLAGE, type Run } from '../../test/site/machine.ts';

const SLIPS = path.join(import.meta.dirname, '../../test/fixtures/slips');
const slips = (name: string) => path.join(SLIPS, name);
const MESSY = slips('village-week-messy.xlsx');
const HAN = /\p{Script=Han}/u;

/** Each command is a process; a busy machine takes seconds for one. */
const SLOW = { timeout: 120_000 };
const machines: Machine[] = [];
const machine = (): Machine => {
  const made = new Machine();
  machines.push(made);
  return made;
};
afterAll(() => {
  for (const each of machines) each.remove();
});

/** Ends with 2, says one thing in Chinese on standard error, nothing on standard output, and no stack. */
function expectRefused({ code, out, err }: Run, message: RegExp = HAN): void {
  expect({ code, out, err }).toEqual({ code: 2, out: [], err: expect.anything() });
  expect(err[0]).toMatch(message);
  expect(err.join('\n')).not.toMatch(/ at .*\.ts:|node:internal|Error:/u);
}

const json = (run: Run): Record<string, unknown> => JSON.parse(run.out.join('\n')) as Record<string, unknown>;

describe('import --dry-run --json', SLOW, () => {
  const empty = machine();

  it('prints one JSON line a slip row and nothing else, and leaves an empty folder empty', async () => {
    const files = ['village-week-clean.xlsx', 'village-week-messy.xlsx', 'village-week-gb18030.csv'];
    const expected = JSON.parse(readFileSync(slips('expected.json'), 'utf8')) as Record<string, { expect: string }[]>;
    const runs = await Promise.all(files.map((file) => empty.run('import', slips(file), '--dry-run', '--json')));
    for (const [index, { code, out, err }] of runs.entries()) {
      expect([code, err]).toEqual([0, []]);
      const rows = out.map((line) => JSON.parse(line) as SlipRow);
      const promised = expected[['clean', 'messy', 'csv'][index] as string] ?? [];
      expect(rows.map(({ verdict }) => verdict)).toEqual(promised.map((row) => row.expect));
      for (const row of rows) {
        expect(Object.keys(row)).toEqual(['sheet', 'row', 'name', 'id', 'matter', 'date', 'verdict', 'reasons']);
        expect(row.reasons.length > 0).toBe(row.verdict !== 'take');
        for (const reason of row.reasons)
          expect(reason).toEqual({ code: expect.stringMatching(/^[a-z0-9-]+$/u), message: expect.stringMatching(HAN) });
      }
    }
    expect(readdirSync(empty.home)).toEqual([]);
  });

  it('says in Chinese what is wrong with a file, ends with 2 and changes nothing', async () => {
    const bad = machine();
    const file = (name: string, bytes: Uint8Array) => {
      writeFileSync(path.join(bad.base, name), bytes);
      return path.join(bad.base, name);
    };
    const cases: readonly (readonly [string, RegExp])[] = [
      [path.join(bad.base, '没有.xlsx'), /没有找到/u],
      [bad.base, /文件夹/u],
      [file('空壳.xls', compoundFile(['Workbook'])), /损坏/u],
      [file('加密.xlsx', compoundFile(['EncryptionInfo', 'EncryptedPackage'])), /密码/u],
      [file('断.xlsx', readFileSync(MESSY).subarray(0, 3000)), /损坏/u],
      [path.join(SLIPS, '../faults/c7b-mht.xls'), /网页.*另存为/u],
      [file('信.txt', Buffer.from('各位代办员:\n请周五前交表。\n')), /表头/u],
    ];
    const runs = await Promise.all(cases.map(([name]) => bad.run('import', name, '--dry-run', '--json')));
    for (const [index, run] of runs.entries()) expectRefused(run, cases[index]?.[1]);
    expect(readdirSync(bad.home)).toEqual([]);
  });
});

describe('a call that is not right', SLOW, () => {
  it('is refused with a sentence and changes nothing', async () => {
    const nowhere = path.join(SLIPS, '没有的文件夹');
    const calls: readonly (readonly [readonly string[], RegExp])[] = [
      [['import', MESSY, '--dry-run', '--bogus'], /选项不对/u],
      [['import', MESSY, MESSY, '--dry-run'], /用法/u],
      [['constructor'], /没有“constructor”这个命令/u],
      [['status', '--data', nowhere], /没有数据文件夹 .*没有.*--data/u],
      [['status', '--data', MESSY], /不是文件夹|已经存在/u],
      [['restore', MESSY, '--data', nowhere], /没有数据文件夹 .*没有.*--data/u],
    ];
    const folder = machine();
    const runs = await Promise.all(calls.map(([args]) => folder.run(...args)));
    for (const [index, run] of runs.entries()) expectRefused(run, calls[index]?.[1]);
    expect(readdirSync(folder.home)).toEqual([]);
    expect(existsSync(nowhere)).toBe(false);
  });

  it('in a folder without a site says so and makes nothing there', async () => {
    const empty = machine();
    const commands = [['status'], ['sync'], ['import', MESSY], ['backup', 'b']];
    const runs = await Promise.all(commands.map((words) => empty.run(...words, '--data', empty.home)));
    for (const run of runs) expectRefused(run, /还没有登记/u);
    expectRefused(await empty.run('restore', MESSY, '--data', empty.home), /密钥文件/u);
    expect(readdirSync(empty.home)).toEqual([]);
  });
});

describe('on an enrolled machine', SLOW, () => {
  const hub = new HubProcess();
  const village = machine();
  const inBase = (name: string) => path.join(village.base, name);
  beforeAll(async () => {
    await hub.start();
    await village.enrol(hub, VILLAGE);
  }, SLOW.timeout);
  afterAll(() => hub.remove());

  it('a file is taken into the grid once, handed over, and reported', async () => {
    expect(json(await village.cli('import', MESSY, '--json'))).toEqual({
      file: 'village-week-messy.xlsx',
      taken: 12,
      asked: 11,
      refused: 1,
      known: 0,
      unread: [],
      list: null,
      handedOver: 0,
    });
    expect(json(await village.cli('import', MESSY, '--json'))).toMatchObject({ taken: 0, known: 24, handedOver: 0 });
    const finished = await village.cli('import', slips('village-week-clean.xlsx'), '--finish', '--json');
    expect(json(finished)['handedOver']).toBeGreaterThan(10);
    expect(finished.code).toBe(0);

    const status = json(await village.cli('status', '--json'));
    expect(status).toMatchObject({ site: { mode: 'enrolled', place: { code: VILLAGE }, keyProtected: false } });
    const synced = await village.cli('sync', '--json');
    expect([synced.code, json(synced)]).toMatchObject([0, { state: 'idle', unsynced: 0, drafts: 28 }]);
    const texts = await village.cli('status');
    expect(texts.out).toContain('方式\t正式');
    expect(texts.out).toContain('未提交草稿\t28');
    expect(texts.out).toContain('放假安排\t已公布');
    const nextYear = dateAhead(Date.parse('2027-03-01T02:00:00Z') - now());
    const inMarch = await village.program('service/cli.ts', ['status', '--data', village.folder], nextYear);
    expect(inMarch.out.join('\n')).toMatch(/放假安排\t2027 年放假安排未公布，.*估算/u);
  });

  it('import --finish hands over what the same command, killed between, has left in the grid', async () => {
    const other = machine();
    await other.enrol(hub, VILLAGE);
    const file = slips('village-week-clean.xlsx');
    // As after a kill: the rows are in the grid, and nothing was handed over.
    const { taken } = json(await other.cli('import', file, '--json'));
    expect(json(await other.cli('import', file, '--finish', '--json'))).toMatchObject({ taken: 0, handedOver: taken });
    const again = await other.cli('import', file, '--finish', '--json');
    expect([again.code, json(again)]).toMatchObject([0, { taken: 0, handedOver: 0, list: null }]);
  });

  it('a file that is no workbook changes nothing', async () => {
    // Each command opens the site, which may sync by itself meanwhile: the time of that is no change of the file's.
    const state = async () => {
      const { sync, ...rest } = json(await village.cli('status', '--json')) as unknown as { sync: SyncStatus };
      return { ...rest, unsynced: sync.unsynced, drafts: sync.drafts };
    };
    const before = await state();
    writeFileSync(inBase('坏.xlsx'), readFileSync(MESSY).subarray(0, 3000));
    expectRefused(await village.cli('import', inBase('坏.xlsx')), /损坏/u);
    expectRefused(await village.cli('import', village.base), /文件夹/u);
    expectRefused(await village.cli('import', MESSY, '--staff', 'Z99'), /没有这位工作人员/u);
    expect(await state()).toEqual(before);
  });

  it('verify finds nothing and rebuild makes the same lists', async () => {
    const checks = (run: Run) => run.out.map((line) => JSON.parse(line) as { check: string; ok: boolean });
    const first = await village.cli('verify', '--json');
    expect(first.code).toBe(0);
    expect(checks(first).map(({ check, ok }) => [check, ok])).toEqual(
      ['file', 'documents', 'chains', 'projection', 'receipts'].map((check) => [check, true]),
    );
    const rebuilt = await village.cli('rebuild');
    expect(rebuilt.out[0]).toMatch(/^已重建：\d+ 个办件，\d+ 条记录$/u);
    expect((await village.cli('verify')).out.every((line) => line.startsWith('正常\t'))).toBe(true);
  });

  it('export and backup write one file and never over another', async () => {
    const sheet = inBase('办件.xlsx');
    const made = await village.cli('export', sheet, '--json');
    expect(made.code).toBe(0);
    const bytes = readFileSync(sheet);
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    expectRefused(await village.cli('export', sheet), /已经存在/u);
    expectRefused(await village.cli('export', inBase('b.xlsx'), '--list', 'nothing'), /没有这个列表/u);
    expectRefused(await village.cli('backup', sheet), /已经存在/u);
    expectRefused(await village.cli('backup', path.join(village.base, '没有', 'b')), /没有找到/u);
    // Nor is a copy made among the rolling ones meanwhile.
    expect(existsSync(path.join(village.base, '没有'))).toBe(false);
    expect(existsSync(path.join(village.folder, 'backups'))).toBe(false);
    expect(readFileSync(sheet).equals(bytes)).toBe(true);
    expect(existsSync(inBase('b.xlsx'))).toBe(false);
  });

  it('goes through the program that has the folder, and a restore waits until it is closed', async () => {
    expect((await village.cli('backup', inBase('当时.backup'))).code).toBe(0);
    const open = await village.open();
    try {
      const text = readFileSync(slips('village-week-gb18030.csv'));
      writeFileSync(inBase('另一周.csv'), text);
      expect(json(await village.cli('import', inBase('另一周.csv'), '--json'))).toMatchObject({ list: null });
      const { rows } = await open.call('batch.open', {});
      expect(rows.filter(({ origin }) => origin?.file === '另一周.csv').length).toBeGreaterThan(3);
      expectRefused(await village.cli('restore', inBase('当时.backup')), /正在运行/u);
    } finally {
      await open.close();
    }
  });

  it('restore refuses what is no backup and changes nothing', async () => {
    const before = readdirSync(village.folder).toSorted();
    const data = readFileSync(path.join(village.folder, 'bianmin.db'));
    expectRefused(await village.cli('restore', MESSY));
    expectRefused(await village.cli('restore', inBase('没有.backup')), /找不到/u);
    writeFileSync(inBase('短.backup'), readFileSync(inBase('当时.backup')));
    truncateSync(inBase('短.backup'), 20_000);
    expectRefused(await village.cli('restore', inBase('短.backup')), /损坏|密钥/u);
    expect(readdirSync(village.folder).toSorted()).toEqual(before);
    expect(readFileSync(path.join(village.folder, 'bianmin.db')).equals(data)).toBe(true);
  });

  it('after a restore a new series begins, and what was handed in since comes back from the county', async () => {
    const open = await village.open();
    const series = open.site.desk()?.ledger.identity()?.series;
    const person = invent(1, 4711)[0] as InventedPerson;
    await open.call('batch.save', {
      rows: [
        {
          id: 'since-1',
          position: 900,
          cells: {
            date: '2026-11-20',
            name: person.name,
            idNumber: person.idNumber,
            group: '3组',
            phone: '',
            matter: '合作医疗',
            materials: '',
            note: '',
          },
          source: 'typed',
        },
      ],
    });
    const list = await open.call('batch.finish', {});
    expect(list.rows.map(({ name }) => name)).toContain(person.name);
    await open.call('sync.now', {});
    const events = open.site.desk()?.file.sql('SELECT id FROM event_row ORDER BY id').pluck().all();
    await open.close();

    expect((await village.cli('restore', inBase('当时.backup'))).code).toBe(0);
    expect(readdirSync(village.folder).some((name) => /^bianmin\.db\.replaced-\d+$/u.test(name))).toBe(true);
    const light = await village.cli('sync', '--json');
    expect([light.code, json(light)]).toMatchObject([0, { unsynced: 0 }]);
    const again = await village.open();
    try {
      expect(again.site.desk()?.ledger.identity()?.series).not.toBe(series);
      expect(again.site.desk()?.file.sql('SELECT id FROM event_row ORDER BY id').pluck().all()).toEqual(events);
      const { rows } = await again.call('cases.list', { query: person.name });
      expect(rows).toMatchObject([{ synced: true }]);
    } finally {
      await again.close();
    }
    expect((await village.cli('verify')).code).toBe(0);
  });

  it('without its key file the data folder is not given a new one for a restore', async () => {
    const key = path.join(village.folder, 'bianmin.key');
    const bytes = readFileSync(key);
    rmSync(key);
    expectRefused(await village.cli('restore', inBase('当时.backup')), /密钥文件/u);
    expect(existsSync(key)).toBe(false);
    writeFileSync(key, bytes, { mode: 0o600 });
    expect((await village.cli('status')).code).toBe(0);
  });
});
