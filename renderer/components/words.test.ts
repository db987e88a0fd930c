import { expect, test } from 'vitest';
import type { SyncStatus } from '../../shared/api/rows.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import { rowAfterKey } from './list-keys.ts';
import { syncWords } from './sync-words.ts';
import { bothDueDays, dueWords, rowDueWords } from './tones.ts';

const status: SyncStatus = {
  state: 'idle',
  unsynced: 0,
  drafts: 0,
  lastAt: '2026-11-23T01:12:00Z',
  lastTime: '09:12',
  text: '',
  action: null,
};

test('the light is green only when nothing is left without a receipt', () => {
  expect(syncWords(status)).toEqual({ text: '县里已于 09:12 全部收到', tone: 'good' });
  expect(syncWords({ ...status, unsynced: 3 })).toEqual({ text: '3 条未到县里', tone: 'warn' });
  for (const state of ['offline', 'running', 'attention', 'local-only'] as const)
    expect(syncWords({ ...status, state }).tone).not.toBe('good');
});

test('offline says how many records the county has not received', () => {
  expect(syncWords({ ...status, state: 'offline', unsynced: 12 }).text).toBe('离线 · 12 条未到县里');
});

test('a deadline is said by the working days left or overdue', () => {
  const row = { dueOn: '2026-11-25', overdue: false } as Parameters<typeof dueWords>[0];
  expect(dueWords({ ...row, daysLeft: 9 }, 'accepted')).toMatchObject({ text: '剩 9 工作日', tone: 'plain' });
  expect(dueWords({ ...row, daysLeft: 2 }, 'accepted')).toMatchObject({ tone: 'warn' });
  expect(dueWords({ ...row, daysLeft: 0 }, 'accepted')).toMatchObject({ text: '今日到期', tone: 'bad' });
  expect(dueWords({ ...row, daysLeft: -3, overdue: true }, 'accepted')).toMatchObject({
    text: '超期 3 工作日',
    tone: 'bad',
  });
  expect(dueWords({ ...row, daysLeft: null }, 'accepted')).toBeNull();
});

test('a case that ended in time says nothing of days, one that ended late still does', () => {
  const row = { dueOn: '2026-11-25', daysLeft: 4 } as Parameters<typeof dueWords>[0];
  expect(dueWords({ ...row, overdue: false }, 'concluded')).toBeNull();
  expect(dueWords({ ...row, daysLeft: -1, overdue: true }, 'concluded')).toMatchObject({ tone: 'bad' });
});

test('a list says the promise of a case, unless the day of the law is over too', () => {
  const due = { dueOn: '2026-11-25' as LocalDate, daysLeft: -3, overdue: true, estimated: false };
  const legal = { dueOn: '2026-12-02' as LocalDate, daysLeft: 2, overdue: false, estimated: false };
  const row = { ...due, state: 'accepted' as const, answer: null, legal };
  expect(rowDueWords(row)?.text).toBe('超期 3 工作日');
  expect(rowDueWords({ ...row, legal: { ...legal, daysLeft: -1, overdue: true } })?.text).toBe('超法定 1 工作日');
  expect(bothDueDays(row)).toBe('承诺期限 2026-11-25，法定期限 2026-12-02');
  expect(bothDueDays({ ...due, legal: null })).toBe('承诺期限 2026-11-25');
});

test('keys move within the list and stop at its ends', () => {
  expect(rowAfterKey('ArrowDown', 0, 3, 10)).toBe(1);
  expect(rowAfterKey('ArrowDown', 2, 3, 10)).toBe(2);
  expect(rowAfterKey('PageUp', 2, 30, 10)).toBe(0);
  expect(rowAfterKey('End', 0, 30, 10)).toBe(29);
  expect(rowAfterKey('ArrowDown', 0, 0, 10)).toBeNull();
  expect(rowAfterKey('x', 0, 3, 10)).toBeNull();
});
