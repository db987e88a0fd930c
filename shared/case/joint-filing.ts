/** What the cases of a joint filing amount to (一件事一次办). */
import type { JointFiling } from '../api/joint.ts';
import type { CaseRow } from '../api/rows.ts';
import type { Joint } from './joint.ts';
import { CASE_STATES } from './states.ts';
import type { CaseState } from './states.ts';

const DONE: readonly CaseState[] = ['concluded', 'delivered', 'archived', 'refused', 'closed', 'withdrawn', 'voided'];

const isDone = (row: Pick<CaseRow, 'state' | 'disputed'>): boolean =>
  !row.disputed && (DONE as readonly string[]).includes(row.state);

/** Each case has its own clock and decision; the filing is due on the latest of their days and done when all of them are. */
export function jointFiling({ name }: Joint, rows: readonly CaseRow[]): JointFiling {
  const open = rows.filter((row) => !isDone(row));
  const days = open.map(({ dueOn }) => dueOn);
  return {
    name,
    done: open.length === 0,
    dueOn: days.includes(null) ? null : (days.toSorted().at(-1) ?? null),
    cases: rows.map((row) => ({
      case: row.case,
      number: row.number,
      matterName: row.matterName,
      window: row.window,
      state: row.state as keyof typeof CASE_STATES,
      status: row.status,
      dueOn: row.dueOn,
      done: isDone(row),
    })),
  };
}
