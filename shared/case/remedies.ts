/**
 * 救济告知: what a person to whom something was refused may do, where and by when. A refusal without it is void of form (行政许可法 art. 38; within sixty days by
 * 行政复议法 art. 20, within six months by 行政诉讼法 art. 46). The names of the two bodies are the county's, so that a form need not be filled in.
 */
import { optionalNumber, optionalText } from './field.ts';
import type { Ask } from './form.ts';

const REVIEW_DAYS = 60;
const COURT_MONTHS = 6;

/** Returns the fields of a refusal that tell of it. `when`: asked only while this holds of the other fields. */
export const remedyFields = (when?: NonNullable<Ask['when']>) => {
  const asked = when === undefined ? {} : { when };
  return {
    reviewBody: optionalText({
      label: '行政复议机关',
      max: 80,
      start: ({ county }) => (county === undefined ? '' : `${county}人民政府`),
      ...asked,
    }),
    reviewDays: optionalNumber({
      label: '申请复议期限',
      min: 1,
      max: 365,
      start: REVIEW_DAYS,
      unit: '日',
      ...asked,
    }),
    court: optionalText({
      label: '起诉法院',
      max: 80,
      start: ({ county }) => (county === undefined ? '' : `${county}人民法院`),
      ...asked,
    }),
    courtMonths: optionalNumber({ label: '起诉期限', min: 1, max: 24, start: COURT_MONTHS, unit: '个月', ...asked }),
  };
};

interface RemedyData {
  readonly reviewBody?: string | undefined;
  readonly reviewDays?: number | undefined;
  readonly court?: string | undefined;
  readonly courtMonths?: number | undefined;
}

/** What a refused applicant was told; a part that an event of before does not say is null. */
export type Remedies = { readonly [K in keyof RemedyData]-?: NonNullable<RemedyData[K]> | null };

/** Returns what a refusal tells of its remedies; null where it tells of none. */
export function remediesTold({ reviewBody, reviewDays, court, courtMonths }: RemedyData): Remedies | null {
  const told = {
    reviewBody: reviewBody || null,
    reviewDays: reviewDays ?? null,
    court: court || null,
    courtMonths: courtMonths ?? null,
  };
  return Object.values(told).some((part) => part !== null) ? told : null;
}

const TOLD: readonly (readonly [keyof RemedyData, string])[] = [
  ['reviewBody', '请写明向哪个机关申请行政复议'],
  ['reviewDays', '请写明多少日内可以申请行政复议'],
  ['court', '请写明向哪个法院起诉'],
  ['courtMonths', '请写明几个月内可以起诉'],
];

/** Returns the first remedy that a refusal does not tell of, with its field; null when it tells of all. */
export function untoldRemedy(data: RemedyData): { readonly field: string; readonly text: string } | null {
  const missing = TOLD.find(([field]) => data[field] === undefined || data[field] === '');
  return missing === undefined ? null : { field: missing[0], text: missing[1] };
}
