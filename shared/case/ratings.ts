/**
 * The ratings of a case (好差评) and what follows from a bad one. Each rating has a thread: itself and all that speaks of it, in order; a later event of a
 * thread is about the last one that its writer saw, so no clock decides what came first. What a rating may follow is judged by the thread that it is
 * about, as its writer saw it: two first ratings written apart both stand, and the later one counts.
 */
import type { EventId, LocalDate } from '../base/brands.ts';
import type { ExtendableLimit } from '../calendar/extendable-limit.ts';
import type { Limit } from '../calendar/limit.ts';
import { breach } from './breach.ts';
import type { RuleBreach } from './breach.ts';
import type { CaseSums, RemarkFact } from './define-remark.ts';
import type { Actor } from './progress.ts';
import type { RatingChannel } from './rating-words.ts';

/**
 * In what time a bad rating is verified and its giver told, where the county's catalogue says nothing else, as those of before do. Hunan: 7 days, hard
 * cases 15.
 */
export const CHECK_TERMS: ExtendableLimit = { n: 7, most: 15, unit: 'day' };

export const VERDICTS = { true: '属实', 'not-true': '不属实', unclear: '无法判断' } as const;
type Verdict = keyof typeof VERDICTS;

interface Said {
  readonly id: EventId;
  readonly on: LocalDate;
}

/** The verification of a bad rating. */
export interface RatingCheck {
  readonly terms: ExtendableLimit;
  /** The length in force, in the unit of the terms. */
  readonly length: number;
  readonly taken: (Said & { readonly person: string }) | null;
  /** The last finding; `apart`: another one, written without knowing of it, says otherwise. */
  readonly found: (Said & { readonly verdict: Verdict; readonly apart: boolean }) | null;
  readonly rectified: Said | null;
  /** The day on which the person was told ends the verification. */
  readonly told: (Said & { readonly way: string }) | null;
}

export interface Rating {
  readonly id: EventId;
  readonly on: LocalDate;
  readonly by: Actor;
  /** `default`: no person answered, and the platform counts the case as satisfied. It is no rating of a person. */
  readonly source: 'given' | 'default';
  readonly round: 1 | 2;
  /** null: of a default. */
  readonly channel: RatingChannel | null;
  /** 1 to 5; of a default what the platform counts. */
  readonly score: number;
  readonly thread: readonly EventId[];
  /** null: it is not bad, or was written before bad ratings were verified. */
  readonly check: RatingCheck | null;
  readonly appeal: (Said & { readonly rejected: Said | null }) | null;
  readonly excluded: (Said & { readonly ground: string; readonly approver: string }) | null;
}

/** A rating as it is written, with nothing done about it yet. */
export const newRating = (
  { id, on, by }: Pick<Rating, 'id' | 'on' | 'by'>,
  said: Pick<Rating, 'source' | 'round' | 'channel' | 'score'>,
  terms: ExtendableLimit | null,
): Rating => ({
  id,
  on,
  by,
  ...said,
  thread: [id],
  check: terms && { terms, length: terms.n, taken: null, found: null, rectified: null, told: null },
  appeal: null,
  excluded: null,
});

/** The rating in whose thread the event is. */
export const ratingOf = (ratings: readonly Rating[], event: EventId): Rating | undefined =>
  ratings.find(({ thread }) => thread.includes(event));

/** The last event of a rating's thread. */
export const tailOf = (rating: Rating): EventId => rating.thread.at(-1) ?? rating.id;

/** The rating that counts for the case: the last one that a person gave and that was not excluded. */
export const countedRating = (ratings: readonly Rating[]): Rating | undefined =>
  ratings.findLast(({ source, excluded }) => source === 'given' && excluded === null);

/** Two of one round that people gave and that both stand: they were written apart. */
export const isDoubled = (ratings: readonly Rating[], { id, round, source }: Rating): boolean =>
  source === 'given' &&
  ratings.some((each) => each.id !== id && each.round === round && each.source === 'given' && each.excluded === null);

/** Why a case has no rating that counts, or that it has. */
export const RATING_CAUSES = {
  given: '已评价',
  excluded: '评价已剔除',
  default: '平台默认',
  unanswered: '邀请了未评价',
  unasked: '没有邀请',
} as const;
export type RatingCause = keyof typeof RATING_CAUSES;

export function ratingCause({ ratings, ratingsAsked }: Pick<CaseSums, 'ratings' | 'ratingsAsked'>): RatingCause {
  if (countedRating(ratings) !== undefined) return 'given';
  if (ratings.some(({ source }) => source === 'given')) return 'excluded';
  if (ratings.length > 0) return 'default';
  return ratingsAsked.length > 0 ? 'unanswered' : 'unasked';
}

/** The day on which the verification was over; null while it goes on. */
export const checkClosedOn = ({ check, excluded }: Rating): LocalDate | null =>
  check === null ? null : (check.told?.on ?? excluded?.on ?? null);

export const checkLimit = ({ terms, length }: RatingCheck): Limit => ({ n: length, unit: terms.unit });

type Checked = Rating & { readonly check: RatingCheck };
const isChecked = (rating: Rating): rating is Checked => rating.check !== null;

/** The verification that asks for work: the oldest open one, else the last, an excluded rating's only where there is no other. */
export function currentCheck(ratings: readonly Rating[]): Checked | undefined {
  const checked = ratings.filter(isChecked);
  const isOpen = (rating: Checked) => checkClosedOn(rating) === null;
  return checked.find(isOpen) ?? checked.findLast(({ excluded }) => excluded === null) ?? checked.at(-1);
}

/** What a remark about a rating does to it: the rating of the thread that it is about, with the remark at its end. */
export const aboutRating =
  <Data>(change: (rating: Rating, remark: RemarkFact<Data>) => Partial<Rating> | RuleBreach) =>
  (sums: CaseSums, remark: RemarkFact<Data>): CaseSums | RuleBreach => {
    const rating = ratingOf(sums.ratings, remark.about);
    if (rating === undefined) return breach('rating', '没有针对哪一条评价', 'about');
    const changed = change(rating, remark);
    if ('rule' in changed) return changed;
    const next = { ...rating, ...changed, thread: [...rating.thread, remark.id] };
    return { ...sums, ratings: sums.ratings.map((each) => (each === rating ? next : each)) };
  };

/** The same of its verification. What it asks for may only grow with what arrives: a verdict on it then never changes. */
export const aboutCheck = <Data>(
  change: (check: RatingCheck, remark: RemarkFact<Data>, rating: Rating) => Partial<RatingCheck> | RuleBreach,
) =>
  aboutRating<Data>((rating, remark) => {
    if (rating.check === null) return breach('rating', '这条评价不是差评，没有核查', 'about');
    const changed = change(rating.check, remark, rating);
    return 'rule' in changed ? changed : { check: { ...rating.check, ...changed } };
  });
