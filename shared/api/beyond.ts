/** What a case has beyond what counts of it, page by page: to find the machine that wrote it. */
import { z } from 'zod';
import { EventIdSchema } from '../base/brands.ts';
import type { EventId, LocalDate } from '../base/brands.ts';

export const BeyondInputSchema = z.strictObject({
  case: EventIdSchema,
  after: z
    .string()
    .regex(/^\d{1,15}$/, '翻页的位置不对，请从头打开列表')
    .optional(),
  limit: z.int().min(1).max(200).default(60),
});
export type BeyondInput = z.infer<typeof BeyondInputSchema>;

/** An event that is kept and does not count. */
export interface BeyondRow {
  readonly id: EventId;
  readonly label: string;
  /** '' where a newer version wrote it. */
  readonly on: LocalDate | '';
  readonly placeName: string;
  /** Which of the place's machines wrote it: its name, or its station where that is not known. */
  readonly machine: string;
  readonly staffName: string;
}
