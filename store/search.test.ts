import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readQuery, searchText, searchTokens } from './search.ts';

const zhang = searchText({
  name: '张小明',
  idNumber: '43302219700101001X',
  phone: '0745-4221234',
  numbers: ['43122211101-20171109-a70001'],
});

/** As the store does it: every part is in the text, and the tokens satisfy the expression. */
function finds(text: string, typed: string): boolean {
  const query = readQuery(typed);
  if (query === null) return true;
  const tokens = searchTokens(text).split(' ');
  const candidate = query.match
    .split(' AND ')
    .every((word) =>
      word.endsWith('*') ? tokens.some((token) => token.startsWith(word.slice(0, -1))) : tokens.includes(word),
    );
  const hit = query.parts.every((part) => text.includes(part));
  // What is a hit must be a candidate, or the two ways to search would differ.
  expect(!hit || candidate).toBe(true);
  return hit;
}

describe('a case', () => {
  it.each([
    '张',
    '小明',
    '张小明',
    '明',
    'zhang',
    'zhangxiao',
    'xiaoming',
    'zxm',
    'xm',
    'ZXM',
    '433022',
    '01001x',
    '01001X',
    '1970',
    '4221234',
    '0745-422',
    'a70001',
    '20171109-a7',
    '20171109 张',
    'zxm 4221',
    '小明',
    ' 张小 ',
  ])('is found by %s', (typed) => expect(finds(zhang, typed)).toBe(true));

  it.each(['李', '明小', 'angxiao', 'mz', '12345', '张小红', '张 zzz', '433022 999'])('is not found by %s', (typed) =>
    expect(finds(zhang, typed)).toBe(false),
  );

  it('is found by the surname’s own reading, and by names with rare characters', () => {
    expect(finds(searchText({ name: '单雄', idNumber: null, phone: null, numbers: [] }), 'shanxiong')).toBe(true);
    expect(finds(searchText({ name: '王𠮷', idNumber: null, phone: null, numbers: [] }), '𠮷')).toBe(true);
    expect(finds(searchText({ name: '阿依·古丽', idNumber: null, phone: null, numbers: [] }), '依古')).toBe(true);
  });

  it('is found by every part of its name, and by every part of three or more of its numbers', () => {
    const han = fc.string({ unit: fc.constantFrom(...'张王李向小明国德𠮷单'), minLength: 1, maxLength: 6 });
    // As identity numbers, phones and numbers of cases are written: never three letters side by side, which would be read as pinyin.
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789-'), minLength: 2, maxLength: 19 });
    const number = fc
      .tuple(digits, fc.oneof(fc.constantFrom('', 'X', 'x'), fc.stringMatching(/^-[2-9a-hjkmnp-z]{2}\d{4}$/)))
      .map(([start, end]) => start + end);
    fc.assert(
      fc.property(han, number, fc.nat(), fc.nat(), (name, number, a, b) => {
        const text = searchText({ name, idNumber: number, phone: null, numbers: [] });
        const part = (of: string, min: number) => {
          const chars = Array.from(of);
          const start = a % Math.max(1, chars.length - min + 1);
          return chars.slice(start, start + min + (b % (chars.length - start))).join('');
        };
        expect(finds(text, part(name, 1))).toBe(true);
        const clean = number.replaceAll('-', '');
        if (clean.length >= 3) expect(finds(text, part(clean, 3))).toBe(true);
      }),
    );
  });
});

describe('a query', () => {
  it.each(['', '  ', '·', '12', '4 2', '()'])('of nothing to look for (%j) leaves the list whole', (typed) =>
    expect(readQuery(typed)).toBeNull(),
  );

  it('never breaks the expression, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (typed) => {
        const query = readQuery(typed);
        if (query !== null) expect(query.match).toMatch(/^[a-z0-9]+\*?( AND [a-z0-9]+\*?)*$/);
      }),
    );
  });
});
