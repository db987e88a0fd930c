/** The part of a site's contract that puts right what was entered wrongly (docs/CASES.md). */
import { z } from 'zod';
import { EventIdSchema, MatterCodeSchema } from '../base/brands.ts';
import { MaterialListSchema } from '../case/materials.ts';
import { SaidValueSchema, WordSchema } from '../case/remarks/corrected.ts';
import { method } from './contract.ts';
import type { CaseDetail } from './rows.ts';

const reason = z.string().trim().min(1, '请写明原因').max(300);
const heads = z.array(EventIdSchema).min(1).max(64);

export const correctionMethods = {
  /** Puts right what a step says: fields of its data by their names, and `on` for its day. A field that is empty now is null. */
  'cases.correct': method<CaseDetail>()(
    z.strictObject({
      case: EventIdSchema,
      about: EventIdSchema,
      values: z.record(WordSchema, SaidValueSchema),
      reason,
    }),
    'staff',
  ),
  /** Another matter, its terms by the catalogue in force, and which of its materials are there. */
  'cases.correctMatter': method<CaseDetail>()(
    z.strictObject({
      case: EventIdSchema,
      heads,
      matter: MatterCodeSchema,
      materials: MaterialListSchema,
      reason,
    }),
    'staff',
  ),
  /** Takes back the step that was taken last (`corrections.undo` of the case). */
  'cases.undo': method<CaseDetail>()(
    z.strictObject({
      case: EventIdSchema,
      heads,
      step: EventIdSchema,
      reason,
    }),
    'staff',
  ),
} as const;
