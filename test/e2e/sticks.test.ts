/** A village that never has a line: enrolled by stick, its slips carried to the county by stick, its receipts brought back. Real files. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Person, nameOneself } from './people.ts';
import { type Client, type Hub, freePort, startClient, startHub } from './processes.ts';

const VILLAGE = '431222111262';
const SHEET = path.resolve(import.meta.dirname, '../fixtures/slips/village-week-clean.xlsx');
/** Screens follow the data within seconds; a slow machine gets more. */
const PATIENT = { timeout: 60_000, interval: 250 };

let root: string;
let hub: Hub;
let village: Client;
let agent: Person;
let county: Person;
/** The county's stick for the village. */
let back = '';

const dir = (name: string): string => {
  const folder = path.join(root, name);
  mkdirSync(folder, { recursive: true });
  return folder;
};

/** Presses a button that hands over a file; where it was put. */
async function saveFrom(person: Person, button: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([person.page.waitForEvent('download'), button()]);
  const file = path.join(root, download.suggestedFilename());
  await download.saveAs(file);
  return file;
}

/** For a machine whose request the county looks at. */
async function chooseVillage(): Promise<void> {
  const incoming = county.at('stick-in');
  await incoming.getByTestId('place-search').fill('王家岭');
  await incoming.locator(`[data-testid="place"][data-place="${VILLAGE}"]`).getByTestId('choose-place').click();
  await county.sees('stick-place');
}

const fact = async (name: string): Promise<number> =>
  Number((await agent.at(`stick-fact-${name}`).locator('dd').innerText()).replace(/\D/gu, ''));

beforeAll(async () => {
  root = mkdtempSync(path.join(os.tmpdir(), 'bianmin-摆渡-'));
  hub = await startHub(dir('hub'), await freePort());
  village = await startClient(dir('用户/数据'), dir('用户'));
  [agent, county] = await Promise.all([Person.sitDown(dir('profile-village')), Person.sitDown(dir('profile-county'))]);
});

afterAll(async () => {
  await Promise.allSettled([agent, county].map((person) => person?.leave()));
  await Promise.allSettled([village, hub].map((each) => each?.stop()));
  rmSync(root, { recursive: true, force: true });
});

describe('a village without a line', () => {
  it('enrols by stick: a request goes to the county, an answer comes back, and both people compare the codes', async () => {
    await agent.page.goto(village.address);
    await agent.sees('first-run');
    await agent.click('stick-enrol-open');
    await agent.type('stick-machine', '代办点电脑');
    const request = await saveFrom(agent, () => agent.click('stick-request-make'));
    const shown = await (await agent.sees('stick-request-code')).innerText();
    await agent.keep('stick-request');

    await county.page.goto(`${hub.consoleAddress}/county/`);
    await county.type('secret', hub.adminSecret as string);
    await county.click('sign-in-enter');
    await county.click('tab-sticks');
    await county.at('stick-in-file').setInputFiles(request);
    expect(await (await county.sees('stick-request-code')).innerText()).toBe(shown);
    const ours = await county.at('stick-hub-code').innerText();
    expect(await county.at('stick-in-confirm').isDisabled()).toBe(true);
    await chooseVillage();
    await county.keep('county-stick-request');
    const answer = await saveFrom(county, () => county.click('stick-in-confirm'));
    await county.page.locator('[data-testid="stick-log-row"][data-way="answer"]').waitFor();

    await agent.at('stick-answer-file').setInputFiles(answer);
    expect(await (await agent.sees('stick-answer-code')).innerText()).toBe(shown);
    expect(await agent.at('stick-answer-hub-code').innerText()).toBe(ours);
    await agent.keep('stick-answer');
    await agent.click('stick-answer-confirm');
    await nameOneself(agent, '李代办', '11');
    await agent.sees('village-page');
  });

  it('its slips go to the county on a stick, and are neither lost nor green before the receipt', async () => {
    await agent.click('start-import');
    await agent.at('import-file').setInputFiles(SHEET);
    await agent.sees('import-summary');
    await agent.click('import-close');
    await agent.click('go-finish');
    await agent.sees('read-back');
    const ready = Number(await agent.at('read-back').getAttribute('data-ready'));
    expect(ready).toBeGreaterThan(0);
    await agent.type('paper-count', String(ready));
    await agent.click('finish-confirm');
    await agent.click('confirm-yes');
    await agent.sees('hand-over-list');

    await agent.click('stick-button');
    await expect.poll(() => fact('unsynced'), PATIENT).toBeGreaterThan(ready);
    const written = await saveFrom(agent, () => agent.click('stick-make'));
    expect(await fact('copied')).toBe(0);
    await agent.keep('village-stick-made');
    await agent.click('stick-saved');
    await agent.sees('stick-saved-note');
    await expect.poll(async () => (await fact('copied')) === (await fact('unsynced')), PATIENT).toBe(true);
    await agent.keep('village-stick-saved');
    await agent.page.keyboard.press('Escape');

    await county.at('stick-in-file').setInputFiles(written);
    const preview = await county.sees('stick-preview');
    expect(await preview.getAttribute('data-known')).toBe('0');
    const inside = await preview.getAttribute('data-events');
    await county.keep('county-stick-preview');
    await county.click('stick-in-confirm');
    const taken = await county.sees('stick-taken');
    expect(await taken.getAttribute('data-events')).toBe(inside);
    await county.page.locator('[data-testid="stick-log-row"][data-way="in"]').waitFor();
    await county.keep('county-stick-taken');

    // The same stick again changes nothing.
    await county.at('stick-in-file').setInputFiles(written);
    await county.sees('stick-preview');
    await county.click('stick-in-confirm');
    await county.page.locator('[data-testid="stick-taken"][data-events="0"]').waitFor();
  });

  it('the receipt comes back on the stick, and every row is green', async () => {
    await county.page.getByTestId('place-search').last().fill('王家岭');
    back = await saveFrom(county, () =>
      county.page.locator(`[data-testid="place"][data-place="${VILLAGE}"]`).last().getByTestId('choose-place').click(),
    );
    await agent.click('stick-button');
    await agent.at('stick-take-file').setInputFiles(back);
    await agent.sees('stick-preview');
    await agent.keep('village-stick-preview');
    await agent.click('stick-take-confirm');
    const taken = await agent.sees('stick-taken');
    expect(Number(await taken.getAttribute('data-received'))).toBeGreaterThan(0);
    await expect.poll(() => fact('unsynced'), PATIENT).toBe(0);
    await agent.keep('village-stick-taken');
  });

  it('a file of which one byte changed is refused in plain words', async () => {
    const torn = path.join(root, '坏.bmt');
    const bytes = readFileSync(back);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 40) ^ 1, bytes.length - 40);
    writeFileSync(torn, bytes);
    await agent.page.keyboard.press('Escape');
    await agent.click('large-text');
    await agent.click('stick-button');
    await agent.at('stick-take-file').setInputFiles(back);
    await agent.sees('stick-preview');
    await agent.keep('village-stick-large');
    await agent.click('stick-take-other');
    await agent.at('stick-take-file').setInputFiles(torn);
    expect(await (await agent.sees('error-note')).getAttribute('data-code')).toBe('torn');
    await agent.keep('village-stick-torn');
    await county.click('large-text');
    await county.keep('county-sticks-large');
    expect([...agent.troubles, ...county.troubles]).toEqual([]);
  });

  it('asks for another certificate from its status page, as nobody can tell it that it was stopped', async () => {
    await agent.page.keyboard.press('Escape');
    await agent.click('status-button');
    await (await agent.sees('enrol-again')).locator('summary').click();
    await agent.keep('village-enrol-again');
    await agent.click('stick-enrol-open');
    await agent.type('stick-machine', '代办点新证书');
    const request = await saveFrom(agent, () => agent.click('stick-request-make'));
    const shown = await (await agent.sees('stick-request-code')).innerText();
    await county.at('stick-in-file').setInputFiles(request);
    expect(await (await county.sees('stick-request-code')).innerText()).toBe(shown);
    await chooseVillage();
    await agent.at('stick-answer-file').setInputFiles(await saveFrom(county, () => county.click('stick-in-confirm')));
    await agent.click('stick-answer-confirm');
    // Both dialogs are through, and the machine asks for its staff.
    await agent.sees('staff-gate');
    for (const dialog of ['stick-answer', 'status-page']) await agent.at(dialog).waitFor({ state: 'detached' });
    await agent.page.getByText('已重新登记').waitFor();
    expect([...agent.troubles, ...county.troubles]).toEqual([]);
  });
});
