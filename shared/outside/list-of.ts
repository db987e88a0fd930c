/** Lists in schemas of what comes from outside. */
import { z } from 'zod';

/**
 * A list of at most `most` items of a schema. Its length is looked at before any item, and the first item that is wrong ends the reading: a
 * schema that tells of every wrong item makes hundreds of bytes for each.
 */
export function listOf<S extends z.ZodType>(item: S, most: number): z.ZodType<z.output<S>[]> {
  return z.unknown().transform((value, context): z.output<S>[] => {
    const refuse = (message: string, path: PropertyKey[] = []): never => {
      context.issues.push({ code: 'custom', message, path, input: undefined });
      return z.NEVER;
    };
    if (!Array.isArray(value)) return refuse('应为列表');
    if (value.length > most) {
      context.issues.push({ code: 'too_big', origin: 'array', maximum: most, inclusive: true, input: undefined });
      return z.NEVER;
    }
    const list: z.output<S>[] = [];
    for (const [index, each] of value.entries()) {
      const read = item.safeParse(each);
      if (!read.success) {
        const [issue] = read.error.issues;
        return refuse(issue?.message ?? '', [index, ...(issue?.path ?? [])]);
      }
      list.push(read.data);
    }
    return list;
  });
}

/**
 * The items of a list that a schema can read, and of its first `most`: for what stands by itself, so that one bad item costs only itself. No
 * list at all is refused.
 */
export function validItems<S extends z.ZodType>(item: S, most: number): z.ZodType<z.output<S>[]> {
  return z.unknown().transform((value, context): z.output<S>[] => {
    if (!Array.isArray(value)) {
      context.issues.push({ code: 'custom', message: '应为列表', input: undefined });
      return z.NEVER;
    }
    return value.slice(0, most).flatMap((each) => {
      const read = item.safeParse(each);
      return read.success ? [read.data] : [];
    });
  });
}

/** Returns whether a schema failed by a list that is longer than it allows. */
export const isTooLong = (error: unknown): boolean =>
  error instanceof z.ZodError && error.issues[0]?.code === 'too_big' && error.issues[0].origin === 'array';
