/**
 * Rows of JSON turned on their side: the shapes that occur, which of them each row has, and the values column by column. What is the same in
 * every row is said once, and like stands beside like, so that packing finds it. Lossless, the order of keys included.
 */
import { z } from 'zod';
import { BLOCK_EVENTS_AT_MOST, BOUNDS, EVENT_BOUNDS } from '../outside/bounds.ts';
import { listOf } from '../outside/list-of.ts';

type Leaf = string | number | boolean | null;
/** A row with the number of a column in the place of each value. */
type Shape = number | { readonly [key: string]: Shape } | readonly Shape[];

const isLeaf = (value: unknown): value is Leaf => value === null || typeof value !== 'object';

/** A column is none of many wrong values, but right or wrong: no value of it is reported by itself. */
const ColumnSchema = z.custom<Leaf[]>((value) => Array.isArray(value) && value.length > 0 && value.every(isLeaf));

export const ColumnsSchema = z.strictObject({
  /** Each a row with the number of a column in the place of each value. */
  shapes: listOf(z.unknown(), BLOCK_EVENTS_AT_MOST),
  /** The shape of each row, by number. */
  rows: listOf(z.int().min(0), BLOCK_EVENTS_AT_MOST),
  /** In the order in which the rows take from them; one that has run out goes on with its last value. */
  columns: listOf(ColumnSchema, BOUNDS.line.values),
});
export type Columns = z.infer<typeof ColumnsSchema>;

/** Returns whether the row can be turned into columns. */
export function isShallow(row: unknown, levels = EVENT_BOUNDS.depth): boolean {
  if (typeof row !== 'object' || row === null) return true;
  return levels > 0 && Object.values(row).every((each) => isShallow(each, levels - 1));
}

/** Turns rows of JSON, all of them shallow, into columns. */
export function toColumns(rows: readonly unknown[]): Columns {
  const shapes = new Map<string, number>();
  const numbers = new Map<string, number>();
  const columns: Leaf[][] = [];

  function take(value: unknown, path: string): Shape {
    if (Array.isArray(value)) return value.map((each, index) => take(each, `${path}/${index}`));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([key, each]) => [key, take(each, `${path}/${JSON.stringify(key)}`)]),
      );
    const number = numbers.get(path) ?? numbers.size;
    numbers.set(path, number);
    (columns[number] ??= []).push(value as Leaf);
    return number;
  }

  const shapeOf = rows.map((row) => {
    const text = JSON.stringify(take(row, ''));
    const number = shapes.get(text) ?? shapes.size;
    shapes.set(text, number);
    return number;
  });
  return {
    shapes: [...shapes.keys()].map((text) => JSON.parse(text) as Shape),
    rows: shapeOf,
    columns: columns.map(withoutRepeatedEnd),
  };
}

function withoutRepeatedEnd(column: Leaf[]): Leaf[] {
  const last = column.at(-1);
  const end = column.findLastIndex((value) => value !== last);
  return column.slice(0, end + 2);
}

export interface RowBounds {
  /** Values of one row: leaves, objects and lists. */
  readonly values: number;
  /** Characters of one row: texts and keys. */
  readonly chars: number;
}

/**
 * The rows again, one by one. A row is counted while it is filled, as a column that many places of a shape name is said once and filled in
 * many times. Throws RangeError for columns that `toColumns` did not make, and for a row beyond the bounds.
 */
export function* fromColumns({ shapes, rows, columns }: Columns, most: RowBounds): Generator<unknown> {
  const taken = columns.map(() => 0);
  let left: { values: number; chars: number };

  function count(chars: number): void {
    left.values -= 1;
    left.chars -= chars;
    if (left.values < 0 || left.chars < 0) throw new RangeError('row too large');
  }

  function leaf(number: number): Leaf {
    const column = columns[number];
    const at = taken[number];
    if (column === undefined || at === undefined) throw new RangeError('no such column');
    taken[number] = at + 1;
    const value = column[Math.min(at, column.length - 1)] as Leaf;
    count(typeof value === 'string' ? value.length : 0);
    return value;
  }

  function fill(shape: unknown): unknown {
    if (typeof shape === 'number') return leaf(shape);
    if (typeof shape !== 'object' || shape === null) throw new RangeError('no shape');
    count(0);
    if (Array.isArray(shape)) return shape.map((each) => fill(each));
    return Object.fromEntries(
      Object.entries(shape).map(([key, each]) => {
        left.chars -= key.length;
        return [key, fill(each)];
      }),
    );
  }

  if (!shapes.every((shape) => isShallow(shape))) throw new RangeError('nested too deep');
  for (const row of rows) {
    left = { ...most };
    yield fill(shapes[row]);
  }
}
