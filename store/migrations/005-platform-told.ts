/** What a platform was told (docs/PLATFORM.md): the exports, each row with what was to be done with it, and how far each case was looked at. It follows from nothing. */
import type { Migration } from '../types.ts';

const TABLES = `
  CREATE TABLE platform_batch (
    batch INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL, cases INTEGER NOT NULL, rows INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE platform_row (
    case_id TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, batch INTEGER NOT NULL, operation TEXT NOT NULL CHECK (operation IN ('I', 'U', 'D')),
    version INTEGER NOT NULL, digest TEXT NOT NULL, project_no TEXT NOT NULL, PRIMARY KEY (case_id, kind, id, batch)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX platform_row_of_batch ON platform_row (batch);
  CREATE TABLE platform_case (
    case_id TEXT NOT NULL, batch INTEGER NOT NULL, events INTEGER NOT NULL, basis TEXT NOT NULL, PRIMARY KEY (case_id, batch)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX platform_case_of_batch ON platform_case (batch);
`;

export const platformTold: Migration = { number: 5, name: 'platform-told', up: (sqlite) => void sqlite.exec(TABLES) };
