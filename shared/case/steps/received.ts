import { z } from 'zod';
import { breach } from '../breach.ts';
import { clearlyAfter } from '../days.ts';
import { defineFirst, defineStep } from '../define-step.ts';
import { field, note } from '../field.ts';
import { jointField } from '../joint.ts';
import { materialsInWords } from '../lines.ts';
import { MaterialListSchema } from '../materials.ts';
import { REGISTRATION } from '../registration.ts';

const WindowSchema = z.string().max(20);
const shownWithCase = { none: 'the case shows its window' };

/** Materials handed over at the centre; the clock does not run yet. Begins a case, or takes a row from a village. */
export const received = defineStep({
  type: 'received',
  label: '收件',
  first: defineFirst({
    fields: {
      ...REGISTRATION,
      joint: jointField,
      window: field(WindowSchema, { label: '窗口', form: REGISTRATION.number.form, show: shownWithCase }),
    },
    begin: ({ on, by, data }) => ({
      materials: data.materials,
      receivedOn: on,
      receivedBy: by,
      filings: [{ from: on, wordOn: null }],
    }),
    // A receipt keyed days later is a 补录 and must say so; a village's slip carries its own day.
    flags: ({ on, data }, written) =>
      data.backdated !== true && written !== null && clearlyAfter(written, on)
        ? [breach('date', `收件日期 ${on} 早于录入日期 ${written}，未标明补录`, 'data.backdated')]
        : [],
  }),
  from: ['handed-over'],
  fields: {
    window: field(WindowSchema, {
      label: '窗口',
      form: { kind: 'fixed', value: ({ window }) => window },
      show: shownWithCase,
    }),
    materials: field(MaterialListSchema.optional(), {
      label: '材料',
      form: { none: 'the village listed them; the list of rows to receive changes them' },
      show: materialsInWords,
    }),
    note,
  },
  to: 'received',
  roles: ['clerk'],
  apply: (p, s) => ({
    state: 'received',
    receivedOn: s.on,
    receivedBy: { ...s.by, window: s.data.window },
    filings: [{ from: s.on, wordOn: null }],
    materials: s.data.materials ?? p.materials,
  }),
  button: { place: 20 },
});
