import { z } from 'zod';
import { defineRemark } from '../define-remark.ts';
import { choice, field, optionalText } from '../field.ts';
import { byWord } from '../lines.ts';

const SCORES = { '5': '非常满意', '4': '满意', '3': '基本满意', '2': '不满意', '1': '非常不满意' } as const;
const ScoreSchema = z.int().min(1).max(5);
/** Only the citizen gives a score: none is filled in beforehand. The scale begins at its best, as on the pads and papers of 好差评. */
const asked = { kind: 'choice', options: SCORES, start: null, numeric: 'highest-first' } as const;

/** How content a person was, where the person said so. */
export const optionalScore = field(ScoreSchema.optional(), { label: '评价', form: asked, show: byWord(SCORES) });

/** 评价: what the citizen says of the service. */
export const rated = defineRemark({
  type: 'rated',
  label: '评价',
  fields: {
    score: field(ScoreSchema, {
      label: '评价',
      form: { ...asked, hint: '由群众本人评价，工作人员不能代填' },
      show: byWord(SCORES),
    }),
    way: choice({
      label: '评价方式',
      options: { keypad: '评价器', paper: '纸质评价表', phone: '电话' },
      start: 'keypad',
    }),
    text: optionalText({ label: '备注', max: 300, lines: 3 }),
  },
  roles: ['agent', 'clerk'],
  add: (sums, { id, on, data }) => ({
    ...sums,
    ratings: [...sums.ratings, { id, on, score: data.score, way: data.way }],
  }),
  input: true,
  button: 30,
});
