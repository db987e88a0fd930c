/** What travels by stick (docs/STICKS.md): which events came by one or lie on one, and what each machine took of the hub's databases. */
import type { Migration } from '../types.ts';

const TABLES = `
  CREATE TABLE stick_event (
    id TEXT NOT NULL, way TEXT NOT NULL CHECK (way IN ('in', 'out')), PRIMARY KEY (id, way)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE stick_mark (
    device TEXT NOT NULL, name TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (device, name)
  ) STRICT, WITHOUT ROWID;
`;

export const sticks: Migration = { number: 2, name: 'sticks', up: (sqlite) => void sqlite.exec(TABLES) };
