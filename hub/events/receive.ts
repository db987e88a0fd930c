/**
 * The event door (LEDGER §6): a whole request is taken or refused. What is not well-formed, or not by a device the county ever certified,
 * refuses all of it; what is whole is stored, and asked about where it breaks a rule. Known ids are answered "have it".
 */
import { mayRead } from '../../shared/place/access.ts';
import type { DeviceId, PlaceCode } from '../../shared/base/brands.ts';
import type { HeldReason } from '../../shared/api/county-held.ts';
import type { Certificate } from '../../shared/api/device-api.ts';
import type { EventCheck } from '../../shared/event/event.ts';
import { localDateOf } from '../../shared/base/local-date.ts';
import { ledgerName } from '../../shared/place/place.ts';
import { unproven } from '../../store/ledger/after-stop.ts';
import { authorFaultIn } from '../../store/ledger/author-rights.ts';
import { linkOf } from '../../store/projection/event-rows.ts';
import { beyondRanges } from '../../store/projection/series-ranges.ts';
import type { Ledger } from '../../store/types.ts';
import { CouchError } from '../http/errors.ts';
import type { Doc } from '../couch/database.ts';
import { closeArrived, type HeldEntry, holdEvent, knownHeld } from './held-events.ts';
import { checkHeldQuota } from './held-quota.ts';
import { admitVouched, isVouchedFor } from './held-decisions.ts';
import { admitProven, letInByPerson } from './held-proof.ts';
import { learnQuestion } from './questions.ts';
import { noteDue } from './projector.ts';

export interface Carrier {
  readonly device: DeviceId;
  /** True when the carrier may read this ledger, revoked or not. The whole delivery of another device goes to the held events. */
  readonly holds: boolean;
}

/**
 * Returns the carrier of a delivery to the ledger of `place`. No device holds a ledger of a place outside the county: what comes for it waits for a
 * person's decision, as handing in is never refused (LEDGER §6). `now` in ms since the epoch.
 */
export function carrierTo(ledger: Ledger, { device, place: own }: Certificate, place: PlaceCode, now: number): Carrier {
  const { places } = ledger.reference();
  return { device, holds: places.place(place) !== undefined && mayRead(places, own, place, localDateOf(now)) };
}

type Known = Extract<EventCheck, { readonly event: unknown }>['event'];

const STATUS: Readonly<Record<string, number>> = { size: 413, signature: 403, hash: 403 };

const refuse = (status: number, code: string, message: string, id: unknown): CouchError =>
  new CouchError(
    status,
    code,
    `${message}（${typeof id === 'string' ? id.slice(0, 60) : '无编号'}）。整批未收，请检查后重发`,
  );

/** `_revisions` travels with a document of a replicator; a first revision has no history but itself. */
function withoutHistory(doc: Doc): Doc {
  if (!('_revisions' in doc)) return doc;
  const { _revisions: history, ...event } = doc;
  const { start, ids } = (history ?? {}) as { start?: unknown; ids?: unknown };
  if (start !== 1 || !Array.isArray(ids) || ids.length !== 1 || `1-${String(ids[0])}` !== doc['_rev'])
    throw refuse(400, 'generation', '事件只能写一次，不接受修改后的版本', doc['_id']);
  return event;
}

function wellFormed(ledger: Ledger, doc: Doc): Known {
  if (doc['_deleted'] !== undefined) throw refuse(403, 'deleted', '事件不能删除', doc['_id']);
  if (doc['_attachments'] !== undefined) throw refuse(403, 'attachments', '事件不能带附件', doc['_id']);
  const checked = ledger.check(withoutHistory(doc));
  if (checked.kind !== 'malformed') return checked.event;
  const { code, message } = checked.problem;
  throw refuse(STATUS[code] ?? 400, code, message, doc['_id']);
}

/** Tells why an event of a delivery that is whole may not lie in this ledger; null when it may. Each author is looked up once a delivery. */
function rightsIn(
  ledger: Ledger,
  place: PlaceCode,
  carrier: Carrier,
  fresh: readonly Known[],
): (event: Known) => HeldReason | null {
  const beyond = beyondRanges(ledger.file, fresh.map(linkOf));
  const faultOf = authorFaultIn(ledger, place);
  const whyHeld = (event: Known): HeldReason | null => {
    if (beyond.has(event._id)) return 'gaps';
    return carrier.holds ? faultOf(event) : 'carrier';
  };
  const late = unproven(fresh, {
    ledger,
    place,
    isHeld: (event) => whyHeld(event) !== null,
    isLetIn: letInByPerson(ledger),
  });
  return (event) => {
    const why = whyHeld(event) ?? (late.has(event._id) ? 'revoked' : null);
    if (why === null || why === 'gaps' || why === 'carrier') return why;
    return isVouchedFor(ledger, place, event) ? null : why;
  };
}

/** What follows, by whatever way events came into a ledger. Within the transaction that stored them. */
export function arrived(ledger: Ledger, place: PlaceCode, events: readonly Known[], now: number): void {
  const { file } = ledger;
  closeArrived(
    file,
    place,
    events.map((event) => event._id),
  );
  for (const event of events) learnQuestion(ledger, event);
  admitVouched(ledger, place, events, now);
  noteDue(file, place, ledger.leaveBehind());
  admitProven(ledger, place, events, now);
}

export interface Received {
  readonly stored: number;
  readonly held: number;
  readonly known: number;
}

/** Takes a delivery into the ledger of `place`. Throws CouchError 400, 403 or 413 with a Chinese reason; nothing is changed then. */
export function receive(
  ledger: Ledger,
  place: PlaceCode,
  docs: readonly Doc[],
  carrier: Carrier,
  now: number,
): Received {
  const { file } = ledger;
  const database = ledgerName(place);
  const events = docs.map((doc) => wellFormed(ledger, doc));
  return ledger.transaction(() => {
    const known = file.store.has(
      database,
      events.map((event) => event._id),
    );
    const fresh = events.filter((event) => !known.has(event._id));
    const whyNotHere = rightsIn(ledger, place, carrier, fresh);
    const here: Known[] = [];
    const held: HeldEntry[] = [];
    for (const event of fresh) {
      const why = whyNotHere(event);
      if (why === null) here.push(event);
      else held.push({ ledger: place, event, carrier: carrier.device, why, text: JSON.stringify(event), now });
    }
    checkHeldQuota(file, held);
    const newlyHeld = held.filter((entry) => holdEvent(file, entry)).length;
    const stored = ledger.store(place, here);
    arrived(ledger, place, here, now);
    return { stored, held: newlyHeld, known: events.length - fresh.length };
  });
}

/**
 * Those of the ids that need not be sent. A stranger's delivery is looked up among the held events alone: it learns nothing of the ledger, and what
 * it brought never keeps the rightful holder from bringing the same.
 */
export function knownIds(
  ledger: Ledger,
  place: PlaceCode,
  ids: readonly string[],
  carrier: Carrier,
): ReadonlySet<string> {
  return carrier.holds
    ? ledger.file.store.has(ledgerName(place), ids)
    : new Set<string>(knownHeld(ledger.file, place, ids));
}
