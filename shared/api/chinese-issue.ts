/** Puts what a schema found wrong into plain Chinese. A schema's own message goes first; this speaks where it gave none. */
import type { z } from 'zod';

type RawIssue = z.core.$ZodRawIssue;
type Code = RawIssue['code'];

const NAMES_OF_TYPES: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: '是或否',
  array: '列表',
  object: '一组内容',
  record: '一组内容',
  date: '日期',
  null: '空',
};

const typeName = (expected: unknown): string => NAMES_OF_TYPES[String(expected)] ?? '另一种内容';

const size = (issue: { readonly origin?: unknown }, limit: unknown): string => {
  if (issue.origin === 'string') return `${String(limit)} 个字`;
  return issue.origin === 'array' ? `${String(limit)} 项` : String(limit);
};

const SENTENCES: { readonly [K in Code]: (issue: Extract<RawIssue, { code: K }>) => string } = {
  invalid_type: (issue) => (issue.input === undefined ? '这一项没有填。' : `这一项应为${typeName(issue.expected)}。`),
  too_big: (issue) => `这一项太大或太长，最多 ${size(issue, issue.maximum)}。`,
  too_small: (issue) =>
    Number(issue.minimum) === 1 ? '这一项不能为空。' : `这一项太小或太短，至少 ${size(issue, issue.minimum)}。`,
  invalid_format: () => '这一项的格式不对。',
  not_multiple_of: () => '这一项的数值不对。',
  unrecognized_keys: () => '请求里有程序不认识的内容，请更新后再试。',
  invalid_union: () => '这一项不是可选的种类。',
  invalid_key: () => '这一项的名称不对。',
  invalid_element: () => '这一项里有一个内容不对。',
  invalid_value: () => '这一项不在可选的范围内。',
  custom: () => '这一项不对。',
};

/** Error map for zod: a sentence for every kind of issue; never repeats what was typed. */
export function chineseIssue(issue: RawIssue): string {
  const sentence = SENTENCES[issue.code] as (issue: RawIssue) => string;
  return sentence(issue);
}
