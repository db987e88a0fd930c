/** The embedded engine: the databases of the county lie in the hub's own file. Documents are written once, so reading needs no revision trees. */
import PouchDB from 'pouchdb-core';
import sqlite, { type StoredText } from '../../store/pouch/index.ts';
import type { ReadDb } from '../../store/types.ts';
import type { BulkGetRequest, BulkGetResult, ChangesOptions, ChangesPage, GetOptions } from '../couch/database.ts';
import { type Pouch, PouchDatabase, numericSeq } from '../couch/pouch-database.ts';
import { PouchEngine } from '../couch/pouch-engine.ts';
import type { HubEngine } from './hub-engine.ts';

const HubPouch = PouchDB.plugin(sqlite as unknown as PouchDB.Plugin);

/** Rows of one page when the client names no limit. */
const ALL = 1_000_000;

export class EmbeddedDatabase extends PouchDatabase {
  readonly #store: ReadDb['store'];
  readonly #name: string;

  constructor(pouch: Pouch, store: ReadDb['store'], name: string) {
    super(pouch);
    this.#store = store;
    this.#name = name;
  }

  override async info() {
    return this.#store.info(this.#name);
  }

  /** Every document has one revision and one sequence, so the rows follow from the store alone. */
  override async changes(options: ChangesOptions): Promise<ChangesPage> {
    if (options.doc_ids !== undefined) return super.changes(options);
    const { update_seq } = this.#store.info(this.#name);
    const since = options.since === 'now' ? update_seq : numericSeq(options.since);
    const limit = options.limit ?? ALL;
    const results = options.include_docs
      ? this.#store
          .changes(this.#name, since, limit)
          .map(({ id, rev, seq, doc }) => ({ seq, id, changes: [{ rev }], doc }))
      : this.#store.changedHeads(this.#name, since, limit).map(({ id, rev, seq }) => ({ seq, id, changes: [{ rev }] }));
    const last = results.at(-1)?.seq ?? since;
    return {
      results,
      last_seq: last,
      pending: Math.max(0, update_seq - last),
    };
  }

  override async bulkGet(docs: readonly BulkGetRequest[], options: GetOptions) {
    return (await this.bulkGetJson(docs, options)).map((row) => JSON.parse(row) as BulkGetResult);
  }

  readonly sizes = async (ids: readonly string[]) => this.#store.getSizes(this.#name, ids);

  /** The stored text goes out as it is: parsing a page and writing it again would be most of the work. */
  readonly bulkGetJson = async (docs: readonly BulkGetRequest[], options: GetOptions) => {
    const found = this.#store.getTexts(
      this.#name,
      docs.map(({ id }) => id),
    );
    return docs.map(({ id, rev }) => {
      const text = found.get(id);
      if (text === undefined || (rev !== undefined && text.rev !== rev && options.latest !== true)) {
        const error = { id, rev: rev ?? 'undefined', error: 'not_found', reason: 'missing' };
        return JSON.stringify({ id, docs: [{ error }] });
      }
      return `{"id":${JSON.stringify(id)},"docs":[{"ok":${documentJson(id, text, options)}}]}`;
    });
  };
}

/** The body is an object; an empty one has nothing to be parted by a comma. */
function documentJson(id: string, { rev, body }: StoredText, { revs }: GetOptions): string {
  const [, hash] = rev.split('-');
  const head = JSON.stringify({ _id: id, _rev: rev, ...(revs ? { _revisions: { start: 1, ids: [hash] } } : {}) });
  return body === '{}' ? head : `${head.slice(0, -1)},${body.slice(1)}`;
}

/** `names` are the databases that there are, with documents or without. */
export function embeddedEngine({ store }: ReadDb, names: Iterable<string>): HubEngine {
  const configuration = { adapter: 'sqlite', store } as unknown as PouchDB.Configuration.DatabaseConfiguration;
  const engine = new PouchEngine({
    names,
    make: (name) => new HubPouch(name, configuration) as unknown as Pouch,
    wrap: (pouch, name) => new EmbeddedDatabase(pouch, store, name),
  });
  return Object.assign(engine, {
    start: () => Promise.resolve(),
    status: () => ({ kind: 'embedded' as const }),
    canRead: () => true,
    readableTo: (name: string) => store.info(name).update_seq,
    delivered: () => Promise.resolve(),
    reconciling: () => [],
  });
}
