import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LocalDate, PlaceCode, Station } from '../../shared/base/brands.ts';
import { nextCaseNumber } from '../../shared/case/case-number.ts';
import { readingsIn, soundsLike, soundsOf } from '../../shared/base/pinyin.ts';
import { readQuery, searchText, searchTokens } from './search.ts';

const zhang = searchText({
  name: '张小明',
  idNumber: '43302219700101001X',
  phone: '0745-4221234',
  numbers: ['43122211101-20171109-A7-0001'],
});

/** As the store does it: every part is in the text, the name sounds like every spelling, and the tokens satisfy the expression. */
function finds(text: string, typed: string): boolean {
  const query = readQuery(typed);
  if (query === null) return true;
  const tokens = searchTokens(text).split(' ');
  const has = (word: string) =>
    word.endsWith('*') ? tokens.some((token) => token.startsWith(word.slice(0, -1))) : tokens.includes(word);
  const candidate = query.match.split(' AND ').every((words) =>
    words
      .replace(/^\(|\)$/g, '')
      .split(' OR ')
      .some(has),
  );
  const hit =
    query.parts.every((part) => text.includes(part)) && query.heard.every((letters) => soundsLike(text, letters));
  // What is a hit must be a candidate, or the two ways to search would differ.
  expect(!hit || candidate).toBe(true);
  return hit;
}

const named = (name: string) => searchText({ name, idNumber: null, phone: null, numbers: [] });

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
    expect(finds(named('单雄'), 'shanxiong')).toBe(true);
    expect(finds(named('王𠮷'), '𠮷')).toBe(true);
    expect(finds(named('阿依·古丽'), '依古')).toBe(true);
    // In no table of letters: for private use, and newer than this machine's.
    for (const char of ['\u{e863}', '\u{f0001}', '\u{323b5}', '\u{33479}'])
      expect([
        finds(named(`王${char}明`), char),
        finds(named(`王${char}明`), `${char}明`),
        finds(named('王明'), char),
      ]).toEqual([true, true, false]);
    expect(finds(named('Иван José'), 'Иван')).toBe(true);
    expect(finds(named('José'), 'jose')).toBe(true);
  });

  it('is found by any reading of its name, however long, and a long name has no more tokens for it than a few for each character', () => {
    const chars = fc.array(fc.tuple(fc.constantFrom(...'张王重乐覃单解盖石参略吕缪女率小明'), fc.nat()), {
      minLength: 1,
      maxLength: 50,
    });
    fc.assert(
      fc.property(chars, fc.nat(), fc.nat(), fc.boolean(), (chosen, from, cut, initials) => {
        const name = chosen.map(([char]) => char).join('');
        const text = named(name);
        const sounds = readingsIn(soundsOf(name, { surname: true }));
        const read = chosen.map(([, pick], index) => sounds[index]?.[pick % (sounds[index]?.length ?? 1)] ?? '');
        const typed = (initials ? read.map((reading) => reading.charAt(0)) : read).slice(from % read.length).join('');
        expect(finds(text, typed)).toBe(true);
        expect(finds(text, typed.slice(0, 1 + (cut % typed.length)))).toBe(true);
        finds(text, `${typed}x`);
        finds(text, typed.slice(1));
        // Three characters at a time, five readings or fewer each of most.
        expect(searchTokens(text).split(' ').length).toBeLessThan(chosen.length * 400);
      }),
    );
  });

  it('is kept like this; where that changes the number goes up, and the next start makes anew what is kept', () => {
    const text = searchText({ name: '吕重明', idNumber: '43302X', phone: null, numbers: ['b2-0001'] });
    expect([text, searchTokens(text)]).toEqual([
      '吕重明|^lv/lu/lyu^zhong/chong^ming|43302x|b20001|',
      'h5415 h91cd h660e h5415z91cd h91cdz660e plvzhongming plvchongming pluzhongming pluchongming plyuzhongming plyuchongming ' +
        'plzm plcm pzhongming pchongming pzm pcm pming pm n433 n330 n302 n02x nb20 n200 n000 n001',
    ]);
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

const next = (highest: number) =>
  nextCaseNumber('431222111204' as PlaceCode, '2017-11-09' as LocalDate, 'A7' as Station, highest);

describe('the end of a case number, as it is read out on the telephone', () => {
  const numbers = [next(1), next(10), next(100)];
  const texts = numbers.map((number) => searchText({ name: '测试甲', idNumber: null, phone: null, numbers: [number] }));

  it.each(['A7-0002', 'a7-0002', 'A70002', ' a7 0002', 'A7\t0002 ', 'Ａ７－０００２'])(
    'finds the one case: %j',
    (typed) => {
      expect(texts.map((text) => finds(text, typed))).toEqual([true, false, false]);
    },
  );

  it('narrows down beside a name', () => {
    expect(texts.map((text) => finds(text, '测试 A7 0011'))).toEqual([false, true, false]);
    expect(finds(texts[0] as string, '别人 A7 0002')).toBe(false);
  });
});

describe('a query', () => {
  it.each(['', '  ', '·', '12', '4 2', '()'])('of nothing to look for (%j) leaves the list whole', (typed) =>
    expect(readQuery(typed)).toBeNull(),
  );

  /** Words of ASCII letters and digits, or several of them in brackets. */
  const EXPRESSION =
    /^([a-z0-9]+\*?|\([a-z0-9*]+( OR [a-z0-9]+)+\))( AND ([a-z0-9]+\*?|\([a-z0-9*]+( OR [a-z0-9]+)+\)))*$/;

  it('never breaks the expression, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (typed) => {
        const query = readQuery(typed);
        if (query !== null) expect(query.match).toMatch(EXPRESSION);
      }),
    );
  });
});
