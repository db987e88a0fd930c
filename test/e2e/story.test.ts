/**
 * A week of the county in one sitting: a village enters its slips offline, the centre works them, the county sees them; the power goes
 * at the village and at the hub. Real hub, real clients, real files, real browser, real sockets.
 */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrokenNetwork, brokenNetwork } from '../broken-network.ts';
import type { Locator } from 'playwright';
import { invent } from '../fixtures/people.ts';
import { Person, enrol, makeCode, syncUntil } from './people.ts';
import { type Client, type Hub, freePort, startClient, startHub } from './processes.ts';

const CENTRE = '43122211101';
const VILLAGE = '431222111262';
/** Typed by hand in the middle of the import. */
const TYPED = invent(1, 7)[0] as { readonly name: string; readonly idNumber: string };
/** Walks in at the centre. */
const WALK_IN = invent(1, 99)[0] as { readonly name: string; readonly idNumber: string };
const SHEET = path.resolve(import.meta.dirname, '../fixtures/slips/village-week-messy.xlsx');

let root: string;
let hub: Hub;
let hubPort: number;
let villageLine: BrokenNetwork;
let centre: Client;
let village: Client;
let clerk: Person;
let agent: Person;
let county: Person;
let adminSecret = '';

const dir = (name: string): string => {
  const folder = path.join(root, name);
  mkdirSync(folder, { recursive: true });
  return folder;
};

beforeAll(async () => {
  root = mkdtempSync(path.join(os.tmpdir(), 'bianmin-沅陵-'));
  hubPort = await freePort();
  hub = await startHub(dir('hub'), hubPort);
  villageLine = await brokenNetwork(hubPort);
  [centre, village] = await Promise.all([
    startClient(dir('用户-centre/数据'), dir('用户-centre')),
    startClient(dir('用户-village/数据'), dir('用户-village')),
  ]);
  [clerk, agent, county] = await Promise.all([
    Person.sitDown(dir('profile-centre')),
    Person.sitDown(dir('profile-village')),
    Person.sitDown(dir('profile-county')),
  ]);
});

afterAll(async () => {
  await Promise.allSettled([clerk, agent, county].map((person) => person?.leave()));
  await Promise.allSettled([centre, village, hub].map((each) => each?.stop()));
  await villageLine?.close();
  rmSync(root, { recursive: true, force: true });
});

/** Screens follow the data within seconds; a slow machine gets more. */
const PATIENT = { timeout: 60_000, interval: 250 };

const codesUsed = async (): Promise<number> => {
  await county.click('refresh');
  return county.page.locator('[data-testid="code-row"][data-state="used"]').count();
};

/** Rows of the village's grid that wait for a person's answer. */
const pending = async (): Promise<number> => Number(await agent.at('grid-counts').getAttribute('data-pending'));

const countsOf = async (summary: Locator): Promise<Record<string, number>> => {
  const names = ['taken', 'asked', 'refused', 'known'];
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, Number(await summary.getAttribute(`data-${name}`))] as const)),
  );
};

/** Takes an offer beside the grid row whose cell shows a text. */
const offer = async (cell: string, text: string, kind: string): Promise<void> => {
  const row = agent.page
    .getByTestId('grid-row')
    .filter({ has: agent.page.getByTestId(`cell-${cell}`).filter({ hasText: text }) });
  for (let tries = 0; tries < 30 && (await row.count()) === 0; tries += 1) await agent.click('next-pending');
  await row.first().getByTestId(`offer-${kind}`).first().click();
};

/** Types a slip into the free row at the end, cell by cell; Enter passes over what is carried down. */
const typeSlip = async (cells: readonly string[]): Promise<void> => {
  await agent.page.keyboard.press('Control+End');
  await agent.page.keyboard.press('Home');
  for (const cell of cells) {
    if (cell !== '') await agent.page.keyboard.type(cell);
    await agent.page.keyboard.press('Enter');
  }
};

/** Opens a case by its name and concludes it. */
const conclude = async (name: string): Promise<void> => {
  await clerk.click('list-open');
  await clerk.page.locator('[data-testid="row"]', { hasText: name }).first().click();
  await clerk.sees('case');
  await clerk.keep('centre-case');
  if ((await clerk.at('step-concluded').count()) === 0) await clerk.click('step-accepted');
  await clerk.click('step-concluded');
  await clerk.sees('dialog');
  await clerk.keep('centre-conclude');
  await clerk.click('dialog-submit');
  await clerk.page.locator('[data-testid="case"][data-case-state="concluded"]').waitFor();
};

/** Files below a folder that hold one of the texts, in UTF-8 or UTF-16. */
const filesWith = (folder: string, texts: readonly string[]): string[] => {
  const needles = texts.flatMap((text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file);
      return needles.some((needle) => bytes.includes(needle));
    });
};

/** After a restart the page is opened anew and the person names himself again. */
const comeBack = async (person: Person, client: Client, badge: string): Promise<void> => {
  await person.page.goto('about:blank');
  await person.page.goto(client.address);
  await person.click(`staff-${badge}`);
};

const signIn = async (): Promise<void> => {
  await county.type('secret', adminSecret);
  await county.click('sign-in-enter');
};

/** A figure of the console's total row. */
const total = async (figure: string): Promise<number> => {
  const cell = county.page.locator(`[data-testid="figure-total"] [data-testid="figure-${figure}"]`);
  return Number((await cell.innerText()).replace(/\D/gu, ''));
};

const figures = async (): Promise<Record<string, number>> => {
  await county.click('tab-figures');
  await county.click('refresh');
  await county.page.waitForTimeout(1000);
  const names = ['received', 'accepted', 'concluded', 'open', 'proxied'];
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await total(name)] as const)));
};

const count = async (person: Person, list: string): Promise<number> =>
  Number((await person.at(`count-${list}`).innerText()).replace(/\D/gu, '') || '0');

describe('a week of the county', () => {
  it('the county signs in and enrols a centre and a village', async () => {
    await county.page.goto(`${hub.consoleAddress}/county/`);
    await county.keep('county-sign-in');
    adminSecret = hub.adminSecret as string;
    await signIn();
    await county.sees('figure-table');
    await county.keep('county-figures-empty');
    const centreCode = await makeCode(county, '凉水井', CENTRE);
    const villageCode = await makeCode(county, '王家岭', VILLAGE);
    await county.keep('county-enrol');

    await clerk.page.goto(centre.address);
    await clerk.sees('first-run');
    await clerk.keep('first-run');
    await enrol(clerk, hub.address, centreCode, '大厅1号机', '张窗口', '01');
    await clerk.sees('new-case');
    await clerk.keep('centre-empty');

    await agent.page.goto(village.address);
    await enrol(agent, `https://127.0.0.1:${villageLine.port}`, villageCode, '代办点电脑', '李代办', '11');
    await agent.sees('village-page');
    await syncUntil(agent, 'good');
    await agent.keep('village-start');
  });

  it('a used code enrols nobody else', async () => {
    await county.click('tab-enrol');
    await expect.poll(codesUsed, PATIENT).toBe(2);
  });

  it('the village goes offline, imports its messy workbook, and loses the power while it settles rows', async () => {
    villageLine.set({ kind: 'refuse' });
    await agent.click('start-import');
    await agent.at('import-file').setInputFiles(SHEET);
    expect(await countsOf(await agent.sees('import-summary'))).toEqual({ taken: 12, asked: 11, refused: 1, known: 0 });
    await agent.keep('village-import');
    await agent.click('import-close');
    await expect.poll(pending, PATIENT).toBe(12);
    await agent.keep('village-grid');
    // One row is answered and acknowledged, then the power goes.
    await offer('name', '陈满华', 'confirm');
    await expect.poll(pending, PATIENT).toBe(11);
    // A slip typed by keys alone, its last cell just acknowledged.
    await typeSlip(['2026-11-20', TYPED.name, TYPED.idNumber, '', '合作医疗']);
    await agent.page.locator('[data-testid="grid-row"][data-verdict="take"]', { hasText: TYPED.idNumber }).waitFor();
    await agent.page.locator('[data-testid="save-mark"][data-state="saved"]').waitFor();
    await agent.keep('village-typed');

    await village.kill();
    village = await startClient(path.join(root, '用户-village/数据'), path.join(root, '用户-village'));
    await comeBack(agent, village, '11');
    await agent.click('start-enter');
    await expect.poll(pending, PATIENT).toBe(11);
    await agent.page.keyboard.press('Control+End');
    await agent.page.locator('[data-testid="grid-row"]', { hasText: TYPED.idNumber }).waitFor();
  });

  it('importing the same file again changes nothing', async () => {
    await agent.click('open-import');
    await agent.at('import-file').setInputFiles(SHEET);
    expect(await countsOf(await agent.sees('import-summary'))).toEqual({ taken: 0, asked: 0, refused: 0, known: 24 });
    await agent.click('import-close');
    expect(await pending()).toBe(11);
  });

  it('the agent settles what can be settled, finishes, and nothing reaches the hub', async () => {
    await offer('name', '舒玉清', 'drop');
    await offer('name', '孙水香', 'split');
    await expect.poll(pending, PATIENT).toBe(9);
    await agent.click('go-finish');
    await agent.sees('read-back');
    expect(await agent.at('read-back').getAttribute('data-ready')).toBe('16');
    await agent.keep('village-finish');
    await agent.type('paper-count', '16');
    await agent.click('finish-confirm');
    await agent.click('confirm-yes');
    await agent.sees('hand-over-list');
    expect(await agent.at('list-item').count()).toBe(16);
    await agent.keep('village-hand-over');
    await agent.page.locator('[data-testid="sync-light"][data-state="offline"]').waitFor();
    expect(await figures()).toMatchObject({ received: 0, proxied: 0 });
    await clerk.click('sync-now');
    expect(await count(clerk, 'from-villages')).toBe(0);
  });

  it('the hub loses its power too; when all is back every row arrives once', async () => {
    await hub.kill();
    villageLine.set({ kind: 'fine' });
    await agent.click('sync-now');
    hub = await startHub(path.join(root, 'hub'), hubPort);
    await syncUntil(agent, 'good');
    await agent.keep('village-synced');
    await syncUntil(clerk, 'good');
    await expect.poll(() => count(clerk, 'from-villages'), PATIENT).toBe(16);
  });

  it('the centre returns one row with a reason, receives the rest and concludes some', async () => {
    await clerk.click('list-from-villages');
    await expect.poll(() => clerk.at('row').count(), PATIENT).toBeGreaterThan(10);
    await clerk.keep('centre-from-villages');
    await clerk.page.locator('[data-testid="row"]', { hasText: '全春' }).getByTestId('return').click();
    await clerk.sees('dialog');
    await clerk.keep('centre-return');
    await clerk.page.locator('[data-testid="field-reason-id-mismatch"]').click();
    await clerk.click('dialog-submit');
    await expect.poll(() => count(clerk, 'from-villages'), PATIENT).toBe(15);
    await clerk.click('receive-all');
    await clerk.click('confirm-yes');
    await expect.poll(() => count(clerk, 'from-villages'), PATIENT).toBe(0);
    expect(await count(clerk, 'open')).toBe(15);

    for (const name of ['舒满', '邓桂财']) await conclude(name);
    await expect.poll(() => count(clerk, 'concluded'), PATIENT).toBe(2);
  });

  it('a clerk registers a walk-in and concludes it in one action', async () => {
    await clerk.page.keyboard.press('F2');
    await clerk.type('matter-search', 'hzyl');
    await clerk.sees('matter-SB-006');
    await clerk.keep('centre-matter');
    await clerk.page.keyboard.press('Enter');
    await clerk.type('id-number', WALK_IN.idNumber);
    await clerk.type('name', WALK_IN.name);
    await clerk.keep('centre-register');
    await clerk.page.keyboard.press('Control+Enter');
    await clerk.sees('saved-number');
    await clerk.keep('centre-registered');
    await clerk.click('to-list');
    await expect.poll(() => count(clerk, 'concluded'), PATIENT).toBe(3);
    await clerk.click('list-all');
    await clerk.keep('centre-all');
    await syncUntil(clerk, 'good');
  });

  it('the village sees the results and what was returned, with the reason', async () => {
    await agent.page.goto('about:blank');
    await village.stop();
    village = await startClient(path.join(root, '用户-village/数据'), path.join(root, '用户-village'));
    await comeBack(agent, village, '11');
    await syncUntil(agent, 'good');
    await expect.poll(() => agent.at('tile-returned').innerText(), PATIENT).toMatch(/1/u);
    await agent.keep('village-results');
    await agent.click('tile-returned');
    expect(await (await agent.sees('return-reason')).innerText()).toContain('身份证不符');
    await agent.keep('village-returned');
    await agent.click('back');
    await agent.click('tile-results');
    await expect.poll(() => agent.at('result-row').count(), PATIENT).toBe(2);
  });

  it("the county's figures equal what was done, and each figure opens its cases", async () => {
    // Sessions live in the hub's memory: after its restart the county signs in again.
    await county.page.goto(`${hub.consoleAddress}/county/`);
    await signIn();
    expect(await figures()).toEqual({ received: 16, accepted: 3, concluded: 3, open: 13, proxied: 15 });
    await county.keep('county-figures');
    for (const [figure, expected] of Object.entries(await figures())) {
      await county.page.locator(`[data-testid="figure-total"] [data-testid="figure-${figure}"] button`).click();
      await expect.poll(() => county.at('figure-cases').getByTestId('row').count(), PATIENT).toBe(expected);
      await county.keep(`county-${figure}`);
      await county.page.keyboard.press('Escape');
    }
    await county.click('tab-sites');
    await county.sees('site-row');
    await county.keep('county-sites');
    await county.click('tab-devices');
    await county.sees('device-row');
    await county.keep('county-devices');
  });

  it('leaves no name and no ID number in clear on any disk, and no trouble on any page', async () => {
    await Promise.all([clerk, agent, county].map((person) => person.leave()));
    await Promise.all([centre, village, hub].map((each) => each.stop()));
    const secrets = [
      '舒满',
      '邓桂财',
      '433022195708055431',
      '43302219850923991X',
      '全春',
      TYPED.idNumber,
      WALK_IN.idNumber,
    ];
    expect(filesWith(root, secrets)).toEqual([]);
    expect([...clerk.troubles, ...agent.troubles, ...county.troubles]).toEqual([]);
  });
});
