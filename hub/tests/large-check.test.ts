/** What a hub says while it reads a large file through after it was killed. At the edge of a real process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { referencePlaces } from '../../shared/reference/load.ts';
import { setSetting } from '../../store/file/settings.ts';
import { openHubFile } from '../admin/hub-file.ts';
import { startHub } from '../hub.ts';
import { now } from '../../test/clock.ts';

/** Larger than what is checked within a moment. */
const MIB = 1024 ** 2;
const SIZE = 70;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bianmin-hub-large-'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function linesOfStart(): Promise<string[]> {
  const lines: string[] = [];
  const hub = await startHub({
    dataFolder: folder,
    port: 0,
    consolePort: 0,
    pages: folder,
    version: '0.1.0',
    now,
    log: (line) => lines.push(line),
  });
  await hub.close();
  return lines.filter((line) => line.includes('正在检查数据文件'));
}

describe('a hub with a large data file', { timeout: 120_000 }, () => {
  it('says that it checks it and how large it is where the last program was killed, and is silent after a clean end', async () => {
    const { file } = openHubFile({ folder, county: referencePlaces().county.code, now: now() });
    for (let n = 0; n < SIZE; n += 1) setSetting(file, `large-${n}`, 'x'.repeat(MIB));
    // As a kill leaves it: the mark of a clean close is not in it.
    file.store.sqlite.pragma('wal_checkpoint(TRUNCATE)');
    file.store.sqlite.close();
    expect(await linesOfStart()).toEqual([expect.stringMatching(/^上次没有正常关闭，正在检查数据文件（7\d MB）/)]);
    expect(await linesOfStart()).toEqual([]);
  });
});
