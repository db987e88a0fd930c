import { breach } from '../breach.ts';
import { defineRemark } from '../define-remark.ts';
import { reason } from '../field.ts';
import { threadEnd } from '../rating-check.ts';
import { aboutRating } from '../ratings.ts';

/** 申诉: the office holds that the rating is not to count. The limit of the verification goes on. */
export const ratingAppealed = defineRemark({
  type: 'rating-appealed',
  label: '申诉',
  fields: { reason: reason('申诉理由') },
  roles: ['clerk'],
  add: aboutRating(({ check }, { id, on }) =>
    check === null ? breach('rating', '这条评价不是差评，不用申诉') : { appeal: { id, on, rejected: null } },
  ),
  follows: threadEnd('rating-appealed'),
  input: true,
  button: { none: 'it stands with its rating' },
});
