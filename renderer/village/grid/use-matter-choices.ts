/** The matters offered below the grid while the cursor is in the matter column: never more than nine, chosen by number. */
import { useDeferredValue } from 'react';
import { useAnswer } from '../../app/client-hooks.ts';
import { cursorRow } from './model/grid-state.ts';
import type { GridState } from './model/grid-state.ts';
import { commonMatters } from './model/offers.ts';

export interface MatterChoice {
  readonly name: string;
  readonly proxyable: boolean;
  /** What matched, or the window, in small print. */
  readonly hint: string;
}

export interface MatterChoices {
  /** `asked`: the row names several matters and a person must say which. */
  readonly from: 'none' | 'asked' | 'common' | 'search';
  readonly list: readonly MatterChoice[];
  readonly searching: boolean;
}

const MOST = 9;
const NONE: MatterChoices = { from: 'none', list: [], searching: false };

export function useMatterChoices(state: GridState): MatterChoices {
  const here = state.cursor.column === 'matter';
  const typed = useDeferredValue(here ? (state.editing?.text.trim() ?? '') : '');
  const hits = useAnswer('matters.search', { query: typed, limit: MOST }, { when: here, keepPrevious: true });
  if (!here) return NONE;
  const found = (hits.data ?? []).map((hit) => ({ name: hit.name, proxyable: hit.proxyable, hint: hit.window }));
  if (typed !== '') return { from: 'search', list: found, searching: hits.isPending || hits.isPlaceholderData };
  const asked = cursorRow(state)?.judgement?.candidates ?? [];
  if (asked.length > 0)
    return {
      from: 'asked',
      list: asked.slice(0, MOST).map(({ name }) => ({ name, proxyable: true, hint: '' })),
      searching: false,
    };
  const common = commonMatters(state.rows, MOST).map((name) => ({ name, proxyable: true, hint: '' }));
  const rest = found.filter((hit) => hit.proxyable && !common.some(({ name }) => name === hit.name));
  return { from: 'common', list: [...common, ...rest].slice(0, MOST), searching: hits.isPending };
}
