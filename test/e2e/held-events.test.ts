/** Records that came for a ledger with which their machine has nothing to do, as the county sees them and decides about them. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PlaceCode } from '../../shared/base/brands.ts';
import { referencePlaces } from '../../shared/reference/load.ts';
import { invent } from '../fixtures/people.ts';
import { VILLAGE } from '../fixtures/events.ts';
import type { FakeDevice } from '../hub/fake-device.ts';
import { HubProcess } from '../hub/hub-process.ts';
import { Person } from './people.ts';

/** Of another township. */
const STRANGE = referencePlaces().all.find(
  ({ kind, code }) => kind === 'village' && !code.startsWith(VILLAGE.slice(0, 9)),
)?.code as PlaceCode;
const PEOPLE = invent(6, 21);

/** Screens follow the data within seconds; a slow machine gets more. */
const PATIENT = { timeout: 60_000, interval: 250 };

const profile = mkdtempSync(path.join(os.tmpdir(), 'bianmin-held-'));
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
  expect(await (await county.sees('held-badge')).textContent()).toBe(String(PEOPLE.length));
  await county.click('tab-held');
  const rows = () => county.page.getByTestId('row').count();
  await expect.poll(rows, PATIENT).toBe(PEOPLE.length);
  await county.keep('county-held');

  await county.page.keyboard.press('ArrowDown');
  await county.page.keyboard.press('Enter');
  await county.sees('held-record');
  await county.keep('county-held-records');
  await county.click('drawer-admit');
  expect(await county.at('decision-send').isDisabled()).toBe(true);
  await county.type('decision-by', '李四');
  await county.type('decision-reason', '核对过纸质材料');
  await county.keep('county-held-decision');
  await county.click('decision-send');
  await expect.poll(rows, PATIENT).toBe(PEOPLE.length - 1);

  await county.page.getByTestId('select-all').click();
  await county.click('held-keep-out');
  await county.type('decision-reason', '当地说是重复登记');
  await county.click('decision-send');
  await county.sees('empty');
  await county.page.getByTestId('held-badge').waitFor({ state: 'detached' });

  await county.page.getByTestId('held-list').getByText('不收入台账').click();
  await expect.poll(rows, PATIENT).toBe(PEOPLE.length - 1);
  await county.page.getByTestId('row').first().click();
  expect(await (await county.sees('held-decision')).textContent()).toMatch(/李四.*当地说是重复登记/u);
  await county.page.keyboard.press('Escape');
  await county.page.getByTestId('held-list').getByText('已收入台账').click();
  await expect.poll(rows, PATIENT).toBe(1);
  expect(await county.at('held-admit').count()).toBe(0);
  await county.click('large-text');
  await county.keep('county-held-large');
  await county.click('large-text');
  expect(county.troubles).toEqual([]);
});

it('and decides about all of one machine at once, seeing how much it is and whose', async () => {
  const [stolen, other] = [await hub.enrol(STRANGE), await hub.enrol(STRANGE)];
  const slips = Array.from({ length: 230 }, (_, n) =>
    stolen.proxyReceived('2026-11-20', { ...PEOPLE[n % PEOPLE.length] }),
  );
  await hub.handIn(stolen, VILLAGE, slips);
  await hub.handIn(other, VILLAGE, [other.proxyReceived('2026-11-20', { ...PEOPLE[0] })]);
  await hub.county('county.revoke', { device: stolen.device, reason: '被盗' });
  await county.page.getByTestId('held-list').getByText('待决定').click();
  await county.click('refresh');
  await county.sees('row');
  await county.click('held-by-device');
  const held = (device: FakeDevice) =>
    county.page.locator(`[data-testid="held-device"][data-device="${device.device}"]`);
  await held(stolen).waitFor();
  expect(await held(stolen).textContent()).toMatch(/停用.*230 组 230 条/u);
  await county.keep('county-held-devices');
  await county.page.setViewportSize({ width: 1024, height: 768 });
  await county.keep('county-held-devices-1024');
  await held(stolen).getByTestId('device-keep-out').click();
  await county.sees('decision-send');
  expect(await county.page.getByRole('dialog').last().textContent()).toContain('230 组 230 条记录不收入台账');
  expect(await county.at('decision-send').isDisabled()).toBe(true);
  await county.type('decision-by', '李四');
  await county.type('decision-reason', '电脑被盗');
  await county.keep('county-held-device-decision-1024');
  await county.page.setViewportSize({ width: 1366, height: 768 });
  await county.keep('county-held-device-decision');
  await county.click('decision-send');
  await held(stolen).waitFor({ state: 'detached' });
  expect(await held(other).count()).toBe(1);
  await county.page.keyboard.press('Escape');
  await expect.poll(() => county.page.getByTestId('row').count(), PATIENT).toBe(1);
  expect(await (await county.sees('held-badge')).textContent()).toBe('1');
  expect(county.troubles).toEqual([]);
});

it('reaches everything that can be pressed on a small screen, with large letters too', async () => {
  const device = await hub.enrol(STRANGE);
  await hub.handIn(
    device,
    VILLAGE,
    Array.from({ length: 120 }, () => device.proxyReceived('2026-11-20', { ...PEOPLE[1] })),
  );
  await county.click('refresh');
  await expect.poll(async () => (await county.sees('held-badge')).textContent(), PATIENT).toBe('121');
  for (const letters of ['usual', 'large']) {
    if (letters === 'large') await county.click('large-text');
    for (const tab of ['figures', 'sites', 'enrol', 'devices', 'sticks', 'held']) {
      await county.click(`tab-${tab}`);
      expect([letters, tab, await county.cutOff()]).toEqual([letters, tab, []]);
    }
  }
  await county.page.setViewportSize({ width: 1024, height: 768 });
  await county.keep('county-large-1024');
  await county.page.setViewportSize({ width: 1366, height: 768 });
  await county.click('large-text');
});
