/** Every remark, once; tables, types and inputs follow from this list. */
import { z } from 'zod';
import type { Remark } from '../define-remark.ts';
import type { Fields } from '../field.ts';
import { amended } from './amended.ts';
import { answered } from './answered.ts';
import { appealRejected } from './appeal-rejected.ts';
import { apologised } from './apologised.ts';
import { cardClosed, cardIssued, cardReplied } from './cards.ts';
import { checkExtended } from './check-extended.ts';
import { checkFound } from './check-found.ts';
import { checkRectified } from './check-rectified.ts';
import { checkTaken } from './check-taken.ts';
import { checkTold } from './check-told.ts';
import { corrected } from './corrected.ts';
import { feeTaken } from './fee-taken.ts';
import { followedUp } from './followed-up.ts';
import { greenClosed } from './green-closed.ts';
import { greenOpened } from './green-opened.ts';
import { noted } from './noted.ts';
import { notified } from './notified.ts';
import { platformLinked } from './platform-linked.ts';
import { printed } from './printed.ts';
import { questioned } from './questioned.ts';
import { rated } from './rated.ts';
import { ratingAppealed } from './rating-appealed.ts';
import { ratingAsked } from './rating-asked.ts';
import { ratingDefaulted } from './rating-defaulted.ts';
import { ratingExcluded } from './rating-excluded.ts';
import { ratingGiven } from './rating-given.ts';
import { renumbered } from './renumbered.ts';
import { viewed } from './viewed.ts';
import { workDone } from './work-done.ts';

const LIST = [
  questioned,
  answered,
  noted,
  amended,
  rated,
  ratingAsked,
  ratingGiven,
  ratingDefaulted,
  checkTaken,
  checkExtended,
  checkFound,
  checkRectified,
  checkTold,
  ratingAppealed,
  appealRejected,
  ratingExcluded,
  feeTaken,
  workDone,
  platformLinked,
  notified,
  apologised,
  followedUp,
  greenOpened,
  greenClosed,
  cardIssued,
  cardReplied,
  cardClosed,
  printed,
  viewed,
  renumbered,
  corrected,
] as const;

type AnyRemark = (typeof LIST)[number];
export type RemarkType = AnyRemark['type'];

/** A remark as a reader of the table sees it that does not ask which one it is. */
export type RemarkSpec = Remark<RemarkType, Fields, boolean, z.ZodType>;

export const REMARKS = Object.fromEntries((LIST satisfies readonly RemarkSpec[]).map((each) => [each.type, each])) as {
  readonly [R in AnyRemark as R['type']]: R;
};

export const isRemarkType = (type: string): type is RemarkType => Object.hasOwn(REMARKS, type);

type Written = Extract<AnyRemark, { readonly input: true }>;

type InputOf<R extends Written> = R extends Written
  ? z.ZodObject<{ type: z.ZodLiteral<R['type']>; data: R['data'] }, z.core.$strict>
  : never;

/** What a clerk or agent sends to write a remark: its type and data. One schema for forms, IPC and CLI. */
export const RemarkInputSchema = z.discriminatedUnion(
  'type',
  LIST.filter((remark) => remark.input).map((remark) =>
    z.strictObject({ type: z.literal(remark.type), data: remark.data }),
  ) as unknown as [InputOf<Written>, ...InputOf<Written>[]],
);
export type RemarkInput = z.output<typeof RemarkInputSchema>;
