/** The form of one step. */
import { STEP_FORMS, stepButton } from '../../../shared/case/buttons.ts';
import type { FormContext } from '../../../shared/case/form.ts';
import { STEPS } from '../../../shared/case/steps/index.ts';
import type { LaterStepType, StepInput } from '../../../shared/case/steps/index.ts';
import { ActionDialog } from './action-dialog.tsx';
import type { Filled } from './action-dialog.tsx';
import { checkStep } from './check-step.ts';

interface StepDialogProps {
  readonly step: LaterStepType;
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
  const button = stepButton(step);
  return (
    <ActionDialog
      {...props}
      title={STEPS[step].label}
      rows={STEP_FORMS[step]}
      grave={button?.grave === true}
      depth={1}
      warning={button?.warning?.(context) ?? null}
      check={(data) => checkStep(step, data, context)}
    />
  );
}
