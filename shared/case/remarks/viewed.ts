import { defineRemark } from '../define-remark.ts';
import { note } from '../field.ts';
import { ROLES } from '../roles.ts';

const form = { none: 'who looks at a case writes nothing by hand' };

/** 查看: a member of staff looked at the case. */
export const viewed = defineRemark({
  type: 'viewed',
  label: '查看',
  fields: { note: { ...note, form } },
  roles: ROLES,
  input: false,
  button: form,
});
