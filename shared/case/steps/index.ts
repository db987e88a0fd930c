/** Every step, once. What the house knows of a step is in its file; tables, types and inputs follow from this list. */
import { z } from 'zod';
import type { FirstSpec, Fact, Step } from '../define-step.ts';
import type { Fields } from '../field.ts';
import { acceptedShort } from './accepted-short.ts';
import { accepted } from './accepted.ts';
import { archived } from './archived.ts';
import { closed } from './closed.ts';
import { concluded } from './concluded.ts';
import { countyReturned } from './county-returned.ts';
import { delivered } from './delivered.ts';
import { extended } from './extended.ts';
import { forwarded } from './forwarded.ts';
import { handedOver } from './handed-over.ts';
import { mandateEnded } from './mandate-ended.ts';
import { mandateHandedOver } from './mandate-handed-over.ts';
import { mandateResumed } from './mandate-resumed.ts';
import { mandateSuspended } from './mandate-suspended.ts';
import { mandateTaken } from './mandate-taken.ts';
import { matterCorrected } from './matter-corrected.ts';
import { paused } from './paused.ts';
import { proxyReceived } from './proxy-received.ts';
import { received } from './received.ts';
import { refused } from './refused.ts';
import { resumed } from './resumed.ts';
import { returnedToVillage } from './returned-to-village.ts';
import { settled } from './settled.ts';
import { specialProcedure } from './special-procedure.ts';
import { specialRenewed } from './special-renewed.ts';
import { supplementRequested } from './supplement-requested.ts';
import { supplemented } from './supplemented.ts';
import { undone } from './undone.ts';
import { voided } from './voided.ts';
import { withdrawn } from './withdrawn.ts';

const LIST = [
  received,
  proxyReceived,
  handedOver,
  returnedToVillage,
  supplementRequested,
  supplemented,
  accepted,
  acceptedShort,
  refused,
  paused,
  specialProcedure,
  specialRenewed,
  resumed,
  forwarded,
  countyReturned,
  extended,
  concluded,
  closed,
  withdrawn,
  voided,
  delivered,
  archived,
  settled,
  undone,
  matterCorrected,
  mandateTaken,
  mandateSuspended,
  mandateResumed,
  mandateEnded,
  mandateHandedOver,
] as const;

type AnyStep = (typeof LIST)[number];
export type StepType = AnyStep['type'];

/** A step as a reader of the table sees it that does not ask which one it is. */
export type StepSpec = Step<StepType, Fields | undefined, FirstSpec<Fields> | undefined, readonly StepType[] | 'all'>;

export const STEPS = Object.fromEntries((LIST satisfies readonly StepSpec[]).map((step) => [step.type, step])) as {
  readonly [S in AnyStep as S['type']]: S;
};
export const STEP_TYPES = Object.keys(STEPS) as StepType[];

export const isStepType = (type: string): type is StepType => Object.hasOwn(STEPS, type);

type LaterStep = Extract<AnyStep, { readonly data: z.ZodType }>;
/** A step that a case may go on with; the others only begin one. */
export type LaterStepType = LaterStep['type'];

/** A later step of that type with checked data. */
export type StepFact<T extends LaterStepType = LaterStepType> = {
  [S in T]: Fact<z.output<(typeof STEPS)[S]['data']>> & { readonly type: S };
}[T];

type FirstStep = Extract<AnyStep, { readonly first: { readonly data: z.ZodType } }>;
/** The step that begins a case, with checked data. */
export type FirstFact = {
  [S in FirstStep as S['type']]: Fact<z.output<S['first']['data']>> & { readonly type: S['type'] };
}[FirstStep['type']];

type InputOf<S extends LaterStep> = S extends LaterStep
  ? z.ZodObject<{ type: z.ZodLiteral<S['type']>; data: S['data'] }, z.core.$strict>
  : never;

/** Returns whether a case may go on with it today: what only programs of before wrote has no button. */
export const isWritten = ({ data, button }: StepSpec): boolean => data !== undefined && !('none' in button);

/** What a clerk or agent sends to take a step: its type and data. One schema for forms, IPC and CLI. */
export const StepInputSchema = z.discriminatedUnion(
  'type',
  LIST.flatMap((step: StepSpec) =>
    isWritten(step) ? [z.strictObject({ type: z.literal(step.type), data: step.data as z.ZodType })] : [],
  ) as unknown as [InputOf<LaterStep>, ...InputOf<LaterStep>[]],
);
export type StepInput = z.output<typeof StepInputSchema>;
