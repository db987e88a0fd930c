/** The journal of sticks that came to the hub or were written there (docs/STICKS.md). */
import type { Migration } from '../../store/types.ts';

const TABLES = `
  CREATE TABLE hub_stick (
    no INTEGER PRIMARY KEY, at TEXT NOT NULL, way TEXT NOT NULL, place TEXT NOT NULL, station TEXT NOT NULL,
    events INTEGER NOT NULL, known INTEGER NOT NULL, intake INTEGER NOT NULL
  ) STRICT;
`;

export const sticks: Migration = { number: 4, name: 'sticks', up: (sqlite) => void sqlite.exec(TABLES) };
