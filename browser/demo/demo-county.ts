/** A whole county on this machine for trying out: a hub, a centre and a village to open, and what the other 22 centres did. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCode } from '../../hub/device-api/codes.ts';
import { startHub } from '../../hub/hub.ts';
import type { Hub } from '../../hub/hub.ts';
import { deskCaller } from '../../service/handlers/desk-caller.ts';
import { deskWork } from '../../service/sample/desk-work.ts';
import type { DeskWork } from '../../service/sample/desk-work.ts';
import { samplePlaces } from '../../service/sample/sample-places.ts';
import { startSite } from '../../service/site/start-site.ts';
import type { RunningSite } from '../../service/site/start-site.ts';
import type { LocalDate, PlaceCode } from '../../shared/base/brands.ts';
import { inventPerson } from '../../shared/person/invented-people.ts';
import { addDays, localDateOf } from '../../shared/base/local-date.ts';
import type { Clock } from '../../shared/base/local-date.ts';
import { referenceCalendar, referencePlaces } from '../../shared/reference/load.ts';
import { startHost } from '../host.ts';
import type { Host } from '../host.ts';

export interface DemoOptions {
  readonly pages: string;
  readonly version: string;
  readonly random: () => number;
  readonly clock: Clock;
  readonly say: (line: string) => void;
  /** How many of the other centres have a past; all by default, fewer in tests. */
  readonly otherCentres?: number;
  /** Asked between two days of the play: true ends it with a StoppedDemo. */
  readonly stopped?: () => boolean;
  /** Days of the past that are played; 40 by default. */
  readonly days?: number;
  /** Where everything lies, and stays when it ends; a temporary folder that goes with it by default. */
  readonly folder?: string;
}

/** The demo was ended while it was being made; everything is removed already. */
export class StoppedDemo extends Error {
  override readonly name = 'StoppedDemo';
}

export interface DemoCounty {
  readonly hub: Hub;
  readonly adminSecret: string;
  readonly centre: Host;
  readonly village: Host;
  close(): Promise<void>;
}

const DAYS = 40;
/** On an office day of the village. */
const SLIPS = 8;
/** At the centre that is shown, of today and the next working day. */
const APPOINTMENTS = 6;
/** Visitors a day: the shown centre is a busy one. */
const VISITORS = { shown: [3, 6], other: [0, 1] } as const;

export async function startDemo(options: DemoOptions): Promise<DemoCounty> {
  const folder = options.folder ?? mkdtempSync(path.join(tmpdir(), 'bianmin-demo-'));
  const closing: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const one of closing.splice(0).reverse()) await one();
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  try {
    return { ...(await open(options, folder, closing)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  options: DemoOptions,
  folder: string,
  closing: (() => Promise<void>)[],
): Promise<Omit<DemoCounty, 'close'>> {
  const { random, say } = options;
  // One clock for the hub and all sites, put back into the past and let forward day by day.
  const time = { behind: 0 };
  const clock: Clock = { now: () => options.clock.now() - time.behind };
  const hub = await startHub({
    dataFolder: path.join(folder, 'hub'),
    port: 0,
    consolePort: 0,
    pages: options.pages,
    version: options.version,
    now: () => clock.now(),
    log: () => undefined,
  });
  closing.push(() => hub.close());

  const common = { clock, random, facts: 'demo', highWaterFolder: null, built: 0 };
  const host = async (name: string) => {
    const made = await startHost({
      ...common,
      dataFolder: path.join(folder, name),
      pages: options.pages,
      browser: null,
      say,
    });
    closing.push(() => made.close());
    if (made.site === null) throw new Error('the demo has no site');
    return { made, site: made.site };
  };
  const sitDown = async (site: RunningSite, place: PlaceCode, staff: number): Promise<DeskWork> => {
    const { code } = await createCode(hub.ledger.file, place, hub.pin(), clock.now());
    await site.enrol({ address: hub.address, code, machine: '演示电脑' });
    const desk = site.desk();
    if (desk === null) throw new Error(`the demo has no desk at ${place}`);
    const work = deskWork({ call: deskCaller(site), desk, random });
    work.open(Array.from({ length: staff }, () => inventPerson(random).name));
    return work;
  };

  const days = workdays(localDateOf(options.clock.now()), options.days ?? DAYS);
  const goTo = (day: LocalDate) => {
    time.behind = Date.parse(days.at(-1) as string) - Date.parse(day) || 0;
  };
  const play = async (work: (index: number) => Promise<void>) => {
    for (const [index, day] of days.entries()) {
      if (options.stopped?.()) throw new StoppedDemo();
      goTo(day);
      await work(index);
    }
    time.behind = 0;
  };

  const { centre: shown, villages, others } = samplePlaces(referencePlaces(), days[0] as LocalDate);
  goTo(days[0] as LocalDate);
  say('正在搭建演示县：县级服务、一个中心、一个村，和其他中心的办件（约一分钟）…');
  const [centreHost, villageHost] = [await host('centre'), await host('village')];
  const centre = await sitDown(centreHost.site, shown, 4);
  const agent = await sitDown(villageHost.site, villages[0], 1);
  await play(async (index) => {
    centre.goOn();
    visitors(centre, VISITORS.shown, random);
    if (index % 5 !== 2) return;
    // The last office day is still with the village's rows as the centre will find them.
    agent.officeDay(SLIPS);
    await villageHost.site.syncNow();
    await centreHost.site.syncNow();
    if (index < days.length - 5) centre.receive();
  });
  centre.joint();
  centre.joint();
  centre.appointments(APPOINTMENTS);
  agent.appointments(2);
  await centreHost.site.syncNow();
  await villageHost.site.syncNow();

  const rest = others.slice(0, options.otherCentres ?? others.length);
  for (const [index, place] of rest.entries()) {
    if (index % 5 === 4) say(`  其他中心：${index + 1} / ${rest.length}`);
    goTo(days[0] as LocalDate);
    const site = startSite({ ...common, dataFolder: path.join(folder, `other-${index}`) });
    try {
      const work = await sitDown(site, place, 2);
      await play(async () => {
        work.goOn();
        visitors(work, VISITORS.other, random);
      });
      await site.syncNow();
    } finally {
      await site.close();
    }
  }
  time.behind = 0;
  return { hub, adminSecret: hub.newAdminSecret ?? '', centre: centreHost.made, village: villageHost.made };
}

/** The working days of the last `days` days, today last of all. */
function workdays(today: LocalDate, days: number): readonly LocalDate[] {
  const past = Array.from({ length: days }, (_, index) => addDays(today, index - days));
  return [...past.filter((day) => referenceCalendar().day(day).workday), today];
}

function visitors(work: DeskWork, [least, most]: readonly [number, number], random: () => number): void {
  const count = least + Math.floor(random() * (most - least + 1));
  for (let i = 0; i < count; i += 1) work.visitor();
}
