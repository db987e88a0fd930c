/** The table of figures as a workbook. */
import { FIGURES, type FigureLine, type FigureName, type FigureTable } from '../../shared/api/county.ts';
import { type WorkbookColumn, writeWorkbook } from '../../shared/workbook/write-workbook.ts';

const NAMES = Object.keys(FIGURES) as FigureName[];
const FIRST_HEADING = { centre: '便民服务中心', matter: '事项', village: '村（居）' } as const;

const columnsOf = (by: FigureTable['by']): WorkbookColumn[] => [
  { heading: FIRST_HEADING[by], width: 32 },
  ...NAMES.map((name) => ({ heading: FIGURES[name], width: 10, numbers: '0' })),
  { heading: '办结率', width: 10, numbers: '0.00"%"' },
];

const cellsOf = (line: FigureLine): (string | number)[] => [
  line.name,
  ...NAMES.map((name) => line.figures[name]),
  line.rate === null ? '—' : Number(line.rate),
];

/** The figures of a period, a line each and their sum; the file's name says the period. */
export async function exportFigures(
  table: FigureTable,
  county: string,
): Promise<{ fileName: string; base64: string; rows: number }> {
  const bytes = await writeWorkbook([
    {
      name: '统计',
      title: `${county}便民服务统计 ${table.from} 至 ${table.to}`,
      columns: columnsOf(table.by),
      rows: [...table.lines, table.total].map(cellsOf),
    },
  ]);
  return {
    fileName: `统计-${table.from}-${table.to}.xlsx`,
    base64: Buffer.from(bytes).toString('base64'),
    rows: table.lines.length,
  };
}
