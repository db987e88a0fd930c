/** A rating as the desk writes it: with the list of items in force, and the county's limit for a bad one. */
import { ApiError } from '../../shared/api/errors.ts';
import type { Catalogue } from '../../shared/matter/catalogue.ts';
import type { RemarkInput } from '../../shared/case/remarks/index.ts';
import { CHECK_TERMS } from '../../shared/case/ratings.ts';
import { isBad, ITEMS_VERSION, itemsOffered } from '../../shared/case/rating-words.ts';

type Given = Extract<RemarkInput, { type: 'rating-given' }>['data'];

/** Throws ApiError `bad-input` at `items` where one of them is not offered for that level. What a caller says of the limit is not taken. */
export function keptRating({ ratings }: Catalogue, given: Given): Given {
  const { check: _, items = [], itemsVersion: __, ...said } = given;
  const offered = itemsOffered(given.score);
  if (items.some((code) => !Object.hasOwn(offered, code)))
    throw new ApiError('bad-input', '评价指标与满意程度不相配，请重选。', 'items');
  return {
    ...said,
    ...(items.length === 0 ? {} : { items: [...new Set(items)], itemsVersion: ITEMS_VERSION }),
    ...(isBad(given.score) ? { check: ratings?.check ?? CHECK_TERMS } : {}),
  };
}
