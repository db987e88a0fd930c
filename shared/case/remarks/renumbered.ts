import { CaseNoSchema } from '../../base/brands.ts';
import { defineRemark } from '../define-remark.ts';
import { field } from '../field.ts';
import { asIs } from '../lines.ts';

const form = { none: 'the hub gives the later of two cases another number' };

/** 改号: two cases bore one number. */
export const renumbered = defineRemark({
  type: 'renumbered',
  label: '改号',
  fields: { number: field(CaseNoSchema, { label: '办件编号', form, show: asIs }) },
  roles: ['hub'],
  add: (sums, { data }) => ({
    ...sums,
    number: data.number,
    formerNumbers: [...sums.formerNumbers, sums.number],
  }),
  input: false,
  button: form,
});
