/** The ratings of a case as its page shows them (好差评). */
import type { EventId, LocalDate } from '../base/brands.ts';
import type { CheckState, RatingAction, RatingOffer } from '../case/rating-check.ts';
import type { RatingChannel } from '../case/rating-words.ts';
import type { Rating, RatingCause } from '../case/ratings.ts';

/** One rating of a case (好差评) with what follows from it. */
export interface RatingRow {
  readonly id: EventId;
  /** What a next event about it is about. */
  readonly about: EventId;
  readonly on: LocalDate;
  readonly source: Rating['source'];
  readonly round: 1 | 2;
  /** null: the platform counted it by itself. */
  readonly channel: RatingChannel | null;
  readonly score: number;
  /** Another one of the same round was written apart, and both stand. */
  readonly doubled: boolean;
  /** The verification of a bad one; null: it has none. */
  readonly check: {
    readonly state: CheckState;
    readonly limit: string;
    readonly dueOn: LocalDate;
    readonly closedOn: LocalDate | null;
    readonly late: boolean;
    readonly person: string | null;
    readonly verdict: string | null;
    readonly apart: boolean;
    readonly rectifiedOn: LocalDate | null;
    readonly toldOn: LocalDate | null;
  } | null;
  readonly appeal: 'open' | 'rejected' | null;
  readonly excluded: Rating['excluded'];
  /** What the reader may do about it now, the next thing first. */
  readonly actions: readonly RatingAction[];
}

/** All of them, and what may be written that is not there yet. */
export interface CaseRatings {
  readonly rows: readonly RatingRow[];
  readonly cause: RatingCause;
  /** What the reader may write of a rating that is not there yet. */
  readonly offers: readonly RatingOffer[];
  /** Of the rating that a person may give now; null: none. */
  readonly nextRound: 1 | 2 | null;
}
