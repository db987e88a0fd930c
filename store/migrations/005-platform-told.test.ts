import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { first } from './001-first.ts';
import { platformTold } from './005-platform-told.ts';

it('migration 5 adds what a platform was told, nothing yet, and leaves what is there', () => {
  const sqlite = new Sqlite(':memory:');
  first.up(sqlite);
  sqlite.prepare("INSERT INTO setting (name, value) VALUES ('a', 'b')").run();
  platformTold.up(sqlite);
  for (const table of ['platform_batch', 'platform_row', 'platform_case'])
    expect([table, sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get()]).toEqual([table, 0]);
  expect(sqlite.prepare('SELECT name, value FROM setting').all()).toEqual([{ name: 'a', value: 'b' }]);
  sqlite.close();
});
