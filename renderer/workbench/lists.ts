/** The lists at the left of the workbench, in the order of the day's work (WORKFLOWS a). */
import type { CaseList } from '../../shared/api/rows.ts';
import type { Tone } from '../components/tones.ts';
import { WORKBENCH_TEXTS } from './texts.ts';

export interface SideList {
  readonly list: CaseList;
  /** Colour of its count when it is not empty. */
  readonly tone: Tone;
}

export const SIDE_LISTS: readonly (readonly SideList[])[] = [
  [
    { list: 'overdue', tone: 'bad' },
    { list: 'due-today', tone: 'bad' },
    { list: 'due-soon', tone: 'warn' },
  ],
  [
    { list: 'from-villages', tone: 'active' },
    { list: 'questions', tone: 'warn' },
    { list: 'disputed', tone: 'bad' },
  ],
  [
    { list: 'supplementing', tone: 'plain' },
    { list: 'owed', tone: 'plain' },
    { list: 'to-collect', tone: 'plain' },
    { list: 'waiting', tone: 'plain' },
    { list: 'unsynced', tone: 'plain' },
  ],
  [
    { list: 'open', tone: 'plain' },
    { list: 'concluded', tone: 'plain' },
    { list: 'all', tone: 'plain' },
  ],
];

/** What stands in place of an empty list. */
export function emptyText(list: CaseList, query: string): string {
  const texts: Readonly<Partial<Record<string, string>>> = WORKBENCH_TEXTS.empty;
  if (query !== '') return WORKBENCH_TEXTS.empty.search;
  return texts[list] ?? WORKBENCH_TEXTS.empty.other;
}
