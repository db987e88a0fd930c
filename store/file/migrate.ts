/** Brings a file's tables to what this program knows: numbered steps, all pending in one transaction, never backwards. */
import { closeSync, copyFileSync, fsyncSync, openSync } from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { StoreError } from './errors.ts';
import { syncFolder } from './fsync-folder.ts';
import type { MigrationList } from '../types.ts';

/** `bmt1` in ASCII: tells our files from others' (PRAGMA application_id). */
export const APPLICATION_ID = 0x626d7431;

const BOOKS = `CREATE TABLE IF NOT EXISTS schema_list (
  list TEXT PRIMARY KEY NOT NULL,
  version INTEGER NOT NULL
) STRICT`;

function isEmpty(sqlite: Database): boolean {
  return sqlite.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}

function versions(sqlite: Database): Map<string, number> {
  const rows = sqlite.prepare('SELECT list, version FROM schema_list').all() as { list: string; version: number }[];
  return new Map(rows.map((row) => [row.list, row.version]));
}

/** A list must be numbered 1, 2, 3 …; anything else is a mistake of the programmer. */
function assertNumbered({ list, migrations }: MigrationList): void {
  migrations.forEach((each, index) => {
    if (each.number !== index + 1) throw new RangeError(`migration ${each.name} of ${list} should be ${index + 1}`);
  });
}

/** Copies the file as it stands, while no program can write: the way back if the new tables turn out wrong. */
function copyBefore(sqlite: Database, file: string, folder: string, before: string): string {
  sqlite.pragma('wal_checkpoint(TRUNCATE)');
  const copy = path.join(folder, `${path.basename(file)}.before-${before}.bak`);
  sqlite
    .transaction(() => {
      copyFileSync(file, copy);
      const handle = openSync(copy, 'r+');
      fsyncSync(handle);
      closeSync(handle);
      syncFolder(folder);
    })
    .immediate();
  return copy;
}

interface MigrateOptions {
  readonly file: string;
  /** Where the copy made before a change goes; null for none. */
  readonly backupFolder: string | null;
  readonly lists: readonly MigrationList[];
}

/**
 * Takes all pending steps of all lists in one transaction, after a copy of a file that is not new.
 * Returns whether the file was new and where the copy is.
 * @throws StoreError `NotOurs` for another program's database, `NewerVersion` for a file from the future; nothing is changed then.
 */
export function migrate(
  sqlite: Database,
  options: MigrateOptions,
): { readonly created: boolean; readonly copy: string | null } {
  options.lists.forEach(assertNumbered);
  const created = isEmpty(sqlite);
  if (!created && sqlite.pragma('application_id', { simple: true }) !== APPLICATION_ID) throw new StoreError('NotOurs');
  const kept = created ? new Map<string, number>() : versions(sqlite);
  const pending = options.lists.filter(({ list, migrations }) => {
    const version = kept.get(list) ?? 0;
    if (version > migrations.length) throw new StoreError('NewerVersion');
    return version < migrations.length;
  });
  if (pending.length === 0) return { created, copy: null };
  const label = pending.map(({ list, migrations }) => `${list}-${migrations.length}`).join('.');
  const { file, backupFolder } = options;
  const copy = created || backupFolder === null ? null : copyBefore(sqlite, file, backupFolder, label);
  sqlite
    .transaction(() => {
      if (created) sqlite.pragma(`application_id = ${APPLICATION_ID}`);
      sqlite.exec(BOOKS);
      for (const { list, migrations } of pending) {
        for (const step of migrations.slice(kept.get(list) ?? 0)) step.up(sqlite);
        sqlite
          .prepare(
            `INSERT INTO schema_list (list, version) VALUES (?, ?)
             ON CONFLICT (list) DO UPDATE SET version = excluded.version`,
          )
          .run(list, migrations.length);
      }
    })
    .immediate();
  return { created, copy };
}
