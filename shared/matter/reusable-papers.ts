/**
 * Papers that are not asked for again: what the same person handed in for an earlier case and is still valid is offered. Which papers, under
 * which names and for how long is data of the catalogue.
 */
import type { LocalDate } from '../base/brands.ts';
import { addMonths } from '../base/local-date.ts';
import type { Catalogue } from './catalogue.ts';

type ReusablePaper = NonNullable<Catalogue['reusable']>[number];

/** The reusable paper that a matter's material is; undefined where it must be handed in each time. */
export const reusablePaper = ({ reusable }: Pick<Catalogue, 'reusable'>, name: string): ReusablePaper | undefined =>
  reusable?.find((paper) => paper.name === name || paper.also.includes(name));

/** The last day on which what was handed in on `on` may be used again; `validTo`: the last day that the paper itself names. */
export function reusableUntil({ months }: ReusablePaper, on: LocalDate, validTo: LocalDate | undefined): LocalDate {
  const until = addMonths(on, months);
  return validTo !== undefined && validTo < until ? validTo : until;
}
