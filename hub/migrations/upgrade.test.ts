import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEncrypted } from '../../store/file/data-file.ts';
import { makeKeyFile } from '../../store/file/key-file.ts';
import { migrate } from '../../store/file/migrate.ts';
import { STORE_MIGRATIONS } from '../../store/migrations/list.ts';
import type { DataFile } from '../../store/types.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import { FakeDevice } from '../../test/hub/fake-device.ts';
import { DATA_FILE, KEY_FILE, openHubFile } from '../admin/hub-file.ts';
import { HUB_MIGRATIONS } from './list.ts';

const writer = new FakeDevice(VILLAGE);
const slip = writer.proxyReceived('2026-11-20');
const handedOver = writer.step('handed-over', '2026-11-20', slip);
const visitors = writer.event('site.consulted', '2026-11-20', { count: 2 });

/** Rows as the first version of the hub wrote them, all columns in their order. */
const ROWS = {
  hub_device: [
    [
      'abcdefghij234567',
      '一号机',
      'h'.repeat(64),
      '2026-11-01T00:00:00.000Z',
      '2026-11-20T01:00:00.000Z',
      '0.1.0',
      3,
      1,
    ],
    ['bbcdefghij234567', '', 'i'.repeat(64), '2026-11-02T00:00:00.000Z', '', '', -1, -1],
  ],
  hub_code: [['abcd', CENTRE, 's', 'h', '2026-11-01T00:00:00.000Z', '2026-11-04T00:00:00.000Z', 1, 0, '', '']],
  hub_move: [
    [`ledger-${CENTRE}`, 7],
    ['county', 9],
  ],
  hub_intake: [slip, handedOver, visitors].map((event) => [
    event._id,
    CENTRE,
    event.by.device,
    'abcdefghij234567',
    '2026-11-20T02:00:00.000Z',
    'carrier',
    JSON.stringify(event),
    '',
  ]),
  hub_asked: [['20261120-aaaaaaaaaaaaaaaaaaaaaaaaaa', 'date', '20261120-bbbbbbbbbbbbbbbbbbbbbbbbbb']],
} as const;
type Table = keyof typeof ROWS;
const TABLES = Object.keys(ROWS) as Table[];

const COLUMNS: Readonly<Record<Table, string>> = {
  hub_device: 'device, machine, secret_hash, enrolled_at, last_seen, version, unsynced, drafts',
  hub_code: 'id, place, salt, hash, created_at, expires_at, failures, cancelled, used_key, device',
  hub_move: 'name, move',
  hub_intake: 'id, ledger, device, carrier, at, why, document, decision',
  hub_asked: 'event, rule, question',
};
/** The tables and columns as they are called now, where that has changed (migration 8). */
const CALLED_NOW: Partial<Record<Table, readonly [table: string, columns: string]>> = {
  hub_move: ['hub_change', 'name, change'],
  hub_intake: ['hub_held', COLUMNS.hub_intake],
};
const rowsOf = (sqlite: DataFile['store']['sqlite'], table: string, columns: string): unknown[] =>
  sqlite.prepare(`SELECT ${columns} FROM ${table}`).raw().all();
const sorted = (rows: readonly (readonly unknown[])[]) => [...rows].map((row) => [...row]).sort();

let folder: string;
const fileIn = () => path.join(folder, DATA_FILE);
const key = () => makeKeyFile(path.join(folder, KEY_FILE)).key;
const open = () => openHubFile({ folder, county: '431222' as never, now: Date.parse('2026-11-26T00:00:00Z') });

/** A hub's file without rows as the program of a migration made it. */
function fileOfVersion(hub: number, store: number): DataFile['store']['sqlite'] {
  const sqlite = openEncrypted(fileIn(), key());
  migrate(sqlite, {
    file: fileIn(),
    backupFolder: folder,
    lists: [
      { list: 'store', migrations: STORE_MIGRATIONS.slice(0, store) },
      { list: 'hub', migrations: HUB_MIGRATIONS.migrations.slice(0, hub) },
    ],
  });
  return sqlite;
}

/** A hub's file as the program of migration 1 left it. */
function firstVersion(): void {
  const sqlite = fileOfVersion(1, 1);
  for (const table of TABLES) {
    const places = COLUMNS[table]
      .split(',')
      .map(() => '?')
      .join(', ');
    for (const row of ROWS[table])
      sqlite.prepare(`INSERT INTO ${table} (${COLUMNS[table]}) VALUES (${places})`).run(...row);
  }
  sqlite.close();
}

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin-upgrade-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a hub’s file of the first version', () => {
  it('keeps every row through all migrations', () => {
    firstVersion();
    const { file } = open();
    for (const table of TABLES) {
      const [name, columns] = CALLED_NOW[table] ?? [table, COLUMNS[table]];
      expect([table, sorted(rowsOf(file.store.sqlite, name, columns) as unknown[][])]).toEqual([
        table,
        sorted(ROWS[table]),
      ]);
    }
    const versions = file.store.sqlite.prepare('SELECT list, version FROM schema_list ORDER BY list').raw().all();
    expect(versions).toEqual([
      ['hub', HUB_MIGRATIONS.migrations.length],
      ['store', STORE_MIGRATIONS.length],
    ]);
    file.close();
  });

  it('knows by case what is held, undecided', () => {
    firstVersion();
    const { file } = open();
    const rows = file.store.sqlite
      .prepare('SELECT id, case_id, decision, decided_at, decided_by, reason FROM hub_held')
      .raw()
      .all() as unknown[][];
    const undecided = ['', '', '', ''];
    expect(sorted(rows)).toEqual(
      sorted([
        [slip._id, slip._id, ...undecided],
        [handedOver._id, slip._id, ...undecided],
        [visitors._id, '', ...undecided],
      ]),
    );
    file.close();
  });

  it('is copied as it was before the first change', () => {
    firstVersion();
    open().file.close();
    const copies = readdirSync(folder).filter((name) => name.endsWith('.bak'));
    expect(copies).toHaveLength(1);
    const copy = openEncrypted(path.join(folder, copies[0] as string), key(), { readonly: true });
    for (const table of TABLES)
      expect(sorted(rowsOf(copy, table, COLUMNS[table]) as unknown[][])).toEqual(sorted(ROWS[table]));
    expect(copy.prepare("SELECT version FROM schema_list WHERE list = 'hub'").pluck().get()).toBe(1);
    copy.close();
  });

  it('has after the upgrade the very tables of a new one', () => {
    firstVersion();
    const shapeOf = (file: DataFile) =>
      file.store.sqlite
        .prepare(
          `SELECT t.name, c.name, c.type, c."notnull", c.pk FROM pragma_table_list t, pragma_table_info(t.name) c
           WHERE t.type = 'table' AND t.schema = 'main' ORDER BY 1, 2`,
        )
        .raw()
        .all();
    const upgraded = open();
    const shape = shapeOf(upgraded.file);
    upgraded.file.close();
    for (const name of readdirSync(folder)) rmSync(path.join(folder, name));
    const fresh = open();
    expect(shape).toEqual(shapeOf(fresh.file));
    fresh.file.close();
  });
});

describe('a hub’s file of version 7, whose tables had other names', () => {
  const AT = '2026-11-20T02:00:00.000Z';
  const BOOTS = [
    [1, 'aaaaaaaa', 5, 2],
    [2, 'bbbbbbbb', 9, 4],
  ];
  const STICK = [1, AT, 'in', VILLAGE, 'ab', 7, 2, 3];
  const HELD = [slip._id, CENTRE, slip.by.device, 'abcdefghij234567', AT, 'carrier', '{}', 'kept-out', slip._id];

  it('keeps its held events, sticks, changes and boots, and finds them by an index', () => {
    const sqlite = fileOfVersion(7, STORE_MIGRATIONS.length);
    const insert = (table: string, row: readonly unknown[]) =>
      sqlite.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`).run(...row);
    insert('hub_intake', [...HELD, AT, '王芳', '非本地', 'abcdefghij234567', 900]);
    insert('hub_stick', STICK);
    for (const row of BOOTS) insert('hub_start', row);
    insert('hub_move', ['county', 9]);
    sqlite.close();
    const { file } = open();
    const all = (sql: string) => file.store.sqlite.prepare(sql).raw().all();
    expect(all('SELECT * FROM hub_held')).toEqual([[...HELD, AT, '王芳', '非本地', 'abcdefghij234567', 900]]);
    expect(all('SELECT no, at, way, place, station, events, known, held FROM hub_stick')).toEqual([STICK]);
    expect(all('SELECT no, boot, change, ranges FROM hub_boot WHERE no < 3')).toEqual(BOOTS);
    expect(all("SELECT change FROM hub_change WHERE name = 'county' AND change >= 9")).toHaveLength(1);
    const plans = [
      "hub_held WHERE id = 'x'",
      "hub_held WHERE owner = 'x' AND decision = ''",
      'hub_change WHERE change > 4',
    ];
    for (const plan of plans)
      expect([plan, all(`EXPLAIN QUERY PLAN SELECT 1 FROM ${plan}`).join()]).toEqual([
        plan,
        expect.stringMatching(/INDEX/u),
      ]);
    file.close();
  });
});

describe('a hub’s file of a newer program', () => {
  it('is refused in words, and not a byte of it changes', () => {
    open().file.close();
    const sqlite = openEncrypted(fileIn(), key());
    sqlite.prepare("UPDATE schema_list SET version = 999 WHERE list = 'hub'").run();
    sqlite.pragma('wal_checkpoint(TRUNCATE)');
    sqlite.close();
    const before = readFileSync(fileIn());
    expect(open).toThrow(
      expect.objectContaining({ kind: 'NewerVersion', message: expect.stringMatching(/\p{Script=Han}/u) }),
    );
    expect(readFileSync(fileIn()).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith('.bak'))).toEqual([]);
  });
});
