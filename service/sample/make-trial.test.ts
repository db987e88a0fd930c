import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clientServer } from '../handlers/all.ts';
import { startSite } from '../site/start-site.ts';
import type { RunningSite } from '../site/start-site.ts';
import type { TrialKind } from './make-trial.ts';

let folder: string;
let site: RunningSite;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), '试用-'));
});
afterEach(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

async function tryAs(kind: TrialKind) {
  const clock = { now: () => Date.parse('2026-11-23T03:00:00Z') };
  site = startSite({ dataFolder: folder, clock, random: () => 0.25, built: 0, facts: 'test', highWaterFolder: null });
  await site.tryDemo(kind);
  const server = clientServer((method, error) => {
    throw new Error(`${method}: ${String(error)}`);
  });
  const call = async (method: string, input: unknown): Promise<never> => {
    const answer = await server.call({ method, input }, { site });
    if (!answer.ok) throw new Error(answer.message);
    return answer.value as never;
  };
  await call('staff.choose', { id: 'S01' });
  return call;
}

it('a trial centre has the work of some weeks behind it, with something in every list of the day', async () => {
  const call = await tryAs('centre');
  const counts: Record<string, number> = await call('cases.counts', {});
  for (const list of [
    'due-today',
    'due-soon',
    'overdue',
    'to-collect',
    'to-key',
    'from-villages',
    'questions',
    'bad-ratings',
    'bad-ratings-late',
    'concluded',
  ])
    expect([list, counts[list]]).not.toEqual([list, 0]);
  expect(counts['all']).toBeGreaterThan(40);
  expect(counts['all']).toBeLessThan(120);
  const lines: { ok: boolean; message: string }[] = await call('site.verify', {});
  expect(lines.filter((line) => !line.ok)).toEqual([]);
  expect(site.status()).toMatchObject({ mode: 'trial', asksToday: false });
});

it('a trial village has slips in its grid, rows that came back and results to tell', async () => {
  const call = await tryAs('village');
  const counts: Record<string, number> = await call('cases.counts', {});
  for (const list of ['returned', 'results', 'questions', 'all']) expect([list, counts[list]]).not.toEqual([list, 0]);
  const batch: { rows: { verdict: string }[] } = await call('batch.open', {});
  expect(new Set(batch.rows.map((row) => row.verdict))).toEqual(new Set(['take', 'ask', 'refuse']));
  const lines: { ok: boolean; message: string }[] = await call('site.verify', {});
  expect(lines.filter((line) => !line.ok)).toEqual([]);
});

it('nothing unfinished is left beside the file of a trial', async () => {
  await tryAs('village');
  expect(existsSync(site.folder.trialFile)).toBe(true);
  expect(readdirSync(path.dirname(site.folder.trialFile)).filter((name) => name.includes('.new'))).toEqual([]);
});
