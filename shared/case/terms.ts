import { z } from 'zod';
import { LimitSchema, withUnits } from '../calendar/limit.ts';
import { UncountedWorkSchema } from '../calendar/uncounted.ts';

/** The terms under which a case began; a catalogue published later does not change them. */
export const TermsSchema = z.preprocess(
  withUnits,
  z.strictObject({
    catalogue: z.string().max(80),
    kind: z.enum(['immediate', 'promised']),
    /** What the county promises, and what the law allows; null where it says nothing. */
    promised: LimitSchema,
    legal: LimitSchema.nullable(),
    /** In what time the office must accept, refuse or tell what is missing; absent: five working days. */
    tellWithin: LimitSchema.optional(),
    /** Work whose days the promise leaves out. */
    uncounted: z.array(UncountedWorkSchema).max(20).optional(),
    decidedBy: z.enum(['township', 'county']),
    promisedScope: z.enum(['total', 'township']),
  }),
);
export type Terms = z.infer<typeof TermsSchema>;
