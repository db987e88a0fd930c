import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { boundBroken, JsonError, readJson, readPage } from './json.ts';
import { listOf } from './list-of.ts';

const WIDE = { depth: 10_000, values: 1_000_000_000 };

/** By walking what was made: the naive count. */
function countOf(value: unknown): { values: number; depth: number } {
  if (typeof value !== 'object' || value === null) return { values: 1, depth: 0 };
  const inner = Object.values(value).map(countOf);
  return {
    values: 1 + inner.reduce((sum, { values }) => sum + values, 0),
    depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
  };
}

const faultOf = (text: string, bounds = WIDE): string => {
  try {
    readJson(text, bounds);
    return 'read';
  } catch (error) {
    return error instanceof JsonError ? error.fault : String(error);
  }
};

/** Texts that look like structure, ends of strings and the key that is refused. */
const awkward = fc.constantFrom('"', '\\', '\\"', '[', '{', ',', ':', '__proto__', '"__proto__":', '\\u005f', ' ');
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(
      awkward,
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(awkward, fc.string()), tie('value'), { maxKeys: 5 }),
  ),
})).value;
const spaced = fc.constantFrom(undefined, 1, '\t\n');

describe('JSON from outside', () => {
  it('is what JSON.parse makes of it, within bounds', () => {
    fc.assert(
      fc.property(json, spaced, (value, space) => {
        const text = JSON.stringify(value, null, space);
        const hasKey = text.replaceAll(/\\./g, '').match(/"__proto__"\s*:/) !== null;
        expect(faultOf(text)).toBe(hasKey ? 'key' : 'read');
        if (!hasKey) expect(readJson(text, WIDE)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('arrives whole but for that key, at any depth and however written, where it is a page of many documents', () => {
    const spelled = fc.constantFrom('__proto__', String.raw`\u005f_proto__`, String.raw`__pr\u006Fto__`);
    fc.assert(
      fc.property(fc.array(json, { maxLength: 5 }), json, spelled, (documents, hidden, key) => {
        const plain = documents.map((each) => JSON.stringify(each).replaceAll('__proto__', 'proto'));
        const under = JSON.stringify(hidden);
        const page = plain.map((each) => `{"a":${each},"${key}":${under},"b":[{"${key}" : ${under}}]}`).join(',');
        const sound = plain.map((each) => `{"a":${each},"b":[{}]}`).join(',');
        const read = readPage(`[${page}]`, WIDE);
        expect(JSON.stringify(read)).toBe(JSON.stringify(JSON.parse(`[${sound}]`)));
      }),
    );
    expect(() => readPage('[{"__proto__":[[1]]}]', { depth: 3, values: 99 })).toThrow('depth');
    expect(() => readPage('[{"__proto__":1}', WIDE)).toThrow('syntax');
  });

  it('is never taken when it stands for more values or is nested deeper than its bounds, and always when it keeps far within', () => {
    fc.assert(
      fc.property(json, spaced, fc.nat(40), fc.nat(6), (value, space, values, depth) => {
        const text = JSON.stringify(value, null, space);
        const counted = countOf(JSON.parse(text));
        const broken = boundBroken(text, { values, depth });
        if (counted.values > values || counted.depth > depth) expect(broken).not.toBe(null);
        if (2 * counted.values < values && counted.depth <= depth && !text.includes('__proto__'))
          expect(broken).toBe(null);
      }),
    );
  });

  it.each([
    '{"__proto__":1}',
    '{"a":[{"b":1,"__proto__" \n\t: {}}]}',
    String.raw`{"\u005f\u005fproto\u005f\u005f":1}`,
    String.raw`{"__\u0070roto__":1}`,
    String.raw`{"\u005F_\u0070\u0072\u006f\u0074\u006F_\u005f":1}`,
  ])('is refused for the key __proto__, however it is written: %s', (text) => {
    expect(Object.keys(Object(JSON.parse(text)))).toBeDefined();
    expect(faultOf(text)).toBe('key');
  });

  it.each(['{"a":"__proto__"}', '["__proto__"]', String.raw`{"a":"\"__proto__\":"}`, '{"__proto_":1,"___proto__":2}'])(
    'may speak of that key: %s',
    (text) => expect(faultOf(text)).toBe('read'),
  );

  it.each(['[', '{"a"}', '', 'nul', '"\\', '{"a":1}}', '[1,]', '"\\u00"', '"__proto__'])(
    'is refused as no JSON: %s',
    (text) => {
      expect(faultOf(text)).toBe('syntax');
    },
  );

  it('that stands for millions of lists is refused before any is made', () => {
    const text = `[${'[],'.repeat(5_000_000)}[]]`;
    expect(faultOf(text, { depth: 40, values: 1_000_000 })).toBe('values');
    expect(faultOf('['.repeat(5_000_000), { depth: 40, values: 1_000_000 })).toBe('depth');
  });
});

describe('a list in a schema', () => {
  const List = z.strictObject({ list: listOf(z.strictObject({ n: z.int() }), 3) });

  it('tells of the first wrong item and where it is', () => {
    const read = List.safeParse({ list: [{ n: 1 }, { n: 'x' }, { m: 1 }] });
    expect(read.error?.issues.map(({ path }) => path)).toEqual([['list', 1, 'n']]);
  });

  it.each([[{ list: [1, 2, 3, 4] }], [{ list: {} }], [{}], [{ list: null }]])('refuses %j by one word', (value) => {
    expect(List.safeParse(value).error?.issues).toHaveLength(1);
  });

  it('is the list of what its items are', () => {
    expect(List.parse({ list: [{ n: 1 }] })).toEqual({ list: [{ n: 1 }] });
  });
});
