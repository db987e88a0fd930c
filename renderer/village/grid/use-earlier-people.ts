/** People of that name from earlier cases, while the number of a slip is still to be typed: eighteen digits less for the agent. */

import type { EarlierPerson } from '../../../shared/api/earlier-person.ts';
import type { DraftCells } from '../../../shared/slips/slip-fields.ts';
import { useAnswer } from '../../app/client-hooks.ts';
import { cursorRow } from './model/grid-state.ts';
import type { GridRow, GridState } from './model/grid-state.ts';

const MOST = 6;

/** At most six; none unless the cursor stands in the empty number of a slip that has a name. */
export function useEarlierPeople(state: GridState): readonly EarlierPerson[] {
  const row = cursorRow(state);
  const name = row?.cells.name ?? '';
  const here = state.cursor.column === 'idNumber' && name !== '' && row?.cells.idNumber === '' && !state.editing?.text;
  const found = useAnswer('cases.person', { name }, { when: here });
  return here ? (found.data ?? []).filter(({ person }) => person.idNumber !== null).slice(0, MOST) : [];
}

/** What choosing that person fills in: the number, and what the slip does not say itself. */
export function cellsOf(row: GridRow, { person }: EarlierPerson): Partial<DraftCells> {
  const own = (key: 'phone' | 'group') => row.cells[key] !== '' && !row.carried.includes(key);
  return {
    idNumber: person.idNumber ?? '',
    ...(person.phone === null || own('phone') ? {} : { phone: person.phone }),
    ...(person.group === null || own('group') ? {} : { group: person.group }),
  };
}
