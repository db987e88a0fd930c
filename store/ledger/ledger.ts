/**
 * The ledger: events are written once, numbered and chained by their series, named by their content and signed by this device
 * (LEDGER §1). The event, its place in the chain and its rows in the tables are one transaction; when `append` returns it is on disk.
 */
import type { CaseNo, EventId, LocalDate, PlaceCode, Station } from '../../shared/base/brands.ts';
import { caseNumberCounter, nextCaseNumber } from '../../shared/case/case-number.ts';
import {
  base32,
  EnvelopeSchema,
  EVENT_VERSION,
  type EventBody,
  nameEvent,
  sizeFault,
} from '../../shared/event/event.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { REMARKS } from '../../shared/case/remarks/index.ts';
import { SITE_EVENTS } from '../../shared/case/site-events.ts';
import { STEPS } from '../../shared/case/steps/index.ts';
import { firstDifference } from '../../shared/calendar/calendar.ts';
import { ledgerName } from '../../shared/place/place.ts';
import { digestText, signHash } from '../trust/crypto.ts';
import { StoreError } from '../file/errors.ts';
import { highestNumber } from '../projection/case-numbers.ts';
import { type AnyEvent, caseIdOf } from '../projection/event-rows.ts';
import type { HighWater } from '../trust/high-water.ts';
import { privateKey, readIdentity } from '../trust/identity.ts';
import { Ingest } from './ingest.ts';
import { PROJECTION_VERSION, rebuildProjection, reprojectFrom } from '../projection/rebuild.ts';
import { getSetting, setSetting } from '../file/settings.ts';
import type {
  Appended,
  DataFile,
  EventDraft,
  FoldedCase,
  Ledger,
  LedgerClock,
  Outside,
  Reference,
  SiteIdentity,
} from '../types.ts';

interface LedgerOptions {
  readonly clock: LedgerClock;
  readonly reference: Reference;
  /** Notes of how far each series went, outside the data folder; null where there is no such place. */
  readonly highWater?: HighWater | null;
  /** Left out where all events lie in ledgers. */
  readonly outside?: Outside;
}

/** What was counted by when the tables were written (`Calendar.content`). */
const CALENDAR = 'calendar-counted-by';
/** Later than any due day: nothing is touched but what is open. */
const FAR_OFF = '9999-12-31' as LocalDate;
/** What the program that last opened the file could read. */
const READER = 'reader-version';

class OpenLedger implements Ledger {
  readonly file: DataFile;
  readonly ingest: Ingest;
  readonly #clock: LedgerClock;
  readonly #outside: Outside | undefined;
  #reference: Reference;
  #noted = '';

  constructor(file: DataFile, options: LedgerOptions) {
    this.file = file;
    this.#clock = options.clock;
    this.#reference = options.reference;
    this.#outside = options.outside;
    this.ingest = new Ingest(file, options.reference, () => options.clock.now(), options.outside);
    const { highWater } = options;
    if (highWater) file.afterCommit(() => this.#note(highWater));
  }

  /** Notes outside the folder how far the series went, when it went on. */
  #note(highWater: HighWater): void {
    const identity = readIdentity(this.file);
    const mark = `${identity?.series ?? ''} ${identity?.lastSeq ?? 0}`;
    if (identity === null || mark === this.#noted) return;
    highWater.write(identity.device, identity.series, identity.lastSeq);
    this.#noted = mark;
  }

  identity(): SiteIdentity | null {
    return readIdentity(this.file);
  }

  reference(): Reference {
    return this.#reference;
  }

  transaction<T>(fn: () => T): T {
    try {
      return this.file.transaction(fn);
    } catch (error) {
      if (!this.file.inTransaction) this.ingest.forget();
      throw error;
    }
  }

  leaveBehind(): readonly EventId[] {
    return this.ingest.takeTouched();
  }

  project(id: EventId): FoldedCase | null {
    return this.ingest.project(id);
  }

  store(place: PlaceCode, events: readonly AnyEvent[]): number {
    return this.transaction(() =>
      this.ingest.trusting(events, () => this.file.store.putFirst(ledgerName(place), events)),
    );
  }

  append(draft: EventDraft): Appended {
    return this.transaction(() => {
      const identity = readIdentity(this.file);
      const key = privateKey(this.file);
      if (identity === null || key === null) throw new StoreError('Rejected', { message: '本机尚未登记，不能写入' });
      const event = sign(this.#body(draft, identity), key);
      const written = this.store(draft.ledger, [event]);
      if (written !== 1) throw new StoreError('Rejected', { message: '这一步已经写过了' });
      this.file.sql('UPDATE identity SET last_seq = ?, last_id = ?').run(event.by.seq, event._id);
      return { id: event._id, case: caseIdOf(event) || null, seq: event.by.seq, event };
    });
  }

  #body(draft: EventDraft, identity: SiteIdentity): EventBody {
    const body = {
      v: EVENT_VERSION,
      type: draft.type,
      case: draft.case,
      after: draft.after && [...new Set(draft.after)].sort(),
      about: draft.about,
      on: draft.on,
      at: new Date(this.#clock.now()).toISOString(),
      offset: this.#clock.offset(),
      by: {
        place: identity.place,
        window: draft.window,
        staff: draft.staff,
        device: identity.device,
        series: identity.series,
        seq: identity.lastSeq + 1,
        prev: identity.lastId,
      },
      data: draft.data,
    };
    // Through JSON once, so that what is named and signed is what every reader parses: no undefined, no prototypes.
    return JSON.parse(JSON.stringify(body)) as EventBody;
  }

  nextNumber(place: PlaceCode, on: LocalDate, station: Station): CaseNo {
    return nextCaseNumber(place, on, station, highestNumber(this.file, caseNumberCounter(place, on, station)));
  }

  check(doc: unknown): ReturnType<Ledger['check']> {
    return this.ingest.check(doc);
  }

  verifyAhead(docs: readonly unknown[]): Promise<void> {
    return this.ingest.verifyAhead(docs);
  }

  retryUnreadable(): { readonly read: number; readonly left: number } {
    return this.transaction(() => this.ingest.retry());
  }

  setReference(reference: Reference): void {
    this.#reference = reference;
    this.ingest.reference = reference;
    this.transaction(() => this.#follow());
  }

  /** Recomputes the cases that the calendar may touch: from the first day on about which it differs from the one that was counted by. */
  #follow(): void {
    const { content } = this.#reference.calendar;
    const since = firstDifference(getSetting(this.file, CALENDAR) ?? '', content) ?? FAR_OFF;
    reprojectFrom(this.file, this.#reference, since);
    setSetting(this.file, CALENDAR, content);
  }

  /**
   * A program that knows other types, or computes the tables otherwise, makes them anew at its first start and looks again at what could not
   * be read. One that knows other holidays recomputes what they touch.
   */
  catchUp(reader: string): void {
    const before = getSetting(this.file, READER);
    const { content } = this.#reference.calendar;
    if (before === reader) {
      if (getSetting(this.file, CALENDAR) !== content) this.transaction(() => this.#follow());
      return;
    }
    this.transaction(() => {
      rebuildProjection(this.file, this.#reference, this.#outside);
      this.ingest.retry();
      setSetting(this.file, READER, reader);
      setSetting(this.file, CALENDAR, content);
    });
  }
}

/** Names and signs a body. Throws StoreError `Rejected` when it is not well-formed or larger than 64 KB. */
function sign(body: EventBody, key: string): LedgerEvent {
  let named: ReturnType<typeof nameEvent>;
  try {
    named = nameEvent(body, digestText);
  } catch (error) {
    throw new StoreError('Rejected', { message: '内容不是规范的 JSON，没有写入', cause: error });
  }
  const tooMuch = sizeFault(named);
  if (tooMuch !== null) throw new StoreError('Rejected', { message: `${tooMuch}，没有写入`, field: 'data' });
  const event = { ...body, _id: named._id, _rev: named._rev, sig: signHash(key, named.hash) };
  const checked = EnvelopeSchema.safeParse(event);
  if (checked.success) return event;
  const issue = checked.error.issues[0];
  throw new StoreError('Rejected', {
    message: `事件格式不对：${issue?.message ?? ''}`,
    field: issue?.path.join('.') ?? '',
  });
}

/** What this program reads and how it computes the tables. */
function readerVersion(): string {
  const types = [STEPS, REMARKS, SITE_EVENTS].flatMap((table) => Object.keys(table)).join(' ');
  return `${EVENT_VERSION} ${PROJECTION_VERSION} ${base32(digestText(types).sha256).slice(0, 16)}`;
}

/** Opens the ledgers of a file: from now on every document written to it goes through ingest. Once per open file. */
export function openLedger(file: DataFile, options: LedgerOptions): Ledger {
  const ledger = new OpenLedger(file, options);
  ledger.catchUp(readerVersion());
  return ledger;
}
