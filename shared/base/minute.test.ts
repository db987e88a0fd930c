import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { MinuteSchema, minuteOf, readMinute } from './minute.ts';

it.each([
  ['1430', '14:30'],
  ['930', '09:30'],
  ['0905', '09:05'],
  ['14:30', '14:30'],
  ['１４：３０', '14:30'],
  ['9.05', '09:05'],
  [' 9点05分 ', '09:05'],
  ['0000', '00:00'],
  ['2359', '23:59'],
])('%s is read as %s', (text, minute) => {
  expect(readMinute(text)).toBe(minute);
});

it.each(['', '9', '24:00', '2460', '1260', '12:5', '下午', '12:300', '1 430'])('%s is no time', (text) => {
  expect(readMinute(text)).toBeNull();
});

it('what is read is what the schema takes, and reads as itself', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 6 }), (text) => {
      const minute = readMinute(text);
      if (minute === null) return;
      expect(MinuteSchema.safeParse(minute).success).toBe(true);
      expect(readMinute(minute)).toBe(minute);
    }),
    { seed: 20261201, numRuns: 500 },
  );
});

it('of an instant is the one of the clock in Shanghai', () => {
  expect(minuteOf(Date.parse('2026-11-24T02:00:59.999Z'))).toBe('10:00');
  expect(minuteOf(Date.parse('2026-11-24T16:05:00.000Z'))).toBe('00:05');
});
