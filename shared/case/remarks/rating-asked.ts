import { defineRemark } from '../define-remark.ts';
import { choice, optionalText } from '../field.ts';
import { RATING_CHANNELS } from '../rating-words.ts';

/** 邀请评价: the person was asked to rate, and by which way. Who then says nothing is told from who was never asked. */
export const ratingAsked = defineRemark({
  type: 'rating-asked',
  label: '邀请评价',
  fields: {
    channel: choice({ label: '怎么邀请', options: RATING_CHANNELS, start: 'pad' }),
    text: optionalText({ label: '备注', max: 300, lines: 2 }),
  },
  roles: ['agent', 'clerk'],
  add: (sums, { id, on }) => ({ ...sums, ratingsAsked: [...sums.ratingsAsked, { id, on }] }),
  input: true,
  button: { none: 'the panel of ratings has it, beside what it is told from' },
});
