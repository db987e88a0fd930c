import { collectConflicts, collectLeaves, type TreeHolder } from 'pouchdb-merge';
import { filterChange, uuid, type Feedable } from 'pouchdb-utils';
import { createError, NOT_OPEN } from 'pouchdb-errors';
import { fillAttachments } from './attachments.ts';
import { keyOf, seqOf, type DatabaseState, type Engine } from './engine.ts';
import { asStorageError } from './errors.ts';
import { changesLimitOf, docIdsOf, sinceOf } from './options.ts';
import { makeDocument, type DocRow, type Document } from './rows.ts';
import { decodeTree } from './tree.ts';

export interface Change {
  id: string;
  seq: number;
  changes: { rev: string }[];
  deleted?: boolean;
  doc?: Document;
}

export interface ChangesResult {
  results: Change[];
  last_seq: number;
}

/** Options as PouchDB's core hands them to an adapter: as the caller gave them, whatever their type. */
export interface GivenOptions extends Omit<ChangesOptions, 'since' | 'limit' | 'descending' | 'doc_ids'> {
  since?: unknown;
  limit?: unknown;
  descending?: unknown;
  doc_ids?: unknown;
}

export interface ChangesOptions {
  since: number;
  /** Infinity for all. */
  limit: number;
  descending: boolean;
  continuous?: boolean;
  include_docs?: boolean;
  conflicts?: boolean;
  attachments?: boolean;
  binary?: boolean;
  return_docs?: boolean;
  style?: 'main_only' | 'all_docs';
  filter?: unknown;
  doc_ids?: string[] | undefined;
  onChange: (change: Change) => void;
  complete: (error: unknown, result?: ChangesResult) => void;
}

/** The options as they count. @throws PouchDB's BAD_REQUEST */
export function takenOptions(given: GivenOptions): ChangesOptions {
  const descending = Boolean(given.descending);
  return {
    ...given,
    // A feed that goes backwards begins at the newest change, whatever `since` says.
    since: descending ? Number(given.since) || 0 : sinceOf(given.since),
    limit: changesLimitOf(given.limit),
    descending,
    doc_ids: docIdsOf(given.doc_ids),
  };
}

/** Rows read at a time; between two pages the event loop runs. */
const PAGE = 500;

type ChangeRow = DocRow;

/** Registers a live feed: it reads on at every commit. */
export function listen(
  engine: Engine,
  state: DatabaseState,
  database: Feedable,
  options: ChangesOptions,
): { cancel: () => void } {
  const id = `${state.name}:${uuid()}`;
  engine.feeds.addListener(state.name, id, database, options);
  engine.feeds.notify(state.name);
  return { cancel: () => engine.feeds.removeListener(state.name, id) };
}

/** Reads the changes once. Calls back only after it has returned, as core builds its emitter around this call. */
export function readChanges(engine: Engine, state: DatabaseState, options: ChangesOptions): { cancel: () => void } {
  const run = new ChangesRun(engine, state, options);
  // A turn of the event loop, not a microtask: a program that asks page after page must not keep timers and sockets out.
  setImmediate(() => run.step());
  return { cancel: () => run.cancel() };
}

class ChangesRun {
  readonly #engine: Engine;
  readonly #state: DatabaseState;
  readonly #options: ChangesOptions;
  readonly #filter: ReturnType<typeof filterChange>;
  readonly #source: RowSource;
  #results: Change[] = [];
  #lastSeq: number;
  #left: number;
  #ended = false;

  constructor(engine: Engine, state: DatabaseState, options: ChangesOptions) {
    this.#engine = engine;
    this.#state = state;
    this.#options = options;
    this.#filter = filterChange(options);
    this.#lastSeq = options.since;
    this.#left = options.limit;
    this.#source = new RowSource(engine, state, options);
  }

  cancel(): void {
    this.#ended = true;
  }

  #end(error: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    if (error) this.#options.complete(error);
    else {
      const results = this.#results;
      this.#results = [];
      this.#options.complete(null, { results, last_seq: this.#lastSeq });
    }
  }

  step(): void {
    if (this.#ended) return;
    if (this.#engine.closed || this.#state.gone) {
      this.#end(createError(NOT_OPEN));
      return;
    }
    try {
      const wanted = typeof this.#options.filter === 'function' ? PAGE : Math.min(PAGE, this.#left);
      const rows = this.#source.page(wanted);
      for (const row of rows) {
        if (!this.#show(row)) return;
        if (this.#left === 0) break;
      }
      if (this.#left === 0 || rows.length < wanted) this.#end(null);
      else setImmediate(() => this.step());
    } catch (error) {
      this.#end(asStorageError(error));
    }
  }

  /** Shows one row to the listener; false ends the run. */
  #show(row: ChangeRow): boolean {
    const options = this.#options;
    const change = this.#makeChange(row);
    // Without a body there is nothing to filter by and nothing to take away again.
    const verdict = change.doc === undefined || this.#filter(change);
    if (typeof verdict === 'object') {
      this.#end(verdict);
      return false;
    }
    this.#lastSeq = change.seq;
    if (verdict) {
      this.#left--;
      if (options.attachments && options.include_docs && change.doc?._attachments !== undefined) {
        fillAttachments(this.#engine, this.#state, change.doc, options.binary);
      }
      options.onChange(change);
      if (options.return_docs) this.#results.push(change);
    }
    return !this.#ended;
  }

  #makeChange(row: ChangeRow): Change {
    const { id, rev, key, tree } = row;
    const change: Change = { id, seq: seqOf(key), changes: [{ rev }] };
    if (row.deleted === 1) change.deleted = true;
    if (this.#source.withBody) change.doc = makeDocument(id, rev, row.body);
    // Without a tree there is one revision, or only the winner was asked for.
    if (tree !== '') this.#addBranches(change, { rev_tree: decodeTree(tree, rev, row.deleted === 1) });
    return change;
  }

  #addBranches(change: Change, tree: TreeHolder): void {
    if (this.#options.style === 'all_docs') change.changes = collectLeaves(tree.rev_tree).map(({ rev }) => ({ rev }));
    const conflicts = this.#options.conflicts ? collectConflicts(tree) : [];
    if (change.doc !== undefined && conflicts.length > 0) change.doc['_conflicts'] = conflicts;
  }
}

/** Reads a feed's rows page by page, up to the sequence that was the newest when it began. */
class RowSource {
  readonly withBody: boolean;
  readonly #engine: Engine;
  readonly #descending: boolean;
  readonly #columns: string;
  readonly #keys: number[] | undefined;
  #low: number;
  #high: number;

  constructor(engine: Engine, state: DatabaseState, options: ChangesOptions) {
    this.#engine = engine;
    this.#descending = options.descending;
    // Bodies are read only if the caller or its filter looks into them, trees only if the leaves are asked for.
    this.withBody = Boolean(options.include_docs || options.conflicts || typeof options.filter === 'function');
    const withTree = Boolean(options.conflicts || options.style === 'all_docs');
    const body = this.withBody ? 'd.body' : "'' AS body";
    this.#columns = `d.key, d.id, d.rev, d.deleted, ${withTree ? 'd.tree' : "'' AS tree"}, ${body}`;
    this.#low = keyOf(state, this.#descending ? 0 : options.since) + 1;
    this.#high = keyOf(state, engine.current(state).seq);
    this.#keys = options.doc_ids && this.#keysOf(state, options.doc_ids);
  }

  #keysOf(state: DatabaseState, ids: string[]): number[] {
    return this.#engine
      .sql(
        `SELECT DISTINCT d.key FROM json_each(?) wanted CROSS JOIN pouch_doc d ON d.db = ? AND d.id = wanted.value
         WHERE d.key BETWEEN ? AND ? ORDER BY d.key ${this.#descending ? 'DESC' : 'ASC'}`,
      )
      .pluck()
      .all(JSON.stringify(ids), state.no, this.#low, this.#high) as number[];
  }

  page(size: number): ChangeRow[] {
    const order = this.#descending ? 'DESC' : 'ASC';
    if (this.#keys !== undefined) {
      const keys = this.#keys.splice(0, size);
      return this.#engine
        .sql(
          `SELECT ${this.#columns} FROM json_each(?) wanted CROSS JOIN pouch_doc d ON d.key = wanted.value
           ORDER BY d.key ${order}`,
        )
        .all(JSON.stringify(keys)) as ChangeRow[];
    }
    const rows = this.#engine
      .sql(`SELECT ${this.#columns} FROM pouch_doc d WHERE d.key BETWEEN ? AND ? ORDER BY d.key ${order} LIMIT ?`)
      .all(this.#low, this.#high, size) as ChangeRow[];
    const last = rows.at(-1);
    if (last !== undefined) {
      if (this.#descending) this.#high = last.key - 1;
      else this.#low = last.key + 1;
    }
    return rows;
  }
}
