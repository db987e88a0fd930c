import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { HubProcess } from '../../test/hub/hub-process.ts';

const hub = new HubProcess();
afterEach(() => hub.remove());

it(
  'a backup makes no folder above its file, as that may be a disk that is not connected',
  { timeout: 60_000 },
  async () => {
    await hub.start();
    const disk = path.join(hub.folder, 'disk');
    const file = path.join(hub.folder, 'file');
    writeFileSync(file, '');
    const refused = async () => {
      for (const target of [
        path.join(disk, 'a.backup'),
        path.join(disk, 'deep', 'a.backup'),
        path.join(file, 'a.backup'),
      ])
        expect(await hub.command('backup', target)).toEqual({
          code: 1,
          text: expect.stringContaining(path.dirname(target)) as string,
        });
      expect(existsSync(disk)).toBe(false);
    };
    await refused();
    await hub.stop();
    await refused();
    mkdirSync(disk);
    expect((await hub.command('backup', path.join(disk, 'a.backup'))).code).toBe(0);
  },
);
