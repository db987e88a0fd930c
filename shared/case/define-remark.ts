/** What a remark or an event of a place is: everything that the house knows of it. */
import type { z } from 'zod';
import type { CaseNo, EventId, LocalDate } from '../base/brands.ts';
import type { RuleBreach } from './breach.ts';
import { schemaOf } from './field.ts';
import type { DataOf, DataSchema, Fields, Omitted } from './field.ts';
import type { CaseSoFar } from './form.ts';
import type { Line, LineContext } from './lines.ts';
import type { Person } from '../person/person.ts';
import type { Actor } from './progress.ts';
import type { Rating } from './ratings.ts';
import { readingOf } from './reading.ts';
import type { Power } from './mandate.ts';
import type { GreenReason } from './remarks/green-opened.ts';
import type { Role } from './roles.ts';
import type { WorkKind } from '../calendar/uncounted.ts';

interface CaseQuestion {
  readonly id: EventId;
  readonly about: EventId;
  readonly on: LocalDate;
  readonly rule: string;
  readonly field: string | null;
  readonly text: string;
  /** The hub's machine asked (a rule), not a person. */
  readonly by: Actor;
  readonly answers: readonly { readonly id: EventId; readonly on: LocalDate; readonly text: string }[];
  readonly answered: boolean;
}

/** The case at a platform: its number there, and the day on which the platform took it. */
interface PlatformLink {
  readonly id: EventId;
  readonly system: string;
  readonly number: string;
  readonly queryCode: string | null;
  readonly at: LocalDate;
}

/** What the remarks of a case add up to. */
export interface CaseSums {
  /** With all amendments. */
  readonly person: Person;
  readonly note: string | null;
  readonly number: CaseNo;
  /** Numbers it bore before, oldest first. */
  readonly formerNumbers: readonly CaseNo[];
  readonly questions: readonly CaseQuestion[];
  readonly ratings: readonly Rating[];
  /** When the person was asked to rate. */
  readonly ratingsAsked: readonly { readonly id: EventId; readonly on: LocalDate }[];
  readonly fees: readonly {
    readonly id: EventId;
    readonly on: LocalDate;
    readonly fen: number;
    readonly item: string;
  }[];
  readonly works: readonly {
    readonly id: EventId;
    readonly kind: WorkKind;
    readonly from: LocalDate;
    readonly to: LocalDate;
  }[];
  readonly notified: readonly {
    readonly id: EventId;
    readonly on: LocalDate;
    readonly way: string;
    readonly reached: boolean;
  }[];
  /** By the last word on it; null: no platform is known to have the case. */
  readonly platform: PlatformLink | null;
  /** The last apology for being late, with the day that the applicant was told instead; null: none. */
  readonly apology: {
    readonly id: EventId;
    readonly on: LocalDate;
    readonly reason: string;
    readonly newDay: LocalDate;
    readonly way: string;
    readonly approver: string | null;
  } | null;
  /** The green channel that it goes through; null: none. */
  readonly green: {
    readonly id: EventId;
    readonly on: LocalDate;
    readonly reason: GreenReason;
    readonly text: string | null;
  } | null;
  /** The last word on it, opening or closing: the next one comes after it. */
  readonly greenWord: EventId | null;
  readonly followUps: readonly { readonly id: EventId; readonly on: LocalDate; readonly score: number | null }[];
}

/** A remark with checked data. */
export interface RemarkFact<Data> {
  readonly id: EventId;
  readonly on: LocalDate;
  readonly by: Actor;
  readonly about: EventId;
  readonly data: Data;
}

/** What of a case as it stands today says whether a remark fits it. */
export interface CaseNow {
  /** Nothing is left to do on it. */
  readonly finished: boolean;
  /** Neither concluded nor ended. */
  readonly open: boolean;
  /** Past its promised day, or concluded after it. */
  readonly overdue: boolean;
  readonly green: GreenReason | null;
  readonly rating: Pick<CaseSoFar['rating'], 'nextRound'>;
}

/** What a remark's file says. Functions of its data are methods, as in define-step.ts. */
interface RemarkWords<T extends string, F extends Fields, I extends boolean> {
  readonly type: T;
  readonly label: string;
  /** The fields of its data, in the order of form and history. */
  readonly fields: F;
  readonly roles: readonly Role[];
  /** What it adds to what the case shows, or why it has no effect; absent: it is history only. */
  add?(sums: CaseSums, remark: RemarkFact<DataOf<F>>): CaseSums | RuleBreach;
  /** The event of its kind that a new one corrects, and is therefore about: it comes after that one, whatever the clocks say. null: it corrects none. */
  corrects?(sums: CaseSums): EventId | null;
  /** At the door: the event that a new one comes after and is therefore about, of the one that the page names; or why it may not be written now. */
  follows?(sums: CaseSums, about: EventId): EventId | RuleBreach;
  /** An agent who writes it acts for the villager, by this power. */
  readonly acts?: Power;
  /** Lines of history that take more than one field. Of data of any shape. */
  lines?(data: Readonly<Record<string, unknown>>, context: LineContext): readonly Line[];
  /** Why it is not written of a case as it stands today; the page does not offer it then. One that was written all the same counts. */
  untimely?(now: CaseNow): string | null;
  /** What form and service refuse although the schema takes it. */
  formRule?(
    data: DataOf<F>,
    context: { readonly today: LocalDate },
  ): { readonly field: string; readonly text: string } | null;
  /** True when a site's page, command or paper may write it. The others are the county's and the hub's, or are not written yet. */
  readonly input: I;
  /** Where its button stands among those of a case, or why a page writes it in another way. */
  readonly button: number | Omitted;
}

export interface Remark<
  T extends string,
  F extends Fields,
  I extends boolean,
  S extends z.ZodType = DataSchema<F>,
> extends RemarkWords<T, F, I> {
  /** What is written; `reads`: what is taken from a newer program as well. */
  readonly data: S;
  readonly reads: S;
}

export function defineRemark<const T extends string, F extends Fields, const I extends boolean>(
  remark: RemarkWords<T, F, I>,
): Remark<T, F, I> {
  const data = schemaOf(remark.fields);
  return { ...remark, data, reads: readingOf(data) };
}

/** An event about the place rather than a case; it carries neither `case` nor `after`. */
export interface SiteEvent<T extends string, F extends Fields> {
  readonly type: T;
  readonly label: string;
  readonly fields: F;
  readonly roles: readonly Role[];
  readonly data: DataSchema<F>;
}

export const defineSiteEvent = <const T extends string, F extends Fields>(
  event: Omit<SiteEvent<T, F>, 'data'>,
): SiteEvent<T, F> => ({ ...event, data: schemaOf(event.fields) });
