/** What may be put right of a step: the day it counts for, and what its form asked, the list of papers among it. */
import { formRowsOf } from './form.ts';
import type { FormRow } from './form.ts';
import type { Fields } from './field.ts';

/** The name of the day among the fields that a correction changes. */
export const SAID_ON = 'on';
export const SAID_ON_LABEL = '办理日期';

const DAY: FormRow = {
  kind: 'date',
  lean: 'past',
  start: () => null,
  key: SAID_ON,
  field: SAID_ON,
  label: SAID_ON_LABEL,
  optional: false,
  blank: 'kept',
};

const MATERIALS: FormRow = {
  kind: 'materials',
  key: 'materials',
  field: 'materials',
  label: '材料',
  optional: false,
  blank: 'kept',
};

/** Fields that follow from others, or choose among steps, have nothing to put right. */
const ASKED: (row: FormRow) => boolean = ({ kind }) => kind !== 'fixed' && kind !== 'branches';

/** The rows of the form that puts a step with these fields right. A first step's papers are listed on the page of registration, a later one's in its form. */
export function correctionRows(fields: Fields, isFirst: boolean): readonly FormRow[] {
  const materials = isFirst && 'materials' in fields ? [MATERIALS] : [];
  return [DAY, ...materials, ...formRowsOf(fields).filter(ASKED)];
}
