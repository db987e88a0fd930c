/** The form of one step. Checks what the schema cannot know: 容缺 materials may not come later than the promised limit. */
import { z } from 'zod';
import { STEPS, StepInputSchema } from '../../../shared/domain/event-types.ts';
import type { StepInput } from '../../../shared/domain/event-types.ts';
import { ActionDialog } from './action-dialog.tsx';
import type { Filled } from './action-dialog.tsx';
import type { FormContext } from './fields.ts';
import { GRAVE_STEPS, STEP_FIELDS } from './step-fields.ts';
import type { TakenStep } from './step-fields.ts';
import { ACTION_TEXTS as T } from './texts.ts';

interface StepDialogProps {
  readonly step: TakenStep;
  readonly context: FormContext;
  readonly lead?: React.ReactNode;
  readonly withDate?: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSubmit: (filled: Filled<StepInput>) => void;
  readonly onClose: () => void;
}

/** The step with this data, checked; `limit` = last day for owed materials. */
export function checkStep(step: TakenStep, data: Record<string, unknown>, limit: string | null) {
  const within = StepInputSchema.superRefine((input, issues) => {
    if (input.type === 'accepted-short' && limit !== null && input.data.deadline > limit)
      issues.addIssue({ code: 'custom', path: ['data', 'deadline'], message: T.overLimit(limit) });
  });
  return within.safeParse({ type: step, data }) as z.ZodSafeParseResult<StepInput>;
}

export function StepDialog(props: StepDialogProps) {
  const { step, context } = props;
  const toldBefore = context.detail?.history.some(
    (item) => item.type === 'supplement-requested' && item.effect === 'effective',
  );
  return (
    <ActionDialog
      {...props}
      title={STEPS[step].label}
      specs={STEP_FIELDS[step]}
      grave={GRAVE_STEPS.has(step)}
      depth={1}
      warning={step === 'supplement-requested' && toldBefore ? T.secondNotice : null}
      check={(data) => checkStep(step, data, context.limit)}
    />
  );
}
