/** What a reader may put right of a case: its matter, its last step, and what its steps say. */
import type { CorrectableStep, Corrections } from '../api/corrections.ts';
import type { EventId, PlaceCode } from '../base/brands.ts';
import type { LedgerEvent } from '../event/event.ts';
import { isFirstEvent, stateAllows } from './case-rules.ts';
import type { CaseFold, SaidNow } from './case-types.ts';
import { SAID_ON, correctionRows } from './correctable.ts';
import type { RuleContext } from './define-step.ts';
import type { Fields } from './field.ts';
import type { FormRow } from './form.ts';
import type { Role } from './roles.ts';
import { STEPS, isStepType, isWritten } from './steps/index.ts';
import type { StepSpec, StepType } from './steps/index.ts';

/** The fields of a step by the way it stands in a case; null where nothing of it may be put right. */
export function correctableFields(type: StepType, isFirst: boolean): Fields | null {
  const spec: StepSpec = STEPS[type];
  if (isFirst) return spec.first?.fields ?? null;
  return isWritten(spec) ? (spec.fields ?? null) : null;
}

/** The rows of the form that puts such a step right; none where nothing may be. */
export function rowsOfStep(type: StepType, isFirst: boolean): readonly FormRow[] {
  const fields = correctableFields(type, isFirst);
  return fields === null ? [] : correctionRows(fields, isFirst);
}

/** What the step's own rule refuses of its data as it would stand: the form that takes a step and the one that puts it right ask the same. */
export function brokenRuleOf(
  type: StepType,
  isFirst: boolean,
  values: Readonly<Record<string, unknown>>,
  context: Omit<RuleContext, 'limit'>,
): { readonly field: string; readonly text: string } | null {
  const { formRule }: StepSpec = STEPS[type];
  if (isFirst || formRule === undefined) return null;
  const said = Object.entries(values).filter(([field, value]) => field !== SAID_ON && value !== null);
  return formRule(Object.fromEntries(said), { ...context, limit: null });
}

/** What a step of the case says now. */
export const saidBy = (fold: Pick<CaseFold, 'said'>, event: LedgerEvent): Pick<SaidNow, 'on' | 'data'> =>
  fold.said[event._id] ?? { on: event.on, data: event.data };

/** A clerk puts right what the centre and its villages wrote, an agent what was written at the own place. */
const mayCorrect = (event: LedgerEvent, role: Role, place: PlaceCode): boolean =>
  role === 'clerk' ? event.by.place.length > 6 : role === 'agent' && event.by.place === place;

/** The step as it may be put right by this reader; null where it may not. */
export function correctableStep(
  fold: CaseFold,
  event: LedgerEvent,
  role: Role,
  place: PlaceCode,
): CorrectableStep | null {
  const step = fold.steps.find(({ id }) => id === event._id);
  const { type } = event;
  if (step === undefined || !isStepType(type) || !['effective', 'same', 'disputed'].includes(step.effect)) return null;
  const isFirst = isFirstEvent(event);
  const rows = rowsOfStep(type, isFirst);
  if (rows.length === 0 || fold.needsNewerVersion || !mayCorrect(event, role, place)) return null;
  const { on, data } = saidBy(fold, event);
  const values = rows.map(({ field }) => [field, field === SAID_ON ? on : (data[field] ?? null)]);
  return { type, isFirst, values: Object.fromEntries(values) as CorrectableStep['values'] };
}

export function correctionsOf(
  fold: CaseFold,
  events: readonly LedgerEvent[],
  role: Role,
  place: PlaceCode,
): Corrections {
  const last = fold.steps.find(({ id }) => id === fold.undoable);
  const mayWrite = (role === 'clerk' || role === 'agent') && !fold.needsNewerVersion;
  return {
    matter:
      mayWrite &&
      fold.disputed === null &&
      fold.state !== 'voided' &&
      stateAllows('matter-corrected', fold, fold.terms, [role]) === null,
    undo: mayWrite && last?.by.place === place ? { step: last.id, label: STEPS[last.type].label } : null,
    steps: Object.fromEntries(
      events.flatMap((event): [EventId, CorrectableStep][] => {
        const step = correctableStep(fold, event, role, place);
        return step === null ? [] : [[event._id, step]];
      }),
    ),
  };
}
