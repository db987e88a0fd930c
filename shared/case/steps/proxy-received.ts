import { SLIP_KEY_LENGTH } from '../../slips/slip-key.ts';
import { z } from 'zod';
import { LocalDateSchema } from '../../base/local-date.ts';
import { defineFirst, defineStep } from '../define-step.ts';
import type { Field } from '../field.ts';
import { byWord, linesOfParts, oneLine, asIs } from '../lines.ts';
import { mandateOfSlip } from '../mandate.ts';
import { REGISTRATION } from '../registration.ts';

const SlipSchema = z.strictObject({
  /** Natural key of the slip (slips/slip-key.ts), so that an import done twice changes nothing. */
  key: z.string().max(SLIP_KEY_LENGTH),
  date: LocalDateSchema,
  /** Digest of an imported row's cells as the sheet had them, so that a changed row is told from the same one. */
  cells: z.string().max(20).optional(),
  /** Where the row came from: typed into the grid, pasted or imported. */
  source: z.enum(['typed', 'pasted', 'imported']),
  /** What a person confirmed although the check asked, as reason codes. */
  confirmed: z.array(z.string().max(40)).max(20),
});

const slip: Field<typeof SlipSchema> = {
  schema: SlipSchema,
  label: '代办单',
  form: { none: 'it follows from the grid row or the file' },
  lines: linesOfParts({
    date: oneLine('交件日期', asIs),
    source: oneLine('登记方式', byWord({ typed: '手工登记', pasted: '粘贴', imported: '表格导入' })),
  }),
};

/** One row of a village agent's paper book. */
export const proxyReceived = defineStep({
  type: 'proxy-received',
  label: '代办登记',
  first: defineFirst({
    fields: { ...REGISTRATION, slip },
    begin: ({ on, by, data }) => ({
      state: 'proxy-received',
      materials: data.materials,
      proxyReceivedOn: on,
      mandate: mandateOfSlip(on, by.place, by.staff),
    }),
  }),
  from: [],
  to: 'proxy-received',
  roles: ['agent'],
  apply: () => ({}),
  button: { none: 'it only begins a case, from the grid' },
});
