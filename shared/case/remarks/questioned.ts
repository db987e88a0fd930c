import { z } from 'zod';
import { RULES } from '../breach.ts';
import { defineRemark } from '../define-remark.ts';
import { field } from '../field.ts';
import { asIs } from '../lines.ts';
import { requiredText } from '../texts.ts';

const form = { none: 'the county asks on a page of its own, the hub by rule' };
const WORDS: Readonly<Record<string, string>> = RULES;

/** 县里提问: a rule is broken, or the county wants to know something. The event asked about stands all the same. */
export const questioned = defineRemark({
  type: 'questioned',
  label: '县里提问',
  fields: {
    /** A key of RULES, or any word of a person at the county. */
    rule: field(requiredText(60), {
      label: '规则',
      form,
      show: { none: 'a line of the remark: only rules that have a name are shown' },
    }),
    field: field(z.string().max(80).optional(), {
      label: '所问的内容',
      form,
      show: { none: 'a path in the data of the event, for the program' },
    }),
    text: field(requiredText(400), { label: '内容', form, show: asIs }),
  },
  roles: ['county', 'hub'],
  add: (sums, { id, on, by, about, data: { rule, field: asked, text } }) => ({
    ...sums,
    questions: [
      ...sums.questions,
      { id, on, about, rule, field: asked ?? null, text, by, answers: [], answered: false },
    ],
  }),
  lines: ({ rule }) =>
    typeof rule === 'string' && Object.hasOwn(WORDS, rule) ? [{ label: '规则', value: WORDS[rule] as string }] : [],
  input: false,
  button: form,
});
