import { z } from 'zod';
import { PlaceCodeSchema, StaffIdSchema } from '../../base/brands.ts';
import { breach } from '../breach.ts';
import { defineStep } from '../define-step.ts';
import { field, note } from '../field.ts';
import { asIs, asList, placeInWords } from '../lines.ts';
import { MATERIALS_AT_MOST, MaterialNameSchema } from '../materials.ts';
import { WHILE_MANDATED } from '../states.ts';
import { requiredText } from '../texts.ts';

const form = { none: 'the page of the change of agents writes it, for all cases on its list' };

/** 代办交接: another agent, or the centre where there is none, holds the mandate from here on. Both sign the list. */
export const mandateHandedOver = defineStep({
  type: 'mandate-handed-over',
  label: '代办交接',
  from: [...WHILE_MANDATED, 'refused', 'closed'],
  fields: {
    from: field(StaffIdSchema.optional(), { label: '交出人工号', form, show: asIs }),
    place: field(PlaceCodeSchema, { label: '接手单位', form, show: placeInWords }),
    staff: field(StaffIdSchema.optional(), { label: '接手人工号', form, show: asIs }),
    list: field(requiredText(60), { label: '交接清单', form, show: asIs }),
    papers: field(z.array(MaterialNameSchema).max(MATERIALS_AT_MOST), { label: '移交的材料', form, show: asList }),
    note: { ...note, form },
  },
  to: null,
  roles: ['agent', 'clerk'],
  lasting: 'both have signed the list: it is handed back by another one',
  apply: ({ mandate }, { data: { place, staff } }) =>
    mandate === null ? {} : { mandate: { ...mandate, holder: { place, staff: staff ?? null }, said: true } },
  refuses: ({ mandate }) => {
    if (mandate === null) return breach('mandate', '这一件不是代办件', 'type');
    return mandate.state === 'fulfilled' ? breach('mandate', '代办已完成，不用交接', 'type') : null;
  },
  commutesWith: 'all',
  besideItself: true,
  outcome: ({ place, staff }) => `${String(place)} ${String(staff)}`,
  button: form,
});
