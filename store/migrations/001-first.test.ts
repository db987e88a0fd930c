import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { first } from './001-first.ts';
import { STORE_MIGRATIONS } from './list.ts';

describe('migration 1', () => {
  it('is the first of the list', () => {
    expect(STORE_MIGRATIONS[0]).toBe(first);
    expect(first.number).toBe(1);
  });

  it('makes the tables in an empty file: all strict, nothing nullable', () => {
    const sqlite = new Sqlite(':memory:');
    expect(sqlite.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()).toBe(0);
    first.up(sqlite);
    const tables = sqlite
      .prepare("SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .all() as { name: string; strict: number }[];
    expect(tables.map((table) => table.name)).toEqual(
      expect.arrayContaining(['setting', 'identity', 'event_row', 'case_row', 'draft', 'sync_run', 'receipt_range']),
    );
    expect(tables.filter((table) => table.strict === 0)).toEqual([]);
    for (const { name } of tables) {
      const nullable = sqlite
        .prepare('SELECT name FROM pragma_table_info(?) WHERE "notnull" = 0 AND pk = 0')
        .pluck()
        .all(name);
      expect(nullable, name).toEqual([]);
    }
    sqlite.close();
  });
});
