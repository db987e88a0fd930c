import { describe, expect, it } from 'vitest';
import { LONG_MARK } from '../../../../shared/slips/cell-limit.ts';
import { planPaste } from './paste-table.ts';

describe('a paste', () => {
  it('lays cells out from the cursor to the right', () => {
    expect(planPaste('舒满\t433022195708055431\n向建松\t', 'name')).toEqual({
      ok: true,
      headed: false,
      rows: [
        { name: '舒满', idNumber: '433022195708055431' },
        { name: '向建松', idNumber: '' },
      ],
    });
  });

  it('keeps a lone quote as the mark that it is, and joins the lines of a cell', () => {
    expect(planPaste('2026-11-20\t符红娥\t\t3组\n"\t吴春桂\t\t"上\n下"\n"\t陈娥满\t\t3"管\n', 'date')).toEqual({
      ok: true,
      headed: false,
      rows: [
        { date: '2026-11-20', name: '符红娥', idNumber: '', group: '3组' },
        { date: '"', name: '吴春桂', idNumber: '', group: '上 下' },
        { date: '"', name: '陈娥满', idNumber: '', group: '3"管' },
      ],
    });
  });

  it('reads a head row in any order and keeps unknown columns in the note', () => {
    const text = '序号\t联系电话\t姓 名\t鸡多少只\t备注\n1\t13800000000\t舒满\t30\t急\n\t\t\t\t\n2\t\t向建松\t\t';
    expect(planPaste(text, 'materials')).toEqual({
      ok: true,
      headed: true,
      rows: [{ phone: '13800000000', name: '舒满', note: '急;鸡多少只:30' }, { name: '向建松' }],
    });
  });

  it('leaves a mark in place of a text that is too long for its cell, alone or joined with others', () => {
    const long = '长'.repeat(501);
    const fits = '长'.repeat(500);
    expect(planPaste(`${fits}\t${long}\t 低保 `, 'group')).toMatchObject({
      rows: [{ group: fits, phone: LONG_MARK, matter: '低保' }],
    });
    expect(planPaste(`姓名\t备注\t鸡\n舒满\t${fits}\t3\n向建松\t急\t${long}`, 'name')).toMatchObject({
      rows: [{ note: LONG_MARK }, { note: LONG_MARK }],
    });
  });

  it('refuses what does not fit instead of cutting it off', () => {
    expect(planPaste('甲\t乙\t丙', 'materials')).toEqual({ ok: false, problem: 'too-wide' });
    expect(planPaste('甲\t乙\t', 'materials')).toMatchObject({ ok: true });
    expect(planPaste(Array.from({ length: 2001 }, () => '舒满').join('\n'), 'name')).toEqual({
      ok: false,
      problem: 'too-many',
    });
    expect(planPaste(' \n\t\n', 'name')).toEqual({ ok: false, problem: 'nothing' });
    expect(planPaste('姓名\t电话', 'name')).toEqual({ ok: false, problem: 'nothing' });
  });
});
