/**
 * How far each series went, noted outside the data folder after every commit. If the note is ahead of the database, the folder was put back from a
 * copy without the program's knowledge, and the device must begin a new series (LEDGER §1). Best effort: a missing note proves nothing.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { DeviceIdSchema, SeriesIdSchema } from '../../shared/base/brands.ts';
import type { DeviceId, SeriesId } from '../../shared/base/brands.ts';

const NoteSchema = z.strictObject({ device: DeviceIdSchema, series: SeriesIdSchema, seq: z.int().min(0) });

export interface HighWater {
  /** The highest seq noted for that series; 0 when there is no note, or one of another series. */
  read(device: DeviceId, series: SeriesId): number;
  /** Notes a seq; never fails, as the step itself is on disk already. */
  write(device: DeviceId, series: SeriesId, seq: number): void;
}

/** The notes in a folder, one small file a device. The folder is made when the first note is written. */
export function openHighWater(folder: string): HighWater {
  const fileOf = (device: DeviceId) => path.join(folder, `${device}.json`);
  return {
    read(device, series) {
      try {
        const note = NoteSchema.parse(JSON.parse(readFileSync(fileOf(device), 'utf8')));
        return note.device === device && note.series === series ? note.seq : 0;
      } catch {
        // No note, or half of one after a power cut: nothing is known.
        return 0;
      }
    },
    write(device, series, seq) {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const fresh = `${fileOf(device)}.new`;
        writeFileSync(fresh, JSON.stringify({ device, series, seq }), { mode: 0o600 });
        renameSync(fresh, fileOf(device));
      } catch {
        // The folder may be read-only or full; the note is a help, not a promise.
      }
    },
  };
}
