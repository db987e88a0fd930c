import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDataFile } from '../../store/file/data-file.ts';
import { setSetting } from '../../store/file/settings.ts';
import { BUILT, CLOCK } from '../../test/clock.ts';
import { startService, type Service } from './start-service.ts';

/** Larger than what is checked within a moment. */
const MIB = 1024 ** 2;
const SIZE = 70;
const SLOW = { timeout: 120_000 };
const KEY = Buffer.alloc(32, 3);

let base: string;
let service: Service | null = null;
beforeAll(() => {
  base = mkdtempSync(path.join(tmpdir(), 'bianmin-large-'));
  const file = path.join(base, 'open', 'bianmin.db');
  const data = openDataFile({ path: file, key: KEY });
  for (let n = 0; n < SIZE; n += 1) setSetting(data, `large-${n}`, 'x'.repeat(MIB));
  data.store.sqlite.pragma('wal_checkpoint(PASSIVE)');
  // What a kill leaves: the mark of a clean close is not in it.
  cpSync(path.join(base, 'open'), path.join(base, 'killed'), {
    recursive: true,
    filter: (name) => !name.endsWith('-shm'),
  });
  data.close();
  for (const name of ['open', 'killed']) writeFileSync(path.join(base, name, 'bianmin.key'), KEY, { mode: 0o600 });
}, SLOW.timeout);
afterAll(() => rmSync(base, { recursive: true, force: true }));
afterEach(async () => {
  await service?.close();
  service = null;
});

const notes: string[] = [];
async function start(name: string): Promise<Service> {
  notes.length = 0;
  service = await startService({
    dataFolder: path.join(base, name),
    clock: CLOCK,
    built: BUILT,
    random: Math.random,
    facts: 'x',
    highWaterFolder: null,
    show: () => null,
    checking: (note) => notes.push(note),
    onBug: (_method, error) => {
      throw error;
    },
  });
  return service;
}
const ask = async (running: Service) => await running.call({ method: 'site.status', input: {} });

describe('a large data file', SLOW, () => {
  it('is opened at once where the last program came to its end', async () => {
    expect(await ask(await start('open'))).toMatchObject({ ok: true });
    expect(notes).toEqual([]);
  });

  it('is read through after a kill, while everybody who asks is told so, with its size', async () => {
    const running = await start('killed');
    const told = await ask(running);
    expect(told).toMatchObject({ ok: false, code: 'starting' });
    expect(told.ok ? '' : told.message).toMatch(/正在检查数据文件（\d+ MB），已用 \d+ 秒/u);
    expect(notes[0]).toContain('上次没有正常关闭');
    await running.ready;
    expect(await ask(running)).toMatchObject({ ok: true, value: { mode: 'new' } });
  });

  it('of which a page does not check is told of as damaged, and is as it was', async () => {
    cpSync(path.join(base, 'open'), path.join(base, 'torn'), {
      recursive: true,
      filter: (name) => !/owner\./.test(name),
    });
    const file = path.join(base, 'torn', 'bianmin.db');
    // A file whose program was killed: the mark of the clean close goes.
    const data = openDataFile({ path: file, key: KEY });
    data.store.sqlite.pragma('wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(file);
    data.close();
    bytes.fill(7, bytes.length / 2, bytes.length / 2 + 5000);
    writeFileSync(file, bytes);
    const running = await start('torn');
    await running.ready;
    expect(await ask(running)).toMatchObject({ ok: false, code: 'corrupt' });
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it('that is being read through does not keep the program from its end', async () => {
    cpSync(path.join(base, 'open'), path.join(base, 'ended'), {
      recursive: true,
      filter: (name) => !/owner\./.test(name),
    });
    const data = openDataFile({ path: path.join(base, 'ended', 'bianmin.db'), key: KEY });
    data.store.sqlite.pragma('wal_checkpoint(TRUNCATE)');
    cpSync(path.join(base, 'ended'), path.join(base, 'ended again'), {
      recursive: true,
      filter: (name) => !/-shm|-wal/.test(name),
    });
    data.close();
    const running = await start('ended again');
    await running.close();
    await running.ready;
    expect(running.site).toBeNull();
  });
});
