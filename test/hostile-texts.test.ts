/** Texts of a hundred thousand characters, made to be much work, at the places where texts come in. Work that grows with their square ends no test. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whereOf } from '../hub/http/request-log.ts';
import { buildRouter } from '../hub/http/router.ts';
import { searchMatters } from '../shared/matter/matter-search.ts';
import { resolveMatter } from '../shared/matter/matter-resolve.ts';
import { checkPhone } from '../shared/person/phone.ts';
import { NoticeError, readNotice } from '../shared/calendar/read-notice.ts';
import type { LocalDate } from '../shared/base/brands.ts';
import { referenceCatalogue, referencePlaces } from '../shared/reference/load.ts';
import { readSlipSheets } from '../shared/slips/read-slips.ts';
import { readQuery } from '../store/projection/search.ts';

const LENGTH = 100_000;
const catalogue = referenceCatalogue();
const options = { catalogue, places: referencePlaces(), today: '2026-11-30' as LocalDate };

/** What expressions repeat: blanks, digits, brackets, dashes, marks, words around a table, comments. */
const UNITS = [
  ' ',
  '\n',
  ' \n',
  '　',
  '0',
  '1 ',
  '1.',
  '(',
  '(a',
  '()',
  ')',
  '[',
  '-',
  '- ',
  '1-',
  '·',
  ' ·',
  '。',
  "'",
  '/',
  '#A',
  '√',
  ' √',
  '( √',
  '一',
  '二人',
  '和',
  '签字 ',
  '代办员(',
  '填表日期 ',
  '年 ',
  '等 ',
  '登记服务',
  '申请',
  '低',
  '低保 ',
  'h',
  '11.9 ',
  'T1:',
  '<!--',
  '<!---->',
  '<v ',
  '\\',
  '"',
  '\t',
  'http://',
  'file:///',
  '%',
  '1e',
  '张三 男 ',
  '一、',
  '1日(',
];
const hostile = fc
  .record({
    head: fc.constantFrom('', '张三', '低保', '2017.11.9', '(', '注', '代办员签字', '共', '户主:'),
    unit: fc.constantFrom(...UNITS),
    tail: fc.constantFrom('', 'x', '人', '\n', ')', '日', ':', '女'),
  })
  .map(({ head, unit, tail }) => head + unit.repeat(LENGTH / unit.length) + tail);

const FIELDS = ['姓名', '身份证号码', '代办事项', '日期', '电话', '备注', '组别'];

describe('a text of a hundred thousand characters', () => {
  it('in any cell of a sheet, under its headings, above them or without any, is soon read', () => {
    fc.assert(
      fc.property(hostile, fc.nat(FIELDS.length - 1), fc.boolean(), (text, at, above) => {
        const cell = (each: string) => ({ kind: 'text', text: each }) as const;
        const good = ['张三', '', '低保', '2026.11.9', '', '', ''];
        const rows = [...(above ? [[text]] : []), FIELDS, good.map((each, index) => (index === at ? text : each))].map(
          (cells, index) => ({ row: index + 1, cells: cells.map(cell) }),
        );
        expect(readSlipSheets([{ sheet: '表', rows }], options).slips.length).toBeLessThanOrEqual(2);
        readSlipSheets([{ sheet: '', rows: rows.slice(-1) }], {
          ...options,
          columns: { name: 0, id: 1, matter: 2, date: 3 },
        });
      }),
      { numRuns: 20 },
    );
  });

  it('as a matter, a phone, a query, a path, a notice or a place in a program is soon read', () => {
    const find = buildRouter([{ method: 'GET', path: '/:db/_changes' }]);
    fc.assert(
      fc.property(hostile, (text) => {
        expect(resolveMatter(catalogue, text).candidates.length).toBeLessThan(20);
        expect(searchMatters(catalogue, text.slice(0, 100), 5).length).toBeLessThanOrEqual(5);
        checkPhone(text);
        readQuery(text);
        const path = text.replaceAll('%', '');
        expect(find('GET', path).kind).toBe('none');
        expect(whereOf(Object.assign(new Error('x'), { stack: `Error\n    at ${text}` })).length).toBeLessThanOrEqual(
          3,
        );
        try {
          readNotice(text);
        } catch (error) {
          expect(error).toBeInstanceOf(NoticeError);
        }
      }),
      { numRuns: 20 },
    );
  });
});
