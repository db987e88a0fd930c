import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { first } from './001-first.ts';
import { hubMarks } from './003-hub-marks.ts';

it('migration 3 adds the marks, none yet, and leaves what is there', () => {
  const sqlite = new Sqlite(':memory:');
  first.up(sqlite);
  sqlite.prepare("INSERT INTO setting (name, value) VALUES ('a', 'b')").run();
  hubMarks.up(sqlite);
  expect(sqlite.prepare('SELECT count(*) FROM ledger_mark').pluck().get()).toBe(0);
  expect(sqlite.prepare('SELECT name, value FROM setting').all()).toEqual([{ name: 'a', value: 'b' }]);
  sqlite.close();
});
