import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeDevice } from '../../test/hub/fake-device.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import { canonicalJson, type DigestText, type EventBody, type LedgerEvent } from './event.ts';
import { fromLean, LeanBlockSchema, toLean } from './lean-events.ts';

const sha256: DigestText = (text) => {
  const bytes = Buffer.from(text, 'utf8');
  return { sha256: createHash('sha256').update(bytes).digest(), bytes: bytes.length };
};
/** Over the line and back. */
const sent = (docs: readonly object[]) => {
  const text = JSON.stringify(toLean(docs as Record<string, unknown>[], sha256));
  return fromLean(LeanBlockSchema.parse(JSON.parse(text)), sha256);
};
const canonical = (docs: readonly object[]) => docs.map((doc) => canonicalJson(doc));

/** What devices write, and more than that: any data, any order of two devices, links into the block and out of it. */
const events = fc
  .array(
    fc.record({
      device: fc.nat(1),
      type: fc.constantFrom('noted', 'accepted', 'site.staff', 'unheard-of'),
      data: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue(), { maxKeys: 4 }),
      back: fc.nat(6),
      link: fc.constantFrom('case', 'after', 'about', 'none'),
      at: fc.constantFrom('2026-11-26T09:23:38.123Z', '1999-01-01T00:00:00.000Z', '2026-02-30T00:00:00.000Z'),
      offset: fc.option(fc.integer({ min: -9e9, max: 9e9 })),
      skip: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((parts) => {
    const devices = [new FakeDevice(CENTRE), new FakeDevice(VILLAGE)] as const;
    const made: LedgerEvent[] = [];
    for (const { device, type, data, back, link, at, offset, skip } of parts) {
      const about = made.at(-1 - back)?._id ?? (`20200101-${'b'.repeat(26)}` as LedgerEvent['_id']);
      const links = {
        case: { case: about },
        after: { case: about, after: [...new Set([about, made[0]?._id ?? about])].sort() },
        about: { about },
        none: {},
      }[link];
      const writer = devices[device as 0 | 1];
      const {
        _id: _,
        _rev: __,
        sig: ___,
        ...body
      } = writer.event(type, '2026-11-26', JSON.parse(JSON.stringify(data)), links);
      const event = writer.sign({ ...body, at, offset } as EventBody);
      if (!skip) made.push(event);
    }
    return made;
  });

describe('lean events', () => {
  it('are the same events for their reader, byte for byte', () => {
    fc.assert(
      fc.property(events, (docs) => {
        expect(canonical(sent(docs))).toEqual(canonical(docs));
        expect(toLean(docs, sha256).whole).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('are the same documents also where one is no event, has another name or another revision', () => {
    const spoilt = events.chain((docs) =>
      fc.tuple(
        fc.constant(docs as readonly object[]),
        fc.array(
          fc.record({
            at: fc.nat(12),
            change: fc.dictionary(
              fc.constantFrom('_id', '_rev', 'v', 'case', 'after', 'about', 'at', 'by', 'sig', 'data', 'more'),
              fc.oneof(fc.jsonValue(), fc.constant({ seq: 1, prev: null }), fc.constant('x'.repeat(86))),
            ),
          }),
          { maxLength: 4 },
        ),
      ),
    );
    fc.assert(
      fc.property(spoilt, ([docs, changes]) => {
        const all = [...docs];
        for (const { at, change } of changes) all[at % (all.length + 1)] = { ...all[at % (all.length + 1)], ...change };
        const clean = JSON.parse(JSON.stringify(all)) as object[];
        expect(JSON.stringify(sent(clean).map((doc) => canonicalJson(doc)))).toBe(JSON.stringify(canonical(clean)));
      }),
      { numRuns: 300 },
    );
  });

  it('keep keys that JavaScript gives a meaning of its own, and what is nested without end', () => {
    const device = new FakeDevice(CENTRE);
    const odd = JSON.parse('{"__proto__":{"x":1},"constructor":[],"7":{},"":[[]]}') as Record<string, unknown>;
    const deep = JSON.parse(`{"data":${'['.repeat(400)}${']'.repeat(400)}}`) as Record<string, unknown>;
    const docs = [device.event('noted', '2026-11-26', odd), device.event('noted', '2026-11-26', deep)];
    expect(sent(docs).map((doc) => JSON.stringify(doc))).toEqual(docs.map((doc) => JSON.stringify(doc)));
    expect(toLean(docs, sha256).whole.map(([place]) => place)).toEqual([1]);
  });

  it('of a hundred cases cost little more than their signatures', () => {
    const device = new FakeDevice(CENTRE);
    const { sigs, ...rest } = toLean(Array.from({ length: 100 }, () => device.caseOfFive('2026-11-26')).flat(), sha256);
    expect(sigs).toHaveLength(500 * 86);
    expect(gzipSync(JSON.stringify(rest), { level: 9 }).length / 100).toBeLessThan(20);
  });

  it('that nobody wrote are refused, whatever they are, and never blow up', () => {
    const good = toLean(new FakeDevice(CENTRE).caseOfFive('2026-11-26'), sha256);
    const field = fc.constantFrom(...(Object.keys(good) as (keyof typeof good)[]));
    const other = fc.oneof(
      fc.jsonValue(),
      fc.array(fc.array(fc.integer({ min: -3, max: 9 }))),
      fc.array(fc.nat(20)),
      fc.array(fc.record({ by: fc.constantFrom(0, 1, { seq: 0, prev: 1 }), at: fc.nat(9), after: fc.nat(9) })),
    );
    fc.assert(
      fc.property(field, other, (name, value) => {
        const block = LeanBlockSchema.safeParse({ ...good, [name]: value });
        if (!block.success) return;
        try {
          fromLean(block.data, sha256);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('of a block that repeats one long value without end are not unpacked', () => {
    const device = new FakeDevice(CENTRE);
    const block = toLean([device.event('noted', '2026-11-26', { text: 'x'.repeat(60_000) })], sha256);
    const bomb = { ...block, rows: Array.from({ length: 5_000 }, () => 0) };
    expect(() => fromLean(bomb, sha256)).toThrow('block too large');
  });
});
