import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEED } from '../../test/runner/seed.ts';
import { readFen } from './money.ts';

describe('a sum in yuan', () => {
  it.each([
    ['20', 2000],
    ['20.5', 2050],
    ['0.07', 7],
    ['1,000.00', 100_000],
    [' ２０．５ 元 ', 2050],
    ['¥10', 1000],
    ['19.99', 1999],
  ])('%s is read to the fen', (text, fen) => expect(readFen(text)).toBe(fen));

  it.each(['', '0.005', '20.999', '-5', '1e3', '1,00', '10,00', '1 000', '二十', '20.', '.5', '20元5角', '１０，００'])(
    '%s is none, and is not rounded to one',
    (text) => expect(readFen(text)).toBeNull(),
  );

  it('is what it was written from', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), (fen) => {
        expect(readFen((fen / 100).toFixed(2))).toBe(fen);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});
