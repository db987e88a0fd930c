/** Every combination of what may lie in a data folder, started as it is; and every way back that the program names for a damaged one, taken. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StaffId } from '../../shared/base/brands.ts';
import type { RecoveryStatus } from '../../shared/api/rows.ts';
import { Machine, VILLAGE } from '../../test/site/machine.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import type { SiteOptions } from './current-site.ts';
import { openFolder } from './folder.ts';
import { startService } from './start-service.ts';
import type { Service } from './start-service.ts';
import { BUILT, CLOCK } from '../../test/clock.ts';

const SLOW = { timeout: 120_000 };

const FILES = ['missing', 'empty', 'garbage', 'sound'] as const;
const KEYS = ['missing', 'wrong', 'right', 'protected'] as const;
interface Combination {
  readonly file: (typeof FILES)[number];
  readonly key: (typeof KEYS)[number];
  readonly wal: boolean;
  readonly backups: boolean;
}
const COMBINATIONS: readonly Combination[] = FILES.flatMap((file) =>
  KEYS.flatMap((key) => [true, false].flatMap((wal) => [true, false].map((backups) => ({ file, key, wal, backups })))),
);

type Verdict = 'new' | 'enrolled' | 'corrupt' | 'wrong-key' | 'trial';

/** What each of them is, said from the outside. */
function expected({ file, key, wal, backups }: Combination): readonly Verdict[] {
  const isBare = file === 'missing' && !wal && !backups;
  if (key === 'missing') return [isBare ? 'new' : 'wrong-key'];
  // This program can't unwrap it.
  if (key === 'protected') return ['wrong-key'];
  if (file === 'missing' || file === 'empty') return ['corrupt'];
  if (file === 'sound') return [key === 'right' ? 'enrolled' : 'wrong-key'];
  // A file of noise looks like one of another key, unless its log still opens.
  return ['wrong-key', 'corrupt'];
}

/** A site that worked, was backed up, worked on, and was killed: its log still holds what came last. */
let whole: Machine;
let key: Buffer;
const made: Machine[] = [];
beforeAll(async () => {
  whole = new Machine();
  const hub = await new HubProcess().start();
  await whole.enrol(hub, VILLAGE);
  await hub.remove();
  const open = await whole.open();
  await open.call('site.backup', {});
  await open.call('staff.save', { id: 'B02' as StaffId, name: '李四', windows: [], active: true });
  mkdirSync(path.join(whole.base, 'killed'));
  cpSync(whole.folder, path.join(whole.base, 'killed'), {
    recursive: true,
    filter: (name) => !name.endsWith('.sock') && !name.endsWith('-shm'),
  });
  await open.close();
  key = readFileSync(path.join(whole.folder, 'bianmin.key'));
}, SLOW.timeout);
afterAll(() => {
  whole.remove();
});

let service: Service | null = null;
afterEach(async () => {
  await service?.close();
  service = null;
  for (const each of made.splice(0)) each.remove();
});

/** A folder like the killed one, but for what the combination says. */
function folderOf({ file, key: kind, wal, backups }: Combination): Machine {
  const machine = new Machine();
  made.push(machine);
  cpSync(path.join(whole.base, 'killed'), machine.folder, { recursive: true });
  rmSync(path.join(machine.folder, 'owner.lock'));
  const inFolder = (name: string) => path.join(machine.folder, name);
  if (file === 'missing') rmSync(inFolder('bianmin.db'));
  if (file === 'empty') writeFileSync(inFolder('bianmin.db'), '');
  if (file === 'garbage') writeFileSync(inFolder('bianmin.db'), Buffer.alloc(20_000, 'not a data file'));
  if (!wal) rmSync(inFolder('bianmin.db-wal'));
  if (!backups) rmSync(inFolder('backups'), { recursive: true });
  if (kind !== 'right') rmSync(inFolder('bianmin.key'));
  if (kind === 'wrong') writeFileSync(inFolder('bianmin.key'), Buffer.alloc(32, 9), { mode: 0o600 });
  if (kind === 'protected')
    writeFileSync(inFolder('bianmin.key.protected'), 'as the system wrapped it', { mode: 0o600 });
  return machine;
}

/** Every file with its bytes; the lock and the socket are no content. */
function contents(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('owner.'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((name) => `${path.relative(folder, name)} ${createHash('sha256').update(readFileSync(name)).digest('hex')}`)
    .toSorted();
}

async function start(machine: Machine, more: Partial<SiteOptions> = {}): Promise<Service> {
  service = await startService({
    dataFolder: machine.folder,
    clock: CLOCK,
    built: BUILT,
    random: Math.random,
    highWaterFolder: path.join(machine.base, 'notes'),
    show: () => null,
    onBug: (_method, error) => {
      throw error;
    },
    ...more,
  });
  return service;
}

interface Told {
  readonly verdict: Verdict;
  readonly message: string;
}

async function tell(running: Service): Promise<Told> {
  const answer = await running.call({ method: 'site.status', input: {} });
  if (!answer.ok) return { verdict: answer.code as Verdict, message: answer.message };
  return { verdict: (answer.value as { mode: Verdict }).mode, message: '' };
}

describe('a data folder', SLOW, () => {
  it.each(COMBINATIONS)('with the file $file, the key $key, a log: $wal, backups: $backups', async (combination) => {
    const machine = folderOf(combination);
    const before = contents(machine.folder);
    const told = await tell(await start(machine));
    expect(expected(combination)).toContain(told.verdict);
    await service?.close();
    service = null;
    // A site that opened wrote its log into its file.
    if (told.verdict !== 'enrolled') expect(contents(machine.folder)).toEqual(before);
    if (told.verdict === 'corrupt' || told.verdict === 'wrong-key') {
      expect(told.message).toMatch(/\p{Script=Han}/u);
      expect(told.message).toContain('没有删除');
      // The newest whole backup is named wherever the key for it is here.
      const canRestore = combination.backups && combination.key === 'right';
      expect(told.message.includes('cli -- restore')).toBe(canRestore);
      // The sentence names no backup that isn't there.
      expect(told.message).not.toContain('请用最近的备份恢复');
    }
  });
});

/** The command of the sentence, as a person copies it. */
function commandIn(message: string): readonly string[] {
  const command = /npm run cli -- (restore "[^"]+" --data "[^"]+")/u.exec(message)?.[1] ?? '';
  return [...command.matchAll(/"([^"]+)"|(\S+)/gu)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

const damagedFiles = COMBINATIONS.filter(
  ({ file, key: kind, backups }) => file !== 'sound' && kind === 'right' && backups,
);

describe('the way back', SLOW, () => {
  it.each(damagedFiles)('by the command that is told: the file $file, a log: $wal', async (combination) => {
    const machine = folderOf(combination);
    const { message } = await tell(await start(machine));
    await service?.close();
    service = null;
    const run = await machine.run(...commandIn(message));
    expect([run.code, run.err]).toEqual([0, []]);
    expect(await tell(await start(machine))).toMatchObject({ verdict: 'enrolled' });
  });

  it('by the same command while the program shows what is wrong, which is at work then', async () => {
    const machine = folderOf({ file: 'garbage', key: 'right', wal: false, backups: true });
    const running = await start(machine);
    const run = await machine.run(...commandIn((await tell(running)).message));
    expect([run.code, run.err]).toEqual([0, []]);
    expect(await tell(running)).toMatchObject({ verdict: 'enrolled' });
    expect((await machine.cli('status')).code).toBe(0);
  });

  it('by the page, which is told of the newest whole backup and of no other', async () => {
    const machine = folderOf({ file: 'empty', key: 'right', wal: true, backups: true });
    writeFileSync(path.join(machine.folder, 'backups', 'bianmin-20991231T000000.backup'), 'torn');
    const running = await start(machine);
    const recovery = await running.call({ method: 'site.recovery', input: {} });
    expect(recovery.ok && (recovery.value as RecoveryStatus).backup?.time).toMatch(/^20\d\d-\d\d-\d\d \d\d:\d\d$/u);
    expect(await running.call({ method: 'site.restore', input: {} })).toEqual({ ok: true, value: { setAside: true } });
    expect(await tell(running)).toMatchObject({ verdict: 'enrolled' });
    expect(await running.call({ method: 'site.recovery', input: {} })).toEqual({ ok: true, value: null });
    // A click does not throw a desk back to its backup.
    expect(await running.call({ method: 'site.restore', input: {} })).toMatchObject({ ok: false, code: 'in-use' });
  });

  it('of a key that is gone or another is to put it back; no other is made meanwhile', async () => {
    for (const kind of ['missing', 'wrong'] as const) {
      const machine = folderOf({ file: 'sound', key: kind, wal: true, backups: true });
      const backup = readdirSync(path.join(machine.folder, 'backups'))[0] ?? '';
      const before = contents(machine.folder);
      for (const words of [['status'], ['restore', path.join(machine.folder, 'backups', backup)]]) {
        const run = await machine.cli(...words);
        expect([run.code, run.out]).toEqual([2, []]);
        expect(run.err[0]).toMatch(/密钥/u);
      }
      expect(contents(machine.folder)).toEqual(before);
      writeFileSync(path.join(machine.folder, 'bianmin.key'), key, { mode: 0o600 });
      expect((await machine.cli('status')).code).toBe(0);
    }
  });

  it('of a folder of the desktop program goes through that program, which alone has the key', async () => {
    const machine = folderOf({ file: 'garbage', key: 'protected', wal: false, backups: true });
    const restore = () => machine.cli('restore', path.join(machine.folder, 'backups', backup));
    const backup = readdirSync(path.join(machine.folder, 'backups'))[0] ?? '';
    const closed = await restore();
    expect([closed.code, closed.err[0]]).toEqual([2, expect.stringContaining('打开桌面版')]);
    expect(existsSync(path.join(machine.folder, 'bianmin.key'))).toBe(false);
    const running = await start(machine, { key });
    expect((await tell(running)).verdict).toBe('wrong-key');
    expect(await restore()).toMatchObject({ code: 0, err: [] });
    expect(await tell(running)).toMatchObject({ verdict: 'enrolled' });
    // A site that is whole is restored the same way: while the desktop program is closed, no command can open it.
    expect(await restore()).toMatchObject({ code: 0, err: [] });
    expect(await tell(running)).toMatchObject({ verdict: 'enrolled' });
  });

  it('of a machine without a backup is to move all away and to begin anew, and moving the key away makes a new machine', async () => {
    const machine = folderOf({ file: 'missing', key: 'right', wal: false, backups: false });
    expect((await tell(await start(machine))).message).toContain('移到别处');
    await service?.close();
    renameSync(path.join(machine.folder, 'bianmin.key'), path.join(machine.base, 'bianmin.key'));
    expect(await tell(await start(machine))).toMatchObject({ verdict: 'new' });
  });
});

describe('a new machine', SLOW, () => {
  it('makes no key before it makes its first data file, and is still new when that was cut short', async () => {
    const machine = new Machine();
    made.push(machine);
    expect(await tell(await start(machine))).toMatchObject({ verdict: 'new' });
    await service?.close();
    const { keyFile, dataFile, trialFile } = openFolder(machine.folder);
    expect(existsSync(keyFile)).toBe(false);
    // Killed between the key and the file, and killed half way through it.
    for (const half of ['', 'half of a page']) {
      writeFileSync(keyFile, key, { mode: 0o600 });
      writeFileSync(`${dataFile}.making`, half);
      expect(await tell(await start(machine))).toMatchObject({ verdict: 'new' });
      await service?.close();
    }
    const running = await start(machine);
    expect(await running.call({ method: 'site.try', input: { as: 'village' } })).toMatchObject({ ok: true });
    await running.close();
    service = null;
    expect(readFileSync(keyFile).equals(key)).toBe(true);
    expect(existsSync(`${trialFile}.making`)).toBe(false);
    rmSync(trialFile);
    rmSync(`${dataFile}.making`);
    expect(await tell(await start(machine))).toMatchObject({ verdict: 'corrupt' });
  });

  it('goes back from a damaged trial to a backup of the trial, in the trial’s own file', async () => {
    const machine = new Machine();
    made.push(machine);
    const first = await start(machine);
    await first.call({ method: 'site.try', input: { as: 'village' } });
    await first.site?.backup();
    await first.close();
    const { trialFile, dataFile } = openFolder(machine.folder);
    writeFileSync(trialFile, '');
    const running = await start(machine);
    expect(await running.call({ method: 'site.restore', input: {} })).toMatchObject({ ok: true });
    expect(await tell(running)).toMatchObject({ verdict: 'trial' });
    expect(existsSync(dataFile)).toBe(false);
  });
});
