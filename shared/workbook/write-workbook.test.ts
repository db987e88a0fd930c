import { describe, expect, it } from 'vitest';
import { unzip } from '../../test/fixtures/unzip.ts';
import { readWorkbook } from '../../service/workbook/read.ts';
import { type WorkbookTable, writeWorkbook } from './write-workbook.ts';

const FIGURES: WorkbookTable = {
  name: "统'计(一)",
  title: '沅陵县便民服务统计 2026-11-01 至 2026-11-30',
  columns: [
    { heading: '便民服务中心', width: 32 },
    { heading: '收件', width: 10, numbers: '0' },
    { heading: '办结率', width: 10, numbers: '0.00"%"' },
  ],
  rows: [
    ['沅陵镇', 3, 66.67],
    ['凉水井镇', 0, '—'],
    ['合计', 3, null],
  ],
};

async function partsOf(...tables: readonly WorkbookTable[]) {
  const parts = unzip(await writeWorkbook(tables));
  const part = (name: string) => parts.get(name) ?? '';
  return {
    sheet: part('xl/worksheets/sheet1.xml'),
    book: part('xl/workbook.xml'),
    styles: part('xl/styles.xml'),
    part,
  };
}

describe('a written workbook', () => {
  it('holds every text as text, whatever it begins with', async () => {
    const dangerous = [
      "=cmd|'/c calc'!A0",
      '+1',
      '-1',
      '@SUM(A1)',
      '\tx',
      '=HYPERLINK("http://x")',
      '007',
      '1E5',
      '2026-11-30',
    ];
    const { sheet, styles } = await partsOf({
      name: '结果',
      columns: [{ heading: '内容' }, { heading: '件数', numbers: '0' }],
      rows: dangerous.map((text) => [text, text]),
    });
    expect(sheet).not.toMatch(/<f\b/u);
    const cells = Array.from(sheet.matchAll(/<c r="([A-Z]+\d+)"([^>]*)>/gu), ([, address, rest]) => [address, rest]);
    expect(cells).toHaveLength(2 * dangerous.length + 2);
    const formats = Array.from(styles.split('<cellXfs')[1]?.matchAll(/<xf numFmtId="(\d+)"/gu) ?? [], ([, id]) => id);
    const text = /numFmtId="(\d+)" formatCode="@"/u.exec(styles)?.[1];
    expect(text).toBeDefined();
    for (const [address, rest] of cells) {
      expect([address, /t="s"/u.test(rest ?? '')]).toEqual([address, true]);
      expect([address, formats[Number(/\bs="(\d+)"/u.exec(rest ?? '')?.[1])]]).toEqual([address, text]);
    }
  });

  it('comes back through the reader as it was written', async () => {
    const bytes = await writeWorkbook([
      FIGURES,
      {
        name: '一/二',
        columns: [{ heading: '空' }],
        rows: [['坏\u0001字符\ud800\ufffe'], ['_x0041_\n第二行'], [' 前后 ']],
      },
      { name: '一:二', columns: [{ heading: '甲' }, { heading: '乙' }], rows: [[null, '乙']] },
      { name: '长'.repeat(40), columns: [{ heading: '甲' }], rows: [] },
    ]);
    const sheets = await readWorkbook(bytes, '出.xlsx');
    expect(sheets.map((sheet) => sheet.sheet)).toEqual(["统'计(一)", '一 二', '一 二(2)', '长'.repeat(31)]);
    const values = sheets.map((sheet) =>
      sheet.rows.map(({ cells }) =>
        cells
          .filter((cell) => cell.merged === undefined)
          .map((cell) => (cell.kind === 'text' ? cell.text : cell.kind === 'number' ? cell.value : null)),
      ),
    );
    expect(values).toEqual([
      [[FIGURES.title], ['便民服务中心', '收件', '办结率'], ['沅陵镇', 3, 66.67], ['凉水井镇', 0, '—'], ['合计', 3]],
      [['空'], ['坏字符\ufffd'], ['_x0041_\n第二行'], [' 前后 ']],
      [
        ['甲', '乙'],
        [null, '乙'],
      ],
      [['甲']],
    ]);
  });

  it('is ready to print: title across, headings in view and on every page, as wide as the paper, numbered', async () => {
    const { sheet, book } = await partsOf(FIGURES);
    expect(sheet).toContain('<mergeCell ref="A1:C1"/>');
    expect(sheet).toMatch(/<pane [^>]*ySplit="2"[^>]*state="frozen"/u);
    expect(sheet).toContain('fitToPage="1"');
    expect(sheet).toMatch(/<pageSetup paperSize="9" orientation="portrait" fitToWidth="1" fitToHeight="0"/u);
    expect(sheet).toContain('<oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter>');
    expect(sheet).toMatch(/<col min="1" max="1" width="32"/u);
    // An apostrophe is doubled inside the quotes that brackets need.
    expect(book).toContain(`<definedName name="_xlnm.Print_Titles" localSheetId="0">'统''计(一)'!$1:$2</definedName>`);
  });

  it('lies across the page where it is wide, and on A3 where it is wider', async () => {
    const columns = (count: number) => Array.from({ length: count }, () => ({ heading: '列' }));
    const across = await partsOf({ name: '宽', columns: columns(10), rows: [] });
    const wider = await partsOf({ name: '更宽', columns: columns(16), rows: [] });
    expect(across.sheet).toContain('paperSize="9" orientation="landscape"');
    expect(wider.sheet).toContain('paperSize="8" orientation="landscape"');
  });

  it('has the same bytes whenever it is written, and says of itself only that it is a workbook', async () => {
    const [one, other] = [await writeWorkbook([FIGURES]), await writeWorkbook([FIGURES])];
    expect(Buffer.compare(one, other)).toBe(0);
    const { part } = await partsOf(FIGURES);
    expect(part('docProps/core.xml')).toContain('2000-01-01T00:00:00Z');
    // Bytes 10 to 13: time and day of the first file, as zips count them from 1980.
    expect(Buffer.from(one).subarray(10, 14).toString('hex')).toBe('00002100');
  });
});
