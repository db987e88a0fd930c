/**
 * 一件事一次办 (并联审批): several cases of one person that were filed together. Each has its own number, window, clock and decision; what they have in
 * common is the key that each bears from its first event on. The joint filing is nothing of its own: it is done when all its cases are.
 */
import { z } from 'zod';
import type { Field } from './field.ts';
import { asIs, linesOfParts, oneLine } from './lines.ts';

const JointSchema = z.strictObject({
  /** Random, the same in all cases that were filed together. */
  key: z.string().min(1).max(40),
  /** The set of the catalogue, and its name on that day. */
  set: z.string().max(20),
  name: z.string().max(80),
  /** The first of them: statements count the filing by it. */
  lead: z.boolean(),
});
export type Joint = z.infer<typeof JointSchema>;

const schema = JointSchema.optional();
export const jointField: Field<typeof schema> = {
  schema,
  label: '一件事',
  form: { none: 'the page of joint filings asks for the set' },
  lines: linesOfParts({ name: oneLine('一件事', asIs) }),
};
