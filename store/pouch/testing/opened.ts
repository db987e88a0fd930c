import PouchDB from 'pouchdb';
import type { Pouch } from './documents.ts';
import { purgeInLevel, writeInParts } from './level.ts';
import { byRevision } from './portrait.ts';

/**
 * A source gives the leaves of one document in any order, and a target keeps roots of one generation in the order in which they
 * came. So that trees can be compared after a replication, here they come in order.
 */
function inOrder(pouch: Pouch): Pouch {
  const bulkGet = pouch.bulkGet.bind(pouch);
  pouch.bulkGet = async (options) => {
    const { results } = await bulkGet(options);
    const byId = Map.groupBy(results, (result) => result.id);
    return {
      results: [...byId.values()].flatMap((same) => same.toSorted((one, two) => byRevision(one.docs[0], two.docs[0]))),
    };
  };
  return pouch;
}

/** A database that can be closed and opened again under its name. */
export class Opened {
  readonly adapter: string;
  readonly name: string;
  readonly #options: object;
  #pouch: Pouch | undefined;

  constructor(adapter: string, name: string, options: object) {
    this.adapter = adapter;
    this.name = name;
    this.#options = options;
  }

  get pouch(): Pouch {
    this.#pouch ??= this.#made();
    return this.#pouch;
  }

  #made(): Pouch {
    // Without a sync for every write: nothing here asks what a power cut leaves, and a busy disk would be waited for.
    const options = { synchronous: 'NORMAL', ...this.#options, adapter: this.adapter };
    const pouch = inOrder(new PouchDB(this.name, options));
    if (this.adapter !== 'sqlite') writeInParts(pouch);
    return pouch;
  }

  /** What is underscored in PouchDB does not wait until a database is open. */
  async open(): Promise<void> {
    await this.pouch.info();
  }

  async close(): Promise<void> {
    await this.pouch.close();
    this.#pouch = undefined;
  }

  async reopen(): Promise<void> {
    await this.close();
    await this.open();
  }

  async purge(id: string, rev: string): Promise<unknown> {
    if (this.adapter === 'sqlite') return this.pouch.purge(id, rev);
    const answer = await purgeInLevel(this.pouch, id, rev);
    await this.reopen();
    return answer;
  }
}
