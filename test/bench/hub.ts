/** The hub under load, by plain PouchDB and at its own bulk door, beside the same protocol over PouchDB's memory adapter in the same run. */
import https from 'node:https';
import { gzipSync } from 'node:zlib';
import { performance } from 'node:perf_hooks';
import { PULSE_PATH } from '../../shared/api/hub-door.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import type { FakeDevice } from '../hub/fake-device.ts';
import { HubProcess } from '../hub/hub-process.ts';
import { keep, memoryDatabase, remoteDatabase } from '../hub/pouch.ts';
import { CENTRE } from '../fixtures/events.ts';
import { inMemory, startOpenHub } from '../open-hub/open-hub.ts';

export interface BenchRow {
  readonly name: string;
  readonly ours: number;
  readonly unit: string;
  readonly budget?: string;
  readonly ok?: boolean;
  readonly peer?: readonly { readonly name: string; readonly value: number }[];
}

const EVENTS = 20_000;
const BATCH = 500;
/** A first sync of a fresh client, in seconds. */
const FIRST_SYNC_BUDGET_S = 10;
const IDLE_BUDGET_BYTES = 1024;
/** Of another run on a like machine with events of 330 bytes, over plain HTTP, nothing checked: it can't be installed beside. */
const COUCHDB = 'CouchDB 3.5, another run';
const LEDGER = `ledger-${CENTRE}`;

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};
const perSecond = (time: number) => Math.round(EVENTS / time);
const day = (index: number) =>
  `2026-${String(1 + (index % 10)).padStart(2, '0')}-${String(1 + (index % 28)).padStart(2, '0')}`;

function makeEvents(device: FakeDevice): LedgerEvent[] {
  return Array.from({ length: EVENTS / 5 }, (_, index) => device.caseOfFive(day(index))).flat();
}

interface Traffic {
  readonly sent: number;
  readonly received: number;
}

/** One request on a connection of its own: the bytes of both directions, headers included. */
function measured(url: string, headers: Record<string, string>, body: Buffer, method = 'POST'): Promise<Traffic> {
  return new Promise((done, failed) => {
    const agent = new https.Agent({ keepAlive: false });
    const request = https.request(url, { method, agent, headers }, (response) => {
      response.resume();
      response.once('end', () => {
        const { bytesWritten: sent, bytesRead: received } = response.socket;
        if ((response.statusCode ?? 500) >= 300) failed(new Error(`status ${response.statusCode}`));
        else done({ sent, received });
      });
    });
    request.once('error', failed);
    request.end(body);
  });
}

/** 200 cases up and down in the requests that replication makes, gzip both ways. */
async function bytesPerCase(hub: HubProcess, device: FakeDevice): Promise<number> {
  const cases = 200;
  const docs = Array.from({ length: cases }, (_, index) => device.caseOfFive(day(index))).flat();
  const headers = {
    ...hub.authorization(device),
    'content-type': 'application/json',
    'accept-encoding': 'gzip',
    'content-encoding': 'gzip',
  };
  const revs = gzipSync(JSON.stringify(Object.fromEntries(docs.map(({ _id, _rev }) => [_id, [_rev]]))));
  const bulk = gzipSync(JSON.stringify({ docs, new_edits: false }));
  const wanted = gzipSync(JSON.stringify({ docs: docs.map(({ _id, _rev }) => ({ id: _id, rev: _rev })) }));
  const base = `${hub.address}/${LEDGER}`;
  const { update_seq: since } = (await (await hub.request(device, 'GET', `/${LEDGER}`)).json()) as {
    update_seq: number;
  };
  const { 'content-encoding': _, ...plain } = headers;
  const traffic = [
    await measured(`${base}/_revs_diff`, headers, revs),
    await measured(`${base}/_bulk_docs`, headers, bulk),
    await measured(`${base}/_changes?since=${since}&style=all_docs&limit=1000`, plain, Buffer.alloc(0), 'GET'),
    await measured(`${base}/_bulk_get?revs=true&latest=true`, headers, wanted),
  ];
  return Math.round(traffic.reduce((sum, each) => sum + each.sent + each.received, 0) / cases);
}

async function idleBytes(hub: HubProcess, device: FakeDevice): Promise<number> {
  const { token } = await hub.pulse(device);
  const body = Buffer.from(JSON.stringify({ token, version: '0.1.0', unsynced: 0, drafts: 0 }));
  const headers = { ...hub.authorization(device), 'content-type': 'application/json', 'accept-encoding': 'gzip' };
  const { sent, received } = await measured(hub.address + PULSE_PATH, headers, body);
  return sent + received;
}

/** As three sites at a time would: the door takes so many in turns. */
async function bulkDoor(hub: HubProcess, device: FakeDevice, events: readonly LedgerEvent[]): Promise<number> {
  let next = 0;
  const one = async () => {
    while (next < events.length) {
      const batch = events.slice(next, (next += BATCH));
      const response = await hub.handIn(device, CENTRE, batch);
      if (response.status !== 201) throw new Error(`status ${response.status}`);
      await response.arrayBuffer();
    }
  };
  return seconds(() => Promise.all([one(), one(), one()]));
}

interface Speeds {
  readonly push: number;
  readonly pull: number;
}

async function byPouch(address: string, events: readonly LedgerEvent[]): Promise<Speeds> {
  const [source, target] = [memoryDatabase(), memoryDatabase()];
  for (let at = 0; at < events.length; at += 1000) await keep(source, events.slice(at, at + 1000));
  const options = { batch_size: BATCH, batches_limit: 4 };
  const push = await seconds(async () => source.replicate.to(remoteDatabase(address), options));
  const pull = await seconds(async () => target.replicate.from(remoteDatabase(address), options));
  const { doc_count: arrived } = await target.info();
  if (arrived < events.length) throw new Error(`${arrived} of ${events.length} arrived`);
  await Promise.all([source.destroy(), target.destroy()]);
  return { push, pull };
}

async function ours(events: LedgerEvent[]): Promise<{ pouch: Speeds; bulk: number; perCase: number; idle: number }> {
  const hub = await new HubProcess().start();
  const second = await new HubProcess().start();
  try {
    const device = await hub.enrol(CENTRE);
    events.push(...makeEvents(device));
    const pouch = await byPouch(hub.database(device, LEDGER), events);
    const idle = await idleBytes(hub, device);
    const perCase = await bytesPerCase(hub, device);
    const other = await second.enrol(CENTRE);
    const bulk = await bulkDoor(second, other, makeEvents(other));
    return { pouch, bulk, perCase, idle };
  } finally {
    await hub.remove();
    await second.remove();
  }
}

/** The same documents, unchecked, into the protocol over PouchDB's memory adapter: what the work of a hub is measured against. */
async function peer(events: readonly LedgerEvent[]): Promise<Speeds> {
  const open = await startOpenHub(0, undefined, inMemory());
  try {
    return await byPouch(`${open.url}/peer`, events);
  } finally {
    await open.close();
  }
}

export async function run(): Promise<BenchRow[]> {
  const events: LedgerEvent[] = [];
  const own = await ours(events);
  const other = await peer(events);
  const beside = (seconds: number, couchdb: number) => [
    { name: 'memory adapter, nothing checked', value: perSecond(seconds) },
    { name: COUCHDB, value: couchdb },
  ];
  return [
    {
      name: 'push of 20,000 events by PouchDB',
      ours: perSecond(own.pouch.push),
      unit: 'events/s',
      peer: beside(other.push, 5052),
    },
    {
      name: 'pull of 20,000 events by PouchDB',
      ours: perSecond(own.pouch.pull),
      unit: 'events/s',
      budget: `first sync under ${FIRST_SYNC_BUDGET_S} s`,
      ok: own.pouch.pull < FIRST_SYNC_BUDGET_S,
      peer: beside(other.pull, 5305),
    },
    {
      name: 'bulk door, hash and signature checked',
      ours: perSecond(own.bulk),
      unit: 'events/s',
      peer: [{ name: COUCHDB, value: 10_644 }],
    },
    { name: 'case of 5 events, both ways, gzip', ours: own.perCase, unit: 'bytes' },
    {
      name: 'nothing to do: one pulse',
      ours: own.idle,
      unit: 'bytes',
      budget: `under ${IDLE_BUDGET_BYTES} bytes`,
      ok: own.idle < IDLE_BUDGET_BYTES,
    },
  ];
}
