/**
 * A peer that speaks as CouchDB does where our open hub is kinder: only an administrator is let in, seqs are opaque text that no other database
 * understands, a database made anew is another one, and everything outlives the process. Where no CouchDB can be had it stands in for one.
 */
import { randomUUID } from 'node:crypto';
import http, { type IncomingMessage } from 'node:http';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import PouchDB from 'pouchdb-core';
import type { ChangesOptions, ChangesPage, DatabaseInfo } from '../../hub/couch/database.ts';
import { CouchError, couchError } from '../../hub/http/errors.ts';
import type { Caller, Door, Need } from '../../hub/http/exchange.ts';
import { createCouchHandler } from '../../hub/couch/handler.ts';
import { type Pouch, PouchDatabase } from '../../hub/couch/pouch-database.ts';
import sqlite, { openStore } from '../../store/pouch/index.ts';
import { ManagedEngine } from '../open-hub/managed-engine.ts';
import { openRoutes } from '../open-hub/open-routes.ts';

PouchDB.plugin(sqlite as unknown as PouchDB.Plugin);

const LIMITS = { maxBytes: 64 * 1024 * 1024, maxRatio: 1000 };

const malformed = () => new CouchError(400, 'bad_request', "Malformed sequence supplied in 'since' parameter.");

class OpaqueDatabase extends PouchDatabase {
  readonly #instance: string;

  constructor(pouch: Pouch, instance: string) {
    super(pouch);
    this.#instance = instance;
  }

  override async info(): Promise<DatabaseInfo> {
    const { doc_count, update_seq } = await super.info();
    return { doc_count, update_seq: this.#opaque(update_seq), instance_start_time: this.#instance };
  }

  override async changes(options: ChangesOptions): Promise<ChangesPage> {
    const page = await super.changes({ ...options, since: this.#number(options.since) });
    return {
      ...page,
      results: page.results.map((each) => ({ ...each, seq: this.#opaque(Number(each.seq)) })),
      last_seq: this.#opaque(page.last_seq),
    };
  }

  #opaque(seq: number | string): string {
    return `${seq}-${Buffer.from(`${this.#instance} ${seq}`).toString('base64url')}`;
  }

  /** Of a database of that name that is no more: from the beginning. */
  #number(since: number | string): number | string {
    if (since === 0 || since === 'now') return since;
    const [, seq, rest] = /^(\d+)-([\w-]+)$/.exec(String(since)) ?? [];
    const [instance, inside] = Buffer.from(rest ?? '', 'base64url')
      .toString()
      .split(' ');
    if (seq === undefined || inside !== seq) throw malformed();
    return instance === this.#instance ? Number(seq) : 0;
  }
}

function openDatabases(folder: string) {
  const connection = new Sqlite(path.join(folder, 'peer.db'));
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.exec('CREATE TABLE IF NOT EXISTS instance (name TEXT PRIMARY KEY, instance TEXT NOT NULL)');
  const store = openStore(connection);
  const made = connection.prepare('INSERT INTO instance (name, instance) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const find = connection.prepare('SELECT instance FROM instance WHERE name = ?').pluck();
  const gone = connection.prepare('DELETE FROM instance WHERE name = ?');
  const options = { adapter: 'sqlite', store } as unknown as PouchDB.Configuration.DatabaseConfiguration;
  class Engine extends ManagedEngine {
    override async destroy(name: string): Promise<boolean> {
      gone.run(name);
      return super.destroy(name);
    }
  }
  const engine = new Engine({
    names: connection.prepare('SELECT name FROM instance').pluck().all() as string[],
    make: (name) => new PouchDB(name, options) as unknown as Pouch,
    wrap: (pouch, name) => {
      made.run(name, randomUUID());
      return new OpaqueDatabase(pouch, String(find.get(name)));
    },
  });
  return {
    engine,
    find: connection.prepare("SELECT instance FROM instance WHERE name = ''").pluck(),
    made,
    connection,
  };
}

export interface Administrator {
  readonly user: string;
  readonly password: string;
}

function nameOf(request: IncomingMessage, { user, password }: Administrator): string | null {
  const header = request.headers.authorization;
  if (header === undefined) return null;
  if (header === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`) return user;
  throw new CouchError(401, 'unauthorized', 'Name or password is incorrect.');
}

/** Listens on a port of 127.0.0.1 for as long as the process lives; what it holds lies in the folder. Returns the port. */
export async function startCouchdbPeer(folder: string, port: number, administrator: Administrator): Promise<number> {
  const { engine, find, made } = openDatabases(folder);
  // The server's own line in the table, under a name that no database has.
  made.run('', randomUUID().replaceAll('-', ''));
  const door: Door = {
    caller: (request): Caller => {
      const name = nameOf(request, administrator);
      return { name, roles: name === null ? [] : ['_admin'] };
    },
    admit: ({ name }: Caller, need: Need) => {
      if (need !== 'hello' && name === null)
        throw new CouchError(401, 'unauthorized', 'You are not authorized to access this db.');
    },
    database: async (name) => {
      const database = await engine.open(name);
      if (database === null) throw couchError('noDatabase');
      return database;
    },
  };
  const handle = createCouchHandler({
    door,
    routes: openRoutes(engine),
    uuid: String(find.get()),
    limits: LIMITS,
    onFailure: (failure) => console.error(failure),
  });
  const server = http.createServer({ maxHeaderSize: 65_536 }, (request, response) => void handle(request, response));
  await new Promise<void>((ready, failed) => server.once('error', failed).listen(port, '127.0.0.1', ready));
  return (server.address() as { port: number }).port;
}
