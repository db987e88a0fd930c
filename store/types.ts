/** What the modules of the store hand to each other and to service, sync and hub. Types only; docs/STORE.md says what each module does. */
import type { Certificate } from '../shared/api/device-api.ts';
import type {
  CaseNo,
  DeviceId,
  EventId,
  LocalDate,
  PlaceCode,
  SeriesId,
  StaffId,
  Station,
} from '../shared/base/brands.ts';
import type { Calendar } from '../shared/calendar/calendar.ts';
import type { EventCheck, LedgerEvent, NewerEvent } from '../shared/event/event.ts';
import type { CaseValues } from '../shared/case/case-columns.ts';
import type { CaseFold } from '../shared/case/case-types.ts';
import type { Catalogue } from '../shared/matter/catalogue.ts';
import type { Places } from '../shared/place/place.ts';
import type { Store, WrittenDoc } from './pouch/store.ts';

// ---- the file

/** Runs inside the write transaction, once a batch and database. If it throws, nothing of the batch is written. */
export type WriteHook = (database: string, docs: readonly WrittenDoc[]) => void;

/**
 * A prepared statement in the hands of what only reads. Rows are objects by column, or single values after `pluck`, which stays with the
 * statement.
 */
interface ReadStatement {
  get(...bound: unknown[]): unknown;
  all(...bound: unknown[]): unknown[];
  iterate(...bound: unknown[]): IterableIterator<unknown>;
  pluck(on?: boolean): this;
}

/** The same in the hands of what may write. */
interface WriteStatement extends ReadStatement {
  run(...bound: unknown[]): { readonly changes: number; readonly lastInsertRowid: number | bigint };
}

/** What the ledgers' documents are read by. */
type ReadStore = Pick<
  Store,
  | 'get'
  | 'getMany'
  | 'getTexts'
  | 'getSizes'
  | 'otherRevisions'
  | 'has'
  | 'changes'
  | 'changedHeads'
  | 'info'
  | 'databases'
>;

/** The one text by which a statement writes and gives rows as well; without it `get` and `all` of what writes throw. */
type ReadText<Text extends string> = Text extends `${string}RETURNING${string}` ? never : Text;

/** The data file in the hands of what only reads: a write through it does not compile. */
export interface ReadDb {
  readonly path: string;
  readonly store: ReadStore;
  /** The prepared statement of a constant text; prepared once. */
  sql<Text extends string>(text: ReadText<Text>): ReadStatement;
}

/** The data file in the hands of what may write. */
export interface WriteDb extends ReadDb {
  readonly store: Store;
  sql(text: string): WriteStatement;
  /** Runs statements one after the other, such as those that make tables. */
  exec(text: string): void;
  /** One write transaction; inner calls join it. Hooks of `beforeCommit` run at its end. Throws StoreError. */
  transaction<T>(fn: () => T): T;
}

/** One encrypted SQLite file with all ledgers and all tables, opened. One writer; every call is synchronous. */
export interface DataFile extends WriteDb {
  /** True when this opening made the file. */
  readonly created: boolean;
  readonly inTransaction: boolean;
  /** Tells `hook` of every document written, by the ledger or by replication. */
  onWrite(hook: WriteHook): void;
  /** Runs `hook` at the end of every outer transaction of `transaction`, still inside it. */
  beforeCommit(hook: () => void): void;
  /** Runs `hook` after every outer transaction of `transaction` that was committed. */
  afterCommit(hook: () => void): void;
  close(): void;
}

/** One numbered step of a list of migrations. The number is its place in the list, from 1. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly up: (db: Pick<WriteDb, 'exec'>) => void;
}

/** A room's own tables: its list of migrations, kept with a version of its own. */
export interface MigrationList {
  /** e.g. `store`, `hub`. */
  readonly list: string;
  readonly migrations: readonly Migration[];
}

// ---- the writer

export interface SigningKey {
  /** Raw Ed25519 public key, base64url, 43 characters. */
  readonly publicKey: string;
  /** PKCS#8 DER of the private key, base64url. */
  readonly privateKey: string;
}

export interface HubIdentity {
  readonly address: string;
  readonly uuid: string;
  /** Public key of the hub, base64url. */
  readonly key: string;
  /** The epoch as last heard. */
  readonly epoch: SeriesId;
  /** Pin of its TLS key as last seen; '' in a file from before there was one. */
  readonly pin: string;
}

/** Why a device began a new series of sequence numbers (LEDGER §1). */
export type SeriesReason = 'enrolled' | 'restored' | 'other-machine' | 'high-water' | 'cloned' | 'hub-epoch';

export interface SiteIdentity {
  readonly device: DeviceId;
  readonly place: PlaceCode;
  readonly station: Station;
  readonly publicKey: string;
  readonly certificate: Certificate | null;
  readonly secret: string | null;
  readonly hub: HubIdentity | null;
  readonly series: SeriesId;
  /** seq of the newest event of the series; 0 before the first. */
  readonly lastSeq: number;
  readonly lastId: EventId | null;
  /** The machine's name as given at enrolment. */
  readonly machine: string;
}

export interface NewIdentity {
  readonly device: DeviceId;
  readonly place: PlaceCode;
  readonly station: Station;
  readonly key: SigningKey;
  readonly certificate: Certificate | null;
  readonly secret: string | null;
  readonly hub: HubIdentity | null;
  readonly machine: string;
  /** A text that is another one on another machine (a hash of its facts); compared at every start. */
  readonly facts: string;
  /** The hub's series is its epoch; a site leaves it out and gets a random one. */
  readonly series?: SeriesId;
}

// ---- writing

export interface LedgerClock {
  /** Milliseconds since the Unix epoch, UTC, of this machine. */
  now(): number;
  /** Hub time minus machine time in ms; null where it is not known. */
  offset(): number | null;
}

/** What the ledger and its projection need of the reference data. */
export interface Reference {
  readonly calendar: Calendar;
  readonly places: Places;
  readonly catalogue: Catalogue;
}

/** An event as a page or the hub means it, before it is numbered, named and signed. */
export interface EventDraft {
  readonly ledger: PlaceCode;
  readonly type: string;
  readonly case?: EventId | undefined;
  /** The head steps that the writer saw; sorted here. */
  readonly after?: readonly EventId[] | undefined;
  readonly about?: EventId | undefined;
  readonly on: LocalDate;
  readonly data: Record<string, unknown>;
  readonly staff: StaffId;
  readonly window?: string | undefined;
}

export interface Appended {
  readonly id: EventId;
  /** The case the event belongs to: its own id for a first event, null for a site event. */
  readonly case: EventId | null;
  readonly seq: number;
  readonly event: LedgerEvent;
}

/** Events that are kept outside the ledgers and count in the ranges of their series all the same (the hub's held events). */
export interface Outside {
  /** Returns whether the event is one of them. Then it is in the ranges already when it comes into a ledger. */
  joined(id: string): boolean;
  /** Adds all that are in no ledger to the ranges, after these were made anew. */
  joinAll(): void;
}

/** The one door through which events come in, own and foreign. */
export interface Ledger {
  readonly file: DataFile;
  /** Null before enrolment. */
  identity(): SiteIdentity | null;
  reference(): Reference;
  /** Number, name, sign, store and project one event, in one transaction. Throws StoreError; nothing is changed then. */
  append(draft: EventDraft): Appended;
  /** Appends within `fn` are all on disk or none. */
  transaction<T>(fn: () => T): T;
  /**
   * Within a transaction: the cases touched so far, whose rows this commit then leaves as they are. To note them in the same
   * transaction and to call `project` later is the caller's duty.
   */
  leaveBehind(): readonly EventId[];
  /**
   * Within a transaction: makes the case's row equal to its events so far, at once; the commit then makes it again only where more was
   * written. Returns the case as it stands, null where its first event can't be read.
   */
  project(id: EventId): FoldedCase | null;
  /** The next free case number of this place, day and station (LEDGER §3). */
  nextNumber(place: PlaceCode, on: LocalDate, station: Station): CaseNo;
  /** Checks that a document is a well-formed event, signed by a key the county ever certified. Stores nothing. */
  check(doc: unknown): EventCheck;
  /**
   * Stores events that `check` has just found whole; they are not checked again. Ids that the ledger of the place knows are skipped.
   * Returns how many were stored.
   */
  store(place: PlaceCode, events: readonly (LedgerEvent | NewerEvent)[]): number;
  /** Checks documents that are about to be stored, on other threads; `check` and storing them then are cheaper. Optional. */
  verifyAhead(docs: readonly unknown[]): Promise<void>;
  /** Tries again what could not be read (new device keys, a newer program). */
  retryUnreadable(): { readonly read: number; readonly left: number };
  /** New places or holidays: recomputes the cases that they touch. */
  setReference(reference: Reference): void;
}

export interface UnreadableRow {
  readonly ledger: string;
  readonly id: string;
  readonly why: UnreadableReason;
  readonly message: string;
  readonly at: string;
}
export type UnreadableReason = 'envelope' | 'hash' | 'signature' | 'size' | 'generation' | 'unknown-device' | 'deleted';

// ---- reading

/** A case as it stands: its events that count, in the order of their arrival, and what they amount to. */
export interface FoldedCase {
  readonly events: readonly (LedgerEvent | NewerEvent)[];
  readonly fold: CaseFold;
}

/** One case as the tables keep it: nothing in it depends on today. Its fields are said in shared/case/case-columns.ts. */
export interface CaseRecord extends CaseValues {
  /** Arrival order in this file, for paging within a search. */
  readonly no: number;
}
