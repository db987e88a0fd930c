/** The views of the village page. */
import type { EventId } from '../../shared/base/brands.ts';
import { createRouter } from '../app/router.tsx';

export type VillageRoute =
  | { readonly view: 'start' | 'finish' | 'lists' | 'returned' | 'results' | 'questions' | 'cases' }
  | { readonly view: 'grid'; readonly problemsOnly?: boolean; readonly importing?: boolean }
  /** `fresh`: just handed over, so that the page says what happens next. */
  | { readonly view: 'list'; readonly list: string; readonly fresh?: boolean }
  | { readonly view: 'case'; readonly case: EventId };

export const VillageRouter = createRouter<VillageRoute>();
