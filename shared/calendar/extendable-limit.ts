/** A limit that may be extended once or more, up to a longest length in the same unit. */
import { z } from 'zod';

export const ExtendableLimitSchema = z
  .strictObject({ n: z.int().min(1).max(60), most: z.int().min(1).max(60), unit: z.enum(['day', 'working-day']) })
  .refine(({ n, most }) => n <= most, { path: ['most'], error: '最长时限不能短于时限' });
export type ExtendableLimit = z.infer<typeof ExtendableLimitSchema>;
