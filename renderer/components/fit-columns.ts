/** Which columns of a list have room: a cut-off column is worse than one left out, as its cells look whole. */

export interface FittedColumn {
  /** A CSS grid track in rem, e.g. `8rem`, `minmax(8rem, 1fr)`. */
  readonly width: string;
  /** Left out where there is no room for all: 1 goes first, then 2, and so on; a column without it always stays. */
  readonly spare?: number;
}

/** Between two columns, rem; components.css says the same. */
const GAP = 0.75;
/** Left and right of a row, rem, and a thin scroll bar. */
const EDGES = 2.4;

/** The least that a track needs, rem. */
function leastOf({ width }: FittedColumn): number {
  const least = Number(/(?:^|\()(\d+(?:\.\d+)?)rem/u.exec(width)?.[1] ?? Number.NaN);
  if (Number.isNaN(least)) throw new TypeError(`a column's width is not in rem: ${width}`);
  return least + GAP;
}

/** The columns that fit into a list of so many rem, in their order. `other` = what stands before them, rem. */
export function fitColumns<T extends FittedColumn>(columns: readonly T[], room: number, other = 0): readonly T[] {
  const needed = columns.reduce((sum, column) => sum + leastOf(column), EDGES - GAP + other);
  if (needed <= room) return columns;
  const first = Math.min(...columns.map(({ spare }) => spare ?? Infinity));
  if (first === Infinity) return columns;
  return fitColumns(
    columns.filter(({ spare }) => spare !== first),
    room,
    other,
  );
}
