/** A real hub in this process, on a real socket and a real file, for tests. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCode } from '../hub/device-api/codes.ts';
import { startHub } from '../hub/hub.ts';
import type { Hub, HubOptions } from '../hub/hub.ts';
import type { PlaceCode } from '../shared/base/brands.ts';
import { trustHubAt } from './hub/trust.ts';
import * as clock from './clock.ts';

export interface RealHub {
  hub: Hub;
  readonly folder: string;
  readonly log: string[];
  /** A new enrolment code as a person is given it. */
  code(place: string): Promise<string>;
  /** Closes it and opens the same folder again at the same port. */
  restart(between?: () => void): Promise<void>;
  close(): Promise<void>;
}

/** `from` is the folder of a hub that is stopped: this one begins as a copy of it. */
export async function realHub(
  now: () => number = clock.now,
  more: Partial<HubOptions> = {},
  from?: string,
): Promise<RealHub> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bianmin-hub-'));
  if (from !== undefined) cpSync(from, folder, { recursive: true });
  const log: string[] = [];
  const start = async (port: number) => {
    const hub = await startHub({
      dataFolder: folder,
      port,
      consolePort: 0,
      pages: path.join(folder, 'no-pages'),
      version: '0.0.0',
      now,
      log: (line) => void log.push(line),
      ...more,
    });
    await trustHubAt(hub.address);
    return hub;
  };
  const real: RealHub = {
    hub: await start(0),
    folder,
    log,
    code: async (place) => {
      const { code } = await createCode(real.hub.ledger.file, place as PlaceCode, real.hub.pin(), now());
      return code;
    },
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
