/** Opens the one file of a site or of the hub: encrypted, checked, with its tables up to date. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import Sqlite, { type Database, type Statement } from 'better-sqlite3';
import { soundsLike } from '../../shared/base/pinyin.ts';
import { makingName } from './data-folder.ts';
import { isDiskFull } from './disk.ts';
import { asStoreError, StoreError, USE_BACKUP } from './errors.ts';
import { KEY_BYTES } from './key-file.ts';
import { migrate } from './migrate.ts';
import { STORE_MIGRATIONS } from '../migrations/list.ts';
import { openStore } from '../pouch/index.ts';
import { endPutInPlace } from './replace-file.ts';
import { syncFolder } from './fsync-folder.ts';
import type { DataFile, MigrationList, ReadDb, WriteHook } from '../types.ts';

interface DataFileOptions {
  readonly path: string;
  /** 32 random bytes. */
  readonly key: Buffer;
  /** Tables of other rooms, each list with a version of its own. */
  readonly migrations?: readonly MigrationList[];
  /** Where the copy before a migration goes; the file's own folder if left out. null: nowhere, as the file is a copy itself. */
  readonly backupFolder?: string | null;
  /** Was it read through a moment ago (file-check.ts)? */
  readonly isChecked?: boolean;
  /** Pages kept decrypted in memory, in KiB; if left out 64 MB, within which the lists of 100,000 cases stay. */
  readonly cacheKib?: number;
}

/** How long a call waits for another process that writes, in ms (one process owns a folder, so this is rare). */
const BUSY_MS = 5000;
const CACHE_KIB = 64 * 1024;
/** The WAL shrinks back to this after a checkpoint, in bytes. */
const WAL_LIMIT = 16 * 1024 * 1024;
/** Pages in the WAL before they are moved to the file: large first syncs spend a third less time on it than with SQLite's 1000. */
const CHECKPOINT_PAGES = 4000;
const PLAIN_HEADER = 'SQLite format 3\0';

/**
 * A file of no bytes is a loss, though SQLite would fill it as if it were new; and a database that is not encrypted is not ours, whatever it holds:
 * the key would only produce a misleading error.
 */
function refuseStrange(file: string): void {
  const head = Buffer.alloc(PLAIN_HEADER.length);
  const handle = openSync(file, 'r');
  try {
    if (readSync(handle, head, 0, head.length, 0) === 0)
      throw new StoreError('Corrupt', { message: `数据文件是空的${USE_BACKUP}` });
  } finally {
    closeSync(handle);
  }
  if (head.toString('latin1') === PLAIN_HEADER) throw new StoreError('NotOurs');
}

/**
 * SQLite lays an empty log and its index beside a file that it could not open or may not write, and leaves them there. Returns how to take
 * away what was not there before.
 */
function litterOf(file: string): () => void {
  const fresh = ['-wal', '-shm'].map((tail) => file + tail).filter((each) => !existsSync(each));
  return () => {
    for (const each of fresh) {
      // A log that holds something is no litter.
      const isEmpty = statSync(each, { throwIfNoEntry: false })?.size === 0;
      if (isEmpty || each.endsWith('-shm')) rmSync(each, { force: true });
    }
  };
}

/** Reads a file that no program has open, such as a backup, and leaves it and its folder as they were. */
export function readAside<T>(file: string, key: Buffer, read: (db: Pick<ReadDb, 'sql'>) => T): T {
  const tidy = litterOf(file);
  const sqlite = openEncrypted(file, key, { readonly: true });
  try {
    return read({ sql: (text: string) => sqlite.prepare(text) });
  } finally {
    sqlite.close();
    tidy();
  }
}

/** Opens a connection with the key set; reads one page, so that a wrong key is found here. */
export function openEncrypted(file: string, key: Buffer, options: Sqlite.Options = {}): Database {
  if (key.length !== KEY_BYTES) throw new StoreError('WrongKey');
  const tidy = litterOf(file);
  const sqlite = new Sqlite(file, { timeout: BUSY_MS, ...options });
  try {
    sqlite.pragma("cipher = 'chacha20'");
    // A raw key: 256 random bits need no derivation, and opening stays fast.
    sqlite.pragma(`key = 'raw:${key.toString('hex')}'`);
    sqlite.prepare('SELECT count(*) FROM sqlite_schema').get();
    // Sorting and temporary tables would otherwise leave people's names in clear in temporary files.
    sqlite.pragma('temp_store = MEMORY');
    return sqlite;
  } catch (error) {
    sqlite.close();
    tidy();
    throw asStoreError(error);
  }
}

function setPragmas(sqlite: Database, cacheKib: number): void {
  sqlite.pragma('journal_mode = WAL');
  // DESIGN §4: the package's NORMAL may lose the last commits on a power cut; an acknowledged step must survive one.
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma(`journal_size_limit = ${WAL_LIMIT}`);
  sqlite.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  sqlite.pragma(`cache_size = -${cacheKib}`);
}

/** A check of so many bytes takes a fraction of a second. */
export const SMALL_FILE = 64 * 1024 * 1024;

/** Returns whether the program that had the file last closed it. */
export const wasClosedClean = (sqlite: Database): boolean =>
  sqlite.prepare("SELECT 1 FROM setting WHERE name = 'closed-clean'").get() !== undefined;

/**
 * A small file is checked at every start, a large one after a start that no clean close preceded: a check of 100,000 cases takes
 * seconds, and every page carries a code that is verified whenever it is read.
 */
function checkAtStart(sqlite: Database, bytes: number, isChecked: boolean): void {
  const due = !isChecked && (!wasClosedClean(sqlite) || bytes <= SMALL_FILE);
  if (due && sqlite.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new StoreError('Corrupt');
  sqlite.prepare("DELETE FROM setting WHERE name = 'closed-clean'").run();
}

class OpenDataFile implements DataFile {
  readonly path: string;
  readonly store: DataFile['store'];
  readonly created: boolean;
  readonly #sqlite: Database;
  readonly #statements = new Map<string, Statement>();
  readonly #writeHooks: WriteHook[] = [];
  readonly #before: (() => void)[] = [];
  readonly #after: (() => void)[] = [];
  #depth = 0;

  constructor(file: string, sqlite: Database, created: boolean) {
    this.path = file;
    this.#sqlite = sqlite;
    this.created = created;
    this.store = openStore(sqlite, {
      onWrite: (database, docs) => {
        for (const hook of this.#writeHooks) hook(database, docs);
        // PouchDB's own batches do not come through `transaction`: their end is the end of this hook.
        if (this.#depth === 0) for (const hook of this.#before) hook();
      },
    });
  }

  sql(text: string): Statement {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const statement = this.#sqlite.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }

  exec(text: string): void {
    this.#sqlite.exec(text);
  }

  get inTransaction(): boolean {
    return this.#sqlite.inTransaction;
  }

  transaction<T>(fn: () => T): T {
    const outer = this.#depth === 0;
    let value: T;
    try {
      value = this.store.transaction(() => {
        this.#depth += 1;
        try {
          const made = fn();
          if (outer) for (const hook of this.#before) hook();
          return made;
        } finally {
          this.#depth -= 1;
        }
      });
    } catch (error) {
      throw asStoreError(error);
    }
    if (outer) for (const hook of this.#after) hook();
    return value;
  }

  onWrite(hook: WriteHook): void {
    this.#writeHooks.push(hook);
  }

  beforeCommit(hook: () => void): void {
    this.#before.push(hook);
  }

  afterCommit(hook: () => void): void {
    this.#after.push(hook);
  }

  close(): void {
    if (!this.#sqlite.open) return;
    this.store.close();
    this.#statements.clear();
    try {
      this.#sqlite.prepare("INSERT OR REPLACE INTO setting (name, value) VALUES ('closed-clean', '1')").run();
      this.#sqlite.pragma('optimize');
      this.#sqlite.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      // A full disk, say. What was acknowledged is on it; without the mark the next start checks the file.
    } finally {
      this.#sqlite.close();
    }
  }
}

type Lists = NonNullable<DataFileOptions['migrations']>;

const listsOf = (more: Lists | undefined): Lists => [{ list: 'store', migrations: STORE_MIGRATIONS }, ...(more ?? [])];

/** Made whole beside its place and renamed: a start that is killed leaves no data file at all. Throws StoreError where a log lies without its file. */
function makeDataFile({ path: file, key, migrations }: DataFileOptions): void {
  if (existsSync(`${file}-wal`))
    throw new StoreError('Corrupt', { message: `数据文件不见了，只剩它的日志${USE_BACKUP}` });
  const making = makingName(file);
  // What an earlier start began holds nothing yet. It is emptied and never away: it tells that the folder is new.
  rmSync(`${making}-journal`, { force: true });
  writeFileSync(making, '', { mode: 0o600 });
  const sqlite = openEncrypted(making, key);
  try {
    migrate(sqlite, { file: making, backupFolder: null, lists: listsOf(migrations) });
  } finally {
    sqlite.close();
  }
  renameSync(making, file);
  syncFolder(path.dirname(file));
}

/** Opens a file that lies there. */
function openExisting(options: DataFileOptions, created: boolean): OpenDataFile {
  refuseStrange(options.path);
  const tidy = litterOf(options.path);
  const sqlite = openEncrypted(options.path, options.key);
  try {
    setPragmas(sqlite, options.cacheKib ?? CACHE_KIB);
    sqlite.function('sounds_like', { deterministic: true }, (text: string, letters: string) =>
      Number(soundsLike(text, letters)),
    );
    migrate(sqlite, {
      file: options.path,
      backupFolder: options.backupFolder === undefined ? path.dirname(options.path) : options.backupFolder,
      lists: listsOf(options.migrations),
    });
    checkAtStart(sqlite, statSync(options.path).size, options.isChecked ?? false);
    return new OpenDataFile(options.path, sqlite, created);
  } catch (error) {
    sqlite.close();
    tidy();
    throw error;
  }
}

/** SQLite has a result code of its own for each place where a full disk stops it, and most of them tell of something else. */
function sayFull(error: unknown, folder: string): unknown {
  const known = asStoreError(error);
  const isVague = known instanceof StoreError && (known.kind === 'Failed' || known.kind === 'ReadOnly');
  return isVague && isDiskFull(folder) ? new StoreError('Full', { cause: error }) : known;
}

/**
 * Opens the file, makes it if it is missing, takes pending migrations (after a copy) and checks it after a crash. A restore that was cut
 * short is ended first. Whether a missing file may be made is for the folder to say (data-folder.ts).
 * @throws StoreError of every kind but `Rejected`; the file is as it was then.
 */
export function openDataFile(options: DataFileOptions): DataFile {
  const folder = path.dirname(options.path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    endPutInPlace(options.path);
    const created = !existsSync(options.path);
    if (created) makeDataFile(options);
    return openExisting(options, created);
  } catch (error) {
    throw sayFull(error, folder);
  }
}
