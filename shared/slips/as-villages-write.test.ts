import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invent } from '../../test/fixtures/people.ts';
import { type Written, beside, sheetOf } from '../../test/fixtures/slips/sheet-of.ts';
import type { LocalDate } from '../base/brands.ts';
import { addDays } from '../base/local-date.ts';
import { referenceCatalogue, referencePlaces } from '../reference/load.ts';
import type { Cell } from './cells.ts';
import { readSlipSheets } from './read-slips.ts';

const people = invent(300, 9);
const person = (index: number) => people[index % people.length] ?? people[0]!;
const TODAY = '2026-12-01' as LocalDate;

function read(rows: readonly (readonly Written[])[], today = TODAY) {
  const options = { catalogue: referenceCatalogue(), places: referencePlaces(), today };
  return readSlipSheets([sheetOf('表', rows)], options).slips;
}

const codesOf = (rows: ReturnType<typeof read>) =>
  rows.map((row) => row.reasons.map((reason) => reason.code).join('+'));

const HEAD = ['日期', '姓名', '身份证号', '事项', '备注'];
const slip = (index: number, date: Written = '2026-11-28', name: Written = person(index).name): Written[] => [
  date,
  name,
  person(index).idNumber,
  '医保',
];

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

describe('a mark alone in its cell', () => {
  const marks = ['^', '~', '#', '/', '-', '——', '*', '\\', '…', '×', '·', '？', '～', '＃', '／'];

  it.each(marks)('%s is nothing: a field that decides is asked about, another stays empty', (mark) => {
    const head = ['日期', '姓名', '身份证号', '事项', '组别', '联系电话', '交来材料'];
    const good: Written[] = [...slip(1), '3组', '13874512345', '户口簿'];
    const at = (column: number): Written[] => good.map((value, index) => (index === column ? mark : value));
    const rows = read([head, good, ...[0, 1, 2, 3].map(at), [...slip(2), mark, mark, mark]]);
    expect(rows.slice(1, 5).map(({ verdict }) => verdict)).toEqual(['ask', 'ask', 'ask', 'ask']);
    expect([rows[1]?.date, rows[2]?.name, rows[3]?.id, rows[4]?.matter]).toEqual([null, null, null, null]);
    expect(rows[5]).toMatchObject({ verdict: 'take', group: null, phone: null, materials: null });
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

describe('an ID number among other words', () => {
  it('is offered, wherever it stands in its cell', () => {
    const { name, idNumber } = person(1);
    const written = [
      `${idNumber} 本人`,
      `${idNumber}/户主`,
      `[${idNumber}]`,
      `（${idNumber}）`,
      `${idNumber}，13874590000`,
      `${idNumber}\n13874590000`,
      `本人${idNumber.slice(0, 6)} ${idNumber.slice(6)}`,
    ];
    const rows = read([HEAD, ...written.map((number) => ['2026-11-28', name, number, '医保'])]);
    expect(rows.map(({ verdict, idSuggestion }) => [verdict, idSuggestion])).toEqual(
      written.map(() => ['ask', idNumber]),
    );
  });
});

describe('a day on a line of its own', () => {
  const written: readonly ((day: number) => Written)[] = [
    (day) => `11月${day}日`,
    (day) => `11.${day}`,
    (day) => `2026年11月${day}日`,
    (day) => `2026-11-${day}`,
    (day) => `11月${day}日（星期五）`,
    (day) => `日期：11月${day}日`,
    (day): Written => ({ kind: 'date', date: `2026-11-${day}` as LocalDate }),
  ];

  it('is that of the rows below it, to be confirmed, in tables with a column of dates and without', () => {
    const groups = fc.array(
      fc.record({
        day: fc.integer({ min: 10, max: 28 }),
        write: fc.constantFrom(...written),
        rows: fc.integer({ min: 1, max: 3 }),
      }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(groups, fc.boolean(), fc.boolean(), (parts, dated, merged) => {
        const head = ['序号', ...(dated ? ['日期'] : []), '姓名', '身份证号', '事项'];
        const table: Written[][] = [head];
        const expected: unknown[] = [];
        let index = 0;
        for (const { day, write, rows } of parts) {
          const line = write(day);
          table.push([line, ...(merged && typeof line === 'string' ? head.slice(1).map(() => beside(line)) : [])]);
          for (let row = 1; row <= rows; row += 1) {
            const { name, idNumber } = person((index += 1));
            table.push([row, ...(dated ? [''] : []), name, idNumber, '医保']);
            expected.push([name, `2026-11-${day}`, 'ask', 'date-line']);
          }
        }
        const got = read(table);
        expect(got.map(({ name, date, verdict }, at) => [name, date, verdict, codesOf(got)[at]])).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    '—— 11月27日 ——',
    '【11月27日】',
    '周五 11月27日',
    '11月27日登记',
    '11月27日上午',
    '11.27日',
    '11月27日，3人',
    '二〇二六年十一月二十七日',
    { kind: 'date', date: '2026-11-27' as LocalDate } as const,
    46353,
  ])('is read as %j', (line) => {
    const rows = read([
      ['姓名', '身份证号', '事项', '日期'],
      [line],
      slip(1).slice(1),
      ['小计', '1件'],
      slip(2).slice(1),
    ]);
    expect(rows.map(({ date, verdict }) => [date, verdict])).toEqual([
      ['2026-11-27', 'ask'],
      ['2026-11-27', 'ask'],
    ]);
  });

  it('ends at a line of another day that is not plain', () => {
    const head = ['姓名', '身份证号', '事项', '日期'];
    for (const line of ['28号', '2026-11-28 凉水井', '第48周(11.23-11.27)', '第48周']) {
      const rows = read([head, ['11月27日'], slip(1).slice(1), [line], slip(2).slice(1)]);
      expect(codesOf(rows), line).toEqual(['date-line', 'date-missing']);
    }
  });

  it('is no line where a merged name goes on below', () => {
    const down = (cell: Written): Cell => ({ kind: 'text', text: String(cell), merged: 'down' });
    const [, name, number, matter] = slip(1) as [string, string, string, string];
    const rows = read([HEAD, slip(1), ['2026-11-29', down(name), down(number), down(matter)]]);
    expect(rows.map(({ date, name: whose }) => [date, whose])).toEqual([
      ['2026-11-28', name],
      ['2026-11-29', name],
    ]);
  });

  it('gives way to the date of a row', () => {
    const [row] = read([HEAD, ['11月27日'], slip(1, '2026-11-26')]);
    expect([row?.date, row?.verdict]).toEqual(['2026-11-26', 'take']);
  });
});

describe('a date without its year', () => {
  it('is asked about where the other dates and today speak for different years, with both offered', () => {
    const rows = read([HEAD, slip(1, '2026-01-05'), slip(2, '12.1'), slip(3, '11.30'), slip(4, '1.6')]);
    expect(rows.map(({ date, offers }) => date ?? offers.date)).toEqual([
      '2026-01-05',
      ['2025-12-01', '2026-12-01'],
      ['2025-11-30', '2026-11-30'],
      '2026-01-06',
    ]);
    expect(codesOf(rows)).toEqual(['', 'date-year', 'date-year', '']);
  });

  it('is asked about too on the eve of its day', () => {
    const rows = read([HEAD, slip(1, '2026-01-05'), slip(2, '12.1')], '2026-11-30' as LocalDate);
    expect(codesOf(rows)).toEqual(['', 'date-year']);
  });

  it('is taken by today, on any day, where it has just been and nothing speaks against it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 60 }), (later, before) => {
        const today = addDays('2024-01-01' as LocalDate, later);
        const day = addDays(today, -before);
        const short = `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
        const rows = read([HEAD, slip(1, short)], today);
        expect(rows.map(({ date, verdict }) => [date, verdict])).toEqual([[day, 'take']]);
      }),
      { numRuns: 200 },
    );
  });

  it('is never taken in a year for which only one of two hints speaks', () => {
    const daysAgo = fc.integer({ min: 0, max: 390 });
    fc.assert(
      fc.property(daysAgo, fc.integer({ min: 0, max: 60 }), (full, before) => {
        const day = addDays(TODAY, -before);
        const short = `${Number(day.slice(5, 7))}.${Number(day.slice(8))}`;
        const rows = read([HEAD, slip(1, addDays(TODAY, -full)), slip(2, short)]);
        const got = rows[1];
        expect([day, null]).toContain(got?.date);
        if (got?.date === null) expect(got.offers.date).toContain(day);
      }),
      { numRuns: 200 },
    );
  });

  it('after the day of handing in is kept, asked about, and the year before offered', () => {
    const rows = read([['填表日期:2026-11-28'], HEAD, slip(1, '1.28')]);
    expect(rows.map(({ date, offers }) => [date, offers.date])).toEqual([['2027-01-28', ['2026-01-28', '2027-01-28']]]);
    expect(codesOf(rows)).toEqual(['date-future']);
  });

  it('with a wrong year among others is asked about', () => {
    const rows = read([HEAD, slip(1, '2026.11.27'), slip(2, '2025.11.28'), slip(3, '2026.11.28')]);
    expect(codesOf(rows)).toEqual(['', 'date-far', '']);
  });
});

describe('a span of days in the title', () => {
  it('is no day of handing in, however its marks are mixed', () => {
    for (const span of [
      '11.2-11.6',
      '11.2—11.6',
      '11/2-11/6',
      '11-2-11-6',
      '11.02-11.06',
      '26.11.2-26.11.6',
      '11.2-6',
    ]) {
      const rows = read([[`第45周(${span})代办登记表`], HEAD, slip(0, '11.3'), slip(1, '2026-11-05')]);
      expect(
        rows.map(({ date, verdict, handIn }) => [date, verdict, handIn]),
        span,
      ).toEqual([
        ['2026-11-03', 'take', null],
        ['2026-11-05', 'take', null],
      ]);
    }
  });
});

describe('a row that says of itself that it does not count', () => {
  const noted = (note: Written) => codesOf(read([HEAD, [...slip(1), note]]));

  it.each([
    '作废',
    '已退',
    '退件',
    '下周再来',
    '下次办',
    '不办了',
    '重复',
    '划掉',
    '等通知',
    '暂缓',
    '这人不办了',
    '明天再来',
    '已办',
    '废',
    '(作废)',
    '无效',
    '作罢',
    '打回',
    '未办',
    '没办成',
    '停办',
    '拒收',
    '材料不齐，未收',
    '没交材料',
    '不符合条件',
    '年龄不够',
    '填错',
    '错',
    '×',
    '？',
    '存疑',
    '人不在',
    '没来',
    '已去世',
    '本人自己去了',
    '拿回去了',
    '改天',
    '下月再说',
    '明天交',
    '过几天送来',
    '延期',
    '待补',
    '补齐再办',
  ])('with the note %s is asked about', (note) => {
    expect(noted(note)).toEqual(['called-off']);
  });

  it.each([
    '',
    '急',
    '本人来过',
    '退休',
    '已退休',
    '退役军人',
    '已退伍',
    '材料齐',
    '电话通知',
    '取消低保后重新申请低收入',
    '不会写字',
    '办快点',
    '√',
    '不收费',
    '已收回执',
    '没有办法走路',
    '上门办理',
    '退耕还林户',
    '以前没办过',
    '外出打工',
  ])('with the note %j is not', (note) => {
    expect(noted(note)).toEqual(['']);
  });

  it('is known by a word in brackets after the matter, or in a column of any other heading', () => {
    const { name, idNumber } = person(1);
    expect(codesOf(read([HEAD, ['2026-11-28', name, idNumber, '医保（作废）']]))).toEqual([
      'matter-unclear+called-off',
    ]);
    expect(
      codesOf(
        read([
          [...HEAD.slice(0, 4), '办理情况'],
          [...slip(1), '已退'],
        ]),
      ),
    ).toEqual(['called-off']);
  });

  it('is known by what is struck out and by a remark pinned to it, which goes into the note', () => {
    const cell = (more: Partial<Cell>): Cell => ({ kind: 'text', text: person(1).name, ...more }) as Cell;
    const rows = read([
      HEAD,
      slip(1, '2026-11-28', cell({ struck: true })),
      slip(2, '2026-11-28', { ...cell({ comment: ' 这人\n不办了 ' }), text: person(2).name } as Cell),
    ]);
    expect(codesOf(rows)).toEqual(['struck-out', 'has-comment']);
    const agreed = read([
      HEAD,
      slip(3, '2026-11-28', { ...cell({ comment: '村：核对过' }), text: person(3).name } as Cell),
    ]);
    expect(agreed.map(({ verdict, note }) => [verdict, note])).toEqual([['take', '批注：村：核对过']]);
    expect(rows[1]?.note).toBe('批注：这人 不办了');
  });
});
