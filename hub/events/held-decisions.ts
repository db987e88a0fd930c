/** The county's decisions about held events: into the ledger they came for, or kept out. Each decision keeps the person, the time and the reason. */
import type { HeldKey } from '../../shared/api/county-held.ts';
import type { DeviceId, PlaceCode, StaffId } from '../../shared/base/brands.ts';
import type { LedgerEvent, NewerEvent } from '../../shared/event/event.ts';
import { localDateOf } from '../../shared/base/local-date.ts';
import { ledgerName } from '../../shared/place/place.ts';
import { hasSpokenOf } from '../../store/projection/event-facts.ts';
import { caseIdOf } from '../../store/projection/event-rows.ts';
import type { Ledger, ReadDb, WriteDb } from '../../store/types.ts';
import { learnQuestion } from './questions.ts';
import { noteDue } from './projector.ts';

export type KnownEvent = LedgerEvent | NewerEvent;

/** Stands in `by.staff` of what a person of the county writes; the hub's machine writes `hub`. */
export const COUNTY_STAFF = 'county' as StaffId;

export interface Decision {
  /** The person who decided. */
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since the Unix epoch, UTC. */
  readonly now: number;
}

/** A group, or what of it waits because of one device. */
export interface GroupKey extends HeldKey {
  readonly owner?: DeviceId;
}

/** Those of a group that were shown and may still be decided, in the order they were written. */
const OPEN = `SELECT document FROM hub_held
  WHERE ledger = @ledger AND device = @device AND case_id = @case AND decided_at = @decidedAt AND at <= @seenTo
    AND decision IN ('', 'kept-out') AND (@owner = '' OR owner = @owner)
  ORDER BY document ->> '$.by.series', document ->> '$.by.seq', id`;

function openEvents(file: ReadDb, key: GroupKey): KnownEvent[] {
  return (
    file
      .sql(OPEN)
      .pluck()
      .all({ owner: '', ...key }) as string[]
  ).map((document) => JSON.parse(document) as KnownEvent);
}

interface Mark extends Decision {
  readonly decision: 'admitted' | 'kept-out';
}

export function noteDecision(
  file: WriteDb,
  ledger: PlaceCode,
  events: readonly KnownEvent[],
  { decision, by, reason, now }: Mark,
) {
  file
    .sql(
      `UPDATE hub_held SET decision = ?, decided_at = ?, decided_by = ?, reason = ?
       WHERE ledger = ? AND id IN (SELECT value FROM json_each(?))`,
    )
    .run(decision, new Date(now).toISOString(), by, reason, ledger, JSON.stringify(events.map((event) => event._id)));
}

/** Stores them in the ledger as if they had come with every right; their cases are the caller's to note. Within the caller's transaction. */
export function intoLedger(ledger: Ledger, place: PlaceCode, events: readonly KnownEvent[]): void {
  ledger.file.store.putFirst(ledgerName(place), events);
  for (const event of events) learnQuestion(ledger, event);
}

/**
 * Writes the hub's own remark beside each event that a person let in: a reader of the case sees why it is there, and a hub that comes back from an
 * earlier backup lets the event in again when it meets this remark.
 */
function vouchFor(
  ledger: Ledger,
  place: PlaceCode,
  events: readonly KnownEvent[],
  { by, reason, now }: Decision,
): void {
  for (const event of events) {
    const id = caseIdOf(event);
    if (id === '') continue;
    ledger.append({
      ledger: place,
      type: 'noted',
      case: id,
      about: event._id,
      on: localDateOf(now),
      staff: COUNTY_STAFF,
      data: { text: `县里把这条记录收入台账：${reason}（经办 ${by}）` },
    });
  }
}

interface Group {
  readonly place: PlaceCode;
  readonly events: readonly KnownEvent[];
}

/** Each group once, however often it was named. Null when one of them has nothing left to decide. */
function groupsOf(file: ReadDb, keys: readonly GroupKey[]): readonly Group[] | null {
  const named = new Map(keys.map((key) => [[key.ledger, key.device, key.case, key.decidedAt].join(' '), key]));
  const groups = [...named.values()].map((key) => ({ place: key.ledger, events: openEvents(file, key) }));
  return groups.some(({ events }) => events.length === 0) ? null : groups;
}

const countOf = (groups: readonly Group[]): number => groups.reduce((sum, { events }) => sum + events.length, 0);

/** Lets groups into the ledgers they came for. All or none; null when one of them has nothing left to decide. Returns how many records. */
export function admit(ledger: Ledger, keys: readonly GroupKey[], decision: Decision): number | null {
  const { file } = ledger;
  const groups = groupsOf(file, keys);
  if (groups === null) return null;
  ledger.transaction(() => {
    for (const [place, ofPlace] of Map.groupBy(groups, (group) => group.place)) {
      const events = ofPlace.flatMap((group) => group.events);
      intoLedger(ledger, place, events);
      vouchFor(ledger, place, events, decision);
      noteDue(file, place, ledger.leaveBehind());
      noteDecision(file, place, events, { ...decision, decision: 'admitted' });
    }
  });
  return countOf(groups);
}

/** Keeps groups out. All or none; null when one of them has nothing left to decide. Returns how many records. */
export function keepOut(ledger: Ledger, keys: readonly GroupKey[], decision: Decision): number | null {
  const { file } = ledger;
  const groups = groupsOf(file, keys);
  if (groups === null) return null;
  file.transaction(() => {
    for (const { place, events } of groups) noteDecision(file, place, events, { ...decision, decision: 'kept-out' });
  });
  return countOf(groups);
}

/** Returns whether this hub, also before a restore, has spoken of the event in its ledger. Then it was there. */
export function isVouchedFor(ledger: Ledger, place: PlaceCode, event: KnownEvent): boolean {
  const id = caseIdOf(event);
  return (
    id !== '' &&
    hasSpokenOf(ledger.file, {
      case: id,
      ledger: place,
      about: event._id,
      device: ledger.identity()?.device ?? null,
    })
  );
}

/** Stands where a person's name does when the hub decided by itself. */
export const BY_ITSELF = '县级系统';
const AGAIN = { by: BY_ITSELF, reason: '从备份恢复前已收入台账' };

/** The hub's word came back with a ledger after a restore: what it speaks of is held no more. Within the transaction that stored it. */
export function admitVouched(ledger: Ledger, place: PlaceCode, events: readonly KnownEvent[], now: number): void {
  const hub = ledger.identity()?.device;
  const ids = events.filter((event) => event.by.device === hub).map((event) => String(event['about'] ?? ''));
  if (ids.length === 0) return;
  const documents = ledger.file
    .sql(
      `SELECT document FROM hub_held
       WHERE ledger = ? AND id IN (SELECT value FROM json_each(?)) AND decision <> 'admitted'`,
    )
    .pluck()
    .all(place, JSON.stringify(ids)) as string[];
  const back = documents.map((document) => JSON.parse(document) as KnownEvent);
  if (back.length === 0) return;
  intoLedger(ledger, place, back);
  noteDecision(ledger.file, place, back, { ...AGAIN, now, decision: 'admitted' });
}

export interface HeldCounts {
  readonly groups: number;
  readonly events: number;
}

/** What waits for a person. */
export function heldWaiting(file: ReadDb): HeldCounts {
  return file
    .sql(
      `SELECT count(*) AS groups, coalesce(sum(n), 0) AS events FROM (
         SELECT count(*) AS n FROM hub_held WHERE decision = '' GROUP BY ledger, device, case_id)`,
    )
    .get() as HeldCounts;
}
