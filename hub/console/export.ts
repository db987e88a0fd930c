/** The table of figures as a workbook. */
import { FIGURES, type FigureLine, type FigureName, type FigureTable } from '../../shared/api/county.ts';

const COLUMNS = Object.keys(FIGURES) as FigureName[];
const FIRST_COLUMN = { centre: '便民服务中心', matter: '事项', village: '村(居)' } as const;
/** Excel's own limit is 31 characters. */
const SHEET = '统计';

const cells = (line: FigureLine): (string | number)[] => [
  line.name,
  ...COLUMNS.map((name) => line.figures[name]),
  line.rate === null ? '—' : `${line.rate}%`,
];

export async function exportFigures(
  table: FigureTable,
  county: string,
): Promise<{ fileName: string; base64: string; rows: number }> {
  const { default: Excel } = await import('exceljs');
  const workbook = new Excel.Workbook();
  const sheet = workbook.addWorksheet(SHEET);
  sheet.addRow([`${county}便民服务统计 ${table.from} 至 ${table.to}`]);
  sheet.addRow([FIRST_COLUMN[table.by], ...COLUMNS.map((name) => FIGURES[name]), '办结率']);
  for (const line of [...table.lines, table.total]) sheet.addRow(cells(line));
  sheet.getColumn(1).width = 32;
  const bytes = await workbook.xlsx.writeBuffer();
  return {
    fileName: `统计-${table.from}-${table.to}.xlsx`,
    base64: Buffer.from(bytes).toString('base64'),
    rows: table.lines.length,
  };
}
