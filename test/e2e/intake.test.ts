/** Records that came for a ledger with which their machine has nothing to do, as the county sees them and decides about them. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PlaceCode } from '../../shared/domain/brands.ts';
import { referencePlaces } from '../../shared/domain/reference/load.ts';
import { invent } from '../fixtures/people.ts';
import { VILLAGE } from '../fixtures/events.ts';
import { HubProcess } from '../hub/hub-process.ts';
import { Person } from './people.ts';

/** Of another township. */
const STRANGE = referencePlaces().all.find(
  ({ kind, code }) => kind === 'village' && !code.startsWith(VILLAGE.slice(0, 9)),
)?.code as PlaceCode;
const PEOPLE = invent(6, 21);

/** Screens follow the data within seconds; a slow machine gets more. */
const PATIENT = { timeout: 60_000, interval: 250 };

const profile = mkdtempSync(path.join(os.tmpdir(), 'bianmin-intake-'));
const hub = new HubProcess();
let county: Person;

beforeAll(async () => {
  await hub.start();
  const device = await hub.enrol(STRANGE);
  for (const { name, idNumber } of PEOPLE) {
    const slip = device.proxyReceived('2026-11-20', { name, idNumber });
    await hub.handIn(device, VILLAGE, [slip, device.step('handed-over', '2026-11-20', slip)]);
  }
  county = await Person.sitDown(profile);
});

afterAll(async () => {
  await county?.leave();
  await hub.remove();
  rmSync(profile, { recursive: true, force: true });
});

it('the county finds them counted, reads what they say, lets some in and keeps others out, by keyboard and by mouse', async () => {
  await county.page.goto(`${hub.consoleAddress}/county/`);
  await county.type('secret', hub.adminSecret);
  await county.page.keyboard.press('Enter');
  expect(await (await county.sees('intake-badge')).textContent()).toBe(String(PEOPLE.length));
  await county.click('tab-intake');
  const rows = () => county.page.getByTestId('row').count();
  await expect.poll(rows, PATIENT).toBe(PEOPLE.length);
  await county.keep('county-intake');

  await county.page.keyboard.press('ArrowDown');
  await county.page.keyboard.press('Enter');
  await county.sees('intake-record');
  await county.keep('county-intake-records');
  await county.click('drawer-admit');
  expect(await county.at('decision-send').isDisabled()).toBe(true);
  await county.type('decision-by', '李四');
  await county.type('decision-reason', '核对过纸质材料');
  await county.keep('county-intake-decision');
  await county.click('decision-send');
  await expect.poll(rows, PATIENT).toBe(PEOPLE.length - 1);

  await county.page.getByTestId('select-all').click();
  await county.click('intake-keep-out');
  await county.type('decision-reason', '当地说是重复登记');
  await county.click('decision-send');
  await county.sees('empty');
  await county.page.getByTestId('intake-badge').waitFor({ state: 'detached' });

  await county.page.getByTestId('intake-list').getByText('不收入台账').click();
  await expect.poll(rows, PATIENT).toBe(PEOPLE.length - 1);
  await county.page.getByTestId('row').first().click();
  expect(await (await county.sees('intake-decision')).textContent()).toMatch(/李四.*当地说是重复登记/u);
  await county.page.keyboard.press('Escape');
  await county.page.getByTestId('intake-list').getByText('已收入台账').click();
  await expect.poll(rows, PATIENT).toBe(1);
  expect(await county.at('intake-admit').count()).toBe(0);
  await county.click('large-text');
  await county.keep('county-intake-large');
  expect(county.troubles).toEqual([]);
});
