/** What the fold of a case says (LEDGER §3). Plain JSON, without a clock in it: the same events give the same value everywhere. */
import type { RuleBreach } from './breach.ts';
import type { CaseSums } from './define-remark.ts';
import type { Joint } from './joint.ts';
import type { Actor, CaseProgress } from './progress.ts';
import type { RemarkType } from './remarks/index.ts';
import type { StepType } from './steps/index.ts';
import type { Terms } from './terms.ts';
import type { EventId, LocalDate, MatterCode, PlaceCode } from '../base/brands.ts';

/** The effect of a step or remark in the case as it stands. */
export const EFFECTS = {
  effective: '有效',
  same: '与他人所办相同',
  ineffective: '无效',
  overruled: '裁定不采用',
  undone: '已撤销',
  disputed: '有争议',
  waiting: '等待前一步',
} as const;
type Effect = keyof typeof EFFECTS;

export interface FoldStep {
  readonly id: EventId;
  readonly type: StepType;
  /** By the corrections. */
  readonly on: LocalDate;
  readonly by: Actor;
  readonly after: readonly EventId[];
  readonly effect: Effect;
  /** Why it is not effective, in Chinese; null for an effective one. */
  readonly reason: string | null;
  /** The step of which this one is the twin, when `effect` is `same`. */
  readonly sameAs: EventId | null;
  /** Every rule it breaks; an effective step may break one too and is questioned. */
  readonly breaches: readonly RuleBreach[];
}

export interface FoldRemark {
  readonly id: EventId;
  readonly type: RemarkType;
  readonly about: EventId | null;
  readonly on: LocalDate;
  readonly by: Actor;
  readonly effect: 'effective' | 'ineffective' | 'waiting';
  readonly reason: string | null;
  readonly breaches: readonly RuleBreach[];
}

/** The day and the data of a step as they hold now. */
export interface SaidNow {
  readonly on: LocalDate;
  /** The day on which `on` was written; null where the clock of that machine proves nothing. */
  readonly written: LocalDate | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Dispute {
  /** The earliest day of a step in dispute. */
  readonly since: LocalDate;
  /** The steps that exclude each other; a settlement keeps some of them. */
  readonly steps: readonly EventId[];
  /** The ends of the branches: what a settlement comes after. */
  readonly heads: readonly EventId[];
}

export interface CaseFold extends CaseProgress, CaseSums {
  readonly case: EventId;
  /** Place code of the ledger the case began in and stays in. */
  readonly ledgerPlace: PlaceCode;
  readonly matter: MatterCode;
  readonly terms: Terms;
  readonly proxied: boolean;
  /** With which others it was filed; null: alone. */
  readonly joint: Joint | null;
  readonly backdated: boolean;
  /** Date and key of the village's slip; null for a case that began at the centre. */
  readonly slip: {
    readonly key: string;
    readonly date: LocalDate;
    readonly source: string;
    /** What a person said yes to, as reason codes. */
    readonly confirmed: readonly string[];
  } | null;
  /** Why it was registered although the applicant does not seem to be one that the matter is for; null: nothing was said. */
  readonly despite: string | null;
  /** When the case began: receipt or slip registration. */
  readonly on: LocalDate;
  /** The window named at the receipt; null while it is in the village. */
  readonly window: string | null;
  /** Steps without a successor, sorted. `afterOfNextStep` makes the `after` of the next step of them. */
  readonly heads: readonly EventId[];
  readonly disputed: Dispute | null;
  /** The step that may be taken back now, by its own place: the last one, where nothing was done beside it. */
  readonly undoable: EventId | null;
  /** What each step that can be read says now, by its corrections. */
  readonly said: Readonly<Record<EventId, SaidNow>>;
  readonly steps: readonly FoldStep[];
  readonly remarks: readonly FoldRemark[];
  /** Steps and remarks whose predecessor has not arrived. */
  readonly waiting: readonly EventId[];
  /** Events of this case that only a newer version can read. */
  readonly newer: readonly EventId[];
  /** True when one of them is a step: this program should do nothing more to the case. */
  readonly needsNewerVersion: boolean;
}
