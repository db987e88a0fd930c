/** The form of one step. */
import { STEPS } from '../../../shared/domain/event-types.ts';
import type { StepInput } from '../../../shared/domain/event-types.ts';
import { ActionDialog } from './action-dialog.tsx';
import type { Filled } from './action-dialog.tsx';
import { checkStep } from './check-step.ts';
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
