/** The ratings of a case as its page shows them: by round, with the verification of a bad one, its last day, and what may be done next. */
import type { CaseRatings, RatingRow } from '../api/ratings.ts';
import type { LocalDate } from '../base/brands.ts';
import type { WorkdayCalendar } from '../calendar/calendar.ts';
import { limitEnd, limitWords } from '../calendar/limit.ts';
import type { CaseFold } from './case-types.ts';
import { checkState, nextRound, ratingActions, ratingOffers } from './rating-check.ts';
import { checkClosedOn, checkLimit, isDoubled, ratingCause, tailOf, VERDICTS } from './ratings.ts';
import type { Rating } from './ratings.ts';
import { REMARKS } from './remarks/index.ts';
import type { RemarkSpec } from './remarks/index.ts';
import type { Role } from './roles.ts';

interface RatingReader {
  readonly calendar: WorkdayCalendar;
  readonly today: LocalDate;
  readonly role: Role;
}

/** Returns whether the verification is past its last day, or was over after it. */
const isCheckLate = (closedOn: LocalDate | null, dueOn: LocalDate, today: LocalDate): boolean =>
  (closedOn ?? today) > dueOn;

function checkRow(rating: Rating, { calendar, today }: RatingReader): RatingRow['check'] {
  const { check } = rating;
  const state = checkState(rating);
  if (check === null || state === null) return null;
  const limit = checkLimit(check);
  const dueOn = limitEnd(calendar, rating.on, limit).date;
  const closedOn = checkClosedOn(rating);
  return {
    state,
    limit: limitWords(limit),
    dueOn,
    closedOn,
    late: isCheckLate(closedOn, dueOn, today),
    person: check.taken?.person ?? null,
    verdict: check.found === null ? null : VERDICTS[check.found.verdict],
    apart: check.found?.apart === true,
    rectifiedOn: check.rectified?.on ?? null,
    toldOn: check.told?.on ?? null,
  };
}

const mayWrite = (action: keyof typeof REMARKS, role: Role): boolean =>
  (REMARKS[action] as RemarkSpec).roles.includes(role);

function rowsOf(ratings: readonly Rating[], reader: RatingReader): readonly RatingRow[] {
  return ratings.map((rating) => ({
    id: rating.id,
    about: tailOf(rating),
    on: rating.on,
    source: rating.source,
    round: rating.round,
    channel: rating.channel,
    score: rating.score,
    doubled: isDoubled(ratings, rating),
    check: checkRow(rating, reader),
    appeal: rating.appeal === null ? null : rating.appeal.rejected === null ? 'open' : 'rejected',
    excluded: rating.excluded,
    actions: ratingActions(rating).filter((action) => mayWrite(action, reader.role)),
  }));
}

/** What is said of ratings, and what the reader's role may do about each, the next thing first. */
export const caseRatings = (fold: CaseFold, reader: RatingReader): CaseRatings => ({
  rows: rowsOf(fold.ratings, reader),
  cause: ratingCause(fold),
  offers: ratingOffers(fold).filter((type) => mayWrite(type, reader.role)),
  nextRound: nextRound(fold.ratings),
});
