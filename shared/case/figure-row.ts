/** One case as the county's statements see it: a flat row, made of its fold and its days. What is counted of it says figures.ts. */
import type { LocalDate, PlaceCode } from '../base/brands.ts';
import type { CaseFold } from './case-types.ts';
import type { Deadlines } from './deadline.ts';
import { checkClosedOn, countedRating, currentCheck, ratingCause } from './ratings.ts';
import type { RatingCause } from './ratings.ts';
import { columnsOf } from './table-column.ts';
import type { ValuesOf } from './table-column.ts';
import { isConcluded, isOpen } from './view.ts';

/** What the row of a case in the statements is made of. */
export interface FigureRowSource {
  readonly fold: CaseFold;
  readonly days: Deadlines;
  /** The centre that received it or serves its village; null while none does. */
  readonly centre: PlaceCode | null;
}

const earliest = (a: LocalDate, b: LocalDate | null): LocalDate => (b === null || a < b ? a : b);

const isUndisputed = ({ fold }: FigureRowSource): boolean => fold.disputed === null;
const concludedOn = ({ fold }: FigureRowSource): LocalDate | null =>
  isConcluded(fold) ? (fold.result?.on ?? null) : null;
const endedOn = (of: FigureRowSource): LocalDate | null => (isUndisputed(of) ? of.fold.endedOn : null);
const finishedOn = (of: FigureRowSource): LocalDate | null => concludedOn(of) ?? endedOn(of);

/** The verification that counts: of a bad rating that was not excluded. */
const bad = ({ fold }: FigureRowSource) => {
  const rating = currentCheck(fold.ratings);
  return rating?.excluded === null ? rating : undefined;
};

const { text, optionalText, flag, optionalNumber } = columnsOf<FigureRowSource>();

/** One case as the statements see it. Nothing in it depends on today. A case whose first event has not arrived has no row. */
export const FIGURE_COLUMNS = {
  case: text('case_id', ({ fold }) => fold.case),
  /** The centre that received it, or is to: null while no centre serves the village. */
  centre: optionalText('centre', ({ centre }) => centre),
  /** The village that proxied it; null for a case of the window. */
  village: optionalText('village', ({ fold }) => (fold.proxied ? fold.ledgerPlace : null)),
  matter: text('matter', ({ fold }) => fold.matter),
  kind: text('kind', ({ fold }) => fold.terms.kind),
  proxied: flag('proxied', ({ fold }) => fold.proxied),
  /** Filed together with others (一件事); `jointLead`: the first of them, by which the filing is counted. */
  joint: flag('joint', ({ fold }) => fold.joint !== null),
  jointLead: flag('joint_lead', ({ fold }) => fold.joint?.lead === true),
  state: text('state', ({ fold }) => fold.state),
  /** Disputed cases are open. */
  open: flag('open', ({ fold }) => isOpen(fold)),
  disputed: flag('disputed', (of) => !isUndisputed(of)),
  registeredOn: optionalText('registered_on', ({ fold }) => fold.proxyReceivedOn),
  handedOverOn: optionalText('handed_over_on', ({ fold }) => fold.handedOverOn),
  receivedOn: optionalText('received_on', ({ fold }) => fold.receivedOn),
  /** A case that ended before the day it was accepted on (a slip of the pen) was accepted by then. */
  acceptedOn: optionalText('accepted_on', (of) =>
    of.days.acceptedOn === null ? null : earliest(of.days.acceptedOn, finishedOn(of)),
  ),
  acceptedShort: flag('accepted_short', ({ fold }) => fold.acceptedShort !== null),
  /** What silence brings once `silenceAfter` is over (see Deadlines.silence). */
  silenceOn: optionalText('silence_on', ({ days }) => days.silence?.acceptedOn ?? null),
  silenceAfter: optionalText('silence_after', ({ days }) => days.silence?.after ?? null),
  silenceDueOn: optionalText('silence_due_on', ({ days }) => days.silence?.dueOn ?? null),
  silenceLegalDueOn: optionalText('silence_legal_due_on', ({ days }) => days.silence?.legalDueOn ?? null),
  supplementOn: optionalText('supplement_on', ({ fold }) => fold.supplementRequests[0]?.on ?? null),
  forwardedOn: optionalText('forwarded_on', ({ fold }) => fold.forwardedOn),
  /** By the promise, and by the law. */
  dueOn: optionalText('due_on', ({ days }) => days.dueOn),
  legalDueOn: optionalText('legal_due_on', ({ days }) => days.legalDueOn),
  specialUntil: optionalText('special_until', ({ days }) => days.specialUntil),
  /** The day the promised clock stopped for good: concluded, ended, or forwarded where only the township is bound. */
  stoppedOn: optionalText('stopped_on', ({ days }) => days.stoppedOn),
  concludedOn: optionalText('concluded_on', concludedOn),
  result: optionalText('result', (of) => (concludedOn(of) === null ? null : (of.fold.result?.result ?? null))),
  endedOn: optionalText('ended_on', endedOn),
  ended: optionalText('ended', (of) => (isUndisputed(of) ? of.fold.ended : null)),
  finishedOn: optionalText('finished_on', finishedOn),
  deliveredOn: optionalText('delivered_on', (of) => (isUndisputed(of) ? of.fold.deliveredOn : null)),
  /** The rating that counts, 1 to 5: the last one that a person gave and that was not excluded. */
  score: optionalNumber('score', ({ fold }) => countedRating(fold.ratings)?.score ?? null),
  /** Whether it has one, or why not. */
  ratingCause: text<RatingCause>('rating_cause', ({ fold }) => ratingCause(fold)),
  /** A bad rating, the last day of its verification, the day on which that was over, and the day on which things were put right. */
  badOn: optionalText('bad_on', (of) => bad(of)?.on ?? null),
  checkDueOn: optionalText('check_due_on', (of) => (bad(of) === undefined ? null : of.days.checkBy)),
  checkClosedOn: optionalText('check_closed_on', (of) => {
    const rating = bad(of);
    return rating === undefined ? null : checkClosedOn(rating);
  }),
  rectifiedOn: optionalText('rectified_on', (of) => bad(of)?.check.rectified?.on ?? null),
};
export type FigureColumn = keyof typeof FIGURE_COLUMNS;
export type FigureRow = ValuesOf<typeof FIGURE_COLUMNS>;

/** Returns the row of a case. `centre`: the one that received it or serves its village. */
export function figureRow(fold: CaseFold, days: Deadlines, centre: PlaceCode | null): FigureRow {
  return Object.fromEntries(
    Object.entries(FIGURE_COLUMNS).map(([key, column]) => [key, column.of({ fold, days, centre })]),
  ) as unknown as FigureRow;
}
