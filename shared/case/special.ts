/** What the steps of a special procedure share: how long one is planned. */
import type { Limit } from '../calendar/limit.ts';
import { choice, number } from './field.ts';

const LENGTH_UNITS = { 'working-day': '工作日', day: '天（自然日）' } as const;

/** The planned length as two fields of a form. */
export const LENGTH = {
  length: number({ label: '需要多久', min: 1, max: 180, unit: '' }),
  unit: choice({ label: '按什么计', options: LENGTH_UNITS, start: 'working-day' }),
};

export const limitOfLength = (data: { readonly length: number; readonly unit: keyof typeof LENGTH_UNITS }): Limit => ({
  n: data.length,
  unit: data.unit,
});
