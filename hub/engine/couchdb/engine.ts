/** CouchDB as an engine: its databases, made so that only an administrator reads them. */
import { z } from 'zod';
import type { DatabaseInfo } from '../../couch/database.ts';
import { CouchError } from '../../http/errors.ts';
import type { CouchdbClient } from './couchdb-client.ts';
import { RemoteDatabase } from './remote-database.ts';

/**
 * One shard: a ledger grows by some dozens of events a week and is read by a handful of machines, while a county has hundreds of ledgers, and
 * every shard is a file and a process of CouchDB. The number of copies is left to the cluster.
 */
const SHARDS = 1;

/** The members of a database may read it. CouchDB 3 takes an empty list for "all users", so the administrators are named. */
const ADMINS_ONLY = { admins: { names: [], roles: ['_admin'] }, members: { names: [], roles: ['_admin'] } };

/** CouchDB's own limit of one request. */
const MOST_INFOS = 100;

interface InfoRow {
  readonly key: string;
  readonly info?: DatabaseInfo;
}

const PartySchema = z.looseObject({ names: z.array(z.string()).default([]), roles: z.array(z.string()).default([]) });
const SecuritySchema = z.looseObject({ admins: PartySchema, members: PartySchema });

function isAdminsOnly(security: unknown): boolean {
  const { data } = SecuritySchema.safeParse(security);
  return (
    data !== undefined &&
    [data.admins, data.members].every(({ names, roles }) => names.length === 0 && roles.join() === '_admin')
  );
}

/** Returns whether an error is CouchDB's answer of this status. */
export const isStatus = (error: unknown, status: number): boolean =>
  error instanceof CouchError && error.status === status;

/** Makes a database; one that is there stays as it is. Throws as `ask`. */
export async function makeDatabase(ask: CouchdbClient['ask'], name: string): Promise<void> {
  try {
    await ask('PUT', [name], { query: { q: SHARDS } });
  } catch (error) {
    if (!isStatus(error, 412)) throw error;
  }
}

export class CouchdbEngine {
  readonly #line: CouchdbClient;
  readonly #open = new Map<string, RemoteDatabase>();

  constructor(line: CouchdbClient) {
    this.#line = line;
  }

  /** Asked before anything else, so the line need not be open yet. */
  async names(): Promise<readonly string[]> {
    const all = (await this.#line.look('GET', ['_all_dbs'])) as readonly string[];
    return all.filter((name) => !name.startsWith('_'));
  }

  /** Returns the info of many databases at once; null for one that is not there. */
  async infos(names: readonly string[]): Promise<ReadonlyMap<string, DatabaseInfo | null>> {
    const found = new Map<string, DatabaseInfo | null>();
    for (let from = 0; from < names.length; from += MOST_INFOS) {
      const keys = names.slice(from, from + MOST_INFOS);
      const rows = (await this.#line.ask('POST', ['_dbs_info'], { body: { keys } })) as readonly InfoRow[];
      for (const { key, info } of rows) found.set(key, info ?? null);
    }
    return found;
  }

  /** The database, whether CouchDB has it or not. */
  remote(name: string): RemoteDatabase {
    const held = this.#open.get(name) ?? new RemoteDatabase(this.#line, name);
    this.#open.set(name, held);
    return held;
  }

  /** Makes a database, or takes the one that is there, and sees to it that administrators alone can use it. */
  async create(name: string): Promise<void> {
    await makeDatabase((method, path, ask) => this.#line.ask(method, path, ask), name);
    if (!isAdminsOnly(await this.#line.ask('GET', [name, '_security'])))
      await this.#line.ask('PUT', [name, '_security'], { body: ADMINS_ONLY });
  }
}
