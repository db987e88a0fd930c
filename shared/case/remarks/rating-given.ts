import { z } from 'zod';
import { ExtendableLimitSchema } from '../../calendar/extendable-limit.ts';
import { breach } from '../breach.ts';
import { defineRemark } from '../define-remark.ts';
import { choice, field, optionalText } from '../field.ts';
import { byWord } from '../lines.ts';
import { afterRatings } from '../rating-check.ts';
import { CHECK_TERMS, newRating, ratingOf } from '../ratings.ts';
import { GIVERS, itemInWords, itemsOffered, isBad, NAMED, RATING_CHANNELS, SCORES } from '../rating-words.ts';
import { asked, ScoreSchema } from './rated.ts';

const ROUNDS: Readonly<Record<string, string>> = { '1': '第一次', '2': '第二次（差评之后）' };
const inOneLine = { none: 'the version of the list and the codes stand in one line' };

/** 评价: what a person says of the service. The first is the person's own; the second follows a bad one. */
export const ratingGiven = defineRemark({
  type: 'rating-given',
  label: '评价',
  fields: {
    round: field(z.literal([1, 2]), {
      label: '第几次',
      form: { kind: 'fixed', value: ({ detail }) => detail?.rating.nextRound ?? 1 },
      show: byWord(ROUNDS),
    }),
    score: field(ScoreSchema, {
      label: '评价',
      form: { ...asked, hint: '由群众本人评价，工作人员不能代填' },
      show: byWord(SCORES),
    }),
    items: field(
      z
        .array(z.string().regex(/^[0-9]{3}$/, '没有这个指标'))
        .max(10)
        .optional(),
      {
        label: '评价指标',
        form: {
          kind: 'codes',
          from: ({ score }) => (score === null || score === undefined ? {} : itemsOffered(Number(score))),
          when: ({ score }) => score !== null && score !== undefined,
        },
        show: inOneLine,
      },
    ),
    itemsVersion: field(z.string().max(8).optional(), {
      label: '指标版本',
      form: { none: 'the service says the list in force' },
      show: inOneLine,
    }),
    text: optionalText({ label: '评价内容', max: 300, lines: 3 }),
    channel: choice({ label: '评价渠道', options: RATING_CHANNELS, start: 'pad' }),
    giver: choice({ label: '谁评价的', options: GIVERS, start: 'self' }),
    named: choice({ label: '实名或匿名', options: NAMED, start: 'named' }),
    writtenBy: optionalText({
      label: '由谁记下',
      hint: '电话里说的、替不识字的人写的，写记录人的姓名',
      max: 50,
      when: ({ channel }) => channel === 'phone' || channel === 'paper',
    }),
    check: field(ExtendableLimitSchema.optional(), {
      label: '核查时限',
      form: { none: 'the service says what the county has in force' },
      show: { none: 'the panel of ratings says the limit in force with its due day' },
    }),
  },
  roles: ['agent', 'clerk'],
  add: (sums, remark) => {
    const { round, score, channel, check } = remark.data;
    const before = ratingOf(sums.ratings, remark.about);
    const follows = before?.source === 'given' ? before : undefined;
    if (round === 1 && follows !== undefined && follows.excluded === null)
      return breach('rating', '第一次评价已经有了；差评之后的评价是第二次', 'data.round');
    if (round === 2 && (follows === undefined || follows.round !== 1 || !isBad(follows.score)))
      return breach('rating', '第二次评价只能在第一次是差评之后', 'data.round');
    if (round === 2 && follows !== undefined && remark.on < follows.on)
      return breach('date', `第二次评价的日期 ${remark.on} 早于第一次的 ${follows.on}`, 'on');
    const said = { source: 'given', round, channel, score } as const;
    const terms = isBad(score) ? (check ?? CHECK_TERMS) : null;
    return { ...sums, ratings: [...sums.ratings, newRating(remark, said, terms)] };
  },
  follows: afterRatings,
  untimely: ({ rating }) => (rating.nextRound === null ? '第一次评价已经有了，不是差评的没有第二次' : null),
  lines: ({ items, itemsVersion }) =>
    Array.isArray(items) && items.length > 0
      ? [
          {
            label: '评价指标',
            value: items.map((code) => itemInWords(String(itemsVersion ?? ''), String(code))).join('、'),
          },
        ]
      : [],
  input: true,
  button: 30,
});
