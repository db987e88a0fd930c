import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFolder } from './folder.ts';
import { startService } from './start-service.ts';
import type { Service } from './start-service.ts';
import { BUILT, CLOCK } from '../../test/clock.ts';

let folder: string;
let service: Service | null = null;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bianmin-recovery-'));
});
afterEach(async () => {
  await service?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<Service> {
  service = await startService({
    dataFolder: folder,
    clock: CLOCK,
    built: BUILT,
    random: Math.random,
    facts: 'x',
    highWaterFolder: null,
    show: () => null,
    onBug: () => undefined,
  });
  return service;
}
const ask = (method: string, input: unknown = {}) => service?.call({ method, input });

describe('a data file that cannot be opened', () => {
  it('is told by every answer, with the newest whole backup, and is left as it is', async () => {
    await start();
    await ask('site.try', { as: 'village' });
    const backup = await service?.site?.backup();
    await service?.close();
    const { trialFile } = openFolder(folder);
    const torn = Buffer.concat([readFileSync(trialFile).subarray(0, 5000), Buffer.alloc(9000, 7)]);
    writeFileSync(trialFile, torn);
    await start();
    expect(service?.site).toBeNull();
    const answer = await ask('site.status');
    expect(answer).toMatchObject({ ok: false });
    if (answer?.ok !== false) return;
    expect(['corrupt', 'wrong-key']).toContain(answer.code);
    expect(answer.message).toContain(path.basename(backup?.file ?? '-'));
    expect(answer.message).toContain('没有删除');
    expect(readFileSync(trialFile).equals(torn)).toBe(true);
  });

  it('says so where there is no backup', async () => {
    await start();
    await ask('site.try', { as: 'village' });
    await service?.close();
    const { trialFile, keyFile } = openFolder(folder);
    writeFileSync(keyFile, Buffer.alloc(32, 9));
    await start();
    expect(await ask('cases.counts')).toMatchObject({
      ok: false,
      message: expect.stringMatching(/没有找到完好的备份.*只有试用的数据/u),
    });
    // The page shows what is wrong and what to do apart.
    expect(await ask('site.recovery')).toMatchObject({
      ok: true,
      value: {
        backup: null,
        reason: expect.stringMatching(/没有删除任何内容。\n没有找到完好的备份.*重新试用或登记。$/u),
      },
    });
    expect(existsSync(trialFile)).toBe(true);
  });
});
