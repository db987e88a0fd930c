/**
 * The protocol with its doors open: any database, any client; loopback and a fresh folder only. For clients' own test suites; the shipped hub has no
 * such mode.
 */
import http from 'node:http';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import PouchDB from 'pouchdb-core';
import memory from 'pouchdb-adapter-memory';
import mapreduce from 'pouchdb-mapreduce';
import { couchError } from '../../hub/http/errors.ts';
import type { Door } from '../../hub/http/exchange.ts';
import { createCouchHandler } from '../../hub/couch/handler.ts';
import { answerMalformed } from '../../hub/http/malformed-request.ts';
import type { Pouch } from '../../hub/couch/pouch-database.ts';
import type { PouchEngineOptions } from '../../hub/couch/pouch-engine.ts';
import sqlite, { openStore } from '../../store/pouch/index.ts';
import { ManagedEngine } from './managed-engine.ts';
import { openRoutes } from './open-routes.ts';
import { validating } from './validate.ts';

PouchDB.plugin(memory as PouchDB.Plugin)
  .plugin(sqlite as unknown as PouchDB.Plugin)
  .plugin(mapreduce as unknown as PouchDB.Plugin);

const OPEN_CALLER = { name: null, roles: ['_admin'] };
const MAX_BODY = 64 * 1024 * 1024;

export interface OpenHub {
  readonly url: string;
  close(): Promise<void>;
}

function openDoor(engine: ManagedEngine): Door {
  return {
    caller: () => OPEN_CALLER,
    admit: () => undefined,
    database: async (name) => {
      const database = await engine.open(name);
      if (database === null) throw couchError('noDatabase');
      return validating(database, engine.managed(name));
    },
  };
}

/** Where the databases of an open hub are. */
interface Databases {
  readonly make: (name: string) => unknown;
  readonly close: () => void;
  readonly wrap?: PouchEngineOptions['wrap'];
}

/** Memory databases are one pool per process: a prefix keeps two hubs of a process apart. */
export function inMemory(): Databases {
  const prefix = randomUUID();
  return { make: (name) => new PouchDB(`${prefix}-${name}`, { adapter: 'memory' }), close: () => undefined };
}

/** One file in a folder of its own, as a county's hub keeps its databases; gone with the hub. */
function inFreshFolder(): Databases {
  const folder = mkdtempSync(path.join(tmpdir(), 'bianmin-open-hub-'));
  const connection = new Sqlite(path.join(folder, 'open.db'));
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = NORMAL');
  const store = openStore(connection);
  const options = { adapter: 'sqlite', store } as unknown as PouchDB.Configuration.DatabaseConfiguration;
  return {
    make: (name) => new PouchDB(name, options),
    close: () => {
      store.close();
      connection.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts one on a free port (or the given one) of 127.0.0.1. Databases live as long as it does. */
export async function startOpenHub(
  port = 0,
  report: (failure: unknown) => void = () => undefined,
  databases: Databases = inFreshFolder(),
): Promise<OpenHub> {
  const engine = new ManagedEngine({
    names: [],
    make: (name) => databases.make(name) as Pouch,
    ...(databases.wrap === undefined ? {} : { wrap: databases.wrap }),
  });
  const handle = createCouchHandler({
    door: openDoor(engine),
    routes: openRoutes(engine),
    uuid: randomUUID().replaceAll('-', ''),
    limits: { maxBytes: MAX_BODY, maxRatio: 1000 },
    onFailure: report,
  });
  const server = http.createServer({ maxHeaderSize: 65_536 }, (request, response) => void handle(request, response));
  answerMalformed(server);
  await new Promise<void>((ready, failed) => server.once('error', failed).listen(port, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await engine.close();
      databases.close();
    },
  };
}
