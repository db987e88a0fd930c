/**
 * Which rows of a grid may read otherwise when some of them change. A row is read by its own cells and by what little it takes from others:
 * a ditto mark from the row above it, a doubt about repeats from the rows of the same name or number (repeats.ts), a date without its year
 * from the middle one of all full dates. So rows hang together in small groups, and a change stays within its groups.
 *
 * Example: of 200 rows one gets another name. Every other row with the old name or the new one is looked at again, and a row below
 * that says 同上; the other 196 are not.
 */
import type { LocalDate } from '../base/brands.ts';
import { type Cell, cellText, isBlank, isDitto } from './cells.ts';
import { type Columns, readHeader } from './columns.ts';
import { cellOfRow, idInCell, nameInCell } from './person-cells.ts';
import { FIRST_SLIPS } from './read-row.ts';
import { middleFullDate } from './read-slips.ts';

/** A row of a grid, the same object before and after while nothing of it changed. */
export interface GridRow {
  readonly id: string;
  readonly cells: readonly Cell[];
}

/** The grid as it was and as it is: the rows that count, in their order. */
export interface GridChange {
  readonly before: readonly GridRow[];
  readonly after: readonly GridRow[];
  /** Rows that are not what they were, and those to be looked at all the same, whether they count or not. */
  readonly touched: ReadonlySet<string>;
}

export interface Reach {
  /** Every row whose reading may differ, before or after. */
  readonly rows: ReadonlySet<string>;
  /** The middle one of the full dates of all rows; undefined where all rows are to be read, as headings among them say which are dates. */
  readonly middleBefore: LocalDate | null | undefined;
  readonly middleAfter: LocalDate | null | undefined;
}

/** What of a row others may hang on. */
interface Ties {
  readonly row: GridRow;
  readonly blank: boolean;
  /** A row of headings gives those below it other columns. */
  readonly heads: boolean;
  readonly ditto: boolean;
  /** The names under which it may repeat others. */
  readonly keys: readonly string[];
}

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/u;

function tiesOf(row: GridRow, columns: Columns, today: LocalDate): Ties {
  const { id, of, suggestion } = idInCell(cellOfRow(row, columns, 'id'), today);
  const { name } = nameInCell(cellOfRow(row, columns, 'name'), of);
  const number = suggestion ?? id;
  return {
    row,
    blank: row.cells.every(isBlank),
    heads: readHeader({ row: 0, cells: row.cells }) !== null,
    ditto: row.cells.some(isDitto),
    keys: [...(name === null ? [] : [`name ${name}`]), ...(number === null ? [] : [`number ${number}`])],
  };
}

/** Returns whether the row's day is read by the middle one of all. A plain day of the years in which there were slips is itself. */
function asksMiddle({ row }: Ties, columns: Columns, today: LocalDate): boolean {
  const text = cellText(cellOfRow(row, columns, 'date'));
  return text !== '' && !(ISO_DAY.test(text) && text <= today && text >= FIRST_SLIPS);
}

/** Groups of ids that were said to hang together. */
class Groups {
  readonly #parent = new Map<string, string>();

  /** The id that stands for the group. */
  of(id: string): string {
    let root = id;
    for (let next = this.#parent.get(root); next !== undefined; next = this.#parent.get(root)) root = next;
    if (root !== id) this.#parent.set(id, root);
    return root;
  }

  join(one: string, other: string): void {
    const [from, to] = [this.of(one), this.of(other)];
    if (from !== to) this.#parent.set(from, to);
  }
}

/** Joins the rows of one grid that read something of each other. */
function tie(groups: Groups, grid: readonly Ties[]): void {
  const bearer = new Map<string, string>();
  let above: string | null = null;
  for (const { row, blank, ditto, keys } of grid) {
    if (ditto && above !== null) groups.join(row.id, above);
    if (!blank) above = row.id;
    for (const key of keys) {
      const other = bearer.get(key);
      if (other === undefined) bearer.set(key, row.id);
      else groups.join(row.id, other);
    }
  }
}

/** `columns` are those of a grid that carries no headings, `today` is the day of reading. */
export function gridReach(change: GridChange, columns: Columns, today: LocalDate): Reach {
  const known = new Map<GridRow, Ties>();
  const ties = (rows: readonly GridRow[]): Ties[] =>
    rows.map((row) => {
      const found = known.get(row) ?? tiesOf(row, columns, today);
      known.set(row, found);
      return found;
    });
  const before = ties(change.before);
  const after = ties(change.after);
  const all = [...before, ...after];
  const ids = new Set([...change.touched, ...all.map(({ row }) => row.id)]);
  if (all.some(({ heads }) => heads)) return { rows: ids, middleBefore: undefined, middleAfter: undefined };

  const middle = (grid: readonly Ties[]): LocalDate | null =>
    middleFullDate(
      grid.filter(({ blank }) => !blank).map(({ row }) => ({ row, columns })),
      today,
    );
  const [middleBefore, middleAfter] = [middle(before), middle(after)];
  const groups = new Groups();
  tie(groups, before);
  tie(groups, after);
  const moved = middleBefore === middleAfter ? [] : all.filter((each) => asksMiddle(each, columns, today));
  const reached = new Set([...change.touched, ...moved.map(({ row }) => row.id)].map((id) => groups.of(id)));
  return { rows: new Set([...ids].filter((id) => reached.has(groups.of(id)))), middleBefore, middleAfter };
}
