/** A restore that is killed in the middle: the folder has one whole file afterwards, with the newest TLS key. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { referencePlaces } from '../../shared/reference/load.ts';
import { readSettings } from '../environment.ts';
import { DATA_FILE, type HubFile, openHubFile } from '../admin/hub-file.ts';
import { announceKey, presentKey, takeNextKey } from '../tls/keys.ts';
import { pinOfTlsKey } from '../tls/tls-key.ts';
import { backupHub, restoreHub } from '../admin/upkeep.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const AT_STEP = fileURLToPath(new URL('../../store/testing/signal-at-step.ts', import.meta.url));
const NOW = Date.parse('2026-11-20T08:00:00.000Z');

let [base, folder] = ['', ''];
const settings = () => readSettings({ BIANMIN_HUB_DATA: folder });
const backup = () => path.join(base, 'a.backup');

function opened<T>(work: (hub: HubFile) => T): T {
  const hub = openHubFile({ folder, county: referencePlaces().county.code, now: NOW });
  try {
    return work(hub);
  } finally {
    hub.file.close();
  }
}

const hubIdentity = () => opened(({ file, identity }) => ({ ...identity, pin: pinOfTlsKey(presentKey(file, null)) }));

/** `npm run hub -- restore`, killed before its step `killAt`. Returns whether it came to its end before. */
async function restoreKilledAt(killAt: number): Promise<boolean> {
  const child = spawn(process.execPath, ['--import', AT_STEP, MAIN, 'restore', backup()], {
    env: {
      ...process.env,
      BIANMIN_HUB_DATA: folder,
      STEP: String(killAt),
      STEP_SIGNAL: 'SIGKILL',
      NODE_NO_WARNINGS: '1',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (part: Buffer) => (errors += part.toString()));
  const [code, signal] = await new Promise<[number | null, string | null]>((done) =>
    child.once('close', (...ended) => done(ended)),
  );
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the restore failed: ${errors}`);
  return code === 0;
}

beforeEach(() => {
  base = mkdtempSync(path.join(os.tmpdir(), 'bianmin-killed-'));
  folder = path.join(base, 'hub');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('a restore that is killed', () => {
  it(
    'before any step leaves the file as it was or the restored one, each with the newest TLS key',
    { timeout: 300_000 },
    async () => {
      const { uuid, epoch, pin: old } = hubIdentity();
      await backupHub(settings(), backup(), NOW);
      const newest = opened((hub) => {
        announceKey({ file: hub.file, hub: hub.identity, present: presentKey(hub.file, null), now: NOW }, null);
        return pinOfTlsKey(takeNextKey(hub.file, false));
      });
      expect(newest).not.toBe(old);
      const whole = path.join(base, 'whole');
      cpSync(folder, whole, { recursive: true });

      const seen = new Set<boolean>();
      for (let step = 1, ended = false; !ended; step += 1) {
        rmSync(folder, { recursive: true });
        cpSync(whole, folder, { recursive: true });
        ended = await restoreKilledAt(step);
        // Where both files lie aside, it must be the command itself that finds them, too.
        if (!existsSync(path.join(folder, DATA_FILE))) {
          const again = `${folder}.again`;
          cpSync(folder, again, { recursive: true });
          await restoreHub(settings(), backup(), NOW);
          expect(hubIdentity()).toMatchObject({ uuid, pin: newest });
          rmSync(folder, { recursive: true });
          cpSync(again, folder, { recursive: true });
          rmSync(again, { recursive: true });
        }
        const now = hubIdentity();
        expect([step, now.uuid, now.pin]).toEqual([step, uuid, newest]);
        seen.add(now.epoch !== epoch);
        expect(readdirSync(folder).filter((name) => name.includes('.ready-'))).toEqual([]);
      }
      expect(seen).toEqual(new Set([false, true]));
    },
  );
});
