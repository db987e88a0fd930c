import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import PouchDB from 'pouchdb-core';
import sqlite, { openStore, type Store } from '../../store/pouch/index.ts';
import type { BenchRow } from './rows.ts';

PouchDB.plugin(sqlite as unknown as PouchDB.Plugin);

const KEY = 'c0ffee11'.repeat(8);
const BATCH = 5000;
const LEDGERS = 400;
const MIB = 1024 * 1024;

/** A document as an event is: some 500 bytes, its id a day and the hash of its content. */
function makeEvent(i: number): { _id: string; _rev: string } & Record<string, unknown> {
  const day = 20260101 + (Math.floor(i / 400) % 28);
  const hash = (BigInt(i) * 0x9e3779b97f4a7c15n) & 0xffffffffffffffffn;
  const name = hash.toString(32).padStart(13, '0').repeat(2);
  return {
    _id: `${day}-${name}`,
    _rev: `1-${name.slice(0, 16).padEnd(32, '0')}`,
    v: 1,
    type: 'accepted',
    case: `20260102-${name.slice(3)}abc`,
    on: '2026-01-05',
    at: '2026-01-05T01:02:03.000Z',
    by: { place: '431222101001', staff: 's-17', device: 'd-3f2a9c', series: 'k3j5h2', seq: i, prev: name },
    data: { matter: 'm-17', name: '张某某', phone: '13800000000', note: '材料齐全，当场受理，五个工作日内办结' },
    sig: name.repeat(3),
  };
}

function connect(path: string): Database.Database {
  const connection = new Database(path);
  connection.pragma("cipher = 'chacha20'");
  connection.pragma(`key = "raw:${KEY}"`);
  connection.pragma('journal_mode = WAL');
  return connection;
}

function fill(store: Store, docs: number): number {
  let bytes = 0;
  for (let start = 0; start < docs; start += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, docs - start) }, (_, i) => makeEvent(start + i));
    for (const event of batch) bytes += Buffer.byteLength(JSON.stringify(event));
    store.putFirst('ledger', batch);
  }
  return bytes;
}

type Pouch = PouchDB.Database;
type Noted = () => void;

/** Changes that a reader awaits at a time. */
const PAGE = 1000;

async function inPages(pouch: Pouch, options: object, noted: Noted): Promise<void> {
  for (let since = 0; ;) {
    const { results, last_seq } = await pouch.changes({ ...options, since, limit: PAGE });
    if (results.length === 0) return;
    since = Number(last_seq);
    noted();
  }
}

/** Ways to go through all changes of a file; `noted` is called for every page. */
const READERS = {
  /** Heard one after the other with their documents, kept nowhere. */
  heard: async (pouch: Pouch, noted: Noted) => {
    let heard = 0;
    await pouch.changes({ include_docs: true, return_docs: false }).on('change', () => {
      if (++heard % PAGE === 0) noted();
    });
  },
  pages: (pouch: Pouch, noted: Noted) => inPages(pouch, {}, noted),
  documents: (pouch: Pouch, noted: Noted) => inPages(pouch, { include_docs: true }, noted),
  /** The peer: as many pages of like documents, parsed and held as long, from no database. */
  parsed: async (pouch: Pouch, noted: Noted) => {
    const { update_seq: docs } = await pouch.info();
    const text = Buffer.from(JSON.stringify(makeEvent(1)));
    for (let start = 0; start < Number(docs); start += PAGE) {
      const page = Array.from({ length: PAGE }, () => JSON.parse(text.toString()) as unknown);
      await new Promise((resolve) => setImmediate(resolve, page));
      noted();
    }
  },
};
type Reader = keyof typeof READERS;

/** The highest memory of reading all, in bytes. */
async function readAll(path: string, reader: Reader): Promise<number> {
  const connection = connect(path);
  const store = openStore(connection);
  const pouch = new PouchDB('ledger', { adapter: 'sqlite', store } as PouchDB.Configuration.DatabaseConfiguration);
  let highest = 0;
  await READERS[reader](pouch, () => (highest = Math.max(highest, process.memoryUsage.rss())));
  connection.close();
  return highest;
}

/** The same in MiB and in a process of its own: the one that has written the file still holds what it wrote. */
function highestMemory(path: string, reader: Reader): number {
  const script = [import.meta.filename, '--read', path, reader];
  const { stdout, stderr } = spawnSync(process.execPath, script, { encoding: 'utf8' });
  if (!/^[0-9]+\n$/.test(stdout)) throw new Error(stderr);
  return round(Number(stdout) / MIB);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Memory of the ways to read: flat for any number of documents, as far as it is ours. */
function memoryRows(path: string): BenchRow[] {
  const row = (name: string, reader: Reader): BenchRow => {
    return { name: `changes ${name}: highest memory`, ours: highestMemory(path, reader), unit: 'MiB' };
  };
  const documents = row(`in pages of ${PAGE} with documents`, 'documents');
  const parsed = highestMemory(path, 'parsed');
  return [
    row('one after the other', 'heard'),
    row(`in pages of ${PAGE}`, 'pages'),
    { ...documents, peer: [{ name: 'no database', value: parsed }], ratio: round(documents.ours / parsed) },
  ];
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Milliseconds to open one of many databases in the store, until it answers. */
async function openingTime(store: Store): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < LEDGERS; i++) {
    const start = performance.now();
    const options = { adapter: 'sqlite', store } as PouchDB.Configuration.DatabaseConfiguration;
    await new PouchDB(`ledger-${i}`, options).info();
    times.push(performance.now() - start);
  }
  return median(times);
}

/** Size, memory and opening time of one encrypted file with `docs` events. */
export async function run(docs = 500_000): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pouch-scale-'));
  try {
    const path = join(folder, 'scale.db');
    const connection = connect(path);
    const store = openStore(connection);
    const json = fill(store, docs);
    connection.pragma('wal_checkpoint(TRUNCATE)');
    const size = statSync(path).size / json;
    const opening = await openingTime(store);
    connection.close();
    return [
      { name: `file of ${docs} events over their JSON`, ours: round(size), unit: '×' },
      ...memoryRows(path),
      { name: `open one of ${LEDGERS} databases`, ours: round(opening), unit: 'ms' },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main && process.argv[2] === '--read') {
  console.log(await readAll(process.argv[3]!, process.argv[4] as Reader));
} else if (import.meta.main) {
  for (const { name, ours, unit, peer = [] } of await run(Number(process.argv[2] ?? 1_000_000))) {
    console.log(`${name}: ${ours} ${unit}${peer.map((each) => ` | ${each.name} ${each.value}`).join('')}`);
  }
}
