/**
 * Events that a stopped device wrote, and that no other machine held before its stop (LEDGER §6). Their own `at` proves nothing: the holder of the
 * machine sets its clock. An id is a hash of what it names, so a proven record proves that everything it names was there before it, and so backwards.
 */
import type { DeviceId, EventId, PlaceCode } from '../../shared/base/brands.ts';
import { ledgerName } from '../../shared/place/place.ts';
import { revocationOf } from '../county/county-docs.ts';
import { hubDeviceId } from '../trust/crypto.ts';
import { trustedHubKey } from '../trust/device-keys.ts';
import { type AnyEvent, caseIdOf } from '../projection/event-rows.ts';
import type { Ledger, ReadDb } from '../types.ts';

/** More records of one case are not looked through for a name: what no one of them proves waits for the county. */
const MOST_WITNESSES = 2000;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The records that an event says it came after or speaks of, of the ledger it lies in. */
function referredBy(event: AnyEvent): readonly string[] {
  const after = Array.isArray(event['after']) ? event['after'].map(text) : [];
  return [caseIdOf(event), text(event['about']), ...after].filter((id) => id !== '' && id !== event._id);
}

/** All that an event names, and that was therefore there before it. */
export function namedBy(event: AnyEvent): readonly string[] {
  const { prev } = event.by;
  return typeof prev === 'string' ? [prev, ...referredBy(event)] : referredBy(event);
}

const isNextOf = ({ by }: AnyEvent, other: AnyEvent): boolean =>
  by.prev === other._id && by.device === other.by.device && by.series === other.by.series;

/** Returns whether a proven record proves another one: as the next of its series, or by what it speaks of in the ledger that both are of. */
export function proves(witness: AnyEvent, other: AnyEvent, isSameLedger: boolean): boolean {
  return isNextOf(witness, other) || (isSameLedger && referredBy(witness).includes(other._id));
}

export type LetIn = (event: AnyEvent) => boolean;

/**
 * Returns the test whether a record is one that a person let in, or the hub's remark about one. Neither is a witness: the person has not let in what
 * the record names. Each case is looked up once.
 */
export function letInByPerson(ledger: Ledger): LetIn {
  const hubKey = trustedHubKey(ledger.identity());
  const hub = hubKey === null ? '' : hubDeviceId(hubKey);
  const words = new Map<string, ReadonlySet<string>>();
  const spokenForIn = (caseId: string): ReadonlySet<string> => {
    const known = words.get(caseId);
    if (known !== undefined) return known;
    const rows = ledger.file
      .sql("SELECT about FROM event_row WHERE case_id = ? AND device = ? AND type = 'noted'")
      .pluck()
      .all(caseId, hub) as string[];
    const found = new Set(rows);
    words.set(caseId, found);
    return found;
  };
  return (event) => {
    if (event.by.device === hub && event['type'] === 'noted') return true;
    const caseId = caseIdOf(event);
    return caseId !== '' && spokenForIn(caseId).has(event._id);
  };
}

interface Row {
  readonly id: EventId;
  readonly ledger: PlaceCode;
}

/** The record of its series that follows, and those of its case in the same ledger. */
const NEXT = 'SELECT id, ledger FROM event_row WHERE device = ? AND series = ? AND seq = ? AND prev = ?';
const OF_CASE = 'SELECT id, ledger FROM event_row WHERE case_id = ? AND ledger = ? ORDER BY no LIMIT ?';

/** Finds what in the ledgers here names a record of the ledger of `place`. */
function provenHere(file: ReadDb, place: PlaceCode, isLetIn: LetIn): (event: AnyEvent) => boolean {
  const read = ({ id, ledger }: Row): AnyEvent | undefined =>
    file.store.get(ledgerName(ledger), id) as AnyEvent | undefined;
  const witnesses = (rows: readonly Row[]): AnyEvent[] =>
    rows.flatMap((row) => read(row) ?? []).filter((event) => !isLetIn(event));
  const spoken = new Map<string, ReadonlySet<string>>();
  const spokenOfIn = (caseId: string): ReadonlySet<string> => {
    const known = spoken.get(caseId);
    if (known !== undefined) return known;
    const rows = file.sql(OF_CASE).all(caseId, place, MOST_WITNESSES) as Row[];
    const found = new Set(witnesses(rows).flatMap(referredBy));
    spoken.set(caseId, found);
    return found;
  };
  return (event) => {
    const { device, series, seq } = event.by;
    const next = file.sql(NEXT).all(device, series, seq + 1, event._id) as Row[];
    if (witnesses(next).length > 0) return true;
    const caseId = caseIdOf(event);
    return caseId !== '' && spokenOfIn(caseId).has(event._id);
  };
}

interface Arriving {
  readonly ledger: Ledger;
  readonly place: PlaceCode;
  /** What has no business in the ledger for another reason: neither it nor its word counts. */
  readonly isHeld: (event: AnyEvent) => boolean;
  readonly isLetIn: LetIn;
}

/**
 * Those of the events, none of them in a ledger here, that are by a stopped device and that no proven record names: not a record of a ledger, nor
 * one of the same delivery that is taken itself. By id; whatever the order of the delivery.
 */
export function unproven(
  events: readonly AnyEvent[],
  { ledger, place, isHeld, isLetIn }: Arriving,
): ReadonlySet<string> {
  const { file } = ledger;
  const stops = new Map<DeviceId, boolean>();
  const isStopped = (device: DeviceId): boolean => {
    const known = stops.get(device) ?? revocationOf(file, device) !== null;
    stops.set(device, known);
    return known;
  };
  const mayCome = events.filter((event) => !isHeld(event));
  const late = new Map(mayCome.filter(({ by }) => isStopped(by.device)).map((event) => [event._id as string, event]));
  if (late.size === 0) return new Set();
  const isProvenHere = provenHere(file, place, isLetIn);
  const proven = mayCome.filter((event) => !late.has(event._id) || isProvenHere(event));
  for (const { _id } of proven) late.delete(_id);
  for (let witness = proven.pop(); witness !== undefined; witness = proven.pop()) {
    if (isLetIn(witness)) continue;
    for (const id of namedBy(witness)) {
      const event = late.get(id);
      if (event === undefined || !proves(witness, event, true)) continue;
      late.delete(id);
      proven.push(event);
    }
  }
  return new Set(late.keys());
}
