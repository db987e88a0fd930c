/** The rows of an export as a file: a workbook with a sheet a table, a zip of csv with a file a table, or JSON. */
import type { PlatformFormat } from '../../shared/api/platform-methods.ts';
import { COMMON_COLUMNS } from '../../shared/platform/column.ts';
import { PLATFORM_TABLES, TABLE_KEYS, type TableKey } from '../../shared/platform/mapping.ts';
import { writeWorkbook } from '../../shared/workbook/write-workbook.ts';
import { zipFiles } from './zip-files.ts';

/** One row to be told: the common columns and its own, by their names. */
export interface ToldRow {
  readonly table: TableKey;
  readonly cells: Readonly<Record<string, string>>;
}

interface TableOfRows {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly max: number }[];
  readonly rows: readonly (readonly string[])[];
}

/** A column is shown as wide as what it may hold, within reason. */
const WIDEST = 36;
const NARROWEST = 10;

function tablesOf(rows: readonly ToldRow[]): readonly TableOfRows[] {
  return TABLE_KEYS.map((key) => {
    const { name, columns: own } = PLATFORM_TABLES[key];
    const columns = [...COMMON_COLUMNS, ...own];
    const told = rows.filter(({ table }) => table === key);
    return { name, columns, rows: told.map(({ cells }) => columns.map((column) => cells[column.name] ?? '')) };
  });
}

const quoted = (text: string): string => (/[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
/** RFC 4180, with the mark by which Excel and WPS know UTF-8. */
const csvOf = ({ columns, rows }: TableOfRows): string =>
  `\uFEFF${[columns.map(({ name }) => name), ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('')}`;

const jsonOf = (tables: readonly TableOfRows[]): string =>
  `${JSON.stringify(
    Object.fromEntries(
      tables.map(({ name, columns, rows }) => [
        name,
        rows.map((row) => Object.fromEntries(columns.map((column, index) => [column.name, row[index]]))),
      ]),
    ),
    null,
    1,
  )}\n`;

/** The bytes of the file, and how its name ends. */
export async function writeTables(
  rows: readonly ToldRow[],
  format: PlatformFormat,
): Promise<{ readonly bytes: Uint8Array; readonly ending: string }> {
  const tables = tablesOf(rows);
  if (format === 'json') return { bytes: Buffer.from(jsonOf(tables)), ending: '.json' };
  if (format === 'csv')
    return {
      bytes: zipFiles(tables.map((table) => ({ name: `${table.name}.csv`, bytes: Buffer.from(csvOf(table)) }))),
      ending: '.zip',
    };
  const sheets = tables.map(({ name, columns, rows: cells }) => ({
    name,
    columns: columns.map((column) => ({
      heading: column.name,
      width: Math.min(WIDEST, Math.max(NARROWEST, column.max, column.name.length + 2)),
    })),
    rows: cells,
  }));
  return { bytes: await writeWorkbook(sheets), ending: '.xlsx' };
}
