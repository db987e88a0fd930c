import type { Database } from 'better-sqlite3';
import { named, StorageError } from './errors.ts';

/** Version of the tables below. A file with a higher one is refused. */
const FORMAT = 1;

// One row a document. Its key is database number * 2^32 + latest sequence, so that a changes feed, with or without the
// bodies, is one walk along the table; `tree` is empty when the document has a single revision (tree.ts). `count` is how
// many live documents the database had after that write: the newest row bears the counters, and a write need not touch a
// second page for them. Those in pouch_database hold where they are as new, after a purge.
const TABLES = `
  CREATE TABLE pouch_format (version INTEGER NOT NULL) STRICT;
  CREATE TABLE pouch_database (
    no INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    uuid TEXT NOT NULL,
    doc_count INTEGER NOT NULL,
    update_seq INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE pouch_doc (
    key INTEGER PRIMARY KEY,
    db INTEGER NOT NULL,
    id TEXT NOT NULL,
    rev TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    count INTEGER NOT NULL,
    tree TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX pouch_doc_id ON pouch_doc (db, id);
  CREATE TABLE pouch_rev (
    db INTEGER NOT NULL,
    id TEXT NOT NULL,
    rev TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (db, id, rev)
  ) STRICT;
  CREATE TABLE pouch_local (
    db INTEGER NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (db, id)
  ) STRICT;
  CREATE TABLE pouch_attachment (
    db INTEGER NOT NULL,
    digest TEXT NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (db, digest)
  ) STRICT;
  CREATE TABLE pouch_attachment_ref (
    db INTEGER NOT NULL,
    id TEXT NOT NULL,
    rev TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (db, id, rev, digest)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX pouch_attachment_ref_digest ON pouch_attachment_ref (db, digest);
`;

function hasTable(sqlite: Database, name: string): boolean {
  return sqlite.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined;
}

/**
 * Looks whether the adapter's tables are there, and changes nothing.
 * @throws StorageError `newer_file` if a newer version wrote them; `foreign_file` if `own` and the file holds another
 * program's tables; `wrong_key` if it cannot be read.
 */
export function hasSchema(sqlite: Database, own: boolean): boolean {
  return named(() => {
    if (hasTable(sqlite, 'pouch_format')) {
      const version: unknown = sqlite.prepare('SELECT version FROM pouch_format').pluck().get();
      if (typeof version !== 'number' || version > FORMAT) throw new StorageError('newer_file', String(version));
      return true;
    }
    if (own && sqlite.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined) {
      throw new StorageError('foreign_file');
    }
    return false;
  });
}

/** Makes the adapter's tables if they are missing. @throws StorageError as {@link hasSchema} */
export function ensureSchema(sqlite: Database, own: boolean): void {
  if (hasSchema(sqlite, own)) return;
  named(() =>
    sqlite
      .transaction(() => {
        sqlite.exec(TABLES);
        sqlite.prepare('INSERT INTO pouch_format (version) VALUES (?)').run(FORMAT);
      })
      .immediate(),
  );
}
