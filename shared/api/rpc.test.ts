import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { clientMethods } from './client.ts';
import { countyMethods } from './county.ts';
import { method } from './contract.ts';
import type { Access } from './contract.ts';
import { ApiError, ERROR_TEXTS } from './errors.ts';
import type { ErrorCode } from './errors.ts';
import { rpcServer } from './rpc.ts';

const methods = {
  'desk.add': method<{ readonly sum: number }>()(
    z.strictObject({ count: z.int().min(1).max(9), name: z.string().trim().min(1).max(5) }),
    'staff',
  ),
  'desk.fail': method<never>()(z.strictObject({ how: z.enum(['expected', 'disk', 'unknown', 'bug']) }), 'open'),
} as const;

interface Caller {
  readonly staff: boolean;
}

function desk() {
  const seen = { sum: 0, bugs: [] as unknown[] };
  const server = rpcServer<typeof methods, Caller>(
    methods,
    {
      'desk.add': ({ count }) => ({ sum: (seen.sum += count) }),
      'desk.fail': ({ how }) => {
        if (how === 'expected') throw new ApiError('conflict', undefined, 'heads');
        if (how === 'disk') throw new RangeError('SQLITE_FULL: /data/张三.db');
        if (how === 'unknown') throw new SyntaxError('SQLITE_ERROR: near "张三"');
        throw new TypeError('cannot read 431222199001011234');
      },
    },
    {
      refuse: (access: Access, caller) => (access === 'open' || caller.staff ? null : 'needs-staff'),
      translate: (error) => {
        if (error instanceof SyntaxError) return new ApiError('internal');
        return error instanceof RangeError ? new ApiError('disk-full') : null;
      },
      onBug: (_name, error) => seen.bugs.push(error),
    },
  );
  return { server, seen };
}

const chinese = /^[^A-Za-z]*[\u4e00-\u9fff][^A-Za-z]*$/u;
const inside = { staff: true };

describe('the way into the service', () => {
  it('parses the input, runs the handler and answers its value', async () => {
    const { server } = desk();
    expect(await server.call({ method: 'desk.add', input: { count: 2, name: ' 王 ' } }, inside)).toEqual({
      ok: true,
      value: { sum: 2 },
    });
  });

  it('refuses a caller without the right before looking at the input', async () => {
    const { server, seen } = desk();
    const answer = await server.call({ method: 'desk.add', input: { count: 2, name: '王' } }, { staff: false });
    expect(answer).toEqual({ ok: false, code: 'needs-staff', message: ERROR_TEXTS['needs-staff'] });
    expect(seen.sum).toBe(0);
  });

  it('names the field of bad input in plain Chinese', async () => {
    const { server } = desk();
    const answer = await server.call({ method: 'desk.add', input: { count: 2, name: '   ' } }, inside);
    expect(answer).toEqual({ ok: false, code: 'bad-input', message: '这一项不能为空。', field: 'name' });
  });

  it('passes on expected errors, translates those of lower rooms and hides the rest', async () => {
    const { server, seen } = desk();
    const fail = (how: string) => server.call({ method: 'desk.fail', input: { how } }, inside);
    expect(await fail('expected')).toMatchObject({ code: 'conflict', field: 'heads' });
    expect(await fail('disk')).toEqual({ ok: false, code: 'disk-full', message: ERROR_TEXTS['disk-full'] });
    expect(await fail('bug')).toEqual({ ok: false, code: 'internal', message: ERROR_TEXTS.internal });
    expect(seen.bugs).toHaveLength(1);
    // In the words of the lower room, and reported all the same, as it is unforeseen.
    expect(await fail('unknown')).toMatchObject({ ok: false, code: 'internal' });
    expect(seen.bugs).toHaveLength(2);
  });

  it('reaches nothing but own methods of the table', async () => {
    const { server } = desk();
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'desk', '']) {
      expect(await server.call({ method: name, input: {} }, inside)).toMatchObject({ code: 'unknown-method' });
    }
  });

  it('answers any value whatever with a Chinese error and changes nothing', async () => {
    const { server, seen } = desk();
    const name = fc.oneof(fc.constantFrom(...Object.keys(methods)), fc.string());
    const call = fc.record({ method: name, input: fc.anything() }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.anything(), call), async (raw) => {
        const answer = await server.call(raw, inside);
        if (answer.ok) return;
        expect(answer.message).toMatch(chinese);
        expect(Object.keys(ERROR_TEXTS)).toContain(answer.code);
      }),
      { numRuns: 500 },
    );
    expect(seen.sum).toBe(0);
  });

  it('survives input whose getters throw', async () => {
    const { server } = desk();
    const trap = {
      get method(): string {
        throw new Error('trap');
      },
    };
    expect(await server.call(trap, inside)).toMatchObject({ ok: false, code: 'internal' });
  });
});

/** The real contracts, with handlers that only note that they were reached. */
for (const [room, table] of Object.entries({ site: clientMethods, county: countyMethods })) {
  describe(`the contract of the ${room}`, () => {
    it('meets malformed input with a Chinese error at every method and reaches no handler', async () => {
      const reached: string[] = [];
      const handlers = Object.fromEntries(Object.keys(table).map((name) => [name, () => void reached.push(name)]));
      const server = rpcServer(table, handlers as never, { refuse: (): ErrorCode | null => null });
      const names = fc.constantFrom(...Object.keys(table));
      // A key that no schema knows makes every input malformed, whatever else it holds.
      const input = fc.oneof(
        fc.anything().filter((value) => typeof value !== 'object' || value === null || Array.isArray(value)),
        fc.dictionary(fc.string(), fc.anything()).map((value) => ({ ...value, 'no such field': 1 })),
      );
      await fc.assert(
        fc.asyncProperty(names, input, async (name, value) => {
          const answer = await server.call({ method: name, input: value }, null);
          expect(answer).toMatchObject({ ok: false, code: 'bad-input' });
          if (!answer.ok) expect(answer.message).toMatch(/[\u4e00-\u9fff]/u);
        }),
        { numRuns: 400 },
      );
      expect(reached).toEqual([]);
    });
  });
}
