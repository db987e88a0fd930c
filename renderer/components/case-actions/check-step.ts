/** Checks a step or remark before it is sent, also what its schema cannot know: the step's own rule of its form, and days before the case began. */
import type { z } from 'zod';
import { STEPS, StepInputSchema } from '../../../shared/case/steps/index.ts';
import type { LaterStepType, StepInput, StepSpec } from '../../../shared/case/steps/index.ts';
import { STEP_FORMS, REMARK_FORMS } from '../../../shared/case/buttons.ts';
import { dayBeforeCase } from '../../../shared/case/form-days.ts';
import type { FormContext } from '../../../shared/case/form.ts';
import { REMARKS, RemarkInputSchema } from '../../../shared/case/remarks/index.ts';
import type { RemarkInput, RemarkSpec } from '../../../shared/case/remarks/index.ts';

/** The step with this data, checked. */
export function checkStep(
  step: LaterStepType,
  data: Record<string, unknown>,
  context: Pick<FormContext, 'today' | 'limit' | 'detail'>,
): z.ZodSafeParseResult<StepInput> {
  const { formRule }: StepSpec = STEPS[step];
  return StepInputSchema.superRefine((input, issues) => {
    const { today, limit, detail } = context;
    const wrong =
      formRule?.(input.data, { today, limit, person: detail?.person ?? null }) ??
      dayBeforeCase(STEP_FORMS[step], input.data, detail?.row.on ?? null);
    if (wrong) issues.addIssue({ code: 'custom', path: ['data', wrong.field], message: wrong.text });
  }).safeParse({ type: step, data });
}

/** The remark with this data, checked. */
export function checkRemark(
  remark: RemarkInput['type'],
  data: Record<string, unknown>,
  { today, detail }: Pick<FormContext, 'today' | 'detail'>,
): z.ZodSafeParseResult<RemarkInput> {
  const { formRule }: RemarkSpec = REMARKS[remark];
  return RemarkInputSchema.superRefine((input, issues) => {
    const wrong =
      formRule?.(input.data, { today }) ?? dayBeforeCase(REMARK_FORMS[remark], input.data, detail?.row.on ?? null);
    if (wrong) issues.addIssue({ code: 'custom', path: ['data', wrong.field], message: wrong.text });
  }).safeParse({ type: remark, data });
}
