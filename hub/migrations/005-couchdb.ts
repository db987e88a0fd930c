/** How far the file and a CouchDB beside it know each other's documents, and copies of the checkpoints that lie there. */
import type { Migration } from '../../store/types.ts';

const TABLES = `
  CREATE TABLE hub_couchdb (
    name TEXT PRIMARY KEY NOT NULL, instance TEXT NOT NULL, pushed INTEGER NOT NULL, since TEXT NOT NULL,
    strange INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE hub_checkpoint (
    name TEXT NOT NULL, id TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (name, id)
  ) STRICT, WITHOUT ROWID;
`;

export const couchdb: Migration = { number: 5, name: 'couchdb', up: (sqlite) => void sqlite.exec(TABLES) };
