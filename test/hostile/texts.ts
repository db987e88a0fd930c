/** Texts of a hundred thousand characters, made to be much work. */
import * as fc from 'fast-check';

export const LENGTH = 100_000;

/** What expressions repeat: blanks, digits, brackets, dashes, marks, quotes, words around a table, comments. */
export const UNITS = [
  ' ',
  '\n',
  ' \n',
  '　',
  '0',
  '1 ',
  '1.',
  '(',
  '(a',
  '()',
  ')',
  '[',
  '-',
  '- ',
  '1-',
  '·',
  ' ·',
  '。',
  "'",
  '/',
  '#A',
  '√',
  ' √',
  '( √',
  '一',
  '二人',
  '和',
  '签字 ',
  '代办员(',
  '填表日期 ',
  '年 ',
  '等 ',
  '登记服务',
  '申请',
  '低',
  '低保 ',
  'h',
  '11.9 ',
  'T1:',
  '<!--',
  '<!---->',
  '<v ',
  '\\',
  '"',
  '\t',
  'http://',
  'file:///',
  '%',
  '1e',
  '张三 男 ',
  '一、',
  '1日(',
];

/** Quotes, separators and line ends, of which a table of separated cells is made. */
export const SEPARATED_UNITS = [
  '"\t',
  '"\n',
  '\t"',
  '\n"',
  '""\t',
  '"a\n',
  '\t"a\n',
  '"a\tb\n',
  'a\t"\n',
  '"""\n',
  '"\r',
  '\t\n',
  ',',
  '"a",',
];

const HEADS = ['', '张三', '低保', '2017.11.9', '(', '注', '代办员签字', '共', '户主:'];
const TAILS = ['', 'x', '人', '\n', ')', '日', ':', '女', '"'];

/** The unit so often that it fills the length. */
export const filled = (unit: string, length = LENGTH): string => unit.repeat(length / unit.length);

/** One unit between a head and a tail. */
export const hostile = (units: readonly string[] = UNITS): fc.Arbitrary<string> =>
  fc
    .record({ head: fc.constantFrom(...HEADS), unit: fc.constantFrom(...units), tail: fc.constantFrom(...TAILS) })
    .map(({ head, unit, tail }) => head + filled(unit) + tail);
