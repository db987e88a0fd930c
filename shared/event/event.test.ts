import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CENTRE, EventWriter } from '../../test/fixtures/events.ts';
import { MAX_EVENT_BYTES, base32, canonicalJson, checkEvent, instantOf, nameEvent } from './event.ts';
import type { DigestText, EventBody, LedgerEvent } from './event.ts';

const sha256: DigestText = (text) => {
  const bytes = Buffer.from(text, 'utf8');
  return { sha256: createHash('sha256').update(bytes).digest(), bytes: bytes.length };
};

/** The event under its real name, as if its device had written it so. */
function named(event: LedgerEvent, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const { _id: _, _rev: __, sig, ...body } = event;
  const changed = { ...body, ...changes };
  const { _id, _rev } = nameEvent(changed, sha256);
  return { _id, _rev, ...changed, sig };
}
const event = new EventWriter(CENTRE).received('2017-11-01');
const codeOf = (doc: unknown): string => {
  const checked = checkEvent(doc, sha256);
  return checked.kind === 'malformed' ? checked.problem.code : checked.kind;
};

describe('the name of an event', () => {
  it('is its day and the first 26 characters of base32 of SHA-256 over its canonical JSON', () => {
    const body = { b: 1, a: '县', on: '2017-11-01' } as unknown as EventBody;
    expect(canonicalJson(body)).toBe('{"a":"县","b":1,"on":"2017-11-01"}');
    const { _id, hash } = nameEvent(body, sha256);
    expect(hash).toHaveLength(26);
    expect(_id).toBe(`20171101-${base32(createHash('sha256').update(canonicalJson(body)).digest()).slice(0, 26)}`);
  });

  it('is spelled as in RFC 4648, lower case, without padding', () => {
    const vectors = {
      '': '',
      f: 'my',
      fo: 'mzxq',
      foo: 'mzxw6',
      foob: 'mzxw6yq',
      fooba: 'mzxw6ytb',
      foobar: 'mzxw6ytboi',
    };
    for (const [text, spelled] of Object.entries(vectors)) expect(base32(Buffer.from(text))).toBe(spelled);
  });

  it('does not hang on the order of keys', () => {
    const { _id: _, _rev: __, sig: ___, ...body } = event;
    const reversed = Object.fromEntries(Object.entries(body).reverse());
    expect(nameEvent(reversed, sha256)).toEqual(nameEvent(body, sha256));
  });
});

describe('a well-formed event', () => {
  const parsed = (data: string) => JSON.parse(data) as Record<string, unknown>;

  it('holds nothing that its name does not cover: keys that copying loses, at any level', () => {
    const hidden = [
      `{"__proto__":{"x":"${'长'.repeat(30_000)}"}}`,
      '{"a":[{"b":{"__proto__":1}}]}',
      '{"__proto__":null}',
    ];
    for (const data of hidden) {
      // Named without what is hidden, as a forger would, and named with it, as an honest fool would.
      expect(codeOf({ ...named(event, { data: {} }), data: parsed(data) })).toMatch(/hash|size/);
      expect(codeOf(named(event, { data: parsed(data) }))).toBe('size');
    }
    const whole = named(event);
    expect(codeOf(Object.defineProperty(whole, '__proto__', { value: { a: 1 }, enumerable: true }))).not.toBe('event');
  });

  it('stands for no more values than every reader takes, and is nested no deeper', () => {
    expect(codeOf(named(event, { data: { list: Array.from({ length: 1500 }, () => 0) } }))).toBe('event');
    expect(codeOf(named(event, { data: { list: Array.from({ length: 3000 }, () => 0) } }))).toBe('size');
    expect(codeOf(named(event, { data: parsed(`{"a":${'['.repeat(20)}${']'.repeat(20)}}`) }))).toBe('event');
    expect(codeOf(named(event, { data: parsed(`{"a":${'['.repeat(40)}${']'.repeat(40)}}`) }))).toBe('size');
  });

  it('is what is stored: its text has the name and the size that were checked, whatever it holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(fc.constant('__proto__'), fc.string()), fc.jsonValue()), (made) => {
        const doc = JSON.parse(JSON.stringify(named(event, { data: parsed(JSON.stringify(made)) }))) as LedgerEvent;
        if (codeOf(doc) !== 'event') return;
        const { _id, _rev, sig: _, ...body } = JSON.parse(JSON.stringify(doc)) as LedgerEvent;
        expect(nameEvent(body, sha256)).toMatchObject({ _id, _rev });
        expect(Buffer.byteLength(JSON.stringify(body))).toBe(nameEvent(body, sha256).bytes);
      }),
    );
  });

  it('is what its name says', () => {
    expect(checkEvent(named(event), sha256)).toMatchObject({ kind: 'event' });
  });

  it('altered anywhere is a forgery', () => {
    const doc = named(event);
    expect(codeOf({ ...doc, on: '2017-11-02' })).toBe('hash');
    expect(codeOf({ ...doc, data: { ...event.data, note: '改' } })).toBe('hash');
    expect(codeOf({ ...doc, by: { ...event.by, seq: 9 } })).toBe('hash');
    expect(codeOf({ ...doc, _id: `20171101-${'a'.repeat(26)}` })).toBe('hash');
  });

  it.each([
    ['an unknown key', { extra: 1 }],
    ['a day that does not exist', { on: '2017-11-31' }],
    ['an instant that does not exist', { at: '2017-13-45T99:99:99.000Z' }],
    ['an offset that is no whole number', { offset: 0.5 }],
    ['predecessors out of order', { after: [`20171102-${'a'.repeat(26)}`, `20171101-${'a'.repeat(26)}`] }],
    ['a predecessor twice', { after: [`20171101-${'a'.repeat(26)}`, `20171101-${'a'.repeat(26)}`] }],
    ['no predecessor in the list', { after: [] }],
    ['a place that is none', { by: { ...event.by, place: '1' } }],
    ['data that is no object', { data: [] }],
  ])('has not %s', (_, changes) => {
    expect(codeOf(named(event, changes))).toBe('envelope');
  });

  it('is of the first generation', () => {
    expect(codeOf({ ...named(event), _rev: `2-${'0'.repeat(32)}` })).toBe('generation');
  });

  it('is at most 64 KB, counted in bytes of UTF-8', () => {
    const filled = (length: number) => named(event, { data: { text: '县'.repeat(length) } });
    expect(codeOf(filled(MAX_EVENT_BYTES / 3))).toBe('size');
    expect(codeOf(filled(MAX_EVENT_BYTES / 3 - 400))).toBe('event');
  });

  it('carries the signature of its device over the hash', () => {
    const doc = named(event);
    const { hash } = nameEvent(
      Object.fromEntries(Object.entries(doc).filter(([key]) => !['_id', '_rev', 'sig'].includes(key))),
      sha256,
    );
    const asked: string[][] = [];
    const verify = (...args: [string, string, string]): boolean => asked.push(args) > 1;
    expect(checkEvent(doc, sha256, verify)).toMatchObject({ kind: 'malformed', problem: { code: 'signature' } });
    expect(asked).toEqual([[event.by.device, hash, event.sig]]);
    expect(checkEvent(doc, sha256, verify)).toMatchObject({ kind: 'event' });
  });

  it('of a newer version is kept by its name, whatever else it holds', () => {
    expect(codeOf(named(event, { v: 2, mood: 'new' }))).toBe('newer');
    expect(codeOf({ ...named(event, { v: 2 }), mood: 'altered' })).toBe('hash');
  });
});

it('no document makes the check throw', () => {
  fc.assert(
    fc.property(fc.anything(), (doc) => {
      expect(checkEvent(doc, sha256).kind).toBe('malformed');
    }),
  );
  fc.assert(
    fc.property(fc.record({ v: fc.constantFrom(1, 2), data: fc.object(), on: fc.string() }), (changes) => {
      expect(['malformed', 'event', 'newer']).toContain(checkEvent({ ...event, ...changes }, sha256).kind);
    }),
  );
});

it('the instant of an event is corrected by what its machine knew of the hub', () => {
  expect(instantOf({ at: '2017-11-01T00:00:00.000Z', offset: -1500 })).toBe(Date.UTC(2017, 10, 1) - 1500);
  expect(instantOf({ at: '2017-11-01T00:00:00.000Z', offset: null })).toBe(Date.UTC(2017, 10, 1));
});
