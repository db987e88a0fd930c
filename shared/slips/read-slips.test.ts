import { describe, expect, it } from 'vitest';
import { type Written, sheetOf } from '../../test/fixtures/slips/sheet-of.ts';
import type { LocalDate } from '../base/brands.ts';
import { name, id, read, codesOf, HEAD, HANDED_IN, vary } from '../../test/fixtures/slips/read-sheets.ts';

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
    [' John  Smith ', 'John Smith', 'name-odd'],
    ['Ｌｉ Ｍｉｎｇ', 'Li Ming', 'name-odd'],
    ['张 Ming', '张Ming', 'name-odd'],
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
