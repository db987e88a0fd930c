import { defineRemark } from '../define-remark.ts';
import { text } from '../field.ts';
import { ROLES } from '../roles.ts';

/** 答复: the answer to a question. */
export const answered = defineRemark({
  type: 'answered',
  label: '答复',
  fields: { text: text({ label: '答复内容', max: 500, lines: 3 }) },
  roles: ROLES,
  add: (sums, { id, on, about, data }) => ({
    ...sums,
    questions: sums.questions.map((question) =>
      question.id === about
        ? { ...question, answered: true, answers: [...question.answers, { id, on, text: data.text }] }
        : question,
    ),
  }),
  input: true,
  button: { none: 'the page offers it first of all where a question is open' },
});
