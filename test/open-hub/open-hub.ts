/** The protocol with its doors open: any database, anybody, memory only, loopback only. For clients' own test suites; the shipped hub has no such mode. */
import http from 'node:http';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import PouchDB from 'pouchdb-core';
import memory from 'pouchdb-adapter-memory';
import mapreduce from 'pouchdb-mapreduce';
import type { Engine } from '../../hub/couch/database.ts';
import { couchError } from '../../hub/couch/errors.ts';
import type { Door } from '../../hub/couch/exchange.ts';
import { COUCH_ROUTES, createCouchHandler } from '../../hub/couch/handler.ts';
import type { Pouch } from '../../hub/couch/pouch-database.ts';
import { PouchEngine } from '../../hub/couch/pouch-engine.ts';
import { designRoutes } from './design-routes.ts';
import { validating } from './validate.ts';

PouchDB.plugin(memory as PouchDB.Plugin).plugin(mapreduce as unknown as PouchDB.Plugin);

type Querying = Pouch & { query(name: string, options: object): Promise<unknown> };

const OPEN_CALLER = { name: null, roles: ['_admin'] };
const MAX_BODY = 64 * 1024 * 1024;

export interface OpenHub {
  readonly url: string;
  close(): Promise<void>;
}

function openDoor(engine: Engine, pouches: ReadonlyMap<string, Querying>): Door {
  return {
    caller: () => OPEN_CALLER,
    admit: () => undefined,
    database: async (name) => {
      const database = await engine.open(name);
      if (database === null) throw couchError('noDatabase');
      const view = (view: string, options: object) => pouches.get(name)?.query(view, options);
      return Object.assign(validating(database), { view });
    },
    engine: () => engine,
    mayFilter: () => true,
  };
}

/** How a database of the hub is made; memory by default. */
type MakeDatabase = (name: string) => unknown;

/** Memory databases are one pool per process: a prefix keeps two hubs of a test run apart. */
function inMemory(): MakeDatabase {
  const prefix = randomUUID();
  return (name) => new PouchDB(`${prefix}-${name}`, { adapter: 'memory' });
}

/** Starts one on a free port (or the given one) of 127.0.0.1. Databases live as long as it does. */
export async function startOpenHub(
  port = 0,
  report: (failure: unknown) => void = () => undefined,
  makeDatabase: MakeDatabase = inMemory(),
): Promise<OpenHub> {
  const pouches = new Map<string, Querying>();
  const engine = new PouchEngine({
    names: [],
    make: (name) => {
      const pouch = makeDatabase(name) as Querying;
      pouches.set(name, pouch);
      return pouch;
    },
  });
  const handle = createCouchHandler({
    door: openDoor(engine, pouches),
    routes: [...designRoutes, ...COUCH_ROUTES],
    uuid: randomUUID().replaceAll('-', ''),
    limits: { maxBytes: MAX_BODY, maxRatio: 1000 },
    onFailure: report,
  });
  const server = http.createServer({ maxHeaderSize: 65_536 }, (request, response) => void handle(request, response));
  await new Promise<void>((ready, failed) => server.once('error', failed).listen(port, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await engine.close();
    },
  };
}
