/** Lines of a figure table: filtered by name, sorted by a column. Pure. */
import type { FigureLine } from '../../shared/api/county.ts';
import type { ConsoleFigure } from '../../shared/case/figures.ts';

export type SortKey = 'name' | 'rate' | ConsoleFigure;

export interface Sort {
  readonly key: SortKey;
  readonly down: boolean;
}

/** Names begin at the start, figures with the largest; the same column again turns round. */
export const nextSort = (sort: Sort | null, key: SortKey): Sort =>
  sort?.key === key ? { key, down: !sort.down } : { key, down: key !== 'name' };

/** A place that received nothing has no rate and stands last either way. */
function valueOf(line: FigureLine, key: Exclude<SortKey, 'name'>): number | null {
  if (key === 'rate') return line.rate === null ? null : Number(line.rate);
  return line.figures[key];
}

/** null keeps the county's own order (codes). Equal values keep their order. */
export function sortLines(lines: readonly FigureLine[], sort: Sort | null): readonly FigureLine[] {
  if (sort === null) return lines;
  const { key, down } = sort;
  const turn = down ? -1 : 1;
  return lines.toSorted((a, b) => {
    if (key === 'name') return turn * a.name.localeCompare(b.name, 'zh-CN');
    const x = valueOf(a, key);
    const y = valueOf(b, key);
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return turn * (x - y);
  });
}

/** `hints`: what stands behind the name, e.g. the centre of a village, by the line's key. */
export function filterLines(
  lines: readonly FigureLine[],
  text: string,
  hints: ReadonlyMap<string, string>,
): readonly FigureLine[] {
  const wanted = text.trim();
  if (wanted === '') return lines;
  return lines.filter((line) => line.name.includes(wanted) || hints.get(line.key)?.includes(wanted) === true);
}
