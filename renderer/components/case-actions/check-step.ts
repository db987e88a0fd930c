/**
 * Checks a step before it is sent, also what its schema cannot know: 容缺 materials may not come later than the
 * promised limit, and a row that goes back for another reason says which.
 */
import type { z } from 'zod';
import { StepInputSchema } from '../../../shared/domain/event-types.ts';
import type { StepInput } from '../../../shared/domain/event-types.ts';
import type { TakenStep } from './step-fields.ts';
import { ACTION_TEXTS as T } from './texts.ts';

/** The step with this data, checked; `limit` = last day for owed materials. */
export function checkStep(step: TakenStep, data: Record<string, unknown>, limit: string | null) {
  const within = StepInputSchema.superRefine((input, issues) => {
    if (input.type === 'accepted-short' && limit !== null && input.data.deadline > limit)
      issues.addIssue({ code: 'custom', path: ['data', 'deadline'], message: T.overLimit(limit) });
    if (input.type === 'returned-to-village' && input.data.reason === 'other' && input.data.text === '')
      issues.addIssue({ code: 'custom', path: ['data', 'text'], message: T.mustFill });
  });
  // The village may get the reason alone; its text is a field that is always there.
  const whole = step === 'returned-to-village' ? { text: '', ...data } : data;
  return within.safeParse({ type: step, data: whole }) as z.ZodSafeParseResult<StepInput>;
}
