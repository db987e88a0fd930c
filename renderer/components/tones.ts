/** Colours as meanings, and the words for a deadline. */
import type { CaseRow, DueDayRow } from '../../shared/api/rows.ts';
import { estimateWords } from '../../shared/calendar/estimate-words.ts';
import type { DueToday } from '../../shared/case/clock.ts';
import { GREEN_REASONS, greenOpened, type GreenReason } from '../../shared/case/remarks/green-opened.ts';
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

interface DueWords {
  readonly text: string;
  readonly tone: Tone;
}
const daysOver = (daysLeft: number): number => Math.max(1, -daysLeft);

/** What to say of one of the two due days of a case in that state; null without a running clock. */
export function dueWords({ dueOn, daysLeft, overdue }: DueToday, state: CaseState): DueWords | null {
  if (daysLeft === null || dueOn === null) return null;
  if (overdue) return { text: TEXTS.overdueBy(daysOver(daysLeft)), tone: 'bad' };
  if (TONES[state] === 'good' || TONES[state] === 'quiet') return null;
  if (daysLeft <= 0) return { text: TEXTS.dueToday, tone: 'bad' };
  return { text: TEXTS.dueIn(daysLeft), tone: daysLeft <= NEAR ? 'warn' : 'plain' };
}

/** What to say of papers that the office has not answered. */
export const answerWords = ({ daysLeft }: NonNullable<CaseRow['answer']>): DueWords =>
  daysLeft <= 0 ? { text: TEXTS.answerToday, tone: 'bad' } : { text: TEXTS.answerIn(daysLeft), tone: 'warn' };

/** What to say of the day that the applicant of a late case was told. */
export const toldWords = ({ newDay, over }: NonNullable<CaseRow['told']>): DueWords => ({
  text: over ? TEXTS.toldOver(newDay) : TEXTS.told(newDay),
  tone: over ? 'bad' : 'plain',
});

/** The same in one word for a list: what is promised, unless the law's own day is over; before it runs, the last day to answer the papers. */
export function rowDueWords(row: DueToday & Pick<CaseRow, 'state' | 'legal' | 'answer'>): DueWords | null {
  const { daysLeft, overdue } = row.legal;
  if (overdue && daysLeft !== null) return { text: TEXTS.legallyOverdueBy(daysOver(daysLeft)), tone: 'bad' };
  return row.answer === null ? dueWords(row, row.state) : answerWords(row.answer);
}

/** `绿色通道：老年人` */
export const greenWords = (reason: GreenReason): string => `${greenOpened.label}：${GREEN_REASONS[reason]}`;

const dayWords = (label: string, { dueOn, estimated }: DayCounted): string =>
  dueOn === null ? '' : `${label} ${dueOn}${estimated ? estimateWords(dueOn) : ''}`;
type DayCounted = Pick<DueDayRow, 'dueOn' | 'estimated'>;

/** Both days in one sentence, with what is estimated: `承诺期限 2017-11-15，法定期限 2017-11-29`. */
export const bothDueDays = ({ legal, ...promised }: DayCounted & { readonly legal: DayCounted | null }): string =>
  [dayWords(TEXTS.dueOn, promised), legal === null ? '' : dayWords(TEXTS.legalDueOn, legal)].filter(Boolean).join('，');
