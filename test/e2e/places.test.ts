/** Where a person is stays where it is: the browser's back and forward go through the views, F5 and a page that is loaded again open the same one. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HubProcess } from '../hub/hub-process.ts';
import { Person } from './people.ts';
import { type Client, startClient } from './processes.ts';

let root: string;
let person: Person;
let client: Client | null = null;
beforeAll(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'bianmin-去处-'));
});
afterEach(async () => {
  await person?.leave();
  await client?.stop();
  client = null;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function dir(...parts: string[]): string {
  const folder = path.join(root, ...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** A sample site with a person in front of it. */
async function sample(as: 'centre' | 'village'): Promise<void> {
  client = await startClient(dir(as, '数据'), dir(as));
  person = await Person.sitDown(dir(`profile-${as}`));
  await person.page.goto(client.address);
  await person.click(`try-${as}`);
  await (await person.sees('staff-list')).getByRole('button').first().click();
}

const back = () => person.page.goBack();
const forward = () => person.page.goForward();
const press = (key: string) => person.page.keyboard.press(key);
/** The address names no case and no person, and the page is the one that was opened. */
async function samePage(): Promise<void> {
  expect(new URL(person.page.url()).pathname).toMatch(/^\/(?:county\/)?$/);
  expect(new URL(person.page.url()).hash + new URL(person.page.url()).search).toBe('');
}

describe('at the centre', () => {
  it('back and forward go through lists and cases, and ask before a form is lost', async () => {
    await sample('centre');
    const list = (name: string) =>
      person.page.locator(`[data-testid="case-list"][data-list="${name}"]:visible`).waitFor();
    await list('open');
    await person.click('list-all');
    await list('all');
    await person.page.locator('[data-testid="row"]').first().waitFor();
    await press('Enter');
    const shown = await (await person.sees('case')).getAttribute('data-case');

    await back();
    await list('all');
    await back();
    await list('open');
    await forward();
    await list('all');
    await forward();
    expect(await (await person.sees('case')).getAttribute('data-case')).toBe(shown);
    await samePage();

    await press('F5');
    expect(await (await person.sees('case')).getAttribute('data-case')).toBe(shown);
    await press('Escape');
    await list('all');

    await press('F2');
    await person.type('matter-search', 'hzyl');
    await person.sees('matter-SB-006');
    await press('Enter');
    await person.sees('register');
    await person.type('name', '向翠莲');
    await back();
    await person.click('confirm-no');
    expect(await person.at('name').inputValue()).toBe('向翠莲');
    await back();
    await person.click('confirm-yes');
    await list('all');
    expect(person.troubles).toEqual([]);
  });
});

describe('at the village', () => {
  it('back and forward go through the views, and what was typed in the grid is kept on the way', async () => {
    await sample('village');
    await person.click('start-cases');
    await person.page.locator('[data-testid="row"]').first().click();
    const shown = await (await person.sees('case')).getAttribute('data-case');
    await back();
    await person.page.locator('[data-testid="row"]').first().waitFor();
    await back();
    await person.sees('start-cases');
    await forward();
    await forward();
    expect(await (await person.sees('case')).getAttribute('data-case')).toBe(shown);
    await press('F5');
    await samePage();
    await press('Escape');
    await press('Escape');

    await person.click('start-enter');
    await person.sees('grid');
    const names = person.page.locator('[data-testid="cell-name"]');
    await names.last().click();
    await person.page.keyboard.type('符红娥');
    await back();
    await person.sees('start-enter');
    await forward();
    await person.sees('grid');
    await expect.poll(() => names.allInnerTexts()).toContain('符红娥');
    expect(person.troubles).toEqual([]);
  });
});

describe('at the county', () => {
  it('back and forward go through the tabs, and a page that is loaded again opens its tab after the sign-in', async () => {
    const hub = new HubProcess();
    try {
      await hub.start();
      person = await Person.sitDown(dir('profile-county'));
      const signIn = async () => {
        await person.type('secret', hub.adminSecret);
        await press('Enter');
      };
      const tab = (name: string) => person.page.locator(`[data-testid="tab-${name}"][aria-selected="true"]`).waitFor();
      await person.page.goto(`${hub.consoleAddress}/county/`);
      await signIn();
      await tab('figures');
      await person.click('tab-sites');
      await person.click('tab-devices');
      await tab('devices');
      await back();
      await tab('sites');
      await back();
      await tab('figures');
      await forward();
      await tab('sites');
      await person.page.reload();
      await signIn();
      await tab('sites');
      await back();
      await tab('figures');
      await samePage();
      expect(person.troubles).toEqual([]);
    } finally {
      await hub.remove();
    }
  });
});
