import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Written } from '../../test/fixtures/slips/sheet-of.ts';
import type { Cell } from './cells.ts';
import { people, person, read, codesOf, HEAD, slip } from '../../test/fixtures/slips/village-rows.ts';

describe('a name', () => {
  it('of a person on a certificate is taken', () => {
    const rows = read([HEAD, ...people.map((_, index) => slip(index))]);
    expect(rows.filter((row) => row.reasons.some(({ code }) => code === 'name-odd'))).toEqual([]);
    const others = [
      '王小妹',
      '李招弟',
      '刘玉儿',
      '代小红',
      '代李',
      '石三姐',
      '龙金英',
      '田大爱',
      '欧阳小老',
      '安会',
      '全家福',
      '舒满家',
      '向满',
      '满小红',
      '张小满',
      '毛毛',
      '金满满',
      '欧阳满',
    ];
    expect(codesOf(read([HEAD, ...others.map((name, index) => slip(index, '2026-11-28', name))]))).toEqual(
      others.map(() => ''),
    );
  });

  it('by which neighbours call someone, or of somebody who came for another, is asked about', () => {
    const called: readonly ((name: string) => string)[] = [
      (name) => `老${name.charAt(0)}`,
      (name) => `小${name.charAt(0)}`,
      (name) => `${name.charAt(0)}嫂`,
      (name) => `${name.charAt(0)}叔`,
      (name) => `${name.charAt(0)}某`,
      (name) => `${name.charAt(0)}某某`,
      (name) => `${name.charAt(0)}师傅`,
      (name) => `${name.slice(0, 2)}妈`,
      (name) => `${name}的妈`,
      (name) => `${name}媳妇`,
      (name) => `${name.slice(0, 3)}代`,
      (name) => `代${name}`,
      (name) => `${name.charAt(0)}主任`,
      (name) => `${name.slice(0, 2)}奶奶`,
    ];
    fc.assert(
      fc.property(fc.nat({ max: 299 }), fc.constantFrom(...called), (index, call) => {
        const [row] = read([HEAD, slip(index, '2026-11-28', call(person(index).name))]);
        expect([call(person(index).name), row?.verdict]).toEqual([call(person(index).name), 'ask']);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    '村委会',
    '王家岭村村委会',
    '待定',
    '未知',
    '三组',
    '全村',
    '低保户',
    '沅陵二小学',
    '无名氏',
    '本人',
    '户主',
    '代办',
    '石老二',
    '杨老大',
    '田寡妇',
    '二伢子',
    '舒满小孩',
    '舒满本人',
    '舒满 女',
    '户主舒满',
    '三组舒满',
    '舒满的',
    '王家岭村',
    '欧阳',
    '司马',
    '满满',
    '秀秀',
    '黑皮',
    '二狗',
    '三毛',
    '胖子',
    '哑巴',
    '舒',
  ])('%s, which is nobody, is asked about', (text) => {
    expect(codesOf(read([HEAD, slip(1, '2026-11-28', text)]))).toEqual(['name-odd']);
  });
});

describe('two columns of names', () => {
  const row = (values: readonly Written[]): Written[] => ['2026-11-28', ...values, '医保'];
  const under = (headings: readonly string[], ...rows: Written[][]) =>
    read([['日期', ...headings, '事项'], ...rows.map(row)]);

  it.each([
    ['户主姓名', '参保人', '身份证号'],
    ['户主', '家庭成员姓名', '身份证号码'],
    ['参保人姓名', '户主', '证件号码'],
    ['申请人', '委托人', '身份证号'],
    ['姓名', '姓名', '身份证号'],
    ['户主', '家庭成员', '身份证号'],
    ['户主姓名', '老人', '身份证号码'],
    ['户主', '被保险人', '证件号码'],
  ])('%s | %s | %s leave open whose number it is: the row asks, and offers the other one', (...headings) => {
    const [name, other, number] = [person(1).name, person(2).name, person(1).idNumber];
    const [asked, same, alone] = under(
      headings,
      [name, other, number],
      [person(3).name, person(3).name, person(3).idNumber],
      [person(4).name, '', person(4).idNumber],
    );
    expect([asked?.verdict, asked?.reasons.map(({ code }) => code)]).toEqual(['ask', ['name-which']]);
    expect([asked?.name, ...(asked?.offers.name ?? [])].toSorted()).toEqual([name, other].toSorted());
    expect([same?.verdict, alone?.verdict].filter((verdict) => verdict === 'take').length).toBeGreaterThan(0);
    expect(same?.verdict).toBe('take');
  });

  it('is that of the column that can be seen', () => {
    const hidden = (text: string): Cell => ({ kind: 'text', text, hidden: true });
    const [row] = read([
      ['日期', '申请人', hidden('姓名'), '身份证号', '事项'],
      ['2026-11-28', person(1).name, hidden(person(2).name), person(1).idNumber, '医保'],
    ]);
    expect([row?.name, row?.verdict]).toEqual([person(1).name, 'take']);
  });

  it.each([
    [['姓名', '户主姓名', '身份证号'], 0],
    [['户主姓名', '姓名', '身份证号'], 1],
    [['户主', '申请人', '申请人身份证号'], 1],
    [['户主姓名', '参保人', '参保人身份证号'], 1],
    [['户主姓名', '参保人', '户主身份证号'], 0],
    [['户主', '居民姓名', '公民身份号码'], 1],
  ])('%j say whose number it is', (headings, at) => {
    const names = [person(1).name, person(2).name];
    const rows = under(headings, [...names, person(at + 1).idNumber]);
    expect(rows.map(({ name, verdict }) => [name, verdict])).toEqual([[names[at], 'take']]);
  });
});

describe('two columns of numbers', () => {
  it('of one person ask where they differ, and those of two people do not', () => {
    const under = (one: string, other: string, ...numbers: string[]) =>
      codesOf(
        read([
          ['日期', '姓名', one, other, '事项'],
          ['2026-11-28', person(1).name, ...numbers, '医保'],
        ]),
      );
    const [mine, theirs] = [person(1).idNumber, person(2).idNumber];
    expect(under('身份证号码', '身份证号', mine, theirs)).toEqual(['id-which']);
    expect(under('身份证号码', '身份证号', mine, mine)).toEqual(['']);
    expect(under('身份证号码', '身份证号', mine, '')).toEqual(['']);
    expect(under('户主身份证号', '身份证号码', theirs, mine)).toEqual(['']);
  });
});

describe('one name merged over several rows', () => {
  const down = (text: string): Cell => ({ kind: 'text', text, merged: 'down' });

  it('is asked about where a row below has a number of its own, and taken for another matter of the same person', () => {
    const { name, idNumber } = person(1);
    const row = (label: Written, number: Written, matter: string): Written[] => ['2026-11-28', label, number, matter];
    const others = read([
      HEAD,
      row(name, idNumber, '医保'),
      row(down(name), person(2).idNumber, '医保'),
      row(down(name), person(3).idNumber, '医保'),
    ]);
    expect(codesOf(others)).toEqual(['', 'name-merged', 'name-merged']);
    const same = read([
      HEAD,
      row(name, idNumber, '医保'),
      row(down(name), idNumber, '低保'),
      row(down(name), down(idNumber), '残疾证'),
    ]);
    expect(codesOf(same)).toEqual(['', '', '']);
  });
});
