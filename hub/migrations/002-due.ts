/** Cases of taken deliveries whose rows and questions are still to be made; in order of arrival. */
import type { Migration } from '../../store/types.ts';

const TABLES = `
  CREATE TABLE hub_due (
    no INTEGER PRIMARY KEY, case_id TEXT NOT NULL, ledger TEXT NOT NULL, UNIQUE (ledger, case_id)
  ) STRICT;
`;

export const due: Migration = { number: 2, name: 'due', up: (sqlite) => void sqlite.exec(TABLES) };
