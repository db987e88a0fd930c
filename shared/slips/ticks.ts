/** A row for a household, with a column for each matter and a tick under those that are meant. */
import type { MatterCode } from '../base/brands.ts';
import type { Catalogue } from '../matter/catalogue.ts';
import { resolveMatter } from '../matter/matter-resolve.ts';
import { type SheetRow, cellText, isBlank } from './cells.ts';
import type { Columns } from './columns.ts';

/** What stands under a matter that is not meant. */
export const NOT_MEANT = /^(?:否|无|没有|不|×|x|✗|✘|☐|□|0|[-—/\\]+)$/iu;

export interface Ticks {
  /** As written, for the note: 医保√、养老认证1. */
  readonly text: string;
  /** To choose from. */
  readonly matters: readonly MatterCode[];
}

/** The ticked matters of a row; headings that are a field's own are none. */
export function ticksOf(row: SheetRow, columns: Columns, catalogue: Catalogue): Ticks {
  const fields = new Set<number>(Object.values(columns.of));
  const written: string[] = [];
  const matters = new Set<MatterCode>();
  row.cells.forEach((cell, index) => {
    const heading = columns.headings[index] ?? '';
    if (heading === '' || fields.has(index) || isBlank(cell) || NOT_MEANT.test(cellText(cell))) return;
    const { code, candidates } = resolveMatter(catalogue, heading);
    const named = code === null ? candidates : [code];
    if (named.length === 0) return;
    written.push(`${heading}${cellText(cell)}`);
    for (const each of named) matters.add(each);
  });
  return { text: written.join('、'), matters: [...matters] };
}
