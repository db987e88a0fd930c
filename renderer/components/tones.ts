/** Colours as meanings, and the words for a deadline. */
import type { CaseRow } from '../../shared/api/rows.ts';
import type { CaseState } from '../../shared/case/states.ts';
import { TEXTS } from './texts.ts';

export type Tone = 'plain' | 'active' | 'good' | 'warn' | 'bad' | 'quiet';

const TONES: Readonly<Record<CaseState, Tone>> = {
  'proxy-received': 'plain',
  'handed-over': 'active',
  'returned-to-village': 'warn',
  received: 'active',
  supplementing: 'warn',
  accepted: 'active',
  paused: 'plain',
  forwarded: 'active',
  'county-returned': 'warn',
  concluded: 'good',
  delivered: 'good',
  archived: 'quiet',
  refused: 'quiet',
  closed: 'quiet',
  withdrawn: 'quiet',
  voided: 'quiet',
};

export const toneOfState = (state: CaseState): Tone => TONES[state];

/** Within so many working days a deadline is near (the list 两日内到期). */
const NEAR = 2;

/** What to say of the deadline of a row; null without a running clock. */
export function dueWords(
  row: Pick<CaseRow, 'daysLeft' | 'overdue' | 'dueOn' | 'state'>,
): { readonly text: string; readonly tone: Tone } | null {
  const { daysLeft } = row;
  if (daysLeft === null || row.dueOn === null) return null;
  if (row.overdue) return { text: TEXTS.overdueBy(Math.max(1, -daysLeft)), tone: 'bad' };
  if (TONES[row.state] === 'good' || TONES[row.state] === 'quiet') return null;
  if (daysLeft <= 0) return { text: TEXTS.dueToday, tone: 'bad' };
  return { text: TEXTS.dueIn(daysLeft), tone: daysLeft <= NEAR ? 'warn' : 'plain' };
}
