/** A real hub in this process, on a real socket and a real file, for tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LIMITS, type Limits } from '../hub/front/limits.ts';
import { createCode } from '../hub/door/codes.ts';
import { startHub } from '../hub/hub.ts';
import type { Hub } from '../hub/hub.ts';
import type { PlaceCode } from '../shared/domain/brands.ts';

export interface RealHub {
  hub: Hub;
  readonly folder: string;
  readonly log: string[];
  code(place: string): Promise<string>;
  /** Closes it and opens the same folder again at the same port. */
  restart(between?: () => void): Promise<void>;
  close(): Promise<void>;
}

export async function realHub(now: () => number = Date.now, limits: Limits = LIMITS): Promise<RealHub> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bianmin-hub-'));
  const log: string[] = [];
  const start = (port: number) =>
    startHub({
      dataFolder: folder,
      port,
      pages: path.join(folder, 'no-pages'),
      version: '0.0.0',
      now,
      log: (line) => void log.push(line),
      limits,
    });
  const real: RealHub = {
    hub: await start(0),
    folder,
    log,
    code: async (place) => (await createCode(real.hub.ledger.file, place as PlaceCode, now())).code,
    async restart(between) {
      const port = Number(new URL(real.hub.address).port);
      await real.hub.close();
      between?.();
      real.hub = await start(port);
    },
    async close() {
      await real.hub.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return real;
}
