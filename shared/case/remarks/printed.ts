import { defineRemark } from '../define-remark.ts';
import { field } from '../field.ts';
import { asIs } from '../lines.ts';
import { ROLES } from '../roles.ts';
import { requiredText } from '../texts.ts';

const form = { none: 'the page that prints notes it' };

/** 打印: a paper left the house. */
export const printed = defineRemark({
  type: 'printed',
  label: '打印',
  fields: { paper: field(requiredText(60), { label: '文书', form, show: asIs }) },
  roles: ROLES,
  input: true,
  button: form,
});
