import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LocalDate } from '../../shared/base/brands.ts';
import { addDays } from '../../shared/base/local-date.ts';
import { readDateText } from './date-text.ts';

const today = '2026-11-23' as LocalDate;

test.each([
  ['2026-11-09', '2026-11-09'],
  ['2026.11.9', '2026-11-09'],
  ['2026年11月9日', '2026-11-09'],
  ['20261109', '2026-11-09'],
  ['11-9', '2026-11-09'],
  ['11月9日', '2026-11-09'],
  ['1109', '2026-11-09'],
  ['2026-11-09', '2026-11-09'],
  ['-1', '2026-11-22'],
])('%s is read as %s', (text, day) => {
  expect(readDateText(text, today, 'past')).toBe(day);
});

test('without a year the past looks back and a deadline looks forward', () => {
  expect(readDateText('1201', today, 'past')).toBe('2025-12-01');
  expect(readDateText('1201', today, 'future')).toBe('2026-12-01');
  expect(readDateText('0105', today, 'future')).toBe('2027-01-05');
  expect(readDateText('+5', today, 'future')).toBe('2026-11-28');
});

test.each(['', '明天', '2026-02-30', '13-01', '1131', '20261301', '2026/11', '11-9-2026'])(
  '%j is no day and is not guessed',
  (text) => {
    expect(readDateText(text, today, 'past')).toBeNull();
  },
);

test('every day reads back from its full spellings', () => {
  fc.assert(
    fc.property(fc.integer({ min: -20_000, max: 20_000 }), (shift) => {
      const day = addDays(today, shift);
      for (const text of [day, day.replaceAll('-', ''), day.replaceAll('-', '/')])
        expect(readDateText(text, today, 'past')).toBe(day);
    }),
  );
});
