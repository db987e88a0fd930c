/** Rolling backups of the data file: one at the start if the last is a day old, one a day while the program runs, one on demand. */
import { backupsAsWritten, clearParts, rollingBackup, timeOfBackup } from '../../store/file/backup.ts';
import type { ReadDb } from '../../store/types.ts';

const DAY_MS = 86_400_000;
/** Looked at this often, as a PC may sleep over the hour. */
const LOOK_EVERY_MS = 3_600_000;
/** A fortnight of working days; at a village some MB each. */
const KEEP = 14;
/** After the start, so that a backup never stands between a person and the first page. */
const FIRST_LOOK_MS = 60_000;

export interface Backups {
  now(): Promise<{ readonly file: string; readonly bytes: number }>;
  stop(): void;
}

interface BackupOptions {
  readonly file: ReadDb;
  readonly key: Buffer;
  readonly folder: string;
  readonly now: () => number;
}

export function createBackups({ file, key, folder, now }: BackupOptions): Backups {
  // A killed program's half copy would lie there until the next day's backup; a full disk needs the room now.
  let last: Promise<unknown> = clearParts(folder).catch(() => undefined);
  const one = async () => {
    const { path, bytes } = await rollingBackup(file, key, { folder, keep: KEEP, now: now() });
    return { file: path, bytes };
  };
  // One after the other, so that each counts those before it.
  const make = () => {
    const made = last.then(one, one);
    last = made;
    return made;
  };
  const look = async () => {
    const [last] = await backupsAsWritten(folder);
    const age = last === undefined ? null : now() - timeOfBackup(last);
    // What a clock that ran ahead has left behind says nothing of today.
    if (age === null || age < 0 || age >= DAY_MS) await make();
  };
  // A disk that is full or busy: the next look tries again, and the button says why.
  const quietly = () => void look().catch(() => undefined);
  const first = setTimeout(quietly, FIRST_LOOK_MS).unref();
  const timer = setInterval(quietly, LOOK_EVERY_MS).unref();
  return {
    now: make,
    stop() {
      clearTimeout(first);
      clearInterval(timer);
    },
  };
}
