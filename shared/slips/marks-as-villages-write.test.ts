import { describe, expect, it } from 'vitest';
import { type Written } from '../../test/fixtures/slips/sheet-of.ts';
import type { Cell } from './cells.ts';
import { person, read, codesOf, HEAD, slip } from '../../test/fixtures/slips/village-rows.ts';

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
