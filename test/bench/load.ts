/**
 * The worst morning: the line to all 23 centres and 404 villages is back at the same moment, each with 50 cases that wait, while a new machine of
 * one centre asks for five years. A real hub process, a connection for each site, requests as the replicator makes them.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { referencePlaces } from '../../shared/reference/load.ts';
import type { LocalDate, PlaceCode } from '../../shared/base/brands.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import type { FakeDevice } from '../hub/fake-device.ts';
import { HubProcess } from '../hub/hub-process.ts';
import { makeCounty } from './load-county.ts';
import { LoadSite, type Times } from './load-site.ts';
import { type BenchRow, round, secondsOf } from './rows.ts';

/** Small memory, as the unit of docs/OPERATE.md runs it. */
const AS_INSTALLED = { NODE_OPTIONS: '--max-semi-space-size=4', MALLOC_ARENA_MAX: '2' };
const CASES = 50;
const EVENTS = 5;
/** Five years of a centre: some 9 cases on each of 250 working days a year. */
const YEARS_CASES = 5 * 250 * 9;
const AT_A_TIME = 8;
/** A centre whose villages are not all through yet; a site itself would look again in five minutes. */
const LOOK_AGAIN_MS = 2000;

const two = (n: number) => String(n).padStart(2, '0');
const dayOfOutage = (n: number) => `2026-11-${two(16 + (n % 5))}`;

/** Taken in at a village, handed over, and remarked on three times. */
function villageCase(device: FakeDevice, on: string): LedgerEvent[] {
  const first = device.proxyReceived(on);
  const note = () => device.event('noted', on, { text: '已告知申请人' }, { case: first._id, about: first._id });
  return [first, device.step('handed-over', on, first), note(), note(), note()];
}

function casesOf(device: FakeDevice, isCentre: boolean): LedgerEvent[] {
  return Array.from({ length: CASES }, (_, n) =>
    isCentre ? device.caseOfFive(dayOfOutage(n)) : villageCase(device, dayOfOutage(n)),
  ).flat();
}

async function inTurns<T>(list: readonly T[], atATime: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...list];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}

interface Counts {
  readonly events: number;
  readonly cases: number;
}

/** Until the county's figures hold everything that was taken. */
async function settled(hub: HubProcess): Promise<Counts> {
  for (;;) {
    const { due, ...counts } = await hub.county<Counts & { due: number }>('county.status');
    if (due === 0) return counts;
  }
}

/** The most memory the hub ever held, in MB; NaN where the system does not tell. */
function peakMemory(hub: HubProcess): number {
  try {
    const status = readFileSync(`/proc/${hub.pid}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
  } catch {
    return Number.NaN;
  }
}

/** A centre has had its morning when all that its villages wrote is here, too. */
async function pullVillages(centre: LoadSite, villages: ReadonlySet<PlaceCode>): Promise<void> {
  const marks = new Map<PlaceCode, { seq: number | string; docs: number }>();
  for (;;) {
    await centre.pulse();
    const moved = [...centre.moved].filter((place) => villages.has(place));
    centre.moved.clear();
    await inTurns(moved, 3, async (place) => {
      const before = marks.get(place) ?? { seq: 0, docs: 0 };
      const { seq, docs } = await centre.pull(place, before.seq);
      marks.set(place, { seq, docs: before.docs + docs });
    });
    const whole = [...marks.values()].filter(({ docs }) => docs >= CASES * EVENTS).length;
    if (whole === villages.size) return;
    await wait(LOOK_AGAIN_MS);
  }
}

export async function run(): Promise<BenchRow[]> {
  const places = referencePlaces();
  const hub = new HubProcess();
  const times: Times = { longest: 0, longestRoute: '', requests: 0, later: 0 };
  const { devices, fresh: machine, adminSecret } = await makeCounty(hub.folder, YEARS_CASES);
  hub.adminSecret = adminSecret;
  hub.settings = AS_INSTALLED;
  await hub.start();
  const open: LoadSite[] = [];
  try {
    const isCentre = (code: PlaceCode) => places.place(code)?.kind === 'centre';
    for (const device of devices) open.push(new LoadSite(hub, device, casesOf(device, isCentre(device.place)), times));
    const fresh = new LoadSite(hub, machine, [], times);
    open.push(fresh);
    await inTurns(open, AT_A_TIME, (site) => site.begin());
    Object.assign(times, { longest: 0, requests: 0, later: 0 });
    const villagesOf = Map.groupBy(
      devices.map(({ place }) => place).filter((code) => !isCentre(code)),
      (village) => places.centreOf(village, dayOfOutage(0) as LocalDate),
    );
    let handedIn = 0;
    const total = await secondsOf(async () => {
      const started = performance.now();
      await Promise.all(
        open.map(async (site) => {
          if (site === fresh) {
            const { docs } = await site.pull(machine.place, 0);
            if (docs < YEARS_CASES * EVENTS) throw new Error(`${docs} documents of five years`);
            return;
          }
          await site.push();
          handedIn = Math.max(handedIn, performance.now() - started);
          const villages = villagesOf.get(site.device.place);
          if (villages !== undefined) await pullVillages(site, new Set(villages));
        }),
      );
    });
    const rest = await secondsOf(() => settled(hub));
    const counts = await settled(hub);
    const expected = devices.length * CASES + YEARS_CASES;
    if (counts.cases !== expected) throw new Error(`${counts.cases} cases of ${expected}`);
    return [
      { name: 'all sites and a fresh centre, all figures settled', ours: round(total + rest), unit: 's' },
      { name: 'every site has its receipts', ours: round(handedIn / 1000), unit: 's' },
      { name: 'longest request', ours: round(times.longest / 1000), unit: `s (${times.longestRoute})` },
      { name: 'requests', ours: times.requests, unit: 'requests' },
      { name: 'answers to come again later', ours: times.later, unit: 'requests' },
      { name: 'memory of the hub at its peak', ours: peakMemory(hub), unit: 'MB' },
    ];
  } finally {
    for (const site of open) site.close();
    await hub.remove();
  }
}
