import { expect, test } from 'vitest';
import type { LocalDate } from '../../shared/domain/brands.ts';
import { dayWords } from './today.ts';

test('a day is written with its weekday and whether the offices work', () => {
  expect(dayWords('2026-11-23' as LocalDate)).toEqual({ date: '2026年11月23日', weekday: '星期一', kind: '工作日' });
  expect(dayWords('2026-11-22' as LocalDate).kind).toBe('休息日');
  expect(dayWords('2026-10-01' as LocalDate).kind).toContain('国庆');
});
