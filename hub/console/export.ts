/** The table of figures as a workbook. */
import type { FigureLine, FigureTable } from '../../shared/api/county.ts';
import { CONSOLE_FIGURES, type ConsoleFigure, consoleFigures, percent, RATES } from '../../shared/case/figures.ts';
import { figureNoteWords } from '../../shared/calendar/estimate-words.ts';
import { type WorkbookColumn, writeWorkbook } from '../../shared/workbook/write-workbook.ts';

const NAMES = consoleFigures('sheet');
/** The rates of the last columns. */
const SHARES = [RATES.rate, RATES.rateRated, RATES.rateSatisfied];
const FIRST_HEADING = { centre: '便民服务中心', matter: '事项', village: '村（居）' } as const;

const headingOf = (name: ConsoleFigure, { noticeMissing }: FigureTable): string => {
  const { label, counted } = CONSOLE_FIGURES[name];
  return counted && noticeMissing !== null ? `${label}（估算）` : label;
};

const columnsOf = (table: FigureTable): WorkbookColumn[] => [
  { heading: FIRST_HEADING[table.by], width: 32 },
  ...NAMES.map((name) => ({ heading: headingOf(name, table), width: 10, numbers: '0' })),
  ...SHARES.map(({ label }) => ({ heading: label, width: 10, numbers: '0.00"%"' })),
];

const cellsOf = (line: FigureLine): (string | number)[] => [
  line.name,
  ...NAMES.map((name) => line.figures[name]),
  ...SHARES.map(({ of, by }) => {
    const share = percent(line.figures[of], line.figures[by]);
    return share === null ? '—' : Number(share);
  }),
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
      columns: columnsOf(table),
      rows: [...table.lines, table.total].map(cellsOf),
      ...(table.noticeMissing === null ? {} : { note: `${figureNoteWords(table.noticeMissing)}。` }),
    },
  ]);
  return {
    fileName: `统计-${table.from}-${table.to}.xlsx`,
    base64: Buffer.from(bytes).toString('base64'),
    rows: table.lines.length,
  };
}
