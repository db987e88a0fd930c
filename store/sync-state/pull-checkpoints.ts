/** Up to which sequence of the hub's ledger everything is held here. True for one epoch of the hub: another counts anew. */
import type { PlaceCode } from '../../shared/base/brands.ts';
import type { ReadDb, WriteDb } from '../types.ts';

/** The hub's sequence up to which all events of the ledger are here; null where that is unknown. */
export function hubMark(file: ReadDb, ledger: PlaceCode): number | null {
  const seq: unknown = file.sql('SELECT seq FROM ledger_mark WHERE ledger = ?').pluck().get(ledger);
  return typeof seq === 'number' ? seq : null;
}

/** Keeps a mark in the transaction that stores what it stands for. It never goes back. */
export function keepHubMark(file: WriteDb, ledger: PlaceCode, seq: number): void {
  file
    .sql(
      `INSERT INTO ledger_mark (ledger, seq) VALUES (?, ?)
       ON CONFLICT (ledger) DO UPDATE SET seq = max(seq, excluded.seq)`,
    )
    .run(ledger, seq);
}

export function forgetHubMarks(file: WriteDb): void {
  file.sql('DELETE FROM ledger_mark').run();
}
