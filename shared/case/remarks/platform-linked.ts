import { z } from 'zod';
import { defineRemark } from '../define-remark.ts';
import { date, field, text } from '../field.ts';
import { asIs } from '../lines.ts';

/** The national case tables hold a number of so many characters (STANDARDS §4). */
const NUMBER_AT_MOST = 50;
/** What a platform's numbers are made of: no blanks, no control characters. */
const NUMBER = /^[\p{L}\p{N}\p{P}\p{S}]+$/u;

/** The number that a platform gave a case. */
export const PlatformNumberSchema = z
  .string()
  .trim()
  .min(1, '不能为空')
  .max(NUMBER_AT_MOST, `不能超过 ${NUMBER_AT_MOST} 个字`)
  .regex(NUMBER, '编号中间不能有空格');
/** By the number and these digits a citizen asks the platform how the case stands. */
const QueryCodeSchema = z.string().regex(/^\d{6}$/, '查询码是 6 位数字');

/** The province's platform, where nothing else is said. */
export const PROVINCIAL_PLATFORM = '省一体化平台';

/** 关联平台编号: a platform has the case under a number of its own. A later link corrects the one before. */
export const platformLinked = defineRemark({
  type: 'platform-linked',
  label: '平台编号',
  fields: {
    system: text({ label: '平台', max: 40, start: ({ detail }) => detail?.platform?.system ?? PROVINCIAL_PLATFORM }),
    number: field(PlatformNumberSchema, {
      label: '平台办件编号',
      form: { kind: 'text', start: ({ detail }) => detail?.platform?.number ?? '' },
      show: asIs,
    }),
    queryCode: field(QueryCodeSchema.optional(), {
      label: '查询码',
      form: {
        kind: 'text',
        hint: '平台给的 6 位数字，没有就空着',
        start: ({ detail }) => detail?.platform?.queryCode ?? '',
      },
      show: asIs,
    }),
    at: date({
      label: '平台收件日期',
      lean: 'past',
      start: ({ today, detail }) => detail?.platform?.at ?? today,
    }),
  },
  roles: ['clerk'],
  add: (sums, { id, data: { system, number, queryCode, at } }) => ({
    ...sums,
    platform: { id, system, number, queryCode: queryCode ?? null, at },
  }),
  corrects: ({ platform }) => platform?.id ?? null,
  input: true,
  button: 45,
});
