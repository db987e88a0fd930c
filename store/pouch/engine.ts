import type { Database, Statement } from 'better-sqlite3';
import { changesHandler, uuid } from 'pouchdb-utils';
import { asStorageError, StorageError } from './errors.ts';
import { checkName } from './names.ts';
import type { WrittenDoc } from './store.ts';

/** What is known of one database without reading: kept in memory, stored with the transaction that changes it. */
export interface DatabaseState {
  readonly no: number;
  readonly name: string;
  readonly uuid: string;
  docCount: number;
  /** The highest sequence ever given out. */
  seq: number;
  /** True once it is destroyed: instances that still hold it get an error. */
  gone: boolean;
}

interface StateRow {
  no: number;
  name: string;
  uuid: string;
  doc_count: number;
  update_seq: number;
}

/** What one level of a transaction has to put back when it fails. */
interface Frame {
  readonly saved: Map<DatabaseState, { docCount: number; seq: number }>;
  readonly created: DatabaseState[];
  readonly dropped: DatabaseState[];
}

export type WriteHook = (database: string, docs: WrittenDoc[]) => void;

/** Sequences of one database fit below this; its number stands above it in a document's key. 2^21 databases, 2^32 writes each. */
const SEQ_RANGE = 2 ** 32;

export function keyOf(state: DatabaseState, seq: number): number {
  return state.no * SEQ_RANGE + seq;
}

export function seqOf(key: number): number {
  return key % SEQ_RANGE;
}

/** One open SQLite connection with the adapter's tables: statements, transactions, counters and live feeds. */
export class Engine {
  readonly sqlite: Database;
  readonly onWrite: WriteHook | undefined;
  readonly feeds = new changesHandler();
  closed = false;
  readonly #statements = new Map<string, Statement>();
  readonly #states = new Map<string, DatabaseState>();
  readonly #frames: Frame[] = [];
  readonly #alone: boolean;
  #dataVersion: unknown;

  /** `alone` = no other connection can write to the file, so the counters cannot go stale. */
  constructor(sqlite: Database, alone: boolean, onWrite?: WriteHook) {
    this.sqlite = sqlite;
    this.#alone = alone;
    this.onWrite = onWrite;
    // Any number of live feeds is a user's right, not a leak.
    this.feeds.setMaxListeners(0);
  }

  /** The prepared statement of a text, rows as objects. Texts are constants of the modules. */
  sql(text: string): Statement {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      if (this.closed) throw new StorageError('closed');
      statement = this.sqlite.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  get inTransaction(): boolean {
    return this.#frames.length > 0;
  }

  /**
   * Runs `fn` in one transaction. An inner call is a savepoint of the outer one: it commits with it, and undone alone
   * if it throws. Counters follow. Live feeds hear of it after the outer commit.
   */
  transact<T>(fn: () => T): T {
    const outer = this.#frames.length === 0;
    if (outer && this.sqlite.inTransaction) throw new StorageError('bad_transaction', 'a transaction is open already');
    const frame: Frame = { saved: new Map(), created: [], dropped: [] };
    let value: T;
    try {
      this.sql(outer ? 'BEGIN IMMEDIATE' : 'SAVEPOINT pouch').run();
    } catch (error) {
      throw asStorageError(error);
    }
    this.#frames.push(frame);
    try {
      if (outer) this.#refresh();
      value = fn();
      if (value instanceof Promise)
        throw new StorageError('bad_transaction', 'a transaction cannot wait for a promise');
      this.sql(outer ? 'COMMIT' : 'RELEASE pouch').run();
    } catch (error) {
      this.#undo(frame, outer);
      throw asStorageError(error);
    }
    this.#frames.pop();
    const parent = this.#frames.at(-1);
    if (parent !== undefined) {
      for (const [state, saved] of frame.saved) if (!parent.saved.has(state)) parent.saved.set(state, saved);
      parent.created.push(...frame.created);
      parent.dropped.push(...frame.dropped);
    } else for (const state of frame.saved.keys()) this.feeds.notify(state.name);
    return value;
  }

  #undo(frame: Frame, outer: boolean): void {
    this.#frames.pop();
    // SQLite itself rolls back on some errors (a full disk, a failed write); then there is nothing left to undo.
    if (this.sqlite.inTransaction) {
      if (outer) this.sql('ROLLBACK').run();
      else {
        this.sql('ROLLBACK TO pouch').run();
        this.sql('RELEASE pouch').run();
      }
    }
    for (const [state, { docCount, seq }] of frame.saved) Object.assign(state, { docCount, seq });
    for (const state of frame.created) this.#forget(state);
    for (const state of frame.dropped) {
      state.gone = false;
      this.#states.set(state.name, state);
    }
  }

  #forget(state: DatabaseState): void {
    state.gone = true;
    this.#states.delete(state.name);
  }

  /** Stores the counters that no document's row bears: after rows have been removed. */
  saveCounters(state: DatabaseState): void {
    this.sql('UPDATE pouch_database SET doc_count = ?, update_seq = ? WHERE no = ?').run(
      state.docCount,
      state.seq,
      state.no,
    );
  }

  /** Must be called inside a transaction before a database's counters change. */
  touch(state: DatabaseState): void {
    const frame = this.#frames.at(-1);
    // SQLite ends the transaction itself on some errors; what followed one would be committed row by row.
    if (frame === undefined || !this.sqlite.inTransaction) throw new StorageError('bad_transaction', 'none is open');
    if (state.gone) throw new StorageError('closed');
    if (!frame.saved.has(state)) frame.saved.set(state, { docCount: state.docCount, seq: state.seq });
  }

  /** Reads the counters again if another connection has written to the file. */
  #refresh(): void {
    if (this.#alone) return;
    const version = this.sql('PRAGMA data_version').pluck().get();
    if (version === this.#dataVersion) return;
    this.#dataVersion = version;
    for (const state of this.#states.values()) {
      const row = this.#row(state.name);
      if (row === undefined || row.no !== state.no) this.#forget(state);
      else Object.assign(state, { docCount: row.doc_count, seq: row.update_seq });
    }
  }

  #row(name: string): StateRow | undefined {
    const row = this.sql('SELECT * FROM pouch_database WHERE name = ?').get(name) as StateRow | undefined;
    if (row === undefined) return undefined;
    const newest = this.sql('SELECT key, count FROM pouch_doc WHERE key BETWEEN ? AND ? ORDER BY key DESC LIMIT 1').get(
      row.no * SEQ_RANGE,
      row.no * SEQ_RANGE + SEQ_RANGE - 1,
    ) as { key: number; count: number } | undefined;
    if (newest === undefined || seqOf(newest.key) <= row.update_seq) return row;
    return { ...row, doc_count: newest.count, update_seq: seqOf(newest.key) };
  }

  /** The database of that name, if the file has it. @throws StorageError `bad_name` */
  find(name: string): DatabaseState | undefined {
    if (this.closed) throw new StorageError('closed');
    if (!this.inTransaction) this.#refresh();
    const known = this.#states.get(name);
    if (known !== undefined) return known;
    checkName(name);
    const row = this.#row(name);
    if (row === undefined) return undefined;
    const state = { no: row.no, name, uuid: row.uuid, docCount: row.doc_count, seq: row.update_seq, gone: false };
    this.#states.set(name, state);
    return state;
  }

  /** The database of that name, made if it is missing. */
  open(name: string): DatabaseState {
    return this.find(name) ?? this.transact(() => this.find(name) ?? this.#create(name));
  }

  #create(name: string): DatabaseState {
    const id = uuid();
    const { lastInsertRowid } = this.sql(
      'INSERT INTO pouch_database (name, uuid, doc_count, update_seq) VALUES (?, ?, 0, 0)',
    ).run(name, id);
    const state = { no: Number(lastInsertRowid), name, uuid: id, docCount: 0, seq: 0, gone: false };
    this.#states.set(name, state);
    this.#frames.at(-1)?.created.push(state);
    return state;
  }

  /** Counters of a database that may be written by others too. */
  current(state: DatabaseState): DatabaseState {
    if (this.closed || state.gone) throw new StorageError('closed');
    if (!this.inTransaction) this.#refresh();
    return state;
  }

  /** Removes a database with all its rows; its number may be given out again. */
  drop(state: DatabaseState): void {
    this.transact(() => {
      if (state.gone) return;
      this.sql('DELETE FROM pouch_doc WHERE key BETWEEN ? AND ?').run(keyOf(state, 0), keyOf(state, SEQ_RANGE - 1));
      for (const table of ['pouch_rev', 'pouch_local', 'pouch_attachment', 'pouch_attachment_ref']) {
        this.sql(`DELETE FROM ${table} WHERE db = ?`).run(state.no);
      }
      this.sql('DELETE FROM pouch_database WHERE no = ?').run(state.no);
      this.#forget(state);
      this.#frames.at(-1)?.dropped.push(state);
    });
  }

  names(): string[] {
    return this.sql('SELECT name FROM pouch_database ORDER BY name').pluck().all() as string[];
  }

  close(): void {
    this.closed = true;
    this.#statements.clear();
    for (const state of this.#states.values()) state.gone = true;
    this.#states.clear();
    this.feeds.removeAllListeners();
  }
}
