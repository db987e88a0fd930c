import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUNDLE_LIMITS } from '../../shared/api/bundle.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { makeSigningKey } from '../../store/trust/crypto.ts';
import { readLines } from './body.ts';
import { openSeal, peekBundle, type SealInput, sealBundle } from './seal.ts';

const STATION = '431222115204-a7';
const [sender, reader, other, stranger] = [makeSigningKey(), makeSigningKey(), makeSigningKey(), makeSigningKey()];
const input = (more: Partial<SealInput> = {}): SealInput => ({
  station: STATION,
  count: 3,
  sender: { hub: sender.publicKey },
  privateKey: sender.privateKey,
  recipients: [reader.publicKey, other.publicKey],
  packed: gzipSync('{"kind":"none"}\n'),
  ...more,
});

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
  return 'opened';
};
const codeOfBody = async (packed: Buffer): Promise<string> => {
  try {
    for await (const _ of readLines(packed));
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
  return 'read';
};

describe('the seal', () => {
  it('is opened by every recipient, who finds what was sealed and whose signature it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        const packed = Buffer.from(bytes);
        const file = sealBundle(input({ packed }));
        for (const key of [reader, other]) {
          const opened = openSeal(file, key.privateKey);
          expect(opened.packed.equals(packed)).toBe(true);
          expect(opened.header).toMatchObject({ station: STATION, count: 3 });
          expect([opened.signedBy(sender.publicKey), opened.signedBy(other.publicKey)]).toEqual([true, false]);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is opened by nobody else, not by who wrote it either', () => {
    const file = sealBundle(input());
    for (const { privateKey } of [stranger, sender])
      expect(codeOf(() => openSeal(file, privateKey))).toBe('not-for-us');
  });

  it('refuses every flipped bit, every lost end and every addition', () => {
    const file = sealBundle(input());
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(file);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(['torn', 'not-a-bundle', 'newer-version']).toContain(codeOf(() => openSeal(changed, reader.privateKey)));
      }),
      { numRuns: 300 },
    );
    for (let end = 0; end < file.length; end += 7)
      expect(['torn', 'not-a-bundle']).toContain(codeOf(() => openSeal(file.subarray(0, end), reader.privateKey)));
    expect(codeOf(() => openSeal(Buffer.concat([file, Buffer.of(0)]), reader.privateKey))).toBe('torn');
  });

  it('refuses a changed byte also from one who made the digest at the end fit again', () => {
    const file = sealBundle(input());
    const body = file.length - 32;
    fc.assert(
      fc.property(fc.nat(body - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = Buffer.from(file.subarray(0, body));
        changed[at] = (changed[at] ?? 0) ^ mask;
        const whole = Buffer.concat([changed, createHash('sha256').update(changed).digest()]);
        expect(codeOf(() => openSeal(whole, reader.privateKey))).not.toBe('opened');
      }),
      { numRuns: 300 },
    );
  });

  it('is torn where its key is a point that no sender chooses', () => {
    const changed = sealBundle(input()).subarray(0, -32);
    const keyAt = changed.indexOf(10) + 1;
    for (const first of [0, 1]) {
      changed.fill(0, keyAt, keyAt + 32);
      changed[keyAt] = first;
      const whole = Buffer.concat([changed, createHash('sha256').update(changed).digest()]);
      expect(codeOf(() => openSeal(whole, reader.privateKey))).toBe('torn');
    }
  });

  it('names format, algorithm, station and count, and no recipient; one machine looks like sixteen', () => {
    const few = sealBundle(input({ recipients: [reader.publicKey] }));
    const many = sealBundle(input({ recipients: [reader, other, stranger].map(({ publicKey }) => publicKey) }));
    expect(many.length).toBe(few.length);
    const line = few.subarray(0, few.indexOf(10)).toString();
    expect(Object.keys(JSON.parse(line)).toSorted()).toEqual(['algorithm', 'count', 'format', 'station']);
    for (const key of [reader.publicKey, sender.publicKey]) {
      expect(few.includes(key)).toBe(false);
      expect(few.includes(Buffer.from(key, 'base64url'))).toBe(false);
    }
  });

  it('gives no recipient the means to seal the same words to others in the name of their sender', () => {
    const opened = openSeal(sealBundle(input()), reader.privateKey);
    const forged = sealBundle(
      input({ packed: opened.packed, privateKey: reader.privateKey, recipients: [stranger.publicKey] }),
    );
    expect(openSeal(forged, stranger.privateKey).signedBy(sender.publicKey)).toBe(false);
  });

  it('tells a newer format and a file of another kind from a torn one', () => {
    const file = sealBundle(input());
    const newer = Buffer.from(file.toString('latin1').replace('bianmin-bundle/1', 'bianmin-bundle/2'), 'latin1');
    expect(codeOf(() => peekBundle(newer))).toBe('newer-version');
    for (const text of ['', '{}', 'PK\u0003\u0004', '{"format":"bianmin-request/1"}\n'])
      expect(codeOf(() => peekBundle(Buffer.from(text)))).toBe('not-a-bundle');
    expect(codeOf(() => peekBundle(Buffer.alloc(BUNDLE_LIMITS.packed + 1)))).toBe('too-large');
  });
});

describe('the body', () => {
  it('is unpacked to 50 MB and a hundred times its size, no further', async () => {
    expect(await codeOfBody(gzipSync(Buffer.alloc(8 * 1024 * 1024, 32)))).toBe('too-large');
    const noise = Buffer.alloc(BUNDLE_LIMITS.unpacked + 1);
    for (let at = 0; at + 4 <= noise.length; at += 64) noise.writeUInt32LE((at * 2654435761) >>> 0, at);
    expect(await codeOfBody(gzipSync(noise, { level: 1 }))).toBe('too-large');
  });

  it('is refused when it is no gzip, ends early, or holds lines that nobody knows', async () => {
    const whole = gzipSync('{"kind":"county","doc":{"_id":"x"}}\n');
    expect(await codeOfBody(whole)).toBe('read');
    expect(await codeOfBody(whole.subarray(0, -9))).toBe('torn');
    expect(await codeOfBody(Buffer.from('no gzip'))).toBe('torn');
    expect(await codeOfBody(gzipSync('{"kind":"county","doc":{"_id":"x"}}'))).toBe('torn');
    for (const line of ['{"kind":"picture"}', 'nothing', '{"kind":"events","place":"1"}'])
      expect(await codeOfBody(gzipSync(`${line}\n`))).toBe('newer-version');
  });
});
