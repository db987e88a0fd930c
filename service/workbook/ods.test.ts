/** OpenDocument sheets as programs write them: what is alike is counted, what is hidden is marked, a bad file is told. */
import { describe, expect, it } from 'vitest';
import { cellText } from '../../shared/slips/cells.ts';
import { zipOf } from '../../test/fixtures/zip-of.ts';
import { readBook } from './book.ts';
import { readWorkbook } from './read.ts';

const NAMESPACES = ['office', 'table', 'text', 'style', 'number', 'dc', 'draw', 'calcext']
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .join(' ');
const inside = (tables: string, styles: string) =>
  `<office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body>`;
const content = (tables: string, styles = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content ${NAMESPACES}>${inside(tables, styles)}</office:document-content>`;
const flat = (tables: string, styles = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<office:document ${NAMESPACES} office:mimetype="application/vnd.oasis.opendocument.spreadsheet">${inside(tables, styles)}</office:document>`;
const MIMETYPE = { name: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet' };
const ods = (xml: string, manifest = '') =>
  zipOf([MIMETYPE, { name: 'content.xml', data: xml }, { name: 'META-INF/manifest.xml', data: manifest }]);

const table = (rows: string) => `<table:table table:name="表">${rows}</table:table>`;
const row = (cells: string, attributes = '') => `<table:table-row ${attributes}>${cells}</table:table-row>`;
const cell = (text: string, attributes = '') =>
  `<table:table-cell office:value-type="string" ${attributes}><text:p>${text}</text:p></table:table-cell>`;

async function rowsOf(rows: string, styles = '') {
  const [sheet] = await readBook(ods(content(table(rows), styles)), 'zip');
  return sheet?.rows ?? [];
}
const textsOf = async (rows: string, styles = '') =>
  (await rowsOf(rows, styles)).map((each) => `${each.row}: ${each.cells.map(cellText).join('|')}`);

describe('an .ods', () => {
  it('counts what stands there once for many', async () => {
    const empty = '<table:table-cell table:number-columns-repeated="16380"/>';
    expect(
      await textsOf(
        row(cell('姓名') + empty) +
          row(empty, 'table:number-rows-repeated="1000000"') +
          row(
            `<table:table-cell table:number-columns-repeated="3"/>${cell('低保', 'table:number-columns-repeated="2"')}`,
          ) +
          row(cell('舒满'), 'table:number-rows-repeated="2"') +
          row(`${empty}`, 'table:number-rows-repeated="48573"'),
      ),
    ).toEqual(['1: 姓名', '1000002: |||低保|低保', '1000003: 舒满', '1000004: 舒满']);
  });

  it.each([
    [
      'rows',
      row(cell('X', 'table:number-columns-repeated="9"'), 'table:number-rows-repeated="999999999"'),
      'too-many-rows',
    ],
    ['columns', row(cell('X', 'table:number-columns-repeated="999999999"')), 'too-many-columns'],
  ])('of a thousand million %s in 1 KB is refused at once', async (_, rows, code) => {
    await expect(readBook(ods(content(table(rows))), 'zip')).rejects.toMatchObject({ code });
  });

  it('spreads merged ranges as other workbooks do', async () => {
    const covered = '<table:covered-table-cell/>';
    const rows = await rowsOf(
      row(cell('登记表', 'table:number-columns-spanned="2"') + covered + cell('日期')) +
        row(cell('11.9', 'table:number-rows-spanned="2"') + cell('甲')) +
        row(covered + cell('乙')),
    );
    expect(rows.map(({ cells }) => cells.map((each) => each.merged ?? cellText(each)))).toEqual([
      ['登记表', 'across', '日期'],
      ['11.9', '甲'],
      ['down', '乙'],
    ]);
  });

  it('reads paragraphs, blanks, runs and remarks, and no text of drawings', async () => {
    const [first] = await rowsOf(
      row(
        `<table:table-cell office:value-type="string">
          <office:annotation><dc:creator>甲</dc:creator><dc:date>2017-11-09</dc:date><text:list><text:list-item><text:p>不办了</text:p></text:list-item></text:list></office:annotation>
          <draw:frame><draw:text-box><text:p>图上的字</text:p></draw:text-box></draw:frame>
          <text:p>舒<text:s text:c="2"/>满
            <text:span>儿</text:span></text:p><text:p>二<text:tab/>行</text:p></table:table-cell>
        <table:table-cell><draw:frame><draw:text-box><text:p>图</text:p></draw:text-box></draw:frame></table:table-cell>
        ${cell('<text:ruby><text:ruby-base>覃</text:ruby-base><text:ruby-text>qín</text:ruby-text></text:ruby>')}`,
      ),
    );
    expect(first?.cells).toEqual([
      { kind: 'text', text: '舒  满 儿\n二\t行', comment: '不办了' },
      { kind: 'empty' },
      { kind: 'text', text: '覃' },
    ]);
  });

  it('reads every type of value', async () => {
    const typed = (attributes: string, text = '') =>
      `<table:table-cell ${attributes}><text:p>${text}</text:p></table:table-cell>`;
    const [first] = await rowsOf(
      row(
        typed('office:value-type="float" office:value="7" table:style-name="noughts"', '7') +
          typed('office:value-type="currency" office:value="380" office:currency="CNY"', '¥380.00') +
          typed('office:value-type="percentage" office:value="0.5"', '50%') +
          typed('office:value-type="date" office:date-value="2017-11-09T08:30:00"', '17-11-9') +
          typed('office:value-type="date" office:date-value="2017-02-30"', '2.30') +
          typed('office:value-type="time" office:time-value="PT08H30M00S"', '8:30') +
          typed('office:value-type="boolean" office:boolean-value="true"', '真') +
          typed('table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"', '#DIV/0!') +
          '<table:table-cell table:formula="of:=NOW()"/>' +
          typed('office:value-type="float" office:value="43048" table:style-name="day"', '43048') +
          typed('table:formula="of:=DISPIMG(&quot;ID_1&quot;,1)" office:value-type="string"', '=DISPIMG("ID_1",1)') +
          '<table:table-cell office:value-type="string" office:string-value="舒满"/>',
      ),
      `<number:number-style style:name="N1"><number:number number:min-integer-digits="3"/></number:number-style>
       <number:date-style style:name="N2"><number:year/></number:date-style>
       <style:style style:name="noughts" style:family="table-cell" style:data-style-name="N1"/>
       <style:style style:name="day" style:family="table-cell" style:data-style-name="N2"/>`,
    );
    expect(first?.cells).toEqual([
      { kind: 'number', value: 7, shown: '007' },
      { kind: 'number', value: 380, shown: '¥380.00' },
      { kind: 'number', value: 0.5, shown: '50%' },
      { kind: 'date', date: '2017-11-09' },
      { kind: 'text', text: '2.30' },
      { kind: 'text', text: '8:30' },
      { kind: 'text', text: 'TRUE' },
      { kind: 'error', text: '#DIV/0!', formula: true },
      { kind: 'error', text: '公式没有结果', formula: true },
      { kind: 'date', date: '2017-11-09' },
      { kind: 'picture', formula: true },
      { kind: 'text', text: '舒满' },
    ]);
  });

  it('marks what is hidden by a switch, a filter, a fold, a height or a width, and what is struck out', async () => {
    const styles = `
      <style:style style:name="low" style:family="table-row"><style:table-row-properties style:row-height="0.02cm"/></style:style>
      <style:style style:name="narrow" style:family="table-column"><style:table-column-properties style:column-width="0in"/></style:style>
      <style:style style:name="gone" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>
      <style:style style:name="heir" style:family="table-cell" style:parent-style-name="gone"/>
      <style:style style:name="back" style:family="table-cell" style:parent-style-name="gone"><style:text-properties style:text-line-through-style="none"/></style:style>
      <style:style style:name="T1" style:family="text"><style:text-properties style:text-line-through-type="single"/></style:style>
      <style:style style:name="a" style:family="table-cell" style:parent-style-name="b"/><style:style style:name="b" style:family="table-cell" style:parent-style-name="a"/>`;
    const rows = await rowsOf(
      `<table:table-column table:number-columns-repeated="2"/><table:table-column table:style-name="narrow"/>
       <table:table-column-group table:display="false"><table:table-column/></table:table-column-group>
       <table:table-column table:visibility="collapse"/><table:table-column table:default-cell-style-name="heir"/>` +
        row(
          cell('一', 'table:style-name="heir"') +
            cell('二', 'table:style-name="back"') +
            cell('三') +
            cell('四') +
            cell('五') +
            cell('六'),
        ) +
        row(cell('a', 'table:style-name="a"'), 'table:visibility="collapse"') +
        row(cell('b<text:span text:style-name="T1">c</text:span>'), 'table:visibility="filter"') +
        row(cell('d'), 'table:style-name="low"') +
        `<table:table-row-group table:display="false">${row(cell('e'))}</table:table-row-group>` +
        row(cell('f')),
      styles,
    );
    expect(rows.map(({ row: number, hidden }) => [number, hidden ?? false])).toEqual([
      [1, false],
      [2, true],
      [3, true],
      [4, true],
      [5, true],
      [6, false],
    ]);
    expect(rows[0]?.cells.map(({ struck, hidden }) => [struck, hidden].map(Boolean).join())).toEqual([
      'true,false',
      'false,false',
      'false,true',
      'false,true',
      'false,true',
      'true,false',
    ]);
    expect(rows[2]?.cells[0]?.struck).toBe(true);
    expect(rows[1]?.cells[0]?.struck).toBeUndefined();
  });

  it('takes hidden sheets as such, and what is kept of other files as none', async () => {
    const styles =
      '<style:style style:name="ta" style:family="table"><style:table-properties table:display="false"/></style:style>';
    const named = (name: string) =>
      `<table:table table:name="${name}" table:style-name="ta">${row(cell('姓名'))}</table:table>`;
    const sheets = await readBook(ods(content(named('去年') + named("'file:///a.ods'#$Sheet1"), styles)), 'zip');
    expect(sheets.map(({ sheet, hidden }) => [sheet, hidden])).toEqual([['去年', true]]);
  });

  it('is the same as one XML text', async () => {
    const rows = table(row(cell('姓名') + cell('事项')) + row(cell('舒满') + cell('低保')));
    expect(await readWorkbook(new TextEncoder().encode(flat(rows)), '表.fods')).toEqual(
      await readWorkbook(ods(content(rows)), '表.ods'),
    );
  });

  it.each<[string, () => Uint8Array, string]>([
    ['with a password', () => ods('no xml', '<manifest:encryption-data/>'), 'encrypted'],
    [
      'with a password around all of it',
      () => zipOf([MIMETYPE, { name: 'encrypted-package', data: 'x' }]),
      'encrypted',
    ],
    ['that is cut off', () => ods(content(table(row(cell('姓名'))))).slice(0, -40), 'cut-off'],
    ['whose content ends in the middle', () => ods(content(table(row(cell('姓名')))).slice(0, -40)), 'broken'],
    [
      'of one text that is cut off',
      () => new TextEncoder().encode(flat(table(row(cell('姓名')))).slice(0, -40)),
      'cut-off',
    ],
    ['that is a letter', () => ods(content('').replaceAll('office:spreadsheet', 'office:text')), 'not-workbook'],
    [
      'with a table within a cell',
      () =>
        ods(
          content(
            table(
              row(
                cell('姓名') + `<table:table-cell>${table(row(cell('舒满')) + row(cell('向建')))}</table:table-cell>`,
              ),
            ),
          ),
        ),
      'not-all-read',
    ],
  ])('%s is told to be one', async (_, make, code) => {
    await expect(readWorkbook(make(), '表.ods')).rejects.toMatchObject({ code });
  });
});
