/** What fields of a person are called, asked and shown as, by whose they are. */
import type { Applicant } from './applicant.ts';
import type { Words } from './person-field-spec.ts';
import { type PersonKey, personField } from './person-fields.ts';

/** What a field is called, and what stands under it in a form, of this applicant. */
export const wordsOf = (key: PersonKey, applicant: Applicant): Words => {
  const spec = personField(key);
  return spec.wordsFor?.(applicant) ?? { label: spec.label, ...(spec.hint === undefined ? {} : { hint: spec.hint }) };
};

/** Over a column of a list that has applicants of every kind. */
export const columnLabel = (key: PersonKey): string => personField(key).column ?? personField(key).label;

/** Returns whether this applicant is asked for it. */
export const isAsked = (key: PersonKey, applicant: Applicant): boolean => personField(key).asked?.(applicant) ?? true;

/** A kept value in words, but a village's code, which is named where the places are at hand. */
export function valueInWords(key: PersonKey, value: string): string {
  const options = personField(key).choice?.options ?? {};
  return Object.hasOwn(options, value) ? (options[value] ?? value) : value;
}
