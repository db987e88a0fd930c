/** What a case says against its applicant being one that its matter is for. */

import type { SameCase } from '../api/earlier-person.ts';
import type { Problem } from '../base/problem.ts';
import { appliesDoubts, type AppliesProblem } from '../matter/applies-to.ts';
import type { Catalogue } from '../matter/catalogue.ts';
import { applicantOf } from '../person/applicant.ts';
import type { CaseFold } from './case-types.ts';

export type CatalogueOfCases = Pick<Catalogue, 'version' | 'matter'>;

/**
 * The doubts that are unanswered: none where the registration says why, none that the village confirmed. A case is asked by the
 * catalogue that it was registered under and by no later one, so that a new condition asks about no old case.
 */
export function applicantDoubts(fold: CaseFold, catalogue: CatalogueOfCases): Problem<AppliesProblem>[] {
  if (fold.terms.catalogue !== catalogue.version) return [];
  if (fold.despite !== null && fold.rightMatter === null) return [];
  const confirmed = new Set<string>(fold.rightMatter === null ? fold.slip?.confirmed : []);
  const { idNumber } = fold.person;
  const { appliesTo } = catalogue.matter(fold.matter) ?? {};
  return appliesDoubts(appliesTo, applicantOf(fold.person), idNumber, fold.on).filter(
    ({ code }) => !confirmed.has(code),
  );
}

/** The sentence about another case of the same person and matter. */
export const sameWords = ({ number, on, open }: SameCase): string =>
  open ? `此人同样的事项另有一件还没办完：${number}（${on}）` : `此人同样的事项当天已办过一件：${number}（${on}）`;
