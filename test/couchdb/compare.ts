/** What the hub's file and CouchDB hold, document by document. */
import { expect } from 'vitest';
import type { EngineStatus } from '../../shared/api/county.ts';
import type { Doc } from '../../hub/couch/database.ts';
import type { HubProcess } from '../hub/hub-process.ts';
import { insideHub } from '../site/compare.ts';
import type { Couchdb } from './couchdb.ts';

/** The hub tries again within 30 s, on a busy machine a little later. */
export const PATIENCE = { timeout: 90_000, interval: 100 };

export type CouchdbStatus = Extract<EngineStatus, { kind: 'couchdb' }>;

export async function engineOf(hub: HubProcess): Promise<CouchdbStatus> {
  const { engine } = await hub.county<{ engine: EngineStatus }>('county.status');
  if (engine.kind !== 'couchdb') throw new Error('the hub has no CouchDB');
  return engine;
}

/** Until CouchDB has everything that the file holds, as the county's page says. */
export const untilLevel = (hub: HubProcess): Promise<void> =>
  expect
    .poll(() => engineOf(hub), PATIENCE)
    .toMatchObject({ connected: true, waiting: 0, reconciling: 0, problem: null });

/** What a stopped hub holds: name of the database, id, document. */
function inFile(hub: HubProcess): Map<string, Map<string, Doc>> {
  return insideHub(hub, ({ store }) => {
    const all = new Map<string, Map<string, Doc>>();
    for (const name of store.databases())
      all.set(name, new Map(store.changes(name, 0, 1_000_000).map(({ id, doc }) => [id, doc])));
    return all;
  });
}

/** Every document that only one of a stopped hub and CouchDB holds, or that they hold differently. */
export async function differing(hub: HubProcess, couchdb: Couchdb): Promise<readonly string[]> {
  const file = inFile(hub);
  const faults: string[] = [];
  for (const name of new Set([...file.keys(), ...(await couchdb.databases())])) {
    const [here, there] = [file.get(name) ?? new Map<string, Doc>(), await couchdb.documents(name)];
    for (const id of new Set([...here.keys(), ...there.keys()])) {
      const [mine, its] = [here, there].map((each) => JSON.stringify(sorted(each.get(id))));
      if (mine !== its)
        faults.push(
          `${name} ${id}: ${mine === undefined ? 'CouchDB alone' : its === undefined ? 'the file alone' : 'other content'}`,
        );
    }
  }
  return faults;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
