/**
 * Rows of JSON turned on their side: the shapes that occur, which of them each row has, and the values column by column. What is the same in
 * every row is said once, and like stands beside like, so that packing finds it. Lossless, the order of keys included.
 */
import { z } from 'zod';

type Leaf = string | number | boolean | null;
/** A row with the number of a column in the place of each value. */
type Shape = number | { readonly [key: string]: Shape } | readonly Shape[];

const LeafSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const ColumnsSchema = z.strictObject({
  /** Each a row with the number of a column in the place of each value. */
  shapes: z.array(z.unknown()),
  /** The shape of each row, by number. */
  rows: z.array(z.int().min(0)),
  /** In the order in which the rows take from them; one that has run out goes on with its last value. */
  columns: z.array(z.array(LeafSchema).min(1)),
});
export type Columns = z.infer<typeof ColumnsSchema>;

/** Rows nested deeper than this have no columns: what a person fills in is some four levels deep. */
const MAX_DEPTH = 32;

/** Can the row be turned into columns? */
export function isShallow(row: unknown, levels = MAX_DEPTH): boolean {
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

/** The rows again, one by one. Throws RangeError for columns that `toColumns` did not make. */
export function* fromColumns({ shapes, rows, columns }: Columns): Generator<unknown> {
  const taken = columns.map(() => 0);

  function fill(shape: unknown): unknown {
    if (typeof shape === 'number') {
      const column = columns[shape];
      const at = taken[shape];
      if (column === undefined || at === undefined) throw new RangeError('no such column');
      taken[shape] = at + 1;
      return column[Math.min(at, column.length - 1)];
    }
    if (Array.isArray(shape)) return shape.map((each) => fill(each));
    if (typeof shape === 'object' && shape !== null)
      return Object.fromEntries(Object.entries(shape).map(([key, each]) => [key, fill(each)]));
    throw new RangeError('no shape');
  }

  if (!shapes.every((shape) => isShallow(shape))) throw new RangeError('nested too deep');
  for (const row of rows) yield fill(shapes[row]);
}
