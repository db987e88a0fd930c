/**
 * The way in for documents that other machines wrote: by replication, by parcel, by stick, at the hub's event door. A document may be damaged, forged, of a
 * newer program, or come before the certificate of its writer; a wrong one must change nothing that a page shows, and must not stop the rest, as replication
 * never gets past a document that throws. So each is checked (envelope, hash, signature, size, generation) in the transaction that stores it: a whole
 * event gets its rows, and its case is projected before the commit (at the hub right after it, by the projector); any other is noted as unreadable, with
 * the reason, and tried again when a certificate or a newer program comes. Rows and documents are always of one moment; the same document twice changes nothing; nothing throws on content
 * (LEDGER §6).
 *
 *     a slip of 向小明 comes before its village's certificate   unreadable: unknown-device; no case
 *     the certificate comes, unreadable ones are tried again    read 1, left 0; the case is proxy-received
 *     a slip whose day was changed after it was signed          unreadable: hash; no case
 */
import type { DeviceId, EventId } from '../../shared/base/brands.ts';
import { checkEvent, type EventCheck } from '../../shared/event/event.ts';
import { projectCase } from '../projection/project-case.ts';
import { checkAside } from './check-threads.ts';
import { acceptCountyDocs } from '../county/county-docs.ts';
import { digestText, verifyHash } from '../trust/crypto.ts';
import { keyOfDevice } from '../trust/device-keys.ts';
import { addEventRows, type AnyEvent, caseIdOf, placeOfLedger } from '../projection/event-rows.ts';
import { readIdentity } from '../trust/identity.ts';
import type { WrittenDoc } from '../pouch/index.ts';
import { nextRangeToken } from '../projection/series-ranges.ts';
import { applyReceipts } from '../sync-state/receipts.ts';
import type { DataFile, FoldedCase, Outside, Reference, SiteIdentity, UnreadableReason, WriteDb } from '../types.ts';
import { clearUnreadable, markUnreadable } from '../projection/unreadable.ts';

const COUNTY = 'county';
/** Documents that were found whole and are about to be stored; forgotten beyond this. */
const MAX_REMEMBERED = 20_000;
/** Fewer are checked here before another thread has answered. */
const LEAST_FOR_A_THREAD = 20;

type Whole = Exclude<EventCheck, { kind: 'malformed' }>;
/** What `verifyAhead` found whole, and its text: with the same text it is the same document, byte by byte. */
interface Ahead {
  readonly text: string;
  readonly kind: Whole['kind'];
}

/**
 * A document as one text, whatever the order of its underscore fields; null for what is none. Replication sends the revisions along; they
 * are no part of the event and are not stored in it.
 */
function textOf(doc: unknown): string | null {
  if (typeof doc !== 'object' || doc === null) return null;
  const { _id, _rev, _revisions: _, ...content } = doc as Record<string, unknown>;
  try {
    return JSON.stringify({ _id, _rev, ...content });
  } catch {
    // Nested deeper than the stack: no event.
    return null;
  }
}

const idOf = (doc: unknown): string => String((doc as { _id?: unknown } | null)?._id);

type Reading = { readonly problem: Problem } | { readonly problem: null; readonly event: AnyEvent };
type Problem = { readonly why: UnreadableReason; readonly message: string };

/** What one file needs to take documents in. One per open file. */
export class Ingest {
  readonly #file: WriteDb;
  readonly #now: () => number;
  readonly #outside: Outside | undefined;
  reference: Reference;
  /** Cases whose rows are behind their events; made up for before the commit. */
  readonly #touched = new Set<EventId>();
  /** Documents of this transaction, so that folding need not read them again. */
  readonly #fresh = new Map<string, AnyEvent>();
  /** Whole events that are being stored right now, by id. */
  readonly #trusted = new Map<string, AnyEvent>();
  /** Documents that check threads found whole, by id; used only where the very same text is stored. */
  readonly #ahead = new Map<string, Ahead>();
  #newKeys = false;
  /** Series of this device of which events came back from elsewhere: their receipts are looked at again. */
  readonly #returned = new Map<string, { readonly device: string; readonly series: string }>();

  constructor(file: DataFile, reference: Reference, now: () => number, outside?: Outside) {
    this.#file = file;
    this.#now = now;
    this.#outside = outside;
    this.reference = reference;
    file.onWrite((database, docs) => this.#written(database, docs));
    file.beforeCommit(() => this.projectTouched());
  }

  /** Checks that a document is a well-formed event, signed by a key the county ever certified. Stores nothing. */
  check(doc: unknown): EventCheck {
    const ahead = this.#takeAhead(doc);
    if (ahead !== null) return ahead;
    const identity = readIdentity(this.#file);
    return checkEvent(doc, digestText, (device, message, sig) => {
      const key = keyOfDevice(this.#file, identity, device);
      return key !== null && verifyHash(key, message, sig);
    });
  }

  /** Runs `store`, which stores these events: whole by construction or by `check`, so nothing of them is checked again. */
  trusting<T>(events: readonly AnyEvent[], store: () => T): T {
    for (const event of events) this.#trusted.set(event._id, event);
    try {
      return store();
    } finally {
      this.#trusted.clear();
    }
  }

  /**
   * Checks documents that are about to be stored, on other threads. Only a help: whatever is not found whole, or comes to be stored with
   * other content, is checked when it is stored.
   */
  async verifyAhead(docs: readonly unknown[]): Promise<void> {
    if (docs.length < LEAST_FOR_A_THREAD) return;
    const identity = readIdentity(this.#file);
    const keys = new Map<string, string>();
    const named: { id: string; text: string }[] = [];
    for (const doc of docs) {
      const text = textOf(doc);
      if (text === null) continue;
      named.push({ id: idOf(doc), text });
      const device = (doc as { by?: { device?: unknown } }).by?.device;
      if (typeof device !== 'string' || keys.has(device)) continue;
      const key = keyOfDevice(this.#file, identity, device as DeviceId);
      if (key !== null) keys.set(device, key);
    }
    const texts = named.map(({ text }) => text);
    const kinds = await checkAside(texts, keys);
    for (const [index, { id, text }] of named.entries()) {
      const kind = kinds[index];
      if (kind === 'event' || kind === 'newer') this.#keepAhead(id, { text, kind });
    }
  }

  #keepAhead(id: string, ahead: Ahead): void {
    if (this.#ahead.size >= MAX_REMEMBERED) this.#ahead.clear();
    this.#ahead.set(id, ahead);
  }

  /** The document as what it was found to be ahead; null when it was not, or with another text. */
  #takeAhead(doc: unknown): Whole | null {
    const id = idOf(doc);
    const ahead = this.#ahead.get(id);
    if (ahead === undefined || ahead.text !== textOf(doc)) return null;
    this.#ahead.delete(id);
    return { kind: ahead.kind, event: doc } as Whole;
  }

  /** Makes the rows of all touched cases equal to their events. */
  projectTouched(): void {
    if (this.#newKeys) {
      this.#newKeys = false;
      this.retry();
    }
    try {
      for (const id of this.#touched) projectCase(this.#file, id, this.reference, this.#fresh);
      if (this.#returned.size > 0) applyReceipts(this.#file, [...this.#returned.values()]);
    } finally {
      this.#returned.clear();
      this.#touched.clear();
      this.#fresh.clear();
    }
  }

  /** See Ledger.project. */
  project(id: EventId): FoldedCase | null {
    const folded = projectCase(this.#file, id, this.reference, this.#fresh);
    this.#touched.delete(id);
    return folded;
  }

  /** See Ledger.leaveBehind. */
  takeTouched(): readonly EventId[] {
    const cases = [...this.#touched];
    this.#touched.clear();
    this.#fresh.clear();
    return cases;
  }

  /** Forgets what a transaction that failed left behind. */
  forget(): void {
    this.#touched.clear();
    this.#fresh.clear();
    this.#trusted.clear();
    this.#ahead.clear();
    this.#returned.clear();
    this.#newKeys = false;
  }

  #written(database: string, docs: readonly WrittenDoc[]): void {
    const place = placeOfLedger(database);
    if (place !== null) this.take(place, docs);
    else if (database === COUNTY) this.#takeCounty(docs);
  }

  #takeCounty(docs: readonly WrittenDoc[]): void {
    const news = acceptCountyDocs(this.#file, docs);
    for (const id of news.refused) this.#note(COUNTY, id, { why: 'signature', message: '不是县里签发的文件' });
    if (news.newKeys) this.#newKeys = true;
  }

  /** Gives documents of a ledger their rows. Returns how many of them could be read. */
  take(place: string, docs: readonly WrittenDoc[]): number {
    const token = nextRangeToken(this.#file);
    const identity = readIdentity(this.#file);
    const own = identity?.device ?? '';
    const keys = new Map<string, string | null>();
    const events: AnyEvent[] = [];
    for (const written of docs) {
      // Design documents have no business in a ledger, yet a stray one is no event either (LEDGER §2).
      if (written.id.startsWith('_')) continue;
      const found = this.#read(written, identity, keys);
      if (found.problem === null) events.push(found.event);
      else this.#note(place, written.id, found.problem);
    }
    for (const { by } of events)
      if (by.device === own && !(by.series === identity?.series && by.seq > identity.lastSeq))
        this.#returned.set(by.series, { device: own, series: by.series });
    for (const event of addEventRows(this.#file, place, events, { token, own, outside: this.#outside })) {
      const caseId = caseIdOf(event);
      if (caseId === '') continue;
      this.#touched.add(caseId);
      this.#fresh.set(event._id, event);
    }
    return events.length;
  }

  /** `keys` are those that this batch has asked for already. */
  #read({ doc, deleted }: WrittenDoc, identity: SiteIdentity | null, keys: Map<string, string | null>): Reading {
    if (deleted) return { problem: { why: 'deleted', message: '事件不能删除，这一条被标为已删除' } };
    const trusted = this.#trusted.get(idOf(doc));
    if (trusted !== undefined) return { problem: null, event: trusted };
    const ahead = this.#takeAhead(doc);
    if (ahead !== null) return { problem: null, event: ahead.event };
    let stranger = false;
    const checked = checkEvent(doc, digestText, (device, message, sig) => {
      const key = keys.get(device) ?? keyOfDevice(this.#file, identity, device);
      keys.set(device, key);
      stranger = key === null;
      return key !== null && verifyHash(key, message, sig);
    });
    if (checked.kind !== 'malformed') return { problem: null, event: checked.event };
    if (stranger) return { problem: { why: 'unknown-device', message: '写这一条的设备还没有县里的证书' } };
    return { problem: { why: checked.problem.code, message: checked.problem.message } };
  }

  #note(ledger: string, id: string, problem: Problem): void {
    markUnreadable(this.#file, { ledger, id, ...problem }, new Date(this.#now()).toISOString());
  }

  /** Tries again what could not be read. */
  retry(): { readonly read: number; readonly left: number } {
    const rows = this.#file.sql('SELECT ledger, id FROM unreadable').all() as { ledger: string; id: string }[];
    let read = 0;
    for (const { ledger, id } of rows) {
      const database = ledger === COUNTY ? COUNTY : `ledger-${ledger}`;
      const doc = this.#file.store.get(database, id);
      clearUnreadable(this.#file, ledger, id);
      if (doc === undefined) continue;
      const written = { id, rev: String(doc['_rev']), deleted: false, seq: 0, doc };
      if (ledger === COUNTY) this.#takeCounty([written]);
      else read += this.take(ledger, [written]);
    }
    return { read, left: this.#file.sql('SELECT count(*) FROM unreadable').pluck().get() as number };
  }
}
