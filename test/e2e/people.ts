/** What the people of the story do at their screens. Every action waits for what they would see. */
import { readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type BrowserContext, type Locator, type Page, chromium } from 'playwright';
import { now } from '../clock.ts';
import { setDateAhead } from '../date-ahead.ts';
import { browser, QUIET } from './chromium.ts';
import { watched } from './watched.ts';

/** Townships have such screens, */
const SCREEN = { width: 1366, height: 768 };
/** and villages some that are smaller. */
const SMALL_SCREEN = { width: 1024, height: 768 };
/** Run in the page. */
const CUT_OFF = `(() => {
  const scrolls = (element) =>
    element !== null && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  return [...document.querySelectorAll('button, a, input, [role="tab"]')]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }))
    .filter((each) => {
      const { left, right, width } = each.getBoundingClientRect();
      return width > 0 && (left < 0 || right > innerWidth) && !scrolls(each.parentElement);
    })
    .map((each) => each.getAttribute('data-testid') ?? each.textContent);
})()`;
const SHOTS = path.resolve(import.meta.dirname, '../../screenshots');
const PATIENCE_MS = 60_000;

/** A person with a browser whose profile lies in `profile`. Errors on the page fail the story at its end. */
export class Person {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly troubles: string[];

  private constructor(context: BrowserContext, page: Page, troubles: string[]) {
    this.context = context;
    this.page = page;
    this.troubles = troubles;
  }

  static async sitDown(profile: string): Promise<Person> {
    const context = await chromium.launchPersistentContext(profile, {
      ...(await browser()),
      args: [...QUIET, '--disk-cache-size=1', '--disable-breakpad'],
      ...watched(),
      viewport: SCREEN,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = context.pages()[0] ?? (await context.newPage());
    // By the browser's own clock, which need not be the machine's as other programs see it.
    await context.addInitScript(setDateAhead, now() - (await page.evaluate(() => Date.now())));
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => {
      // A killed program is part of the story; what the page itself gets wrong is not.
      if (message.type() === 'error' && !/Failed to load resource|ERR_CONNECTION/u.test(message.text()))
        troubles.push(message.text());
    });
    return new Person(context, page, troubles);
  }

  at(id: string): Locator {
    return this.page.getByTestId(id);
  }

  async click(id: string): Promise<void> {
    await this.at(id).first().click();
  }

  async type(id: string, text: string): Promise<void> {
    await this.at(id).first().fill(text);
  }

  async sees(id: string): Promise<Locator> {
    await this.at(id).first().waitFor();
    return this.at(id);
  }

  async keep(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(SHOTS, `${name}.png`) });
  }

  /** On the smallest screen: what can be pressed or filled in and reaches beyond the window's sides, where it can't be scrolled to. */
  async cutOff(): Promise<string[]> {
    await this.page.setViewportSize(SMALL_SCREEN);
    const found = await this.page.evaluate<string[]>(CUT_OFF);
    await this.page.setViewportSize(SCREEN);
    return found;
  }

  async leave(): Promise<void> {
    await this.context.close();
    // One that had to be ended leaves the folder of its socket: whoever started it takes it away.
    for (const name of readdirSync(os.tmpdir()).filter((each) => each.startsWith('.org.chromium.')))
      rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true });
  }
}

/** The county makes a code for a place; the code as it is shown. */
export async function makeCode(county: Person, search: string, place: string): Promise<string> {
  await county.click('tab-enrol');
  await county.type('place-search', search);
  await county.page.locator(`[data-testid="place"][data-place="${place}"]`).getByTestId('choose-place').click();
  const code = await (await county.sees('code')).getAttribute('data-code');
  await county.click('code-done');
  return code as string;
}

/** First run: enrol the machine and name oneself. */
export async function enrol(
  person: Person,
  address: string,
  code: string,
  machine: string,
  name: string,
  badge: string,
): Promise<void> {
  await person.sees('first-run');
  await person.type('enrol-address', address);
  await person.type('enrol-code', code);
  await person.type('enrol-machine', machine);
  await person.click('enrol');
  await nameOneself(person, name, badge);
}

/** Names the first member of staff at a new machine. */
export async function nameOneself(person: Person, name: string, badge: string): Promise<void> {
  await person.sees('staff-gate');
  if ((await person.at('staff-add').count()) > 0) await person.click('staff-add');
  await person.type('staff-name', name);
  await person.type('staff-id', badge);
  await person.click('staff-save');
}

/** Presses 立即同步 and waits for the light to say what it should. */
export async function syncUntil(person: Person, tone: string): Promise<void> {
  await person.click('sync-now');
  await person.page.locator(`[data-testid="sync-light"][data-tone="${tone}"]`).waitFor();
}
