import { expect, test } from 'vitest';
import type { LocalDate } from '../../shared/base/brands.ts';
import { referenceCalendar } from '../../shared/reference/load.ts';
import { dayWords } from './today.ts';

const words = (day: string) => {
  const today = day as LocalDate;
  return dayWords({ today, day: referenceCalendar().day(today) });
};

test('a day is written with its weekday and whether the offices work', () => {
  expect(words('2026-11-23')).toEqual({ date: '2026年11月23日', weekday: '星期一', kind: '工作日' });
  expect(words('2026-11-22').kind).toBe('休息日');
  expect(words('2026-10-01').kind).toContain('国庆');
});

test('a day of a year without a notice says what is certain and what is estimated', () => {
  expect(words('2027-01-01')).toEqual({ date: '2027年1月1日', weekday: '星期五', kind: '元旦' });
  expect(words('2027-01-04').kind).toBe('工作日（估算）');
  expect(words('2027-01-09').kind).toBe('休息日（估算）');
  expect(words('2026-12-28').kind).toBe('工作日（估算）');
});
