/** Days that a form asks for and that cannot lie before the case began. The form and the service ask the same function. */
import type { LocalDate } from '../base/brands.ts';
import { formRowsOf } from './form.ts';
import type { FormRow } from './form.ts';
import type { Fields } from './field.ts';

export interface WrongDay {
  readonly field: string;
  readonly text: string;
}

/** The first day among these rows that lies before `began`; null when none does, and where the day the case began is not known. */
export function dayBeforeCase(
  rows: readonly FormRow[],
  data: Readonly<Record<string, unknown>>,
  began: LocalDate | null,
): WrongDay | null {
  if (began === null) return null;
  for (const row of rows) {
    if (row.kind !== 'date' || row.sinceCase !== true) continue;
    const value = data[row.field];
    if (typeof value === 'string' && value < began)
      return { field: row.field, text: `${value} 早于这一件登记的日期 ${began}，请改为 ${began} 或以后` };
  }
  return null;
}

/** The same of the data of a step or remark with these fields. */
export const fieldBeforeCase = (
  fields: Fields,
  data: Readonly<Record<string, unknown>>,
  began: LocalDate,
): WrongDay | null => dayBeforeCase(formRowsOf(fields), data, began);
