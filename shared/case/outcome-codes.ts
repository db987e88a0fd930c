/** What may come of a case, and the code by which the national and provincial platforms know it (done result 0 to 6). */
import type { CaseProgress } from './progress.ts';

export const CASE_OUTCOMES = {
  approved: { label: '准予', code: '0' },
  rejected: { label: '不予许可', code: '1' },
  voided: { label: '作废', code: '2' },
  /** The platforms call it deleted: the applicant took it back. */
  withdrawn: { label: '撤件', code: '3' },
  forwarded: { label: '转报办结', code: '4' },
  closed: { label: '退件', code: '5' },
  refused: { label: '不予受理', code: '6' },
} as const;
export type CaseOutcome = keyof typeof CASE_OUTCOMES;

/** Returns how the case came out: how it ended where that was the last word (a conclusion may be voided), else its result; null while it is open. */
export const outcomeOf = ({ result, ended }: Pick<CaseProgress, 'result' | 'ended'>): CaseOutcome | null =>
  ended ?? result?.result ?? null;
