import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invent } from '../../test/fixtures/people.ts';
import { type Written, beside, sheetOf, under } from '../../test/fixtures/slips/sheet-of.ts';
import type { LocalDate } from '../base/brands.ts';
import { referenceCatalogue, referencePlaces } from '../reference/load.ts';
import type { Sheet } from './cells.ts';
import type { SlipOptions } from './read-row.ts';
import { readSlipSheets } from './read-slips.ts';

const options: SlipOptions = {
  catalogue: referenceCatalogue(),
  places: referencePlaces(),
  today: '2026-11-23' as LocalDate,
};
const people = invent(80, 21);
const person = (index: number) => people[index] ?? people[0]!;
const name = (index: number) => person(index).name;
const id = (index: number) => person(index).idNumber;

const read = (...sheets: Sheet[]) => readSlipSheets(sheets, options).slips;
const codesOf = (rows: ReturnType<typeof read>) =>
  rows.map((row) => row.reasons.map((reason) => reason.code).join('+'));

const HEAD = ['序号', '日期', '姓名', '身份证号码', '组别', '联系电话', '代办事项', '交来材料', '备注'];
const HANDED_IN = ['填表日期：2017-11-10'];

/** A table with one column varied; the others are good. */
function vary(column: string, values: readonly Written[], handedIn: readonly Written[] = HANDED_IN) {
  const at = HEAD.indexOf(column);
  const rows = values.map((value, index) => {
    const row: Written[] = [index + 1, '11.9', name(index), id(index), '3组', '', '低保', '身份证复印件', ''];
    row[at] = value;
    return row;
  });
  return read(sheetOf('表', [handedIn, HEAD, ...rows]));
}

describe('a date on a slip', () => {
  it.each<[Written, string | null, string]>([
    ['2018-01-03', '2018-01-03', ''],
    ['2018.1.3', '2018-01-03', ''],
    ['2018/1/3', '2018-01-03', ''],
    ['18/1/3', '2018-01-03', ''],
    ["'18.1.3", '2018-01-03', ''],
    ['2018年1月3日', '2018-01-03', ''],
    ['2018年元月3日', '2018-01-03', ''],
    ['二〇一八年一月三日', '2018-01-03', ''],
    ['十二月二十八日', '2017-12-28', ''],
    ['1.3', '2018-01-03', ''],
    ['1月3号', '2018-01-03', ''],
    ['1-3', '2018-01-03', ''],
    ['1。3', '2018-01-03', ''],
    ['12.28', '2017-12-28', ''],
    ['２０１８．１．３', '2018-01-03', ''],
    ['2018,1,3', '2018-01-03', ''],
    ['20180103', '2018-01-03', ''],
    ['180103', '2018-01-03', ''],
    ['2018-1-3 10:20', '2018-01-03', ''],
    ['2018-01-03T00:00:00.000Z', '2018-01-03', ''],
    ['2018年1月3日 星期三', '2018-01-03', ''],
    ['2018-01-03(周三)', '2018-01-03', ''],
    [43103, '2018-01-03', ''],
    ['43103', '2018-01-03', ''],
    [20180103, '2018-01-03', ''],
    [{ kind: 'date', date: '2018-01-03' as LocalDate }, '2018-01-03', ''],
    [12.28, '2017-12-28', ''],
    ['12/31/2017', '2017-12-31', ''],
    ['2017-11-31', null, 'date-no-such-day'],
    ['2.29', null, 'date-no-such-day'],
    ['2018/13/1', null, 'date-no-such-day'],
    ['1.20', '2018-01-20', 'date-future'],
    ['2019-01-03', '2019-01-03', 'date-future'],
    ['2017-01-03', '2017-01-03', 'date-old'],
    ['9/11/2017', null, 'date-unclear'],
    ['03-1月-18', null, 'date-unclear'],
    [1.1, null, 'date-unclear'],
    ['3日', null, 'date-unclear'],
    ['昨天', null, 'date-unclear'],
    ['1.3-1.5', null, 'date-unclear'],
    ['2O18-1-3', null, 'date-unclear'],
    ['', null, 'date-missing'],
    [{ kind: 'error', text: '#REF!' }, null, 'cell-error'],
  ])('written as %j on a sheet of 2018-01-05 is %s', (written, date, code) => {
    const rows = vary('日期', [written], ['填报日期:2018年1月5日']);
    expect(rows.map((row) => row.date)).toEqual([date]);
    expect(codesOf(rows)).toEqual([code]);
  });

  it('takes its year from the title, or from the other dates, or asks', () => {
    const table = (title: string, other: string) =>
      read(
        sheetOf('表', [
          [title],
          HEAD,
          [1, '12.28', name(1), id(1), '', '', '低保'],
          [2, other, name(2), id(2), '', '', '低保'],
        ]),
      );
    expect(table('2017年12月代办登记表', '12.29').map((row) => row.date)).toEqual(['2017-12-28', '2017-12-29']);
    expect(table('代办登记表', '2018-01-02').map((row) => row.date)).toEqual(['2017-12-28', '2018-01-02']);
    expect(codesOf(table('代办登记表', '12.29'))).toEqual(['date-year', 'date-year']);
  });

  it('is not led astray by one date of another year', () => {
    const dates = ['11.9', '2017-11-08', '2018-11-09', '2017-11-10'];
    expect(vary('日期', dates, ['王家岭村代办登记表']).map((row) => row.date)).toEqual([
      '2017-11-09',
      '2017-11-08',
      '2018-11-09',
      '2017-11-10',
    ]);
    const rows = vary('日期', dates, ['填表日期:11月10日']);
    expect(rows.map((row) => row.handIn)).toEqual(Array.from(dates, () => '2017-11-10'));
    expect(codesOf(rows)).toEqual(['', '', 'date-future', '']);
  });
});

describe('the hand-in date', () => {
  const table = (before: Written[][], after: Written[][], date = '2017-11-20') =>
    read(sheetOf('表', [...before, HEAD, [1, date, name(0), id(0), '', '', '低保'], ...after]));

  it.each<[string, Written[][], Written[][], string | null]>([
    ['in a title', [['报送时间:2017.11.10']], [], '2017-11-10'],
    ['in the cell beside its label', [['', '填表日期：', '2017年11月10日']], [], '2017-11-10'],
    ['as a date cell', [['填表日期', { kind: 'date', date: '2017-11-10' as LocalDate }]], [], '2017-11-10'],
    ['as a number of days', [['填表日期', 43049]], [], '2017-11-10'],
    ['under a label set in spaces', [['填 表 日 期:2017年 11 月 10 日']], [], '2017-11-10'],
    ['under the table', [], [['代办员签字:', '', '', '日期:2017-11-10']], '2017-11-10'],
    ['alone on a line', [], [['', '', '', '2017年11月10日']], '2017-11-10'],
    ['without a year under a title with one', [['2017年11月第2周登记表'], ['填表日期:11月10日']], [], '2017-11-10'],
    ['not where a span of days stands', [['2017年11月6日至11月10日代办登记表']], [], null],
    ['not where a form tells its version', [['县政务中心2016年5月1日制']], [], null],
    ['not where a deadline stands', [['请于2017年12月25日前报送']], [], null],
    ['labelled before any other', [['填表日期:2017-11-10']], [['2017年12月1日']], '2017-11-10'],
  ])('is found %s', (_, before, after, handIn) => {
    const rows = table(before, after);
    expect(rows.map((row) => row.handIn)).toEqual([handIn]);
    expect(codesOf(rows)).toEqual([handIn === null ? '' : 'date-future']);
  });

  it('of two tables in one sheet counts for its own', () => {
    const rows = read(
      sheetOf('表', [
        ['填表日期:2017-11-10'],
        HEAD,
        [1, '11.9', name(0), id(0), '', '', '低保'],
        ['填表日期:2017-11-17'],
        HEAD,
        [1, '11.16', name(1), id(1), '', '', '低保'],
      ]),
    );
    expect(rows.map((row) => [row.date, row.verdict])).toEqual([
      ['2017-11-09', 'take'],
      ['2017-11-16', 'take'],
    ]);
  });

  it('in the future does not excuse future dates', () => {
    expect(codesOf(table([['填表日期:2071-11-10']], [], '2071-11-09'))).toEqual(['date-future']);
  });
});

describe('a name on a slip', () => {
  it.each([
    ['张　三', '张三', ''],
    [' 龙 金英 ', '龙金英', ''],
    ['张 三 丰', '张三丰', ''],
    ['欧阳 锋', '欧阳锋', ''],
    ['欧阳小锋', '欧阳小锋', ''],
    ['李和平', '李和平', ''],
    ['欧阳𠮷𠮷', '欧阳𠮷𠮷', ''],
    ['张〇', '张〇', ''],
    ['阿里木·买买提', '阿里木·买买提', ''],
    ['阿里木.买买提', '阿里木·买买提', ''],
    ['张三(户主)', '张三', ''],
    ['户主:张三', '张三', ''],
    ['张三、', '张三', ''],
    ['张三、李四', '张三、李四', 'name-two'],
    ['张三 李四', '张三 李四', 'name-two'],
    [' 张三，李四 ', '张三，李四', 'name-two'],
    ['张三\n李四', '张三 李四', 'name-two'],
    ['张三和李四', '张三和李四', 'name-two'],
    ['张三.李四', '张三.李四', 'name-two'],
    ['全家福', '全家福', ''],
    ['张三一家', '张三一家', 'name-two'],
    ['张三（李四）', '张三（李四）', 'name-odd'],
    ['张三李四', '张三李四', 'name-two'],
    ['张三等3人', '张三等3人', 'name-two'],
    ['张三夫妇', '张三夫妇', 'name-two'],
    ['张三(李四代)', '张三(李四代)', 'name-odd'],
    ['张三之子', '张三之子', 'name-odd'],
    ['王', '王', 'name-odd'],
    ['张3', '张3', 'name-odd'],
    ['=cmd|1', '=cmd|1', 'name-two'],
    ['〃', null, 'name-ditto'],
    ['', null, 'name-missing'],
    ['无', null, 'name-missing'],
  ])('written as %j is %s', (written, kept, code) => {
    const rows = vary('姓名', [written]);
    expect(rows.map((row) => row.name)).toEqual([kept]);
    expect(codesOf(rows)).toEqual([code]);
  });
});

describe('an ID number on a slip', () => {
  const good = '43302219390808510X';
  it.each<[Written, string | null, string]>([
    ['43302219390808510×', good, ''],
    ['\u200b433022 19390808 510x\n', good, ''],
    [`‘${good}`, good, ''],
    [`身份证号：${good}`, good, ''],
    [433022193908085100, null, 'id-lost-digits'],
    ['4.33022E+17', null, 'id-lost-digits'],
    [433022390808510, '433022390808510', 'id-15'],
    [`${good}\n${id(5)}`, null, 'id-two'],
    [`${good}、${id(5)}`, null, 'id-two'],
    ['43302219390808511X', '43302219390808511X', 'id-checksum'],
    ['4330221939080851', '4330221939080851', 'id-length'],
    [`${good}(父)`, `${good}(父)`, 'id-characters'],
    ['43302219390808****', '43302219390808****', 'id-characters'],
    ['同上', null, 'id-ditto'],
    ['没带', null, 'id-missing'],
    [{ kind: 'error', text: '#N/A' }, null, 'cell-error'],
    [{ kind: 'text', text: good, formula: true }, good, ''],
  ])('written as %j is kept as %s', (written, kept, code) => {
    const rows = vary('身份证号码', [written]);
    expect(rows.map((row) => row.id)).toEqual([kept]);
    expect(codesOf(rows)).toEqual([code]);
  });
});

describe('marks for the row above', () => {
  it.each([
    '〃',
    '同上',
    '(同上)',
    '同上↑',
    '仝上',
    '同上面',
    '与上相同',
    '照上',
    'Ditto',
    '“',
    '〝',
    '``',
    '，，',
    '—〃—',
    '--"--',
  ])('may be written %s', (mark) => {
    const rows = vary('代办事项', ['高龄津贴', mark]);
    expect(rows.map((row) => [row.matter, row.verdict])).toEqual(Array.from(rows, () => ['MZ-005', 'take']));
  });

  it('repeat date, matter, group, phone and material, but no person', () => {
    const rows = read(
      sheetOf('表', [
        HANDED_IN,
        HEAD,
        [1, '11.9', name(0), id(0), '6组', '13807453512', '交医保', '户口本', ''],
        [2, '〃', name(1), id(1), '同上', '"', '″', '〃', ''],
        ['', '', '', '', '', '', '', '', ''],
        [3, '同 上', name(2), id(2), '↑', '', '同前', '', ''],
        [4, '〃', '同上', '〃', '', '', '〃', '', ''],
      ]),
    );
    expect(rows.map((row) => [row.date, row.matter, row.group])).toEqual([
      ['2017-11-09', 'SB-006', '6组'],
      ['2017-11-09', 'SB-006', '6组'],
      ['2017-11-09', 'SB-006', '6组'],
      ['2017-11-09', 'SB-006', null],
    ]);
    expect(rows[1]).toMatchObject({ phone: '13807453512', materials: '户口本', verdict: 'take' });
    expect(codesOf(rows)).toEqual(['', '', '', 'name-ditto+id-ditto']);
  });

  it('ask where there is nothing above, or the row above asks itself', () => {
    const rows = read(
      sheetOf('表', [
        HANDED_IN,
        HEAD,
        [1, '〃', name(0), id(0), '', '', '〃'],
        [2, '11.31', name(1), id(1), '', '', '办补助'],
        [3, '〃', name(2), id(2), '', '', '〃'],
      ]),
    );
    expect(codesOf(rows)).toEqual(['ditto-nothing', 'matter-unclear+date-no-such-day', 'matter-unclear+ditto-nothing']);
  });
});

describe('the columns', () => {
  it('are found in any order, under other names, below titles and with blanks in the headings', () => {
    const rows = read(
      sheetOf('Sheet1', [
        ['官庄镇2017年12月代办登记表', beside('x'), beside('x'), beside('x')],
        ['代办事项', '姓　名', '组', '手机号码', '证件号码', '登记\n日期', '备 注'],
        ['交合作医疗', name(0), 3, '13807453512', id(0), '12月3日', '好'],
      ]),
    );
    expect(rows).toMatchObject([
      {
        row: 3,
        name: name(0),
        id: id(0),
        matter: 'SB-006',
        date: '2017-12-03',
        group: '3组',
        phone: '13807453512',
        note: '好',
        verdict: 'take',
      },
    ]);
  });

  it("prefer the applicant to the agent, and the slip's day to that of the result", () => {
    const rows = read(
      sheetOf('表', [
        ['代办员姓名', '申请人', '身份证号', '代办人身份证号', '办结日期', '受理日期', '事项', '联系人电话'],
        ['王代办', name(0), id(0), id(9), '2017-11-20', '2017-11-09', '低保', ''],
      ]),
    );
    expect(rows).toMatchObject([{ name: name(0), id: id(0), date: '2017-11-09', verdict: 'take' }]);
  });

  it('with a remark in brackets are what stands before it, but for another person', () => {
    const [signed] = read(
      sheetOf('表', [HANDED_IN, ['月日', '申请人(签字)', '身份证号码', '代办的事'], ['11.9', name(0), id(0), '低保']]),
    );
    expect(signed).toMatchObject({ name: name(0), matter: 'MZ-001', date: '2017-11-09', verdict: 'take' });
    const [another] = read(
      sheetOf('表', [
        HANDED_IN,
        ['日期', '姓名(代办员)', '申请人', '身份证号码', '事项'],
        ['11.9', name(1), name(0), id(0), '低保'],
      ]),
    );
    expect(another).toMatchObject({ name: name(0), verdict: 'take' });
  });

  it('may stand under common headings, in two rows', () => {
    const rows = read(
      sheetOf('表', [
        ['序号', '日期', '申请人信息', beside('申请人信息'), beside('申请人信息'), '事项'],
        [under('序号'), under('日期'), '姓名', '身份证号', '电话', under('事项')],
        [1, '2017/11/6', name(0), id(0), '', '一卡通'],
        [2, under('2017/11/6'), name(1), id(1), '', '老年证'],
        [3, under('2017/11/6'), under(name(1)), under(id(1)), '', '高龄补贴'],
        [4, under('2017/11/6'), '', '', '', ''],
      ]),
    );
    expect(rows.map((row) => [row.row, row.name, row.matter, row.date, row.verdict])).toEqual([
      [3, name(0), 'CZ-001', '2017-11-06', 'take'],
      [4, name(1), 'MZ-006', '2017-11-06', 'take'],
      [5, name(1), 'MZ-005', '2017-11-06', 'take'],
    ]);
  });

  it('may be repeated, and change their order, in the middle of a sheet', () => {
    const rows = read(
      sheetOf('表', [
        ['姓名', '身份证号码', '代办事项', '日期'],
        [name(0), id(0), '低保', '2017-11-06'],
        ['日期', '姓名', '身份证号码', '代办事项'],
        ['2017-11-07', name(1), id(1), '残疾证'],
      ]),
    );
    expect(rows.map((row) => [row.name, row.matter, row.verdict])).toEqual([
      [name(0), 'MZ-001', 'take'],
      [name(1), 'MZ-007', 'take'],
    ]);
  });

  it('may stand in two rows without merged cells', () => {
    const rows = read(
      sheetOf('表', [
        ['代办登记簿(2017年11月)'],
        ['编号', '登记时间', '服务对象', '', '', '代办内容', '群众签字'],
        ['', '', '姓名', '身份证号码', '电话', '', ''],
        ['1', '11月6日', name(0), id(0), '', '办理残疾证', ''],
      ]),
    );
    expect(rows).toMatchObject([{ row: 4, name: name(0), matter: 'MZ-007', date: '2017-11-06', verdict: 'take' }]);
  });

  it('may stand twice side by side', () => {
    const rows = read(
      sheetOf('表', [
        ['填表日期:2017-11-10'],
        ['序号', '姓名', '身份证', '事项', '日期', '', '序号', '姓名', '身份证', '事项', '日期'],
        [1, name(0), id(0), '低保', '11.6', '', 3, name(2), id(2), '残疾证', '11.7'],
        [2, name(1), id(1), '医保', '〃', '', 4, name(3), id(3), '〃', '11.12'],
      ]),
    );
    expect(rows.map((row) => [row.row, row.name, row.matter, row.date, row.verdict])).toEqual([
      [3, name(0), 'MZ-001', '2017-11-06', 'take'],
      [3, name(2), 'MZ-007', '2017-11-07', 'take'],
      [4, name(1), 'SB-006', '2017-11-06', 'take'],
      [4, name(3), 'MZ-007', '2017-11-12', 'ask'],
    ]);
  });

  it('without any headings are told by their content, and every row asks', () => {
    const rows = read(
      sheetOf('表', [
        [name(0), id(0), '2017-11-09', '低保'],
        [name(1), id(1), '2017-11-09', '残疾证'],
      ]),
    );
    expect(rows).toMatchObject([
      { name: name(0), id: id(0), matter: 'MZ-001', date: '2017-11-09' },
      { name: name(1), id: id(1), matter: 'MZ-007', date: '2017-11-09' },
    ]);
    expect(codesOf(rows)).toEqual(['no-header', 'no-header']);
  });

  it("are told by their content for slips above the first headings, but an agent's own number in a title is no slip", () => {
    const HEADER = ['姓名', '身份证', '事项', '日期'];
    const slip = (index: number): Written[] => [name(index), id(index), '低保', '2017-11-09'];
    const lost = read(sheetOf('表', [slip(0), slip(1), HEADER, slip(2)]));
    expect(codesOf(lost)).toEqual(['no-header', 'no-header', '']);
    expect(lost.map((row) => row.name)).toEqual([name(0), name(1), name(2)]);
    const titled = read(sheetOf('表', [['代办员', name(3), '身份证', id(3)], HEADER, slip(0)]));
    expect(titled.map((row) => row.name)).toEqual([name(0)]);
  });

  it('may be given for pasted cells', () => {
    const pasted = sheetOf('粘贴', [[name(0), id(0), '低保']]);
    const rows = readSlipSheets([pasted], { ...options, columns: { name: 0, id: 1, matter: 2 } }).slips;
    expect(rows).toMatchObject([{ name: name(0), id: id(0), matter: 'MZ-001', reasons: [{ code: 'date-missing' }] }]);
    const odd = sheetOf('格', [
      ['合计', '', ''],
      ['', '', ''],
      ['', '', '低保'],
    ]);
    const judged = readSlipSheets([odd], { ...options, columns: { name: 0, id: 1, matter: 2 } }).slips;
    expect(judged.map((row) => [row.row, row.verdict])).toEqual([
      [1, 'ask'],
      [3, 'ask'],
    ]);
  });

  it('of a roster for one matter ask for it, with the matter of the title first', () => {
    const rows = read(
      sheetOf('花名册', [['王家岭村城乡居民医保参保花名册'], ['序号', '姓名', '身份证号'], [1, name(0), id(0)]]),
    );
    expect(codesOf(rows)).toEqual(['matter-missing+date-missing']);
    expect(rows[0]?.candidates[0]).toBe('SB-006');
    expect(rows[0]?.village).toBe('431222111262');
  });
});

describe('lines that are no slips', () => {
  it('give no rows: titles, column numbers, totals, signatures, notes, blank and prepared lines', () => {
    const slip: Written[] = [1, '11.9', name(0), id(0), '', '', '低保', '', '代办员签字:已签'];
    const lines: Written[][] = [
      ['(1)', '(2)', '(3)', '(4)', '(5)', '(6)', '(7)', '(8)', '(9)'],
      ['小计', '', '1人', '', '', '', '', '', ''],
      ['3', '11.9', '', '', '3组', '', '', '身份证复印件', ''],
      ['第二组', beside('x'), beside('x'), beside('x')],
      ['', '', '合计', '', '', '', '3件', '', ''],
      ['合  计', '', '24人', '', '', '', '', '', ''],
      ['', '', '共 3 人', '', '', '', '', '', ''],
      ['代办员签字', '', '向某某', '', '', '负责人签字', '', '', ''],
      ['代办员', '', '向建松', '', '', '负责人', '', '李四', ''],
      ['', '', '代办员:向建松', '', '', '联系电话:13812345678', '', '', ''],
      ['', '', '', '', '', '', '', '', '接收人:'],
      ['说明:以上材料齐全'],
      ['', '', '以下空白'],
      ['', '', '(盖章)'],
      ['村（盖章）', '', '', '', '', '', '', '', '经办人：李四'],
      ['人数合计', '', '3'],
      ['签收人：王五', '', '2017-11-10'],
      ['低保1件', '', '一卡通2件', '', '', '', '医保3件'],
      ['---', '---', '---', '---'],
      ['', '', '', '', '', '', '2017年11月10日'],
      ['2017年  月  日'],
      ['本周共代办3件,其中低保3件。'],
      ['备注:一式两份'],
      ['', '', '2人', '', '', '', '2件', '', ''],
      ['经办人:', '', '张三', '审核人:', '', '', '李四', '', ''],
      ['', '', '制表:王某', '', '', '', '审核:李某', '', ''],
      ['', '', '', '', '', '', '', '', '注:缺材料'],
    ];
    const rows = read(sheetOf('表', [['凉水井镇王家岭村代办登记表'], HANDED_IN, HEAD, slip, ...lines]));
    expect(rows.map((row) => [row.row, row.verdict])).toEqual([[4, 'take']]);
  });

  it('are not confused with slips that lack something', () => {
    const rows = read(
      sheetOf('表', [
        HANDED_IN,
        HEAD,
        [1, '11.9', name(0), '', '', '', '低保'],
        [2, '11.9', '', id(1), '', '', ''],
        [3, '', name(2), '', '', '', ''],
        ['', '', '', '', '', '', '低保'],
        [5, '11.9', '', '', '', '13807453512', '', '', ''],
        [6, '11.9', name(3), '', '', '', '办补助', '', '注:没带身份证'],
        [7, '11.9', name(4), '', '', '', '', '', '代办员签字:王'],
        [8, '11.9', '', '', '', '', '低保', '', '注:问村长'],
      ]),
    );
    expect(rows.map((row) => row.row)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    expect(rows.every((row) => row.verdict === 'ask')).toBe(true);
  });

  it('include a list of people beside a sheet of slips, and sheets of text', () => {
    const rows = read(
      sheetOf('说明', [['本表每周五交镇便民服务中心']]),
      sheetOf('花名册', [
        ['姓名', '身份证号', '组'],
        [name(0), id(0), 3],
      ]),
      sheetOf('单', [
        ['姓名', '身份证号', '事项', '日期'],
        [name(1), id(1), '低保', '2017-11-09'],
      ]),
    );
    expect(rows.map((row) => [row.sheet, row.name])).toEqual([['单', name(1)]]);
  });
});

describe('rows that clash', () => {
  const HEADER = ['姓名', '身份证号', '事项', '日期'];

  it('ask from the second on: the same person and matter, in other words and on another sheet', () => {
    const rows = read(
      sheetOf('一', [HEADER, [name(0), id(0), '低保', '2017-11-09'], [name(0), id(0), '残疾证', '2017-11-09']]),
      sheetOf('二', [HEADER, [name(0), id(0).toLowerCase(), '最低生活保障', '2017-11-10']]),
    );
    expect(codesOf(rows)).toEqual(['', '', 'duplicate']);
  });

  it('ask when only the name tells that it may be the same person, or the number stands there in its old form', () => {
    const old = id(0).slice(0, 6) + id(0).slice(8, 17);
    const rows = read(
      sheetOf('一', [
        HEADER,
        [name(0), id(0), '低保', '2017-11-09'],
        [name(0), old, '低保', '2017-11-09'],
        [name(1), '', '低保', '2017-11-09'],
        [name(1), id(1), '低保', '2017-11-09'],
        [name(2), id(2), '低保', '2017-11-09'],
        [name(2), id(3), '低保', '2017-11-09'],
      ]),
    );
    expect(codesOf(rows)).toEqual(['', 'id-15+duplicate', 'id-missing', 'duplicate', '', '']);
  });

  it('ask when one number stands under two names', () => {
    const rows = read(
      sheetOf('一', [HEADER, [name(0), id(0), '低保', '2017-11-09'], [name(1), id(0), '老年证', '2017-11-09']]),
    );
    expect(codesOf(rows)).toEqual(['', 'id-other-name']);
  });

  it('are refused all the same when the matter is not proxyable, with all reasons', () => {
    const rows = read(sheetOf('一', [HEADER, ['', '', '迁户口', '']]));
    expect(rows).toMatchObject([{ verdict: 'refuse', matter: 'GA-003' }]);
    expect(codesOf(rows)).toEqual(['name-missing+id-missing+not-proxyable+date-missing']);
  });

  it('ask when the row or its sheet is hidden', () => {
    const sheet = sheetOf('一', [HEADER, [name(0), id(0), '低保', '2017-11-09']]);
    expect(codesOf(readSlipSheets([{ ...sheet, hidden: true }], options).slips)).toEqual(['hidden-row']);
    const rows = sheet.rows.map((row) => (row.row === 2 ? { ...row, hidden: true } : row));
    expect(codesOf(readSlipSheets([{ ...sheet, rows }], options).slips)).toEqual(['hidden-row']);
  });
});

describe('any sheet whatever', () => {
  const cell = fc.oneof(
    fc.constantFrom<Written>(
      '',
      '姓名',
      '身份证号码',
      '事项',
      '日期',
      '低保',
      '〃',
      '合计',
      '2017-11-09',
      '签字:',
      name(0),
      id(0),
    ),
    fc.string({ maxLength: 12 }),
    fc.double(),
    fc.constant<Written>({ kind: 'error', text: '#REF!' }),
  );
  const table = fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 12 });

  it('is read without throwing, and a row is taken only when nothing is missing', () => {
    fc.assert(
      fc.property(table, (rows) => {
        for (const row of read(sheetOf('任意', rows))) {
          if (row.verdict !== 'take') expect(row.reasons.length).toBeGreaterThan(0);
          else expect([row.name, row.id, row.matter, row.date]).not.toContain(null);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('loses no row that carries a good ID number under its heading', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 10 }), (others) => {
        const rows = others.map(([a, b, c], index) => [a, b, c, id(index)]);
        const got = read(sheetOf('任意', [['日期', '姓名', '事项', '身份证号码'], ...rows]));
        const kept = new Set(got.map((row) => row.id));
        others.forEach((_, index) => expect(kept.has(id(index))).toBe(true));
      }),
      { numRuns: 60 },
    );
  });
});
