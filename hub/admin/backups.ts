/** When the hub was last backed up to a file that was read through and found whole. */
import { z } from 'zod';
import type { BackupStatus } from '../../shared/api/county.ts';
import { firstSeriesAt } from '../../store/trust/identity.ts';
import { getSetting, setSetting } from '../../store/file/settings.ts';
import type { ReadDb, WriteDb } from '../../store/types.ts';

const BACKUP = 'hub-backup';

export const BackupNoteSchema = z.strictObject({ at: z.iso.datetime(), bytes: z.int().min(1) });
export type BackupNote = z.infer<typeof BackupNoteSchema>;

/** Null before the first. `at` is the state that the backup holds. */
export function lastBackup(file: ReadDb): BackupNote | null {
  const text = getSetting(file, BACKUP);
  return text === null ? null : BackupNoteSchema.parse(JSON.parse(text));
}

export const noteBackup = (file: WriteDb, note: BackupNote): void => setSetting(file, BACKUP, JSON.stringify(note));

/** Every night, and two hours for a night that is longer (docs/OPERATE.md). */
const OVERDUE_MS = 26 * 3_600_000;

/**
 * For the county's page. A hub without a backup has as long from its first start. A time that lies as far ahead is of a clock that was
 * wrong, and tells nothing. `now` in ms since the epoch.
 */
export function backupStatus(file: ReadDb, now: number): BackupStatus {
  const lastAt = lastBackup(file)?.at ?? null;
  const since = Date.parse(lastAt ?? firstSeriesAt(file));
  return { lastAt, overdue: Math.abs(now - since) > OVERDUE_MS };
}
