import { expect, test } from 'vitest';
import type { LocalDate } from '../../shared/base/brands.ts';
import { rowsAskedNow } from '../../shared/case/form.ts';
import { dataOf, startValues } from '../components/case-actions/form-values.ts';
import { VISITOR_FORM, checkVisitor } from './visitor-fields.ts';

const context = {
  today: '2026-11-23' as LocalDate,
  materials: [],
  window: '',
  limit: null,
  detail: null,
  windows: ['社会保障', '民政优抚'],
};
const start = startValues(VISITOR_FORM, context);

test('a consultation is saved as the form opens: one person', () => {
  const data = dataOf(rowsAskedNow(VISITOR_FORM, start), start, context);
  expect(checkVisitor(data).data).toEqual({ kind: 'consulted', data: { count: 1 } });
});

test('a first-asked record says what was asked and where the person was sent', () => {
  const values = { ...start, kind: 'firstAsked', ask: '要办准生证', to: 'guided', window: '民政优抚' };
  const data = dataOf(rowsAskedNow(VISITOR_FORM, values), values, context);
  const guided = { ask: '要办准生证', to: 'guided', window: '民政优抚' };
  expect(checkVisitor(data).data).toEqual({ kind: 'firstAsked', data: guided });
  expect(checkVisitor({ ...data, ask: '' }).success).toBe(false);
});
