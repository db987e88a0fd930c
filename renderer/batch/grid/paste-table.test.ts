import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTable, planPaste } from './paste-table.ts';

const quote = (cell: string) => (/[\t\n"]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

describe('reading the clipboard of a spreadsheet', () => {
  it('gives back every cell that a spreadsheet wrote, quoted or not', () => {
    const cell = fc.string({ unit: fc.constantFrom('张', '3', 'x', '"', '\t', '\n', ',', 'b'), maxLength: 8 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(table, (rows) => {
        const text = rows.map((row) => row.map(quote).join('\t')).join('\r\n') + '\r\n';
        const flat = (value: string) => value.replace(/\s+/gu, ' ').trim();
        // A lone quote that Excel left bare cannot be told from a quoted cell; cells that begin so are written quoted above.
        expect(parseTable(text)).toEqual(rows.map((row) => row.map(flat)));
      }),
    );
  });

  it('takes a quote in the middle of a cell, or one that never closes, as a character', () => {
    expect(parseTable('3"管\t"半句')).toEqual([['3"管', '"半句']]);
  });

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

  it('reads a head row in any order and keeps unknown columns in the note', () => {
    const text = '序号\t联系电话\t姓 名\t鸡多少只\t备注\n1\t13800000000\t舒满\t30\t急\n\t\t\t\t\n2\t\t向建松\t\t';
    expect(planPaste(text, 'materials')).toEqual({
      ok: true,
      headed: true,
      rows: [{ phone: '13800000000', name: '舒满', note: '急;鸡多少只:30' }, { name: '向建松' }],
    });
  });

  it('refuses what does not fit instead of cutting it off', () => {
    expect(planPaste('甲\t乙\t丙', 'materials')).toEqual({ ok: false, problem: 'too-wide' });
    expect(planPaste('甲\t乙\t', 'materials')).toMatchObject({ ok: true });
    expect(planPaste('长'.repeat(501), 'name')).toEqual({ ok: false, problem: 'too-long' });
    expect(planPaste(Array.from({ length: 2001 }, () => '舒满').join('\n'), 'name')).toEqual({
      ok: false,
      problem: 'too-many',
    });
    expect(planPaste(' \n\t\n', 'name')).toEqual({ ok: false, problem: 'nothing' });
    expect(planPaste('姓名\t电话', 'name')).toEqual({ ok: false, problem: 'nothing' });
  });
});
