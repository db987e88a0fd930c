/** What a step is: everything that the house knows of it. One object a step, in a file of its own (steps/). */
import type { EventId, LocalDate } from '../base/brands.ts';
import type { CaseFold, FoldStep } from './case-types.ts';
import type { WorkdayCalendar } from '../calendar/calendar.ts';
import type { RuleBreach } from './breach.ts';
import { schemaOf } from './field.ts';
import type { DataOf, DataSchema, Fields, Omitted } from './field.ts';
import type { CaseSoFar, FormContext } from './form.ts';
import type { Person } from '../person/person.ts';
import type { Power } from './mandate.ts';
import type { Actor, CaseProgress } from './progress.ts';
import { readingOf } from './reading.ts';
import type { Role } from './roles.ts';
import type { CaseState } from './states.ts';
import type { Terms } from './terms.ts';

/** A step with checked data. */
export interface Fact<Data> {
  readonly id: EventId;
  readonly on: LocalDate;
  readonly by: Actor;
  readonly data: Data;
}

/** A step that may begin a case. */
export interface FirstSpec<F extends Fields> {
  readonly fields: F;
  /** What is written; `reads`: what is taken from a newer program as well. */
  readonly data: DataSchema<F>;
  readonly reads: DataSchema<F>;
  begin(fact: Fact<DataOf<F>>): Partial<CaseProgress>;
  /** Rules that it breaks and begins the case all the same. `written`: the day it was written on, null where that is not known. */
  flags?(fact: Fact<DataOf<F>>, written: LocalDate | null): readonly RuleBreach[];
}

export function defineFirst<F extends Fields>(first: Omit<FirstSpec<F>, 'data' | 'reads'>): FirstSpec<F> {
  const data = schemaOf(first.fields);
  return { ...first, data, reads: readingOf(data) };
}

/** What the rule of a form knows beside the data of the step. */
export interface RuleContext {
  readonly today: LocalDate;
  /** The day until which owed materials may come at the latest; null where another asks for it. */
  readonly limit: LocalDate | null;
  /** The applicant as the case has them; null where no case is there yet. */
  readonly person: Person | null;
}

/** Where the step's button stands among those of a case, and how its form looks. */
export interface StepButton {
  /** What usually comes next stands first. */
  readonly place: number;
  /** It ends a case or undoes work: the button is red and never the one that Enter presses first. */
  readonly grave?: true;
  /** Offered only while this holds, though it is allowed. */
  readonly offered?: (detail: Pick<CaseSoFar, 'row' | 'owed'>) => boolean;
  /** The form says the due day that acceptance now would bring. */
  readonly showsDue?: true;
  /** A sentence above the fields. */
  readonly warning?: (context: FormContext) => string | null;
}

type LaterFields = Fields | undefined;
type LaterData<F extends LaterFields> = F extends Fields ? DataOf<F> : Record<string, never>;
type LaterSchema<F extends LaterFields> = F extends Fields ? DataSchema<F> : undefined;

/** What a step's file says. Functions of its data are methods, so that a table of all steps can be read without asking which one it is. */
interface StepWords<T extends string, F extends LaterFields, P extends FirstSpec<Fields> | undefined, C> {
  readonly type: T;
  readonly label: string;
  /** How it begins a case, where it may. */
  readonly first?: P;
  /** States from which it may be taken as a later step. */
  readonly from: readonly CaseState[];
  /** The fields of its data as a later step, in the order of form and history; absent: it is none. */
  readonly fields?: F;
  /** The state it leads to; null: told by `apply`. */
  readonly to: CaseState | null;
  readonly roles: readonly Role[];
  /** Where a role may take it in fewer states than `from` says. */
  readonly only?: Partial<Record<Role, readonly CaseState[]>>;
  /** An agent who takes it acts for the villager: by which power, or by holding the mandate alone (null). Absent: it is the agent's own affair. */
  readonly acts?: (before: CaseProgress) => Power | null;
  /** What it does to the case and its clocks. A step that commutes with others may find a state it was not written for; it then does its own part only. */
  apply(progress: CaseProgress, step: Fact<LaterData<F>>): Partial<CaseProgress>;
  /** Why it may not be taken although the state allows it. */
  readonly refuses?: (progress: CaseProgress, terms: Terms) => RuleBreach | null;
  /** Rules that it breaks and counts all the same. `before`: the case as its writer saw it. */
  flags?(step: Fact<LaterData<F>>, before: CaseProgress, terms: Terms): readonly RuleBreach[];
  /** What the hub asks about a step that counts, where that takes a calendar. */
  readonly asks?: (fold: CaseFold, step: FoldStep, calendar: WorkdayCalendar) => readonly RuleBreach[];
  /** The steps it stands beside when neither writer saw the other's. Said at one of two; all else excludes it. */
  readonly commutesWith?: C;
  /** Two of its type with different outcomes, written apart, both count, the canonical later one last; absent: they exclude each other. */
  readonly besideItself?: true;
  /** Why it is never taken back (撤销); absent: its writer's place may, as long as it is the last. */
  readonly lasting?: string;
  /** A text that two concurrent steps of this type share exactly when they are the same. Of data of any shape; without it they always are. */
  readonly outcome?: (data: Readonly<Record<string, unknown>>) => string;
  /** What a twin of a step that counts still adds. */
  twin?(progress: CaseProgress, step: Fact<LaterData<F>>): Partial<CaseProgress>;
  readonly button: StepButton | Omitted;
  /** What form and service refuse although the schema takes it: events of before may be so. */
  formRule?(data: LaterData<F>, context: RuleContext): { readonly field: string; readonly text: string } | null;
}

export interface Step<
  T extends string,
  F extends LaterFields,
  P extends FirstSpec<Fields> | undefined,
  C,
> extends StepWords<T, F, P, C> {
  readonly first: P;
  readonly fields: F;
  readonly commutesWith: C;
  /** What is written; `reads`: what is taken from a newer program as well. */
  readonly data: LaterSchema<F>;
  readonly reads: LaterSchema<F>;
}

export function defineStep<
  const T extends string,
  F extends LaterFields = undefined,
  P extends FirstSpec<Fields> | undefined = undefined,
  const C extends readonly string[] | 'all' = readonly [],
>(step: StepWords<T, F, P, C>): Step<T, F, P, C> {
  const data = step.fields && schemaOf(step.fields);
  return {
    ...step,
    first: step.first as P,
    fields: step.fields as F,
    commutesWith: step.commutesWith ?? ([] as unknown as C),
    data: data as LaterSchema<F>,
    reads: (data && readingOf(data)) as LaterSchema<F>,
  };
}
