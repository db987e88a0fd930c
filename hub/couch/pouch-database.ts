/** The protocol's database over any PouchDB instance, whatever its adapter. */
import { couchError, errorRow } from '../http/errors.ts';
import type {
  BulkGetRequest,
  BulkGetResult,
  Change,
  ChangesOptions,
  ChangesPage,
  Database,
  Doc,
  GetOptions,
  OpenRevision,
  RevsDiff,
  RevsMap,
  WriteResult,
} from './database.ts';

interface Feed {
  on(event: 'change' | 'error', listener: (value: unknown) => void): Feed;
  cancel(): void;
}

/** The part of a PouchDB instance that is used here. */
export interface Pouch {
  info(): Promise<{ doc_count: number; update_seq: number | string }>;
  get(id: string, options?: object): Promise<unknown>;
  bulkGet(options: object): Promise<{ results: readonly BulkGetResult[] }>;
  changes(options: object): Feed & PromiseLike<{ results: readonly Change[]; last_seq: number | string }>;
  bulkDocs(docs: readonly Doc[], options: object): Promise<readonly unknown[]>;
  put(doc: Doc, options?: object): Promise<WriteResult>;
  remove(doc: Doc): Promise<WriteResult>;
  revsDiff(revs: RevsMap): Promise<RevsDiff>;
  close(): Promise<unknown>;
}

/** PouchDB takes an option that is there, even undefined, for given. */
export function given<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined && value !== false),
  ) as Partial<T>;
}

/** A seq of this hub is a number. One of another engine says nothing here: a client that brings it begins anew, as at a CouchDB that does not know it. */
export function numericSeq(since: number | string): number {
  const seq = Number(since);
  return Number.isSafeInteger(seq) ? seq : 0;
}

async function changesOf(pouch: Pouch, options: ChangesOptions): Promise<ChangesPage> {
  const { update_seq } = await pouch.info();
  const since = options.since === 'now' ? update_seq : numericSeq(options.since);
  const page = await pouch.changes({ ...given(options), since, return_docs: true });
  const ahead = Number(update_seq) - Number(page.last_seq);
  return { results: page.results, last_seq: page.last_seq, pending: Math.max(0, ahead) };
}

/** Indexes of the requests, so parted that no id stands twice in one round. */
function roundsOf(docs: readonly BulkGetRequest[]): readonly (readonly number[])[] {
  const times = new Map<string, number>();
  const rounds: number[][] = [];
  for (const [index, { id }] of docs.entries()) {
    const time = times.get(id) ?? 0;
    times.set(id, time + 1);
    (rounds[time] ??= []).push(index);
  }
  return rounds;
}

function bulkGetRow({ id, rev }: BulkGetRequest, found: unknown): unknown {
  const { error, missing } = found as { error?: { rev?: string }; missing?: string };
  if (missing !== undefined) return { error: { id, rev: missing, error: 'not_found', reason: 'missing' } };
  if (error === undefined) return found;
  const { status: _, ...words } = errorRow(error);
  return { error: { id, rev: rev ?? error.rev ?? 'undefined', ...words } };
}

/** Tells listeners of every change; one live feed of PouchDB for any number of listeners, none while there are none. */
class Watch {
  readonly #pouch: Pouch;
  readonly #listeners = new Set<() => void>();
  #feed: Promise<() => void> | undefined;

  constructor(pouch: Pouch) {
    this.#pouch = pouch;
  }

  async add(listener: () => void): Promise<() => void> {
    this.#listeners.add(listener);
    this.#feed ??= this.#start();
    await this.#feed;
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.stop();
    };
  }

  stop(): void {
    const feed = this.#feed;
    this.#feed = undefined;
    void feed?.then((cancel) => cancel());
  }

  async #start(): Promise<() => void> {
    // From the number read before the feed starts: what is written in between is told, not missed.
    const { update_seq } = await this.#pouch.info();
    const tell = () => {
      for (const listener of this.#listeners) listener();
    };
    const feed = this.#pouch.changes({ live: true, since: update_seq, return_docs: false });
    feed.on('change', tell).on('error', tell);
    // The feed is thenable and would be waited for to its end: hand out its end only.
    return () => feed.cancel();
  }
}

const localId = (id: string) => `_local/${id}`;

export class PouchDatabase implements Database {
  readonly #pouch: Pouch;
  readonly #watch: Watch;

  constructor(pouch: Pouch) {
    this.#pouch = pouch;
    this.#watch = new Watch(pouch);
  }

  info() {
    return this.#pouch.info();
  }

  async get(id: string, options: GetOptions): Promise<Doc> {
    return (await this.#pouch.get(id, given(options))) as Doc;
  }

  async openRevisions(id: string, revs: 'all' | readonly string[], options: GetOptions) {
    return (await this.#pouch.get(id, { ...given(options), open_revs: revs })) as readonly OpenRevision[];
  }

  /** One row a request, in the order of the requests: CouchDB's replicator counts on it, PouchDB gathers those of one id. */
  async bulkGet(docs: readonly BulkGetRequest[], options: GetOptions) {
    const rows: BulkGetResult[] = [];
    for (const round of roundsOf(docs)) {
      const wanted = round.map((index) => docs[index] as BulkGetRequest);
      const { results } = await this.#pouch.bulkGet({ docs: wanted, ...given(options) });
      const found = Map.groupBy(results, ({ id }) => id);
      for (const [at, request] of wanted.entries()) {
        const results = (found.get(request.id) ?? []).flatMap((each) => each.docs);
        rows[round[at] as number] = { id: request.id, docs: results.map((each) => bulkGetRow(request, each)) };
      }
    }
    return rows;
  }

  changes(options: ChangesOptions): Promise<ChangesPage> {
    return changesOf(this.#pouch, options);
  }

  watch(listener: () => void): Promise<() => void> {
    return this.#watch.add(listener);
  }

  async bulkDocs(docs: readonly Doc[], newEdits: boolean): Promise<readonly unknown[]> {
    if (!newEdits && docs.some((doc) => doc['_rev'] === undefined && doc['_revisions'] === undefined))
      throw couchError('noRevision');
    return this.#pouch.bulkDocs(docs, { new_edits: newEdits });
  }

  put(doc: Doc): Promise<WriteResult> {
    return this.#pouch.put(doc);
  }

  revsDiff(revs: RevsMap): Promise<RevsDiff> {
    return this.#pouch.revsDiff(revs);
  }

  async getLocal(id: string): Promise<Doc> {
    return (await this.#pouch.get(localId(id))) as Doc;
  }

  putLocal(doc: Doc): Promise<WriteResult> {
    return this.#pouch.put(doc);
  }

  removeLocal(id: string, rev: string): Promise<WriteResult> {
    return this.#pouch.remove({ _id: localId(id), _rev: rev });
  }
}
