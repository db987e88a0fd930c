/** The whole history of a case, oldest first: every step and remark, what it says, its writer, and its effect. */
import type { HistoryItem } from '../api/rows.ts';
import type { EventId, PlaceCode, StaffId } from '../base/brands.ts';
import type { CaseFold } from './case-types.ts';
import { EFFECTS } from './case-types.ts';
import type { LedgerEvent } from '../event/event.ts';
import { isStepType } from './steps/index.ts';
import { labelOf } from './known-types.ts';
import { placeKind } from '../place/place.ts';
import { topologicalOrder } from './fold/fold-order.ts';
import { saidBy } from './corrections-of.ts';
import { eventLines } from './event-lines.ts';
import type { LineContext } from './lines.ts';

export interface HistoryContext extends LineContext {
  readonly staffName: (place: PlaceCode, staff: StaffId) => string | null;
  /** Returns whether a stored receipt of the hub covers it. */
  readonly synced: (id: EventId) => boolean;
}

/** What the fold made of the event; an event it does not know needs a newer version of the program. */
function effectOf(fold: CaseFold, id: EventId): Pick<HistoryItem, 'effect' | 'why'> {
  const step = fold.steps.find((each) => each.id === id);
  if (step !== undefined) {
    const why = step.reason ?? step.breaches[0]?.text ?? (step.effect === 'effective' ? null : EFFECTS[step.effect]);
    return { effect: step.effect, why };
  }
  const remark = fold.remarks.find((each) => each.id === id);
  if (remark === undefined) return { effect: 'unreadable', why: '需要更新版本的程序才能看懂' };
  if (remark.effect === 'effective') return { effect: 'remark', why: remark.breaches[0]?.text ?? null };
  return { effect: remark.effect, why: remark.reason };
}

/** What an event comes after: the steps it saw, the event it speaks of, the beginning of the case; of those, what is here. */
function comesAfter(event: LedgerEvent, here: ReadonlySet<string>): string[] {
  const known = new Set([
    ...(event.after ?? []),
    ...(event.about ? [event.about] : []),
    ...(event.case ? [event.case] : []),
  ]);
  return [...known].filter((id) => here.has(id) && id !== event._id);
}

/** The county's writers, by the staff ids that the hub writes: its rules, or a person at the console. */
const COUNTY_WRITERS: Readonly<Record<string, string>> = { hub: '县级系统', county: '县级' };

function nameOfWriter({ by }: LedgerEvent, context: HistoryContext): string | null {
  const named = context.staffName(by.place, by.staff);
  return named ?? (placeKind(by.place) === 'county' ? (COUNTY_WRITERS[by.staff] ?? null) : null);
}

export function caseHistory(fold: CaseFold, events: readonly LedgerEvent[], context: HistoryContext): HistoryItem[] {
  const here = new Set<string>(events.map((event) => event._id));
  return topologicalOrder(events, (event) => comesAfter(event, here)).map((event) => ({
    id: event._id,
    type: event.type,
    label: labelOf(event.type),
    step: isStepType(event.type),
    on: saidBy(fold, event).on,
    at: event.at,
    place: event.by.place,
    placeName: context.placeName(event.by.place),
    staff: event.by.staff,
    staffName: nameOfWriter(event, context),
    about: event.about ?? null,
    lines: eventLines(event.type, saidBy(fold, event).data, context),
    ...effectOf(fold, event._id),
    synced: context.synced(event._id),
  }));
}
