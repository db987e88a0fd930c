import { accessSync, constants, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { Engine } from './engine.ts';
import { asFileError, named, StorageError } from './errors.ts';
import { checkPath } from './names.ts';
import { ensureSchema, hasSchema } from './schema.ts';
import { SqliteStore } from './store.ts';

export interface FileOptions {
  key?: string;
  synchronous?: string;
}

/** Stores of files of their own, by path: all instances of a name in this process share one. */
const open = new Map<string, SqliteStore>();

const RAW_KEY = /^[0-9a-f]{64}$/i;

function checkOptions({ key, synchronous }: FileOptions): void {
  if (key !== undefined && (typeof key !== 'string' || !RAW_KEY.test(key))) throw new StorageError('bad_option', 'key');
  if (synchronous !== undefined && synchronous !== 'FULL' && synchronous !== 'NORMAL') {
    throw new StorageError('bad_option', 'synchronous');
  }
}

function connect(path: string, options: FileOptions): Database.Database {
  const sqlite = new Database(path, { timeout: 0 });
  try {
    if (options.key !== undefined) {
      sqlite.pragma("cipher = 'chacha20'");
      sqlite.pragma(`key = "raw:${options.key}"`);
    }
    // One process owns the file: a second one is turned away instead of working with stale counters.
    sqlite.pragma('locking_mode = EXCLUSIVE');
    // The first read: it fails if the key is wrong, and on another program's tables before anything is written.
    hasSchema(sqlite, true);
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma(`synchronous = ${options.synchronous ?? 'FULL'}`);
    sqlite.pragma('temp_store = MEMORY');
    sqlite.pragma('cache_size = -16000');
    // A checkpoint syncs twice and writes pages again: one for every 16 MiB of log, not for every 4.
    sqlite.pragma('wal_autocheckpoint = 4000');
    sqlite.pragma('journal_size_limit = 33554432');
    ensureSchema(sqlite, true);
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/**
 * Makes the folder, and looks whether the file may be written: of one that may not, SQLite says no more than that it cannot be
 * opened or locked. @throws StorageError
 */
function makeReady(path: string): void {
  const folder = dirname(path);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw asFileError(error);
  }
}

/** The store of the file at `name`, if this process has it open. */
export function openedFile(name: string): SqliteStore | undefined {
  return open.get(resolve(name));
}

/** The store of the file at `name`, opened or made if need be. @throws StorageError */
export function openFile(name: string, options: FileOptions): SqliteStore {
  checkOptions(options);
  checkPath(name);
  const path = resolve(name);
  const known = openedFile(path);
  if (known !== undefined && !known.engine.closed) return known;
  makeReady(path);
  return named(() => {
    const store = new SqliteStore(new Engine(connect(path, options), true));
    open.set(path, store);
    return store;
  });
}

/** Writes what is waiting and closes the file; SQLite folds its write-ahead log into it. */
export function closeFile(name: string): void {
  const path = resolve(name);
  const store = open.get(path);
  if (store === undefined) return;
  open.delete(path);
  store.close();
  store.sqlite.close();
}

/** Closes the file and deletes it. */
export function deleteFile(name: string): void {
  closeFile(name);
  const path = resolve(name);
  try {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
  } catch (error) {
    throw asFileError(error);
  }
}
