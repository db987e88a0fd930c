/**
 * Puts a finished file in the place of the data file, so that a process killed at any moment leaves one of the two, whole. The finished file
 * waits beside the other under a name that tells of it; the next program that opens the data file ends what was begun.
 */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { syncFolder } from './fsync-folder.ts';

/** The write-ahead log belongs to the file it was written for, and goes with it. */
const TAILS: readonly string[] = ['-wal', '-shm', ''];

const waitingName = (target: string, stamp: number | string): string => `${target}.ready-${stamp}`;
const asideName = (target: string, stamp: number | string): string => `${target}.replaced-${stamp}`;

/** The stamps of finished files that wait for the place of `target`; more than one only where several were cut short. */
function waitingFor(target: string): string[] {
  const folder = path.dirname(target);
  if (!existsSync(folder)) return [];
  const prefix = path.basename(waitingName(target, ''));
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length))
    .sort();
}

/** Returns whether there is a data file, be it one that a cut left waiting. */
export const hasDataFile = (target: string): boolean => existsSync(target) || waitingFor(target).length > 0;

function place(target: string, stamp: string): string | null {
  const aside = asideName(target, stamp);
  for (const tail of TAILS) if (existsSync(target + tail)) renameSync(target + tail, aside + tail);
  renameSync(waitingName(target, stamp), target);
  syncFolder(path.dirname(target));
  return existsSync(aside) ? aside : null;
}

/** Puts everything back. The finished file goes last: if the program is killed before, the next one puts that file in place. */
function undo(target: string, stamp: number): void {
  const [waiting, aside] = [waitingName(target, stamp), asideName(target, stamp)];
  if (!existsSync(waiting)) renameSync(target, waiting);
  for (const tail of [...TAILS].reverse()) if (existsSync(aside + tail)) renameSync(aside + tail, target + tail);
  rmSync(waiting);
}

/** Ends what a process that was killed had begun. Throws what the file system says; it can be called again then. */
export function endPutInPlace(target: string): void {
  for (const stamp of waitingFor(target)) place(target, stamp);
}

/**
 * Puts the file `fresh` in the place of `target`, which must not be open, and sets aside what was there: its path is answered, null when
 * nothing was. `now` in ms since the epoch names it. Throws what the file system says; the files are as they were then.
 */
export function putInPlace(fresh: string, target: string, now: number): string | null {
  const waiting = waitingName(target, now);
  renameSync(fresh, waiting);
  try {
    return place(target, String(now));
  } catch (error) {
    undo(target, now);
    throw error;
  }
}
