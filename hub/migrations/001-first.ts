/** The hub's first tables. Nothing is NULL: '' says that something has not happened. */
import type { Migration } from '../../store/types.ts';

const TABLES = `
  CREATE TABLE hub_device (
    device TEXT PRIMARY KEY NOT NULL, machine TEXT NOT NULL, secret_hash TEXT NOT NULL, enrolled_at TEXT NOT NULL,
    last_seen TEXT NOT NULL, version TEXT NOT NULL, unsynced INTEGER NOT NULL, drafts INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE hub_code (
    id TEXT PRIMARY KEY NOT NULL, place TEXT NOT NULL, salt TEXT NOT NULL, hash TEXT NOT NULL,
    created_at TEXT NOT NULL, expires_at TEXT NOT NULL, failures INTEGER NOT NULL,
    cancelled INTEGER NOT NULL, used_key TEXT NOT NULL, device TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE hub_move (
    name TEXT PRIMARY KEY NOT NULL, move INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX hub_move_order ON hub_move (move);

  CREATE TABLE hub_intake (
    id TEXT NOT NULL, ledger TEXT NOT NULL, device TEXT NOT NULL, carrier TEXT NOT NULL, at TEXT NOT NULL,
    why TEXT NOT NULL, document TEXT NOT NULL, decision TEXT NOT NULL,
    PRIMARY KEY (ledger, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE hub_asked (
    event TEXT NOT NULL, rule TEXT NOT NULL, question TEXT NOT NULL, PRIMARY KEY (event, rule)
  ) STRICT, WITHOUT ROWID;
`;

export const first: Migration = { number: 1, name: 'first', up: (sqlite) => void sqlite.exec(TABLES) };
