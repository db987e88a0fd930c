/**
 * The way in for documents that others wrote: PouchDB's replication, the hub's door, a rebuild. Each is checked (envelope, hash,
 * signature, size, generation); what is whole gets its rows, what is not is noted as unreadable. Never throws on content (LEDGER §6).
 */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { DeviceIdSchema, type EventId, EventIdSchema } from '../shared/domain/brands.ts';
import { checkEvent, type EventCheck, type LedgerEvent } from '../shared/domain/event.ts';
import { projectCase } from './case-rows.ts';
import { acceptCountyDocs } from './county-docs.ts';
import { digestText, verifyHash, verifyHashAside } from './crypto.ts';
import { keyOfDevice } from './device-keys.ts';
import { addEventRow, type AnyEvent, placeOfLedger } from './event-rows.ts';
import { readIdentity } from './identity.ts';
import type { WrittenDoc } from './pouch/index.ts';
import { nextRangeToken } from './series-ranges.ts';
import { applyReceipts } from './receipts.ts';
import type { DataFile, Outside, Reference, SiteIdentity, UnreadableReason } from './types.ts';
import { clearUnreadable, markUnreadable } from './unreadable.ts';

const COUNTY = 'county';
/** Ids of documents whose signature was checked just now and that are about to be stored; forgotten beyond this. */
const MAX_REMEMBERED = 20_000;

/** What a signature is checked by. */
const SignedSchema = z.looseObject({
  _id: EventIdSchema,
  by: z.looseObject({ device: DeviceIdSchema }),
  sig: z.string(),
});
/** `yyyymmdd-` before the hash in an event's id. */
const DATE_CHARS = 9;
const signatureOf = (id: unknown, device: string, sig: string): string => `${String(id)} ${device} ${sig}`;

type Whole = Exclude<EventCheck, { kind: 'malformed' }>;
/** What `verifyAhead` found whole, with the document it looked at. */
interface Ahead {
  readonly content: Readonly<Record<string, unknown>>;
  readonly check: Whole;
}

type Reading = { readonly problem: Problem } | { readonly problem: null; readonly event: AnyEvent };
type Problem = { readonly why: UnreadableReason; readonly message: string };

/** What one file needs to take documents in. One per open file. */
export class Intake {
  readonly #file: DataFile;
  readonly #now: () => number;
  readonly #outside: Outside | undefined;
  reference: Reference;
  /** Cases whose rows are behind their events; made up for before the commit. */
  readonly #touched = new Set<EventId>();
  /** Documents of this transaction, so that folding need not read them again. */
  readonly #fresh = new Map<string, AnyEvent>();
  /** Id, device and signature of events that were checked with their signature. */
  readonly #checked = new Set<string>();
  readonly #made = new Map<string, LedgerEvent>();
  /** Documents found whole ahead of their storing, by id; believed only where the very same content is stored. */
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
    file.beforeCommit(() => this.settle());
  }

  /** Is it a well-formed event, signed by a key the county ever certified? A good one is remembered until it is stored. */
  check(doc: unknown): EventCheck {
    const ahead = this.#foundAhead(doc);
    if (ahead !== null) return ahead;
    const identity = readIdentity(this.#file);
    const checked = checkEvent(doc, digestText, (device, message, sig) => {
      // `verifyAhead` has seen it; the name was found to be the content's before this is asked.
      if (this.#checked.has(signatureOf((doc as { _id?: unknown })._id, device, sig))) return true;
      const key = keyOfDevice(this.#file, identity, device);
      return key !== null && verifyHash(key, message, sig);
    });
    if (checked.kind !== 'malformed') this.remember(checked.event);
    return checked;
  }

  /** An event that this program has just made: whole by construction, so storing it checks nothing again. */
  trustOwn(event: LedgerEvent): void {
    this.#made.set(event._id, event);
  }

  /** Takes the signature of an event for checked: `check` has just seen it. */
  remember(event: z.infer<typeof SignedSchema>): void {
    if (this.#checked.size >= MAX_REMEMBERED) this.#checked.clear();
    this.#checked.add(signatureOf(event._id, event.by.device, event.sig));
  }

  /**
   * Checks documents that are about to be stored: their signatures on other threads, and meanwhile the rest here. Only a help:
   * whatever is not remembered, or comes to be stored with other content, is checked when it is stored.
   */
  async verifyAhead(docs: readonly unknown[]): Promise<void> {
    const identity = readIdentity(this.#file);
    const keys = new Map<string, string | null>();
    await Promise.all(
      docs.map(async (doc) => {
        const signed = SignedSchema.safeParse(doc);
        if (!signed.success) return;
        const { _id, by, sig } = signed.data;
        const key = keys.get(by.device) ?? keyOfDevice(this.#file, identity, by.device);
        keys.set(by.device, key);
        if (key === null) return;
        // The id ends in the hash that was signed; that the content has that hash is what the check here says.
        const good = verifyHashAside(key, _id.slice(DATE_CHARS), sig);
        // Replication sends the revisions along; they are no part of the event and are not stored in it.
        const { _revisions: _, ...content } = doc as Record<string, unknown>;
        const check = checkEvent(content, digestText);
        if (!(await good)) return;
        this.remember(signed.data);
        if (check.kind !== 'malformed') this.#keepAhead(_id, { content, check });
      }),
    );
  }

  #keepAhead(id: string, ahead: Ahead): void {
    if (this.#ahead.size >= MAX_REMEMBERED) this.#ahead.clear();
    this.#ahead.set(id, ahead);
  }

  #foundAhead(doc: unknown): Whole | null {
    const ahead = this.#ahead.get(String((doc as { _id?: unknown } | null)?._id));
    return ahead !== undefined && isDeepStrictEqual(ahead.content, doc) ? ahead.check : null;
  }

  /** Makes the rows of all touched cases equal to their events. */
  settle(): void {
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

  /** See Ledger.leaveBehind. */
  leaveBehind(): readonly EventId[] {
    const cases = [...this.#touched];
    this.#touched.clear();
    this.#fresh.clear();
    return cases;
  }

  /** Forgets what a transaction that failed left behind. */
  forget(): void {
    this.#touched.clear();
    this.#fresh.clear();
    this.#checked.clear();
    this.#made.clear();
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

  /** Gives documents of a ledger their rows. Answers how many of them could be read. */
  take(place: string, docs: readonly WrittenDoc[]): number {
    const token = nextRangeToken(this.#file);
    const identity = readIdentity(this.#file);
    const own = identity?.device ?? '';
    const keys = new Map<string, string | null>();
    let read = 0;
    for (const written of docs) {
      // Design documents have no business in a ledger, yet a stray one is no event either (LEDGER §2).
      if (written.id.startsWith('_')) continue;
      const found = this.#read(written, identity, keys);
      if (found.problem !== null) {
        this.#note(place, written.id, found.problem);
        continue;
      }
      const { event } = found;
      read += 1;
      const { by } = event;
      if (by.device === own && !(by.series === identity?.series && by.seq > identity.lastSeq))
        this.#returned.set(by.series, { device: own, series: by.series });
      const caseId = addEventRow(this.#file, place, event, { token, own, outside: this.#outside });
      if (caseId === null || caseId === '') continue;
      this.#touched.add(caseId);
      this.#fresh.set(event._id, event);
    }
    return read;
  }

  /** `keys` are those that this batch has asked for already. */
  #read({ doc, deleted }: WrittenDoc, identity: SiteIdentity | null, keys: Map<string, string | null>): Reading {
    if (deleted) return { problem: { why: 'deleted', message: '事件不能删除,这一条被标为已删除' } };
    const made = this.#made.get(String(doc['_id']));
    if (made !== undefined && this.#made.delete(made._id)) return { problem: null, event: made };
    const ahead = this.#foundAhead(doc);
    if (ahead !== null) {
      this.#ahead.delete(ahead.event._id);
      this.#checked.delete(signatureOf(ahead.event._id, ahead.event.by.device, ahead.event.sig));
      return { problem: null, event: ahead.event };
    }
    let stranger = false;
    const checked = checkEvent(doc, digestText, (device, message, sig) => {
      if (this.#checked.delete(signatureOf(doc['_id'], device, sig))) return true;
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
