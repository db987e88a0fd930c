/** The sentence for a supervisor about the hub's backups; none while they are made. Pure. */
import type { BackupStatus } from '../../shared/api/county.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import { TEXTS } from './texts.ts';
import { agoWords } from './time-words.ts';

export function backupWords({ lastAt, overdue }: BackupStatus, today: LocalDate): string | null {
  if (!overdue) return null;
  return lastAt === null ? TEXTS.backup.never : TEXTS.backup.overdue(agoWords(lastAt, today));
}
