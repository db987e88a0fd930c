/** When the hub was last backed up to a file that was read through and found whole. */
import { z } from 'zod';
import { getSetting, setSetting } from '../store/settings.ts';
import type { DataFile } from '../store/types.ts';

const BACKUP = 'hub-backup';

export const BackupNoteSchema = z.strictObject({ at: z.iso.datetime(), bytes: z.int().min(1) });
export type BackupNote = z.infer<typeof BackupNoteSchema>;

/** Null before the first. `at` is the state that the backup holds. */
export function lastBackup(file: DataFile): BackupNote | null {
  const text = getSetting(file, BACKUP);
  return text === null ? null : BackupNoteSchema.parse(JSON.parse(text));
}

export const noteBackup = (file: DataFile, note: BackupNote): void => setSetting(file, BACKUP, JSON.stringify(note));
