import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import PouchDB from 'pouchdb';
import memory from 'pouchdb-adapter-memory';
import sqlite from '../../store/pouch/index.ts';
import { run as measureScale } from './adapter-scale.ts';
import type { BenchRow } from './rows.ts';

PouchDB.plugin(memory).plugin(sqlite);

type Pouch = PouchDB.Database<Record<string, unknown>>;
interface Contender {
  name: string;
  options: object;
}

const KEY = 'c0ffee11'.repeat(8);
/** The first is ours in the setting that compares with leveldb, which does not sync; the second is what we ship. */
const CONTENDERS: readonly Contender[] = [
  { name: 'sqlite', options: { adapter: 'sqlite', synchronous: 'NORMAL' } },
  { name: 'sqlite, encrypted, FULL', options: { adapter: 'sqlite', synchronous: 'FULL', key: KEY } },
  { name: 'leveldb', options: { adapter: 'leveldb' } },
  { name: 'memory', options: { adapter: 'memory' } },
];

const DOCS = 10_000;
const PUTS = 2000;
const BATCH = 500;

const id = (i: number) => `2026${String(1000 + ((i * 7919) % 9000)).slice(0, 4)}-${String(i).padStart(8, '0')}`;

/** A small document of some 300 bytes, like an event. */
function makeDoc(i: number): Record<string, unknown> & { _id: string } {
  return {
    _id: id(i),
    type: 'accepted',
    case: id(i >> 2),
    at: '2026-03-02T01:02:03.000Z',
    by: { place: '431222101001', device: `d${i % 40}`, staff: 's-17', seq: i },
    data: { matter: `m-${i % 92}`, note: '材料齐全，当场受理', amount: i, tags: ['a', 'b', 'c'] },
  };
}

interface Bench {
  name: string;
  /** `source` is the address of a database of our hub that holds the documents. */
  run(pouch: Pouch, fresh: (suffix: string) => Pouch, source: string): Promise<number>;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function fill(pouch: Pouch): Promise<void> {
  for (let start = 0; start < DOCS; start += BATCH) {
    await pouch.bulkDocs(Array.from({ length: BATCH }, (_, i) => makeDoc(start + i)));
  }
}

const BENCHES: readonly Bench[] = [
  { name: `bulkDocs, ${DOCS} by ${BATCH}`, run: (pouch) => timed(() => fill(pouch)) },
  {
    name: `${PUTS} single puts, one after the other`,
    run: async (_pouch, fresh) => {
      const other = fresh('puts');
      await other.info();
      return timed(async () => {
        for (let i = 0; i < PUTS; i++) await other.put(makeDoc(i));
      });
    },
  },
  {
    name: `${PUTS} single puts, 50 at a time`,
    run: async (_pouch, fresh) => {
      const other = fresh('together');
      await other.info();
      return timed(async () => {
        for (let i = 0; i < PUTS; i += 50) {
          await Promise.all(Array.from({ length: 50 }, (_, j) => other.put(makeDoc(i + j))));
        }
      });
    },
  },
  {
    name: `${DOCS} random gets`,
    run: (pouch) =>
      timed(async () => {
        for (let i = 0; i < DOCS; i++) await pouch.get(id((i * 7919) % DOCS));
      }),
  },
  { name: 'allDocs', run: (pouch) => timed(() => pouch.allDocs()) },
  { name: 'allDocs with documents', run: (pouch) => timed(() => pouch.allDocs({ include_docs: true })) },
  {
    name: 'allDocs with 1,000 keys',
    run: (pouch) => {
      const keys = Array.from({ length: 1000 }, (_, i) => id(i * 9));
      return timed(() => pouch.allDocs({ keys, include_docs: true }));
    },
  },
  { name: 'changes', run: (pouch) => timed(() => toPromise(pouch.changes({}))) },
  {
    name: 'changes with documents',
    run: (pouch) => timed(() => toPromise(pouch.changes({ include_docs: true }))),
  },
  {
    name: 'replicate local to local',
    run: (pouch, fresh) => timed(() => toPromise(pouch.replicate.to(fresh('copy')))),
  },
  {
    name: 'pull over HTTP from our hub',
    run: (_pouch, fresh, source) =>
      timed(() => toPromise(fresh('pulled').replicate.from(new PouchDB(source, { fetch }), { batch_size: BATCH }))),
  },
];

/** Our hub in a process of its own, with the documents in one database. */
async function startSource(folder: string): Promise<{ readonly hub: ChildProcess; readonly address: string }> {
  mkdirSync(folder, { recursive: true });
  const script = join(import.meta.dirname, 'pull-source.ts');
  const hub = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve, reject) => {
    hub.stdout.on('data', (part: Buffer) => {
      const found = /listening (\S+)/.exec(part.toString());
      if (found?.[1]) resolve(found[1]);
    });
    hub.once('exit', () => reject(new Error('the hub did not start')));
  });
  const address = `${url.replace(/\/$/, '')}/source`;
  await fill(new PouchDB(address));
  return { hub, address };
}

function toPromise<T>(thenable: PromiseLike<T>): Promise<T> {
  return Promise.resolve(thenable);
}

/** Every bench on one adapter, in order: they use the documents that the first one writes. */
async function measure(contender: Contender, folder: string, source: string): Promise<number[]> {
  mkdirSync(folder, { recursive: true });
  const opened: Pouch[] = [];
  const fresh = (suffix: string): Pouch => {
    const pouch: Pouch = new PouchDB(join(folder, `${opened.length}-${suffix}`), contender.options);
    opened.push(pouch);
    return pouch;
  };
  const pouch = fresh('main');
  await pouch.info();
  const times: number[] = [];
  for (const bench of BENCHES) times.push(await bench.run(pouch, fresh, source));
  for (const each of opened) await each.destroy();
  return times;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Measures all contenders in turn, several rounds, and compares the medians. Milliseconds: smaller is better. */
async function compare(rounds: number): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pouch-bench-'));
  const source = await startSource(join(folder, 'source'));
  try {
    const figures = CONTENDERS.map((): number[][] => []);
    for (let round = 0; round < rounds; round++) {
      for (const [index, contender] of CONTENDERS.entries()) {
        figures[index]!.push(await measure(contender, join(folder, `${round}-${index}`), source.address));
      }
    }
    return BENCHES.map((bench, row) => {
      const [ours = 0, ...others] = figures.map((times) => Math.round(median(times.map((all) => all[row]!)) * 10) / 10);
      const peer = others.map((value, index) => ({ name: CONTENDERS[index + 1]!.name, value }));
      const ratio = Math.round((peer.find(({ name }) => name === 'leveldb')!.value / ours) * 10) / 10;
      return { name: bench.name, ours, unit: 'ms', peer, ratio };
    });
  } finally {
    source.hub.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Events in the one file whose size, memory and opening time are measured. */
const SCALE = 100_000;

/** The adapter beside leveldb and memory, and what a large file costs. The first round warms all three adapters up. */
export async function run(rounds = 5): Promise<BenchRow[]> {
  return [...(await compare(rounds)), ...(await measureScale(SCALE))];
}

if (import.meta.main) {
  for (const { name, ours, unit, peer = [], ratio } of await run(Number(process.argv[2] ?? 5))) {
    const others = peer.map((each) => ` | ${each.name} ${each.value}`).join('');
    console.log(`${name}: ${ours} ${unit}${others}${ratio === undefined ? '' : ` | ratio ${ratio}`}`);
  }
}
