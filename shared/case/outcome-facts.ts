/** What came of a case, as its page says it. */
import type { LocalDate } from '../base/brands.ts';
import type { CaseProgress } from './progress.ts';

export interface OutcomeFacts {
  readonly result: CaseProgress['result'];
  /** How it ended without a result, and why; null: it did not. */
  readonly ended: {
    readonly outcome: NonNullable<CaseProgress['ended']>;
    readonly on: LocalDate | null;
    readonly reason: string | null;
    readonly whereToGo: string | null;
  } | null;
  /** What a person to whom it was refused may do about it. */
  readonly remedies: CaseProgress['remedies'];
  readonly delivery: CaseProgress['delivery'];
}

export const outcomeFacts = (fold: CaseProgress): OutcomeFacts => ({
  result: fold.result,
  ended: fold.ended && {
    outcome: fold.ended,
    on: fold.endedOn,
    reason: fold.endReason,
    whereToGo: fold.whereToGo,
  },
  remedies: fold.remedies,
  delivery: fold.delivery,
});
