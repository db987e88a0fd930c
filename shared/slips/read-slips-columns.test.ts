import { describe, expect, it } from 'vitest';
import { type Written, beside, sheetOf, under } from '../../test/fixtures/slips/sheet-of.ts';
import { readSlipSheets } from './read-slips.ts';
import { options, name, id, read, codesOf, HANDED_IN } from '../../test/fixtures/slips/read-sheets.ts';

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
