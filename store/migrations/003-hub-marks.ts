/** How far each of the hub's ledgers is held here: what parcels go on from (docs/SYNC.md). */
import type { Migration } from '../types.ts';

export const hubMarks: Migration = {
  number: 3,
  name: 'hub marks',
  up(sqlite) {
    sqlite.exec('CREATE TABLE ledger_mark (ledger TEXT PRIMARY KEY NOT NULL, seq INTEGER NOT NULL) STRICT');
  },
};
