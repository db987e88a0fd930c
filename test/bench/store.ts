/** The store's figures: saving, importing, lists and search over 100,000 cases, opening, taking in what others wrote. */
import { randomBytes } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Station } from '../../shared/base/brands.ts';
import { inventPerson } from '../../shared/person/invented-people.ts';
import { countLists, listCases } from '../../store/projection/cases.ts';
import { makeSigningKey } from '../../store/trust/crypto.ts';
import { openDataFile } from '../../store/file/data-file.ts';
import { figureCounts } from '../../store/projection/figures.ts';
import { readIdentity, enrolIdentity } from '../../store/trust/identity.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import { reference, tempFolder, tempSite, TestClock } from '../../store/testing/temp-site.ts';
import { CENTRE, person, proxied, received, STAFF, VILLAGE, Writer } from '../../store/testing/writer.ts';
import type { DataFile, Ledger } from '../../store/types.ts';
import { seededRandom } from '../../shared/base/seeded-random.ts';
import { fill, foreignEvents } from './store-data.ts';
import { now, TODAY } from '../clock.ts';

export interface BenchRow {
  readonly name: string;
  readonly ours: number;
  readonly unit: string;
  readonly budget?: string;
  readonly ok?: boolean;
}

const CASES = Number(process.env['BENCH_CASES'] ?? 100_000);
const FOREIGN = 20_000;
const STATION = 'a7' as Station;

const round = (value: number): number => Math.round(value * 100) / 100;

function timed(fn: () => unknown): number {
  const start = performance.now();
  fn();
  return performance.now() - start;
}

function at(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const within = (name: string, ms: number, budget: number): BenchRow => ({
  name,
  ours: round(ms),
  unit: 'ms',
  budget: `< ${budget} ms`,
  ok: ms < budget,
});

function enrol(file: DataFile): Ledger {
  const clock = new TestClock();
  clock.time = now();
  if (readIdentity(file) === null)
    enrolIdentity(
      file,
      {
        device: 'benchbenchbenchb' as never,
        place: CENTRE,
        station: STATION,
        key: makeSigningKey(),
        certificate: null,
        secret: null,
        hub: null,
        machine: 'bench',
        facts: 'bench',
      },
      clock.now(),
    );
  return openLedger(file, { clock, reference: reference() });
}

const random = seededRandom(7);
const invented = () => {
  const { name, idNumber, phone } = inventPerson(random);
  return person(name, { idNumber, idVerified: true, phone });
};

/** Registered, accepted and concluded in one action: three events, acknowledged on disk. */
function saveCase(ledger: Ledger): void {
  ledger.transaction(() => {
    const number = ledger.nextNumber(CENTRE, TODAY, STATION);
    const by = { ledger: CENTRE, staff: STAFF };
    const first = ledger.append({ ...by, ...received({ number, on: TODAY, person: invented() }) });
    const accepted = ledger.append({ ...by, type: 'accepted', case: first.id, after: [first.id], on: TODAY, data: {} });
    ledger.append({
      ...by,
      type: 'concluded',
      case: first.id,
      after: [accepted.id],
      on: TODAY,
      data: { result: 'approved' },
    });
  });
}

function commitRows(ledger: Ledger, rows: number): void {
  ledger.transaction(() => {
    for (let i = 0; i < rows; i += 1) {
      const number = ledger.nextNumber(VILLAGE, TODAY, STATION);
      const by = { ledger: VILLAGE, staff: STAFF };
      const first = ledger.append({
        ...by,
        ...proxied({ number, on: TODAY, person: invented(), slip: `bench ${number}` }),
      });
      ledger.append({
        ...by,
        type: 'handed-over',
        case: first.id,
        after: [first.id],
        on: TODAY,
        data: { list: 'bench', count: rows },
      });
    }
  });
}

const context = () => ({
  today: TODAY,
  soon: reference().calendar.addWorkdays(TODAY, 2).date,
  at: 'centre' as const,
});
const LISTS = ['all', 'open', 'overdue', 'due-today', 'concluded', 'to-collect', 'unsynced'] as const;
/** What people type, letter by letter. */
const TYPED = [
  '向建国',
  '陈',
  'xiang',
  'xjg',
  'zhangxiaoming',
  '433022',
  '19700101',
  '138',
  '5678',
  'b20017',
  '无此人',
];

function lists(file: DataFile): BenchRow[] {
  const first: { readonly list: string; readonly ms: number }[] = [];
  const next: number[] = [];
  for (const list of LISTS) {
    const query = { list, ...context(), limit: 60 };
    first.push({ list, ms: timed(() => listCases(file, query)) });
    const page = listCases(file, query);
    if (page.next !== null) next.push(timed(() => listCases(file, { ...query, after: page.next as string })));
  }
  const slowest = first.reduce((one, other) => (other.ms > one.ms ? other : one));
  const typed = TYPED.flatMap((word) =>
    Array.from(word, (_, i) =>
      timed(() => listCases(file, { list: 'all', ...context(), query: word.slice(0, i + 1), limit: 60 })),
    ),
  );
  const month = { from: `${TODAY.slice(0, 8)}01` as typeof TODAY, to: TODAY, today: TODAY };
  const figures = timed(() =>
    figureCounts(file, {
      ...month,
      figures: ['received', 'accepted', 'concluded', 'overdue', 'open', 'proxied', 'disputed'],
      by: 'centre',
    }),
  );
  return [
    within(`list of ${CASES} cases: first rows, slowest of ${LISTS.length} lists (${slowest.list})`, slowest.ms, 50),
    within('next page, slowest', Math.max(...next), 30),
    within(
      'counts of all lists',
      timed(() => countLists(file, context())),
      50,
    ),
    within('search as you type: p95', at(typed, 0.95), 50),
    within('search as you type: slowest', Math.max(...typed), 50),
    { name: 'seven figures of the county over all cases', ours: round(figures), unit: 'ms' },
  ];
}

/** As a first sync does it: in batches, each checked ahead on other threads where `ahead`. */
async function takeForeign(ahead: boolean): Promise<BenchRow> {
  const BATCH = 500;
  const site = tempSite();
  const writers = Array.from({ length: 20 }, () => new Writer(CENTRE));
  for (const writer of writers) site.trust(writer);
  const events = foreignEvents(writers, FOREIGN);
  const start = performance.now();
  for (let from = 0; from < events.length; from += BATCH) {
    const batch = events.slice(from, from + BATCH);
    if (ahead) await site.ledger.verifyAhead(batch);
    site.pull(CENTRE, batch, BATCH);
  }
  const ms = performance.now() - start;
  site.remove();
  const how = ahead ? 'signatures on other threads' : 'all on one thread';
  return within(`take in ${FOREIGN} events of others, ${how}`, ms, 10_000);
}

/** Runs everything in a fresh folder; some minutes for 100,000 cases. */
export async function run(): Promise<BenchRow[]> {
  const folder = tempFolder();
  const file = path.join(folder, 'bench.db');
  const key = randomBytes(32);
  try {
    const made = timed(() => fill(file, key, CASES));
    let data: DataFile | undefined;
    const opened = timed(() => {
      data = openDataFile({ path: file, key });
      openLedger(data, { clock: new TestClock(), reference: reference() });
      listCases(data, { list: 'all', ...context(), limit: 60 });
      countLists(data, context());
    });
    if (data === undefined) return [];
    const size = statSync(file).size;
    const rows: BenchRow[] = [within(`open with ${CASES} cases to the first answer`, opened, 1500), ...lists(data)];
    data.close();
    data = openDataFile({ path: file, key });
    const ledger = enrol(data);
    saveCase(ledger);
    const saves = Array.from({ length: 200 }, () => timed(() => saveCase(ledger)));
    rows.push(
      within('save a case of three events, on disk: p95', at(saves, 0.95), 20),
      { name: 'save a case: median', ours: round(at(saves, 0.5)), unit: 'ms' },
      within(
        'commit 500 rows of a village as one',
        timed(() => commitRows(ledger, 500)),
        1000,
      ),
      { name: 'bytes on disk a case', ours: Math.round(size / CASES), unit: 'B' },
      { name: `make ${CASES} cases: documents and rebuild`, ours: round(made / 1000), unit: 's' },
    );
    data.close();
    return [...rows, await takeForeign(false), await takeForeign(true)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main)
  for (const { name, ours, unit, budget = '', ok } of await run())
    console.log(`${ok === false ? '✗' : ' '} ${name}: ${ours} ${unit} ${budget}`);
