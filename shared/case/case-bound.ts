/** How many events of a case count (docs/CASES.md). A case that one machine made endless would cost every reader of it minutes. */
import { isStepType } from './steps/index.ts';

/** Of a case, its first event among them. Honest ones have some ten. */
export const MOST_STEPS = 500;
/**
 * Of one machine, so that what it wrote leaves room: a clerk at another machine can still end the case, and that step pushes nothing out that it
 * comes after.
 */
export const MOST_STEPS_OF_ONE = 200;
/** All that is no step: remarks, and what only a newer version reads. */
export const MOST_REMARKS = 1500;

/** Said of what is kept and does not count. */
export const BEYOND_BOUND = `一个办件最多计 ${MOST_STEPS} 个步骤（一台电脑最多 ${MOST_STEPS_OF_ONE} 个）、${MOST_REMARKS} 条备注`;

interface Placed {
  readonly id: string;
  readonly type: string;
  readonly device: string;
  readonly series: string;
  readonly seq: number;
}

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : Number(a > b));

/** In turns, one of each machine: however many one of them wrote, it pushes out its own last ones. */
function inTurns<T extends Placed>(events: readonly T[], most: number, mostOfOne = most): readonly T[] {
  if (events.length <= mostOfOne) return events;
  const turns = [...Map.groupBy(events, (event) => event.device).values()].flatMap((ofDevice) =>
    ofDevice
      .toSorted((a, b) => compare(a.series, b.series) || a.seq - b.seq || compare(a.id, b.id))
      .slice(0, mostOfOne)
      .map((event, turn) => ({ event, turn })),
  );
  return turns
    .sort((a, b) => a.turn - b.turn || compare(a.event.device, b.event.device))
    .slice(0, most)
    .map(({ event }) => event);
}

/**
 * The events of a case that count, in the order given. A function of the set: whatever came first, the same count on every machine. The first event
 * always does; the rest is kept and listed, not folded.
 */
export function withinBound<T extends Placed>(events: readonly T[], first: string): readonly T[] {
  if (events.length <= MOST_STEPS_OF_ONE) return events;
  const others = events.filter(({ id }) => id !== first);
  const counted = new Set([
    ...inTurns(
      others.filter(({ type }) => isStepType(type)),
      MOST_STEPS - 1,
      MOST_STEPS_OF_ONE,
    ),
    ...inTurns(
      others.filter(({ type }) => !isStepType(type)),
      MOST_REMARKS,
    ),
  ]);
  return events.filter((event) => event.id === first || counted.has(event));
}
