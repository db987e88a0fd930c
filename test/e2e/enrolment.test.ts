/**
 * A machine from its trial to its second certificate, by code: the slip, the dialog of the trial, the county's address and key, being stopped and
 * enrolled again.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CENTRE } from '../fixtures/events.ts';
import { HubProcess } from '../hub/hub-process.ts';
import { Person, makeCode, nameOneself, syncUntil } from './people.ts';
import { type Client, freePort, startClient } from './processes.ts';

const PLACE = { search: CENTRE, code: CENTRE };

let root: string;
let clerk: Person;
let county: Person;
let machine: Client;
const hub = new HubProcess();

const dir = (name: string): string => {
  const folder = path.join(root, name);
  mkdirSync(folder, { recursive: true });
  return folder;
};

/** What stands beside a field of a form. */
const beside = async (person: Person, field: string): Promise<string> =>
  person.page
    .locator('.bm-field', { has: person.at(field) })
    .getByRole('alert')
    .innerText();

beforeAll(async () => {
  root = mkdtempSync(path.join(os.tmpdir(), 'bianmin-登记-'));
  // No program listens there: the county works on without its CouchDB.
  hub.settings = { HUB_COUCHDB_URL: `http://admin:secret@127.0.0.1:${await freePort()}` };
  [machine] = await Promise.all([startClient(dir('用户/数据'), dir('用户')), hub.start()]);
  [clerk, county] = await Promise.all([Person.sitDown(dir('profile-clerk')), Person.sitDown(dir('profile-county'))]);
});

afterAll(async () => {
  await Promise.allSettled([clerk, county].map((person) => person?.leave()));
  await Promise.allSettled([machine?.stop(), hub.remove()]);
  rmSync(root, { recursive: true, force: true });
});

let code = '';

it('the county reads that its CouchDB is away, and prints a slip on which that does not stand', async () => {
  await county.page.goto(`${hub.consoleAddress}/county/`);
  await county.type('secret', hub.adminSecret);
  await county.page.keyboard.press('Enter');
  expect(await (await county.sees('engine')).innerText()).toMatch(/CouchDB 未连接.*没有丢失.*请管理员/su);
  await county.keep('county-couchdb-away');

  await county.click('tab-enrol');
  await county.type('place-search', PLACE.search);
  await county.page.getByTestId('choose-place').first().click();
  const shown = await county.sees('code');
  code = (await shown.getAttribute('data-code')) as string;
  expect((await shown.innerText()).split('\n')).toEqual([
    expect.stringMatching(/^\w{4} \w{4} \w{4}$/u),
    expect.stringMatching(/^\w{4} \w{4} \w{4}$/u),
  ]);
  // A hub that only its own machine reaches.
  await county.sees('only-here');
  await county.keep('county-slip');
  await county.page.emulateMedia({ media: 'print' });
  expect(await county.at('code').isVisible()).toBe(true);
  for (const part of ['engine', 'only-here', 'print-code', 'tab-enrol'])
    expect([part, await county.at(part).isVisible()]).toEqual([part, false]);
  await county.keep('county-slip-printed');
  await county.page.emulateMedia({ media: null });
  await county.click('large-text');
  await county.keep('county-slip-large');
  await county.click('large-text');
  await county.click('code-done');
});

it('a machine on trial is told beside the field what is wrong, and is enrolled from the dialog by keyboard', async () => {
  await clerk.page.goto(machine.address);
  await clerk.click('try-centre');
  await clerk.click('trial');
  await clerk.type('enrol-address', hub.address.replace('https://', '').replace(':', ':'));
  await clerk.type('enrol-code', 'abcd');
  await clerk.page.keyboard.press('Enter');
  expect(await beside(clerk, 'enrol-machine')).toMatch(/请填写/u);
  await clerk.type('enrol-machine', '大厅1号机');
  await clerk.page.keyboard.press('Enter');
  await expect.poll(() => beside(clerk, 'enrol-code')).toMatch(/24 个字母和数字，分成六组/u);
  await clerk.keep('trial-enrol');
  await clerk.type('enrol-code', code.toUpperCase().replaceAll('-', ' '));
  await clerk.page.keyboard.press('Enter');
  await clerk.page.getByTestId('trial').waitFor({ state: 'detached' });
  await nameOneself(clerk, '李四', '11');
  await syncUntil(clerk, 'good');
});

it('its status page checks another address of the county before it is used, and says what it found', async () => {
  await clerk.click('status-button');
  await clerk.sees('hub-form');
  await clerk.type('hub-address', `127.0.0.1:${await freePort()}`);
  await clerk.click('hub-move');
  await expect.poll(() => beside(clerk, 'hub-address')).toMatch(/连不上/u);
  await clerk.type('hub-code', 'abcd');
  await clerk.click('hub-move');
  await expect.poll(() => beside(clerk, 'hub-code')).toMatch(/24 个/u);
  await clerk.at('hub-move').scrollIntoViewIfNeeded();
  await clerk.keep('status-hub');
  await clerk.type('hub-address', hub.address);
  await clerk.type('hub-code', '');
  await clerk.page.keyboard.press('Enter');
  await clerk.page.getByText('已核对').waitFor();
  await clerk.page.keyboard.press('Escape');
});

it('one that the county stopped hears of it, and is enrolled again with a new code; a used one leaves all as it was', async () => {
  const next = await makeCode(county, PLACE.search, PLACE.code);
  await county.click('tab-devices');
  await county.click('revoke');
  await county.type('revoke-reason', '换了地方');
  await county.keep('county-revoke');
  await county.click('revoke-confirm');
  await county.at('revoke-confirm').waitFor({ state: 'detached' });

  await clerk.click('sync-now');
  await clerk.sees('banner-revoked');
  expect(await clerk.at('banner-sync').count()).toBe(0);
  await clerk.click('large-text');
  await clerk.keep('client-stopped-large');
  await clerk.click('status-button');
  const again = await clerk.sees('enrol-again');
  await again.locator('summary').focus();
  await clerk.page.keyboard.press('Enter');
  expect(await (await clerk.sees('enrol-address')).inputValue()).toBe(hub.address);
  await clerk.type('enrol-code', code);
  await clerk.type('enrol-machine', '大厅2号机');
  await clerk.page.keyboard.press('Enter');
  await expect.poll(() => beside(clerk, 'enrol-code')).toMatch(/已失效/u);
  expect(await clerk.at('staff-button').innerText()).toBe('李四');
  await clerk.at('enrol').scrollIntoViewIfNeeded();
  await clerk.keep('client-enrol-again-large');
  await clerk.type('enrol-code', next);
  await clerk.page.keyboard.press('Enter');
  await clerk.sees('staff-gate');
  await clerk.page.getByTestId('status-page').waitFor({ state: 'detached' });
  await clerk.page.getByText('已重新登记').waitFor();
  expect(await clerk.at('banner-revoked').count()).toBe(0);
  expect([...clerk.troubles, ...county.troubles]).toEqual([]);
});
