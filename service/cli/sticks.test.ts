/** Sticks on the command line: real processes, real folders, a real hub, files between them. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StickFile } from '../../shared/api/stick.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { Machine, type Run, VILLAGE } from '../../test/site/machine.ts';

const CLEAN = path.join(import.meta.dirname, '../../test/fixtures/slips/village-week-clean.xlsx');
/** Each command is a process; a busy machine takes seconds for one. */
const SLOW = { timeout: 120_000 };
const json = (run: Run): Record<string, unknown> => JSON.parse(run.out.join('\n')) as Record<string, unknown>;

describe('a machine without a line', SLOW, () => {
  const hub = new HubProcess();
  const village = new Machine();
  const stick = path.join(village.base, 'U盘');
  const onStick = (name: string, base64: string): string => {
    const file = path.join(stick, name);
    writeFileSync(file, Buffer.from(base64, 'base64'));
    return file;
  };
  const read = (file: unknown): string => readFileSync(String(file)).toString('base64');

  beforeAll(async () => {
    mkdirSync(stick);
    await hub.start();
  }, SLOW.timeout);
  afterAll(async () => {
    await hub.remove();
    village.remove();
  });

  it('asks for a certificate with one file and is enrolled by another', async () => {
    const asked = await village.cli('stick', 'request', stick, '--machine', '代办点', '--json');
    expect(asked.code).toBe(0);
    const { file, checkCode } = json(asked);
    const answer = await hub.county<StickFile & { hubCheckCode: string }>('county.stickAnswer', {
      base64: read(file),
      place: VILLAGE,
    });
    const answered = onStick(answer.fileName, answer.base64);
    const shown = await village.cli('stick', 'enrol', answered, '--dry-run', '--json');
    expect(json(shown)).toMatchObject({ place: VILLAGE, checkCode, hubCheckCode: answer.hubCheckCode });
    expect(json(await village.cli('status', '--json'))).toMatchObject({ site: { mode: 'new' } });
    expect((await village.cli('stick', 'enrol', answered)).code).toBe(0);
    expect(json(await village.cli('status', '--json'))).toMatchObject({ site: { mode: 'enrolled', hubAddress: null } });
  });

  it('writes what lacks a receipt, takes what the county gives, and says what is inside before', async () => {
    const open = await village.open();
    await open.call('staff.save', { id: 'A01' as never, name: '张三', windows: [], active: true });
    await open.close();
    expect((await village.cli('import', CLEAN, '--finish')).code).toBe(0);
    const out = json(await village.cli('stick', 'out', stick, '--json'));
    expect(out).toMatchObject({ by: 'site' });
    // The same place, day and count: the first file stays what it was.
    const first = read(out['file']);
    const second = json(await village.cli('stick', 'out', stick, '--json'));
    expect([second['events'], second['file'] === out['file'], read(out['file'])]).toEqual([
      out['events'],
      false,
      first,
    ]);
    await hub.county('county.stickTake', { base64: read(out['file']) });
    const home = await hub.county<StickFile>('county.stickWrite', { place: VILLAGE });
    const file = onStick(home.fileName, home.base64);
    const before = json(await village.cli('status', '--json'))['sync'] as { unsynced: number };
    expect(before.unsynced).toBe(out['events']);
    const look = await village.cli('stick', 'in', file, '--dry-run');
    expect(look.code).toBe(0);
    expect(look.out.join('\n')).toMatch(/来自\t.*\n.*记录\t\d+ 条/su);
    expect(json(await village.cli('stick', 'in', file, '--json'))).toMatchObject({
      received: out['events'],
      leftOut: 0,
    });
    expect(json(await village.cli('status', '--json'))).toMatchObject({ sync: { unsynced: 0 } });
  });

  it('refuses other files in one sentence and changes nothing', async () => {
    const bundle = path.join(stick, readdirSync(stick).find((name) => name.includes('下发')) ?? '');
    const torn = onStick('断.bmt', readFileSync(bundle).subarray(0, -20).toString('base64'));
    const calls: readonly (readonly [readonly string[], RegExp])[] = [
      [['in', CLEAN], /不是便民通/u],
      [['in', torn], /不完整/u],
      [['out', path.join(stick, '没有')], /没有找到/u],
      [['out', stick, '--for', '12'], /--for/u],
      [['request', stick], /--machine/u],
      [['dance', stick], /没有“stick”/u],
    ];
    for (const [words, sentence] of calls) {
      const { code, err } = await village.cli('stick', ...words);
      expect(code).toBe(2);
      expect(err[0]).toMatch(sentence);
    }
    expect(json(await village.cli('status', '--json'))).toMatchObject({ sync: { unsynced: 0 } });
  });
});
