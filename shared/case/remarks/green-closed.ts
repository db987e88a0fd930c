import { defineRemark } from '../define-remark.ts';
import { reason } from '../field.ts';

/** 取消绿色通道: the case waits its turn again. */
export const greenClosed = defineRemark({
  type: 'green-closed',
  label: '取消绿色通道',
  fields: { reason: reason('取消的原因') },
  roles: ['agent', 'clerk'],
  add: (sums, { id }) => ({ ...sums, green: null, greenWord: id }),
  corrects: ({ greenWord }) => greenWord,
  untimely: ({ green }) => (green === null ? '这一件没有走绿色通道' : null),
  input: true,
  button: 26,
});
