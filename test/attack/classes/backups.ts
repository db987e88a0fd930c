import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { openEncrypted } from '../../../store/file/data-file.ts';
import { readKeyFile } from '../../../store/file/key-file.ts';
import { now } from '../../clock.ts';
import { VILLAGE } from '../../fixtures/events.ts';
import { HubProcess } from '../../hub/hub-process.ts';
import { Machine } from '../../site/machine.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import type { County } from '../county.ts';
import type { Draw } from '../draw.ts';
import { movingClock } from '../moving-clock.ts';

const DAY_MS = 86_400_000;
const JUMPS = [-17 * 365, -30, -1, 0, 0, 1, 40, 4.5 * 365, 40 * 365].map((days) => days * DAY_MS);
/** Of the rolling ones (docs/STORE.md). */
const KEPT = 14;

/** What a backup must be: there, alone, and whole. */
function faultOf(file: string, keyFile: string): string | null {
  if (!existsSync(file)) return `${path.basename(file)} was answered as made and is not there`;
  const beside = readdirSync(path.dirname(file)).filter(
    (name) => /-(shm|wal|journal)$/.test(name) && name.includes('.backup'),
  );
  const sqlite = openEncrypted(file, readKeyFile(keyFile).key);
  try {
    const whole = sqlite.pragma('integrity_check', { simple: true }) === 'ok';
    return firstOf(
      when(beside.length > 0, `${beside.join(', ')} lie beside it`),
      when(!whole, `${path.basename(file)} is not whole`),
    );
  } finally {
    sqlite.close();
  }
}

/** A machine whose clock jumps between one backup and the next. */
async function siteJumps(county: County, draw: Draw): Promise<string | null> {
  const machine = await new Machine().enrol(county.hub, VILLAGE);
  let ahead = 0;
  const open = await machine.open({ clock: { now: () => now() + ahead } });
  const keyFile = path.join(machine.folder, 'bianmin.key');
  try {
    const made: string[] = [];
    for (let n = 0; n < KEPT + 8; n += 1) {
      ahead = draw.oneOf(JUMPS);
      const { file } = await open.call('site.backup', {});
      made.push(file);
      const fault = faultOf(file, keyFile);
      if (fault !== null) return `with a clock ${ahead / DAY_MS} days ahead: ${fault}`;
    }
    const left = readdirSync(path.dirname(made[0] ?? '')).filter((name) => name.endsWith('.backup'));
    // The last ones that were written are those that are kept, whatever day they bear.
    const last = new Set(made.slice(-KEPT + 1).map((file) => path.basename(file)));
    const lost = [...last].filter((name) => !left.includes(name));
    return firstOf(
      when(left.length > KEPT + 1, `${left.length} are kept`),
      when(lost.length > 0, `${lost.length} of the last ones are gone`),
    );
  } finally {
    await open.close();
    machine.remove();
  }
}

/** The hub's nights under a clock that jumps. */
async function hubJumps(county: County, draw: Draw, nights: number): Promise<string | null> {
  const hub = new HubProcess();
  const clock = movingClock(path.join(county.folder, 'backups-clock'));
  hub.settings = clock.environment;
  try {
    await hub.start();
    for (let n = 0; n < nights; n += 1) {
      const ahead = draw.oneOf(JUMPS);
      await clock.set(ahead);
      const file = path.join(hub.folder, `night-${n}.backup`);
      const { code, text } = await hub.command('backup', file);
      if (code !== 0) return `a clock ${ahead / DAY_MS} days ahead ended the backup with ${code}: ${text.slice(0, 80)}`;
      const fault = faultOf(file, path.join(hub.folder, 'hub.key'));
      if (fault !== null) return fault;
    }
    return null;
  } finally {
    await hub.remove();
  }
}

export const backups: AttackClass = {
  name: 'backups',
  attacked: 'the backups of a site and of the hub, by clocks that jump years ahead and back',
  through: 'a backup that was answered as made and is gone, not whole, or has open files beside it',
  async play({ county, draw, attack, brief }) {
    await attack('a site', () => siteJumps(county, draw));
    await attack('a hub', () => hubJumps(county, draw, brief ? 2 : 4));
  },
};
