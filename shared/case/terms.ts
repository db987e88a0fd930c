import { z } from 'zod';

/** The terms under which a case began; a catalogue published later does not change them. */
export const TermsSchema = z.strictObject({
  catalogue: z.string().max(80),
  kind: z.enum(['immediate', 'promised']),
  promisedDays: z.int().min(0).max(400),
  legalDays: z.int().min(0).max(400).nullable(),
  decidedBy: z.enum(['township', 'county']),
  promisedScope: z.enum(['total', 'township']),
});
export type Terms = z.infer<typeof TermsSchema>;
