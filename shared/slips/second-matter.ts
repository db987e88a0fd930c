/** Two columns of matters that can be seen side by side: where they name different ones, a person says which is meant. */
import type { MatterCode } from '../base/brands.ts';
import type { Catalogue } from '../matter/catalogue.ts';
import { type MatterResolution, resolveMatter } from '../matter/matter-resolve.ts';
import { type SheetRow, cellText, isDitto, valueCell } from './cells.ts';
import type { Columns } from './columns.ts';
import { NOT_MEANT } from './ticks.ts';

/** 业务类型 and 事由 tell more of a matter by words that are none: of these only what names another matter counts. */
const NAMES_MATTERS = /事项/u;

/** Each further column's matters that are not the row's own, none of them known in what is no matter's name. */
export function otherMatters(
  row: SheetRow,
  columns: Columns,
  ownText: string,
  own: MatterResolution,
  catalogue: Catalogue,
): (readonly MatterCode[])[] {
  return (columns.alike?.matter ?? []).flatMap((column) => {
    const cell = valueCell(row.cells[column]);
    const text = cellText(cell);
    if (column === columns.of.matter || text === ownText || isDitto(cell) || NOT_MEANT.test(text)) return [];
    const { kind, code, candidates } = resolveMatter(catalogue, text);
    if (kind === 'empty' || (code !== null && code === own.code)) return [];
    if (code !== null) return [[code]];
    return kind === 'several' || own.code === null || NAMES_MATTERS.test(columns.headings[column] ?? '')
      ? [candidates]
      : [];
  });
}
