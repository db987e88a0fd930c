/** What the county's page says of the backups of a hub, night after night. */
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CountyStatus } from '../../shared/api/county.ts';
import { type RealHub, realHub } from '../../test/real-hub.ts';
import { readSettings } from '../environment.ts';
import { backupHub } from '../admin/upkeep.ts';
import { now } from '../../test/clock.ts';

const HOUR = 3_600_000;
let real: RealHub;
let ahead = 0;
let admin = '';

beforeEach(async () => {
  ahead = 0;
  real = await realHub(() => now() + ahead);
  admin = real.hub.newAdminSecret ?? '';
});
afterEach(() => real.close());

const settings = () => readSettings({ BIANMIN_HUB_DATA: real.folder });
const backup = (name: string) => path.join(real.folder, name);

async function rpc(method: string, input: unknown, session = ''): Promise<{ readonly value: unknown }> {
  const response = await fetch(`${real.hub.consoleAddress}/rpc`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-bianmin-session': session },
    body: JSON.stringify({ method, input }),
  });
  return (await response.json()) as { readonly value: unknown };
}

/** As the page asks for it, by a session of its own: those of 26 hours ago have ended. */
async function status(): Promise<CountyStatus['backup']> {
  const { value } = await rpc('county.signIn', { secret: admin });
  return ((await rpc('county.status', {}, (value as { session: string }).session)).value as CountyStatus).backup;
}

describe('a backup that was not made', () => {
  it('is overdue 26 hours after the first start, and after the last one that was found whole', async () => {
    expect(await status()).toEqual({ lastAt: null, overdue: false });
    ahead = 27 * HOUR;
    expect(await status()).toEqual({ lastAt: null, overdue: true });

    ahead = 0;
    await backupHub(settings(), backup('one.backup'), now());
    const { lastAt, overdue } = await status();
    expect([now() - Date.parse(lastAt ?? '') < HOUR, overdue]).toEqual([true, false]);
    ahead = 25 * HOUR;
    expect((await status()).overdue).toBe(false);
    ahead = 27 * HOUR;
    expect(await status()).toEqual({ lastAt, overdue: true });
  });

  it('is not hidden by a time of a clock that was ahead', async () => {
    await backupHub(settings(), backup('one.backup'), now());
    ahead = -1000 * HOUR;
    expect((await status()).overdue).toBe(true);
  });
});
