import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { createGzip, gunzipSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinesError, packPieces, unpackLines } from './gzip-lines.ts';

const LIMITS = { maxBytes: 1_000_000_000, maxLine: 1_000_000, maxRatio: 100 };

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
/** In pieces of that many bytes, as a line may cut them. */
function* cut(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function linesOf(source: Iterable<Buffer> | AsyncIterable<Buffer>, limits = LIMITS): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of unpackLines(Readable.from(source), limits)) lines.push(line);
  return lines;
}
const line = fc.string({ unit: 'binary', maxLength: 3000 }).map((text) => text.replaceAll('\n', ''));

describe('packed lines', () => {
  it('come out as they went in, however they are cut on the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 9 }), fc.integer({ min: 1, max: 500 }), async (lines, size) => {
        const packed = await bytesOf(packPieces(lines.flatMap((each) => [each, '\n'])));
        expect(await linesOf(cut(packed, size))).toEqual(lines);
      }),
      { numRuns: 60 },
    );
  });

  it('come out one by one while the rest is still on its way', async () => {
    const long = 'x'.repeat(5_000);
    const sent: string[] = [];
    const pieces = async function* () {
      for (let n = 0; n < 3; n += 1) {
        sent.push(`sent ${n}`);
        yield `${n}${long}\n`;
        // The next is asked for only when the reader has this one: it would wait for ever otherwise.
        await read[n]?.promise;
      }
    };
    const read = [0, 1, 2].map(() => Promise.withResolvers<void>());
    for await (const each of unpackLines(packPieces(pieces()), LIMITS)) {
      sent.push(`read ${each[0]}`);
      read[Number(each[0])]?.resolve();
    }
    expect(sent).toEqual(['sent 0', 'read 0', 'sent 1', 'read 1', 'sent 2', 'read 2']);
  });

  it('are asked for no faster than they are read', async () => {
    let made = 0;
    const endless = function* () {
      for (;;) {
        made += 1;
        yield `${fc.sample(fc.uuid(), { numRuns: 40, seed: made }).join()}\n`;
      }
    };
    const stream = packPieces(endless());
    const reader = unpackLines(stream, LIMITS);
    for (let n = 0; n < 5; n += 1) await reader.next();
    // Until it stands still; one that ran ahead would not.
    let before: number;
    do {
      before = made;
      await setTimeout(20);
    } while (before !== made && before < 1000);
    expect(made).toBeLessThan(1000);
    await reader.return(undefined);
    await expect.poll(() => stream.destroyed).toBe(true);
  });

  it('end with the error of who makes them', async () => {
    const pieces = function* () {
      yield 'one\n';
      throw new RangeError('made badly');
    };
    await expect(linesOf(packPieces(pieces()))).rejects.toThrow('made badly');
  });

  it('that are too many, too long, or explode are refused before they fill the memory', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, 32));
    await expect(linesOf([bomb])).rejects.toMatchObject({ kind: 'too-large' });
    await expect(linesOf([gzipSync('x'.repeat(300))], { ...LIMITS, maxLine: 200 })).rejects.toThrow(LinesError);
    await expect(linesOf([gzipSync('x\n'.repeat(300))], { ...LIMITS, maxBytes: 200 })).rejects.toThrow(LinesError);
  });

  it('that are cut, are no gzip or no text are refused', async () => {
    const packed = gzipSync('one\ntwo\n');
    await expect(linesOf([packed.subarray(0, -9)])).rejects.toMatchObject({ code: 'Z_BUF_ERROR' });
    await expect(linesOf([gzipSync('one\ntw')])).rejects.toMatchObject({ kind: 'cut' });
    await expect(linesOf([Buffer.from('one\n')])).rejects.toMatchObject({ code: 'Z_DATA_ERROR' });
    await expect(linesOf([gzipSync(Buffer.from([0xff, 0xfe, 10]))])).rejects.toThrow(TypeError);
  });

  it('of two kinds cost less apart than together', async () => {
    const fields = JSON.stringify(fc.sample(fc.nat(), { numRuns: 3000, seed: 1 }));
    const noise = Buffer.from(
      fc
        .sample(fc.uint8Array({ minLength: 64, maxLength: 64 }), { numRuns: 300, seed: 1 })
        .flatMap((each) => [...each]),
    ).toString('base64');
    const apart = await bytesOf(packPieces([fields, noise]));
    const together = await bytesOf(Readable.from([fields + noise]).pipe(createGzip({ level: 9, memLevel: 9 })));
    expect(gunzipSync(apart).toString()).toBe(fields + noise);
    expect(apart.length).toBeLessThan(together.length);
  });
});
