import { defineRemark } from '../define-remark.ts';
import { text } from '../field.ts';
import { ROLES } from '../roles.ts';

/** 备注: any text to keep with the case. */
export const noted = defineRemark({
  type: 'noted',
  label: '备注',
  fields: { text: text({ label: '内容', max: 500, lines: 3 }) },
  roles: ROLES,
  input: true,
  button: 10,
});
