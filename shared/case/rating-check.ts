/** Where the verification of a bad rating stands, and what may be done about a rating next. Pages and the door ask this; the fold does not. */
import type { EventId } from '../base/brands.ts';
import { breach } from './breach.ts';
import type { RuleBreach } from './breach.ts';
import type { CaseSums } from './define-remark.ts';
import { countedRating, currentCheck, ratingOf, tailOf } from './ratings.ts';
import type { Rating } from './ratings.ts';
import { isBad } from './rating-words.ts';

export const CHECK_STATES = {
  'to-take': '待接办',
  checking: '核查中',
  rectifying: '待整改',
  'to-tell': '待告知',
  done: '已告知',
  excluded: '已剔除',
} as const;
export type CheckState = keyof typeof CHECK_STATES;

/** Returns null where the rating has no verification. */
export function checkState({ check, excluded }: Rating): CheckState | null {
  if (check === null) return null;
  if (check.told !== null) return 'done';
  if (excluded !== null) return 'excluded';
  if (check.found === null) return check.taken === null ? 'to-take' : 'checking';
  return check.found.verdict === 'true' && check.rectified === null ? 'rectifying' : 'to-tell';
}

export type RatingAction =
  | 'check-taken'
  | 'check-extended'
  | 'check-found'
  | 'check-rectified'
  | 'check-told'
  | 'rating-appealed'
  | 'appeal-rejected'
  | 'rating-excluded';

/** What the state asks for, the next thing first. */
const WORK: Readonly<Record<CheckState, readonly RatingAction[]>> = {
  'to-take': ['check-taken', 'check-extended'],
  checking: ['check-found', 'check-extended'],
  rectifying: ['check-rectified', 'check-found', 'check-extended'],
  'to-tell': ['check-told', 'check-found', 'check-extended'],
  done: [],
  excluded: ['check-told'],
};

/** What may be done about a rating now; the first is the next thing to do. Nothing of what the platform counts by itself. */
export function ratingActions(rating: Rating): readonly RatingAction[] {
  if (rating.source === 'default') return [];
  const state = checkState(rating);
  const { check, appeal, excluded } = rating;
  const work = state === null ? [] : WORK[state];
  const canExtend = check !== null && check.length < check.terms.most;
  const appealed = appeal !== null && appeal.rejected === null;
  return [
    ...work.filter((action) => action !== 'check-extended' || canExtend),
    ...(check !== null && excluded === null && appeal === null ? (['rating-appealed'] as const) : []),
    ...(appealed && excluded === null ? (['appeal-rejected'] as const) : []),
    ...(excluded === null ? (['rating-excluded'] as const) : []),
  ];
}

/** The round of the rating that a person may give now; null: both are there, or the first was not bad. */
export function nextRound(ratings: readonly Rating[]): 1 | 2 | null {
  const counted = countedRating(ratings);
  if (counted === undefined) return 1;
  return counted.round === 1 && isBad(counted.score) ? 2 : null;
}

export type RatingOffer = 'rating-given' | 'rating-asked' | 'rating-defaulted';

/** What may be written of a rating that is not there yet. A platform counts by itself once, where no person has answered. */
export function ratingOffers({ ratings }: Pick<CaseSums, 'ratings'>): readonly RatingOffer[] {
  if (nextRound(ratings) === null) return [];
  return ['rating-given', 'rating-asked', ...(ratings.length === 0 ? (['rating-defaulted'] as const) : [])];
}

/** What a remark about a rating is about: the end of the thread of the one that is meant, or why it may not be written now. */
export const threadEnd =
  (action: RatingAction) =>
  ({ ratings }: CaseSums, about: EventId): EventId | RuleBreach => {
    const rating = ratingOf(ratings, about) ?? currentCheck(ratings) ?? countedRating(ratings);
    if (rating === undefined) return breach('rating', '这一件还没有评价');
    return ratingActions(rating).includes(action)
      ? tailOf(rating)
      : breach('rating', '这条评价现在不能这样办，请看它办到了哪一步');
  };

/** What a new rating is about: the end of the thread of the one that counts, else of the last, else what the page names. */
export const afterRatings = ({ ratings }: CaseSums, about: EventId): EventId => {
  const before = countedRating(ratings) ?? ratings.at(-1);
  return before === undefined ? about : tailOf(before);
};
