/** A grid over stored rows, and typing into it. */
import { EMPTY_CELLS } from '../../../../../shared/slips/slip-fields.ts';
import type { DraftRow } from '../../../../../shared/api/rows.ts';
import type { DraftCells } from '../../../../../shared/slips/slip-fields.ts';
import type { Column } from '../columns.ts';
import { createGridStore } from '../grid-store.ts';
import type { GridStore } from '../grid-store.ts';

export const stored = (
  id: string,
  position: number,
  cells: Partial<DraftCells>,
  verdict: DraftRow['verdict'] = 'take',
): DraftRow => ({
  id,
  position,
  cells: { ...EMPTY_CELLS, ...cells },
  source: 'typed',
  origin: null,
  verdict,
  reasons: verdict === 'ask' ? [{ code: 'id-checksum', message: '校验位不对', field: 'idNumber', fixes: [] }] : [],
  confirmable: true,
  matterCode: null,
  matterName: null,
  candidates: [],
});

/** A grid with a service that remembers what it was told. */
export function gridOf(
  rows: readonly DraftRow[],
  at: { position: number; column: Column } = { position: 0, column: 'date' },
) {
  let count = 0;
  const service = new Map<string, { position: number; cells: DraftCells }>(rows.map((row) => [row.id, row]));
  const cursors: { position: number; column: Column }[] = [];
  const store = createGridStore(rows, at, {
    newId: () => `new-${(count += 1)}`,
    save: (saved, removed) => {
      for (const row of saved) service.set(row.id, row);
      for (const id of removed) service.delete(id);
    },
    cursor: (place) => cursors.push(place),
  });
  return { store, service, cursors };
}

export function typeRow(store: GridStore, texts: readonly string[]): void {
  for (const text of texts) {
    if (text !== '') store.dispatch({ do: 'type', text });
    store.dispatch({ do: 'commit', move: 'enter' });
  }
}

export const names = (store: GridStore) => store.get().rows.map((row) => row.cells.name);
