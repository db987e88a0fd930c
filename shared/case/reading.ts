/**
 * How an event may grow (LEDGER §3). A writer of data is held to its schema; a reader ignores a key that a newer program added, in the data itself or
 * in any part of it, and leaves the stored event as it is.
 */
import { z } from 'zod';

interface Parts {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly out?: z.ZodType;
}

/** The schema as a reader takes it: keys that it does not name are passed over at every level; all else is checked as before. */
export function readingOf<S extends z.ZodType>(schema: S): S {
  const def = schema.def as unknown as Parts & z.core.$ZodTypeDef;
  const like = (parts: object): S => z.core.clone(schema, { ...def, ...parts } as unknown as S['_zod']['def']);
  switch (def.type) {
    case 'object': {
      const shape = Object.entries(def.shape ?? {}).map(([key, part]) => [key, readingOf(part)]);
      return like({ shape: Object.fromEntries(shape), catchall: undefined });
    }
    case 'pipe':
      return like({ out: readingOf(def.out as z.ZodType) });
    case 'array':
      return like({ element: readingOf(def.element as z.ZodType) });
    case 'optional':
    case 'nullable':
    case 'default':
      return like({ innerType: readingOf(def.innerType as z.ZodType) });
    default:
      return schema;
  }
}
