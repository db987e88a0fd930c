/** Sites at work while they are killed and while the line misbehaves; what must hold afterwards. */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { PlaceCode } from '../../shared/base/brands.ts';
import { type BrokenNetwork, brokenNetwork, type Weather } from '../broken-network.ts';
import { seededRandom } from '../../shared/base/seeded-random.ts';
import { HubProcess } from '../hub/hub-process.ts';
import { differences, eventIds, faultsOf, fileOf, insideHub } from '../site/compare.ts';
import { CENTRE, Machine, type OpenMachine, VILLAGE } from '../site/machine.ts';
import { countingWire, type Wire } from '../site/wire.ts';
import { seededCases, type Work } from '../site/work.ts';

export interface ChaosReport {
  readonly summary: string;
  /** Empty when everything held. */
  readonly faults: string[];
}

/** Runs until so many lines were said, then kills; answers the whole lines. */
async function sayingUntilKilled(child: ChildProcess, after: number): Promise<string[]> {
  let [said, complaint] = ['', ''];
  child.stderr?.on('data', (part: Buffer) => (complaint += part.toString()));
  child.stdout?.on('data', (part: Buffer) => {
    said += part.toString();
    if (said.split('\n').length > after) child.kill('SIGKILL');
  });
  const signal = await new Promise((done) => child.once('close', (_code, by) => done(by)));
  if (signal !== 'SIGKILL') throw new Error(`the writer ended by itself: ${complaint}`);
  return said.split('\n').slice(0, -1);
}

/** A centre is killed (-9) again and again while it registers cases and syncs them. */
export async function killSite(kills: number, seed: number): Promise<ChaosReport> {
  const next = seededRandom(seed);
  const hub = await new HubProcess().start();
  const machine = new Machine();
  const other = new Machine();
  const acknowledged: string[] = [];
  const faults: string[] = [];
  try {
    await machine.enrol(hub, CENTRE);
    for (let kill = 0; kill < kills; kill += 1) {
      const child = machine.spawn('test/chaos/site-writer.ts', [machine.base, `${kill * 10_000}`, `${seed + kill}`]);
      const lines = await sayingUntilKilled(child, 1 + Math.floor(next() * 25));
      acknowledged.push(...lines.map((line) => line.split(' ')[1] as string));
    }
    const open = await machine.open();
    await open.call('sync.now', {});
    faults.push(...(await faultsOf('site', open)));
    const cases = new Set(fileOf(open).sql('SELECT case_id FROM case_row').pluck().all() as string[]);
    for (const id of acknowledged) if (!cases.has(id)) faults.push(`${id} was acknowledged and is lost`);
    // At each kill one case may have been on disk before its line was said.
    if (cases.size > acknowledged.length + kills) faults.push(`${cases.size} cases of ${acknowledged.length}`);
    const here = eventIds(fileOf(open), CENTRE);
    await open.close();
    await other.enrol(hub, CENTRE);
    const second = await other.open();
    await second.call('sync.now', {});
    const there = eventIds(fileOf(second), CENTRE);
    faults.push(...here.filter((id) => !there.includes(id)).map((id) => `${id} did not reach another machine`));
    faults.push(...(await faultsOf('another machine', second)));
    await second.close();
    await hub.stop();
    faults.push(
      ...differences(
        'hub and another machine',
        insideHub(hub, (file) => eventIds(file, CENTRE)),
        there,
      ),
    );
  } finally {
    await hub.remove();
    machine.remove();
    other.remove();
  }
  return { summary: `${kills} kills, ${acknowledged.length} acknowledged cases`, faults };
}

/** Short enough that a hung line costs a test little. */
const LIMITS = { idleMs: 300, stallMs: 1_000, debounceMs: 60_000 };

const BAD_WEATHER: readonly ((next: () => number) => Weather)[] = [
  () => ({ kind: 'refuse' }),
  () => ({ kind: 'half-open' }),
  (next) => ({ kind: 'cut', afterBytes: Math.floor(next() * 6000) }),
  (next) => ({ kind: 'slow', delayMs: 1 + Math.floor(next() * 20) }),
  () => ({ kind: 'garbage' }),
  () => ({ kind: 'portal' }),
];

/** A machine behind a line of its own. */
interface Station {
  readonly machine: Machine;
  readonly line: BrokenNetwork;
  open: OpenMachine;
}

interface County {
  readonly hub: HubProcess;
  readonly wire: Wire;
  readonly village: Station;
  readonly centre: Station;
  readonly next: () => number;
  readonly work: Work;
}

async function station(hub: HubProcess, wire: Wire, place: PlaceCode): Promise<Station> {
  const line = await brokenNetwork(wire.port);
  const machine = await new Machine().enrol(hub, place, `https://127.0.0.1:${line.port}`);
  return { machine, line, open: await machine.open({ limits: LIMITS }) };
}

const handOver = ({ work, village, next }: County) => work.handOver(village.open, 1 + Math.floor(next() * 3));
const register = ({ work, centre }: County) => work.register(centre.open);

/** The centre takes what has come from the village, if anything has. */
async function receive({ centre, next }: County): Promise<void> {
  const { rows } = await centre.open.call('cases.list', { list: 'from-villages', limit: 200 });
  const taken = rows.filter(() => next() < 0.6).map((row) => row.case);
  if (taken.length > 0) await centre.open.call('cases.receiveMany', { cases: taken });
}

const eitherOf = ({ village, centre, next }: County): Station => (next() < 0.5 ? village : centre);

async function restartHub({ hub, wire }: County): Promise<void> {
  await hub.stop('SIGKILL');
  await hub.start();
  wire.to(hub.port);
}

async function reopen(at: Station): Promise<void> {
  await at.open.close();
  at.open = await at.machine.open({ limits: LIMITS });
}

/** What happens on a day, and how often beside the others. */
const DOINGS: readonly (readonly [weight: number, (county: County) => Promise<unknown>])[] = [
  [4, handOver],
  [4, register],
  [3, receive],
  [6, (county) => eitherOf(county).open.call('sync.now', {})],
  [2, ({ village, centre }) => Promise.all([village, centre].map(({ open }) => open.call('sync.now', {})))],
  // A sync under way while the desk is in use.
  [2, (county) => Promise.all([county.centre.open.call('sync.now', {}), wait(5).then(() => register(county))])],
  [
    5,
    async (county) => {
      const kind = BAD_WEATHER[Math.floor(county.next() * BAD_WEATHER.length)];
      eitherOf(county).line.set(kind === undefined || county.next() < 0.4 ? { kind: 'fine' } : kind(county.next));
    },
  ],
  [1, restartHub],
  [1, (county) => reopen(eitherOf(county))],
];

function choose(next: () => number): (county: County) => Promise<unknown> {
  let at = next() * DOINGS.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, doing] of DOINGS) {
    at -= weight;
    if (at < 0) return doing;
  }
  return register;
}

/** The weather clears; a few runs at most, then all must be everywhere. */
async function settle({ village, centre }: County): Promise<string[]> {
  const faults: string[] = [];
  for (const { line } of [village, centre]) line.set({ kind: 'fine' });
  for (const { open } of [village, centre, village, centre, village]) await open.call('sync.now', {});
  for (const [name, { open }] of Object.entries({ village, centre })) {
    const { unsynced, text } = await open.call('sync.status', {});
    if (unsynced > 0) faults.push(`${name}: ${unsynced} not received by the hub: ${text}`);
    faults.push(...(await faultsOf(name, open)));
  }
  return faults;
}

/** A village and its centre work for so many steps while lines, hub and programs fail by the dice of `seed`. */
export async function badWeather(steps: number, seed: number): Promise<ChaosReport> {
  const hub = await new HubProcess().start();
  const wire = await countingWire(hub.port);
  const made: Station[] = [];
  try {
    for (const place of [VILLAGE, CENTRE]) made.push(await station(hub, wire, place));
    const [village, centre] = made as [Station, Station];
    const county: County = { hub, wire, village, centre, next: seededRandom(seed), work: seededCases(seed) };
    for (let step = 0; step < steps; step += 1) await choose(county.next)(county);
    const faults = await settle(county);
    const held = { village: fileOf(village.open), centre: fileOf(centre.open) };
    await hub.stop();
    insideHub(hub, (file) => {
      const atHub = eventIds(file, VILLAGE);
      faults.push(...differences('village ledger, hub and village', atHub, eventIds(held.village, VILLAGE)));
      faults.push(...differences('village ledger, hub and centre', atHub, eventIds(held.centre, VILLAGE)));
      const own = eventIds(file, CENTRE);
      faults.push(...differences('centre ledger, hub and centre', own, eventIds(held.centre, CENTRE)));
    });
    const events = held.centre.sql('SELECT count(*) FROM event_row').pluck().get() as number;
    return { summary: `${steps} steps, ${events} events`, faults };
  } finally {
    for (const { open, line, machine } of made) {
      await open.close();
      await line.close();
      machine.remove();
    }
    await wire.close();
    await hub.remove();
  }
}
