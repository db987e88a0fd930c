import { z } from 'zod';
import { defineRemark } from '../define-remark.ts';
import { choice, field, optionalText } from '../field.ts';
import { byWord } from '../lines.ts';
import { newRating } from '../ratings.ts';
import type { RatingChannel } from '../rating-words.ts';
import { SCORES } from '../rating-words.ts';

export const ScoreSchema = z.int().min(1).max(5);
/** Only the citizen gives a score: none is filled in beforehand. The scale begins at its best, as on the pads and papers of 好差评. */
export const asked = { kind: 'choice', options: SCORES, start: null, numeric: 'highest-first' } as const;

/** How content a person was, where the person said so. */
export const optionalScore = field(ScoreSchema.optional(), { label: '评价', form: asked, show: byWord(SCORES) });

const WAYS: Readonly<Record<string, RatingChannel>> = { keypad: 'pad', paper: 'paper', phone: 'phone' };

/** 评价 as programs before wrote it: without a round, and a bad one opened no verification. Read, and no longer written. */
export const rated = defineRemark({
  type: 'rated',
  label: '评价',
  fields: {
    score: field(ScoreSchema, { label: '评价', form: asked, show: byWord(SCORES) }),
    way: choice({
      label: '评价方式',
      options: { keypad: '评价器', paper: '纸质评价表', phone: '电话' },
      start: 'keypad',
    }),
    text: optionalText({ label: '备注', max: 300, lines: 3 }),
  },
  roles: ['agent', 'clerk'],
  add: (sums, remark) => {
    const { score, way } = remark.data;
    const round = sums.ratings.some(({ source }) => source === 'given') ? 2 : 1;
    const said = { source: 'given', round, channel: WAYS[way] ?? 'paper', score } as const;
    return { ...sums, ratings: [...sums.ratings, newRating(remark, said, null)] };
  },
  input: false,
  button: { none: 'rating-given says what it lacks: round, giver, items' },
});
