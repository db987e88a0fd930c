/** What the pulse's counters had reached at each start, in the order of the starts (hub/events/boot-log.ts). */
import type { Migration } from '../../store/types.ts';

const TABLES = `
  CREATE TABLE hub_start (
    no INTEGER PRIMARY KEY, start TEXT NOT NULL UNIQUE, move INTEGER NOT NULL, ranges INTEGER NOT NULL
  ) STRICT;
`;

export const starts: Migration = { number: 6, name: 'starts', up: (sqlite) => void sqlite.exec(TABLES) };
