/** What the steps of a special procedure share: which there are, and how long one is planned. */
import type { Limit } from '../calendar/limit.ts';
import { choice, number } from './field.ts';

/** The closed list of 行政许可法 art. 45: nothing else stops the statutory clock. */
export const SPECIAL_KINDS = ['听证', '招标', '拍卖', '检验', '检测', '检疫', '鉴定', '专家评审'] as const;

const STOPS_THE_LAW: ReadonlySet<string> = new Set(SPECIAL_KINDS);
export const stopsStatutoryClock = (kind: string): boolean => STOPS_THE_LAW.has(kind);

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
