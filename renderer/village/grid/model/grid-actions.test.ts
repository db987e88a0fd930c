import { SLIP_COLUMNS } from '../../../../shared/slips/slip-fields.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DraftCells } from '../../../../shared/slips/slip-fields.ts';
import type { GridAction } from './grid-store.ts';
import { isBlank } from './grid-state.ts';
import { stored, gridOf, names } from './testing/grid.ts';

describe('any sequence of actions', () => {
  const column = fc.constantFrom(...SLIP_COLUMNS.map(({ key }) => key));
  const text = fc.constantFrom('甲', '乙', '11-09', '', ' ');
  const action: fc.Arbitrary<GridAction> = fc.oneof(
    fc.constantFrom<GridAction>(
      { do: 'copy-down' },
      { do: 'insert-row' },
      { do: 'remove-row' },
      { do: 'undo' },
      { do: 'clear' },
      { do: 'edit' },
      { do: 'cancel' },
      { do: 'next-pending' },
      { do: 'filter', problemsOnly: true },
      { do: 'filter', problemsOnly: false },
    ),
    fc
      .constantFrom('up', 'down', 'left', 'right', 'tab', 'tab-back', 'enter', 'first', 'last', 'page-down')
      .map((move): GridAction => ({ do: 'move', move: move as 'up' })),
    text.map((typed): GridAction => ({ do: 'type', text: typed })),
    fc.constantFrom<GridAction>({ do: 'commit', move: 'enter' }, { do: 'commit', move: 'tab' }, { do: 'commit' }),
    fc
      .array(fc.dictionary(column, text, { maxKeys: 3 }), { maxLength: 4 })
      .map((pasted): GridAction => ({ do: 'paste', rows: pasted as Partial<DraftCells>[] })),
  );

  it('leaves the service with exactly the rows of the grid, in the same order, and one blank row to type into', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const { store, service } = gridOf([
          stored('a', 0, { name: '甲' }),
          stored('b', 1, { name: '乙', date: '11-08' }),
        ]);
        for (const step of actions) store.dispatch(step);
        const state = store.get();
        expect(state.rows.some((row) => row.id === state.cursor.row)).toBe(true);
        const last = state.rows.at(-1);
        expect(last !== undefined && isBlank(last)).toBe(true);
        const positions = state.rows.map((row) => row.position);
        expect([...new Set(positions)].sort((x, y) => x - y)).toEqual(positions);
        const here = state.rows.filter((row) => !isBlank(row)).map((row) => [row.id, row.cells]);
        const there = [...service.entries()]
          .filter(([, row]) => SLIP_COLUMNS.some(({ key }) => row.cells[key] !== ''))
          .sort(([, x], [, y]) => x.position - y.position)
          .map(([id, row]) => [id, row.cells]);
        expect(there).toEqual(here);
      }),
      { numRuns: 400 },
    );
  });

  it('comes back to the beginning when everything is undone', () => {
    fc.assert(
      fc.property(
        fc.array(
          action.filter((step) => step.do !== 'undo'),
          { maxLength: 40 },
        ),
        (actions) => {
          const { store } = gridOf([stored('a', 0, { name: '甲' }), stored('b', 1, { name: '乙' })]);
          for (const step of actions) store.dispatch(step);
          while (store.get().undo.length > 0) store.dispatch({ do: 'undo' });
          expect(names(store)).toEqual(['甲', '乙', '']);
        },
      ),
      { numRuns: 200 },
    );
  });
});
