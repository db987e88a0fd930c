import { describe, expect, it } from 'vitest';
import type { LocalDate } from '../../shared/base/brands.ts';
import { backupWords } from './backup-words.ts';

const TODAY = '2026-11-26' as LocalDate;

describe('what the county’s page says of the backups', () => {
  it('is nothing while they are made, or before the first is due', () => {
    expect(backupWords({ lastAt: '2026-11-25T18:30:00.000Z', overdue: false }, TODAY)).toBeNull();
    expect(backupWords({ lastAt: null, overdue: false }, TODAY)).toBeNull();
  });

  it('is when the last one was made, or that there is none', () => {
    expect(backupWords({ lastAt: '2026-11-22T18:30:00.000Z', overdue: true }, TODAY)).toMatch(/过期了.*3 天前/);
    expect(backupWords({ lastAt: null, overdue: true }, TODAY)).toMatch(/还没有做过/);
  });
});
