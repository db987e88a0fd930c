/** Checks a step before it is sent, also what its schema cannot know: the step's own rule of its form. */
import type { z } from 'zod';
import { STEPS, StepInputSchema } from '../../../shared/case/steps/index.ts';
import type { LaterStepType, StepInput, StepSpec } from '../../../shared/case/steps/index.ts';
import type { FormContext } from '../../../shared/case/form.ts';

/** The step with this data, checked. */
export function checkStep(
  step: LaterStepType,
  data: Record<string, unknown>,
  context: Pick<FormContext, 'limit'>,
): z.ZodSafeParseResult<StepInput> {
  const { formRule }: StepSpec = STEPS[step];
  return StepInputSchema.superRefine((input, issues) => {
    const wrong = formRule?.(input.data, context);
    if (wrong) issues.addIssue({ code: 'custom', path: ['data', wrong.field], message: wrong.text });
  }).safeParse({ type: step, data });
}
