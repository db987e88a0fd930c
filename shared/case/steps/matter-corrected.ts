import { z } from 'zod';
import { MatterCodeSchema } from '../../base/brands.ts';
import { defineStep } from '../define-step.ts';
import { field, reason } from '../field.ts';
import { matterInWords } from '../lines.ts';
import { REGISTRATION } from '../registration.ts';
import { CASE_STATES, WITH_VILLAGE } from '../states.ts';
import type { CaseState } from '../states.ts';

const form = {
  none: 'it has a dialog of its own: the matter is searched, and brings its limits and its list of materials',
};

/**
 * 更正事项: the case was registered under the wrong matter. From here on it stands under the right one's terms, and its limits are counted anew
 * from the same acceptance. A step, because later steps are judged by the terms that their writer saw.
 */
export const matterCorrected = defineStep({
  type: 'matter-corrected',
  label: '更正事项',
  from: Object.keys(CASE_STATES) as CaseState[],
  fields: {
    was: field(MatterCodeSchema, { label: '原事项', form, show: matterInWords }),
    matter: field(MatterCodeSchema, { label: '改为', form, show: matterInWords }),
    terms: { ...REGISTRATION.terms, form },
    window: field(z.string().max(20), { label: '窗口', form, show: { none: 'the case shows its window' } }),
    materials: { ...REGISTRATION.materials, form },
    reason: reason('更正原因'),
  },
  to: null,
  roles: ['agent', 'clerk'],
  only: { agent: WITH_VILLAGE },
  apply: (_, { data: { matter, terms, window, materials } }) => ({
    rightMatter: { matter, terms, window },
    materials,
  }),
  // It moves no state. Of two that were written apart the canonical later one counts.
  commutesWith: 'all',
  besideItself: true,
  outcome: ({ matter }) => String(matter),
  button: form,
});
