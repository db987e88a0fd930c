import { breach } from '../breach.ts';
import { defineRemark } from '../define-remark.ts';
import { field, optionalText } from '../field.ts';
import { byWord } from '../lines.ts';
import { afterRatings } from '../rating-check.ts';
import { newRating, ratingOf } from '../ratings.ts';
import { SCORES } from '../rating-words.ts';
import { z } from 'zod';

/** No platform counts silence as bad. */
const COUNTED_AS = { '5': SCORES['5'], '4': SCORES['4'], '3': SCORES['3'] } as const;

/** 平台默认评价: no person answered, and the platform counts the case as satisfied. It is no rating of a person. */
export const ratingDefaulted = defineRemark({
  type: 'rating-defaulted',
  label: '平台默认评价',
  fields: {
    countedAs: field(z.literal([3, 4, 5]), {
      label: '平台算作',
      form: {
        kind: 'choice',
        options: COUNTED_AS,
        start: null,
        numeric: 'highest-first',
        hint: '没有人评价，平台到期自动记的；不计入满意率',
      },
      show: byWord(COUNTED_AS),
    }),
    text: optionalText({ label: '备注', max: 300, lines: 2 }),
  },
  roles: ['clerk'],
  add: (sums, remark) => {
    const before = ratingOf(sums.ratings, remark.about);
    if (before?.source === 'default') return breach('rating', '平台默认评价已经记过了');
    const said = { source: 'default', round: 1, channel: null, score: remark.data.countedAs } as const;
    return { ...sums, ratings: [...sums.ratings, newRating(remark, said, null)] };
  },
  follows: afterRatings,
  input: true,
  button: { none: 'the panel of ratings has it, beside what it is told from' },
});
