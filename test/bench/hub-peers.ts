/** What the hub's speed is measured against, in the same run: the protocol over another store, PouchDB alone, and a real CouchDB where one is named. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { keep, memoryDatabase, steadyDatabase } from '../hub/pouch.ts';
import { inMemory, startOpenHub } from '../open-hub/open-hub.ts';
import { secondsOf } from './rows.ts';

const BATCH = 500;
/** Deliveries at a time at a bulk door. */
const AT_A_TIME = 3;

/** The events by a plain PouchDB to an address. */
export async function push(address: string, events: readonly LedgerEvent[]): Promise<number> {
  const source = memoryDatabase();
  for (let at = 0; at < events.length; at += 1000) await keep(source, events.slice(at, at + 1000));
  const time = await secondsOf(async () =>
    source.replicate.to(steadyDatabase(address), { batch_size: BATCH, batches_limit: 4 }),
  );
  await source.destroy();
  return time;
}

/** All of an address by a plain PouchDB. Throws where fewer than `expected` came. */
export async function pull(address: string, expected: number): Promise<number> {
  const target = memoryDatabase();
  const time = await secondsOf(async () =>
    target.replicate.from(steadyDatabase(address), { batch_size: BATCH, batches_limit: 4 }),
  );
  const { doc_count: arrived } = await target.info();
  if (arrived < expected) throw new Error(`${arrived} of ${expected} arrived`);
  await target.destroy();
  return time;
}

/** At a bulk door, as three sites at a time would: the hub takes so many in turns. */
export function handInAll(
  events: readonly LedgerEvent[],
  handIn: (batch: readonly LedgerEvent[]) => Promise<Response>,
): Promise<number> {
  let next = 0;
  const one = async () => {
    while (next < events.length) {
      const response = await handIn(events.slice(next, (next += BATCH)));
      if (response.status !== 201) throw new Error(`status ${response.status}`);
      await response.arrayBuffer();
    }
  };
  return secondsOf(() => Promise.all(Array.from({ length: AT_A_TIME }, one)));
}

export interface Speeds {
  readonly name: string;
  /** In seconds; left out where it can't be had. */
  readonly push: number;
  readonly pull?: number;
  readonly bulk?: number;
}

/** The same documents, unchecked, into the protocol over PouchDB's memory adapter. */
async function inMemoryHub(events: readonly LedgerEvent[]): Promise<Speeds> {
  const open = await startOpenHub(0, undefined, inMemory());
  try {
    const address = `${open.url}/peer`;
    return {
      name: 'memory adapter, nothing checked',
      push: await push(address, events),
      pull: await pull(address, events.length),
    };
  } finally {
    await open.close();
  }
}

/** What is left of the time when there is no peer to wait for. */
async function pouchAlone(events: readonly LedgerEvent[]): Promise<Speeds> {
  const server = new Worker(new URL('./yes-server.ts', import.meta.url));
  try {
    const [port] = (await once(server, 'message')) as [number];
    return { name: 'PouchDB alone', push: await push(`http://127.0.0.1:${port}/none`, events) };
  } finally {
    await server.terminate();
  }
}

/** A node at `http://user:password@host:port`: two databases of their own, gone afterwards. */
async function couchdb(node: string, events: readonly LedgerEvent[]): Promise<Speeds> {
  const { username, password, origin } = new URL(node);
  const headers = {
    authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
    'content-type': 'application/json',
  };
  const names = ['push', 'bulk'].map((each) => `bench-${each}-${randomUUID()}`) as [string, string];
  for (const name of names) await fetch(`${origin}/${name}`, { method: 'PUT', headers });
  try {
    const address = `${node.replace(/\/$/, '')}/${names[0]}`;
    return {
      name: 'CouchDB',
      push: await push(address, events),
      pull: await pull(address, events.length),
      bulk: await handInAll(events, (docs) =>
        fetch(`${origin}/${names[1]}/_bulk_docs`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ docs, new_edits: false }),
        }),
      ),
    };
  } finally {
    for (const name of names) await fetch(`${origin}/${name}`, { method: 'DELETE', headers });
  }
}

/** So that no peer is measured with code of PouchDB's that has not run before. */
export async function warmUp(events: readonly LedgerEvent[]): Promise<void> {
  await inMemoryHub(events);
}

/** `node` is the address of a CouchDB that may be written to; '' for none. */
export async function peers(node: string, events: readonly LedgerEvent[]): Promise<readonly Speeds[]> {
  const found = [await inMemoryHub(events), await pouchAlone(events)];
  return node === '' ? found : [...found, await couchdb(node, events)];
}
