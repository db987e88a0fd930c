/**
 * The hub under load, by plain PouchDB and at its own bulk door, beside others in the same run: the protocol over PouchDB's memory adapter,
 * PouchDB alone, and with `COUCHDB_URL=http://user:password@host:port` a real CouchDB.
 */
import https from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { PULSE_PATH } from '../../shared/api/device-api.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import type { FakeDevice } from '../hub/fake-device.ts';
import { HubProcess } from '../hub/hub-process.ts';
import { CENTRE } from '../fixtures/events.ts';
import { handInAll, peers, pull, push, type Speeds, warmUp } from './hub-peers.ts';
import type { BenchRow } from './rows.ts';

const EVENTS = 20_000;
/** A first sync of a fresh client, in seconds. */
const FIRST_SYNC_BUDGET_S = 10;
const IDLE_BUDGET_BYTES = 1024;
/** Of another machine with events of 330 bytes, where none is named for this run. */
const COUCHDB: Speeds = {
  name: 'CouchDB 3.5 elsewhere',
  push: EVENTS / 5052,
  pull: EVENTS / 5305,
  bulk: EVENTS / 10_644,
};
const LEDGER = `ledger-${CENTRE}`;

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

/** Until what follows from the deliveries is done, which it is beside the next ones or after them. */
async function settled(hub: HubProcess): Promise<void> {
  const due = async () =>
    /^bianmin_cases_due (\d+)$/m.exec(await (await fetch(`${hub.consoleAddress}/metrics`)).text())?.[1];
  while ((await due()) !== '0') await wait(100);
}

interface Own {
  readonly push: number;
  readonly pull: number;
  readonly bulk: number;
  readonly perCase: number;
  readonly idle: number;
}

/** `events` is filled with those that the hub got, for its peers to get the same. */
async function ours(events: LedgerEvent[]): Promise<Own> {
  const hub = await new HubProcess().start();
  const second = await new HubProcess().start();
  try {
    const device = await hub.enrol(CENTRE);
    events.push(...makeEvents(device));
    const address = hub.database(device, LEDGER);
    await warmUp(events.slice(0, 5000));
    const pushed = await push(address, events);
    await settled(hub);
    const pulled = await pull(address, events.length);
    const idle = await idleBytes(hub, device);
    const perCase = await bytesPerCase(hub, device);
    const other = await second.enrol(CENTRE);
    const bulk = await handInAll(makeEvents(other), (docs) => second.handIn(other, CENTRE, docs));
    return { push: pushed, pull: pulled, bulk, perCase, idle };
  } finally {
    await hub.remove();
    await second.remove();
  }
}

export async function run(): Promise<BenchRow[]> {
  const events: LedgerEvent[] = [];
  const own = await ours(events);
  const node = process.env['COUCHDB_URL'] ?? '';
  const others = [...(await peers(node, events)), ...(node === '' ? [COUCHDB] : [])];
  const beside = (what: 'push' | 'pull' | 'bulk') =>
    others.flatMap(({ name, [what]: time }) => (time === undefined ? [] : [{ name, value: perSecond(time) }]));
  return [
    { name: 'push of 20,000 events by PouchDB', ours: perSecond(own.push), unit: 'events/s', peer: beside('push') },
    {
      name: 'pull of 20,000 events by PouchDB',
      ours: perSecond(own.pull),
      unit: 'events/s',
      budget: `first sync under ${FIRST_SYNC_BUDGET_S} s`,
      ok: own.pull < FIRST_SYNC_BUDGET_S,
      peer: beside('pull'),
    },
    {
      name: 'bulk door, hash and signature checked',
      ours: perSecond(own.bulk),
      unit: 'events/s',
      peer: beside('bulk'),
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
