/** Many ledgers on a thin line, by parcels and by plain replication in the same run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { enrol } from '../../hub/device-api/enrol.ts';
import { secretOf } from '../hub/code-secret.ts';
import type { EventId, PlaceCode, StaffId } from '../../shared/base/brands.ts';
import { referencePlaces } from '../../shared/reference/load.ts';
import { makeSigningKey } from '../../store/trust/crypto.ts';
import { type RealHub, realHub } from '../real-hub.ts';
import { makeSiteFile, SyncSite } from '../site/sync-site.ts';
import { type BenchRow, round, secondsOf } from './rows.ts';
import { thinLine } from './thin-line.ts';
import { now, TODAY } from '../clock.ts';

const ROUND_TRIP_MS = 600;
const NEW_EVENTS = 3;
const CASES = 100;
const PLAIN = 'plain replication';

/** The centre with the most villages, and so many ledgers that it reads. */
const places = referencePlaces();
const [CENTRE, LEDGERS] = places.all
  .filter(({ kind }) => kind === 'centre')
  .map(({ code }): [PlaceCode, readonly PlaceCode[]] => [code, [code, ...places.villagesOf(code, TODAY)]])
  .reduce((most, each) => (each[1].length > most[1].length ? each : most));

async function enrolled(hub: RealHub, folder: string, name: string, address: () => string, parcels: boolean) {
  const { ledger, identity } = hub.hub;
  const key = makeSigningKey();
  const request = { code: secretOf(await hub.code(CENTRE)), key: key.publicKey, machine: 'bench' };
  const answer = await enrol({ file: ledger.file, hub: identity, now: now() }, request);
  if (answer === null) throw new Error('no such code');
  const file = path.join(folder, `${name}.db`);
  makeSiteFile(file, answer, key, hub.hub.pin(), now());
  return new SyncSite({ path: file, address, now, parcels });
}

function writeEverywhere(site: SyncSite, count: number): void {
  site.ledger.transaction(() => {
    for (const [index, ledger] of LEDGERS.entries())
      for (let n = 0; n < count; n += 1)
        site.ledger.append({
          ledger,
          type: 'site.staff',
          on: site.today,
          data: { id: `S${index}`, name: '员工', windows: [], active: true },
          staff: `S${index}` as StaffId,
        });
  });
}

/** Received, accepted, concluded, told, delivered. */
function workCase(site: SyncSite): void {
  const first = site.begin();
  let head: EventId = site.accept(first).id;
  const next = (type: string, data: Record<string, unknown>, link: object) =>
    site.ledger.append({ ledger: CENTRE, type, case: first.id, on: site.today, data, staff: 'A1' as StaffId, ...link })
      .id;
  head = next('concluded', { result: 'approved' }, { after: [head] });
  next('notified', { way: 'phone', reached: true }, { about: head });
  next('delivered', { signer: 'self' }, { after: [head] });
}

interface Timed {
  readonly seconds: number;
  readonly requests: number;
  readonly bytes: number;
}

async function timed(site: SyncSite): Promise<Timed> {
  let ran = { requests: 0, bytes: 0 };
  const seconds = await secondsOf(async () => {
    ran = await site.run();
  });
  return { seconds, requests: ran.requests, bytes: ran.bytes };
}

const eventsOf = ({ file }: SyncSite): number => file.sql('SELECT count(*) FROM event_row').pluck().get() as number;

interface Figures {
  readonly up: Timed;
  /** By parcels only: by plain replication it takes minutes and shows nothing more. */
  readonly down: Timed | null;
  readonly perCase: number;
}

/** One machine of the centre writes in all its ledgers, another one gets it. Both have come before. */
async function figures(parcels: boolean): Promise<Figures> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bianmin-thin-'));
  const hub = await realHub();
  const port = Number(new URL(hub.hub.address).port);
  const line = await thinLine(port, ROUND_TRIP_MS);
  let through = port;
  const address = () => hub.hub.address.replace(String(port), String(through));
  const [from, to] = [
    await enrolled(hub, folder, 'from', address, parcels),
    await enrolled(hub, folder, 'to', address, parcels),
  ];
  try {
    writeEverywhere(from, 1);
    for (const site of [from, to, from, to]) await site.run();
    for (let n = 0; n < CASES; n += 1) workCase(from);
    const perCase = ((await from.run()).bytes + (await to.run()).bytes) / CASES;
    await from.run();
    writeEverywhere(from, NEW_EVENTS);
    through = line.port;
    const up = await timed(from);
    const down = parcels ? await timed(to) : null;
    if (down !== null && eventsOf(from) !== eventsOf(to))
      throw new Error(`${eventsOf(to)} of ${eventsOf(from)} events`);
    return { up, down, perCase };
  } finally {
    from.close();
    to.close();
    await line.close();
    await hub.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function manyLedgers(): Promise<BenchRow[]> {
  const ours = await figures(true);
  const plain = await figures(false);
  const row = (name: string, unit: string, of: (each: Figures) => number): BenchRow => ({
    name,
    ours: round(of(ours)),
    unit,
    peer: [{ name: PLAIN, value: round(of(plain)) }],
  });
  const many = `${LEDGERS.length} ledgers, ${NEW_EVENTS} new events each, over ${ROUND_TRIP_MS} ms`;
  return [
    row(`${many}: up`, 's', ({ up }) => up.seconds),
    row(`${many}: up, requests`, 'requests', ({ up }) => up.requests),
    row(`${many}: up, bytes both ways`, 'B', ({ up }) => up.bytes),
    { name: `${many}: down`, ours: round(ours.down?.seconds ?? Number.NaN), unit: 's' },
    row(`a case of 5 events up and down, ${CASES} together, by both ways`, 'B', ({ perCase }) => perCase),
  ];
}
