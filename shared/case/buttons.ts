/** What a page offers on a case: the buttons in their order, and the form behind each. */
import type { CaseNow } from './define-remark.ts';
import type { StepButton } from './define-step.ts';
import { formRowsOf } from './form.ts';
import type { FormRow } from './form.ts';
import { REMARKS } from './remarks/index.ts';
import type { RemarkInput, RemarkSpec } from './remarks/index.ts';
import { STEPS, STEP_TYPES } from './steps/index.ts';
import type { LaterStepType, StepSpec, StepType } from './steps/index.ts';

interface Placed<T> {
  readonly type: T;
  readonly place: number;
}

const inOrder = <T>(buttons: readonly Placed<T>[]): readonly T[] =>
  buttons.toSorted((a, b) => a.place - b.place).map(({ type }) => type);

/** The button of a step; null for one that only begins a case. */
export function stepButton(type: StepType): StepButton | null {
  const { button }: StepSpec = STEPS[type];
  return 'none' in button ? null : button;
}

const STEP_BUTTONS = inOrder(
  STEP_TYPES.flatMap((type) => {
    const button = stepButton(type);
    return button === null ? [] : [{ type: type as LaterStepType, place: button.place }];
  }),
);

/** The allowed steps that a form can take, in the order of the buttons. */
export const orderedSteps = (allowed: readonly string[]): readonly LaterStepType[] =>
  STEP_BUTTONS.filter((type) => allowed.includes(type));

const REMARK_LIST: readonly RemarkSpec[] = Object.values(REMARKS);

/** The remarks that may be written of a case, in the order of the buttons. */
export const REMARK_BUTTONS = inOrder(
  REMARK_LIST.flatMap(({ type, button }) =>
    typeof button === 'number' ? [{ type: type as RemarkInput['type'], place: button }] : [],
  ),
);

/** Returns whether a remark fits the case as it stands. */
export const fitsNow = (type: RemarkInput['type'], now: CaseNow): boolean =>
  ((REMARKS[type] as RemarkSpec).untimely?.(now) ?? null) === null;

/** Those of the buttons that fit it. */
export const remarksFor = (now: CaseNow): readonly RemarkInput['type'][] =>
  REMARK_BUTTONS.filter((type) => fitsNow(type, now));

/** The form of every step that a case may go on with. */
export const STEP_FORMS = Object.fromEntries(
  STEP_BUTTONS.map((type) => [type, formRowsOf(STEPS[type].fields)]),
) as Readonly<Record<LaterStepType, readonly FormRow[]>>;

/** The form of every remark that a site writes; without rows where no form asks for it. */
export const REMARK_FORMS = Object.fromEntries(
  REMARK_LIST.filter(({ input }) => input).map(({ type, fields }) => [type, formRowsOf(fields)]),
) as Readonly<Record<RemarkInput['type'], readonly FormRow[]>>;
