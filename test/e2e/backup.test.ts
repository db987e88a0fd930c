/** A county whose nights pass without a backup: its page says so and what to do, until there is one. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dateAhead } from '../date-ahead.ts';
import { HubProcess } from '../hub/hub-process.ts';
import { Person } from './people.ts';

const TWO_DAYS_MS = 48 * 3_600_000;
let root: string;
let county: Person;
const hub = new HubProcess();

beforeAll(async () => {
  root = mkdtempSync(path.join(os.tmpdir(), 'bianmin-备份-'));
  const profile = path.join(root, 'profile');
  mkdirSync(profile);
  await hub.start();
  county = await Person.sitDown(profile);
});
afterAll(async () => {
  await county?.leave();
  await hub.remove();
  rmSync(root, { recursive: true, force: true });
});

async function signIn(): Promise<void> {
  await county.page.goto(`${hub.consoleAddress}/county/`);
  await county.type('secret', hub.adminSecret);
  await county.page.keyboard.press('Enter');
  await county.sees('figures');
}

it('the county reads that a backup is overdue and what to do, and no more of it once one was made', async () => {
  await signIn();
  expect(await county.at('backup').count()).toBe(0);

  await hub.stop();
  hub.settings = dateAhead(TWO_DAYS_MS);
  await hub.start();
  await signIn();
  const words = await (await county.sees('backup')).innerText();
  expect(words).toMatch(/还没有做过备份.*npm run hub -- backup.*另一块盘.*hub\.key/su);
  await county.keep('county-backup-overdue');

  expect((await hub.command('backup', path.join(root, 'one.backup'))).code).toBe(0);
  await county.click('refresh');
  await county.at('backup').waitFor({ state: 'detached' });
});
