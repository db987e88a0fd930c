import { z } from 'zod';
import { defineStep } from '../define-step.ts';
import { field } from '../field.ts';
import { asIs } from '../lines.ts';
import { requiredText } from '../texts.ts';

/** Characters in the name of a hand-over list, and rows on it. */
const LIST_NAME_LENGTH = 60;
const LIST_ROWS = 5000;

/** The village gives its rows to the centre. Its lists are made in the grid; here one row is handed over by itself. */
export const handedOver = defineStep({
  type: 'handed-over',
  label: '移交',
  from: ['proxy-received', 'returned-to-village'],
  fields: {
    list: field(requiredText(LIST_NAME_LENGTH), {
      label: '移交清单',
      form: { kind: 'fixed', value: ({ today }) => `补移交 ${today}` },
      show: asIs,
    }),
    count: field(z.int().min(1).max(LIST_ROWS), {
      label: '件数',
      form: { kind: 'fixed', value: () => 1 },
      show: { none: 'it says of the list how long it is, and nothing of this case' },
    }),
  },
  to: 'handed-over',
  roles: ['agent'],
  acts: ({ state }) => (state === 'returned-to-village' ? 'supplement' : 'hand-in'),
  lasting: 'the list is printed and signed: the centre returns the row',
  apply: (_, s) => ({ state: 'handed-over', handedOverOn: s.on, handOverList: s.data.list, returned: null }),
  button: { place: 30 },
});
