import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import Sqlite from 'better-sqlite3';
import { STORE_MIGRATIONS } from '../store/migrations/list.ts';
import { openStore } from '../store/pouch/index.ts';
import { PROJECTION_TABLES } from '../store/projection/projection-tables.ts';
import { PERSON_FIELDS } from '../shared/person/person-fields.ts';
import { SLIP_KEYS, slipField } from '../shared/slips/slip-fields.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { house, programs } from './program-files.ts';

const config = createRequire(import.meta.url)(path.join(house, '.dependency-cruiser.cjs')) as IConfiguration;

/** Cruises `rooms` below `folder` with the house's own rules and answers the broken ones, `rule: from -> to`. */
async function broken(folder: string, rooms: string[]): Promise<string[]> {
  const { forbidden = [], options = {} } = config;
  const result = await cruise(rooms, { ...options, baseDir: folder, ruleSet: { forbidden }, validate: true });
  const { summary } = result.output as ICruiseResult;
  return summary.violations.map((violation) => `${violation.rule.name}: ${violation.from} -> ${violation.to}`);
}

describe('the import rules of the house', () => {
  let folder: string;
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin-rules-'));
    write('package.json', '{"type":"module"}');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['shared/a.ts', 'store/b.ts', 'shared-imports-only-itself'],
    ['store/a.ts', 'sync/b.ts', 'store-imports-only-shared'],
    ['sync/a.ts', 'service/b.ts', 'sync-imports-only-shared-store'],
    ['service/a.ts', 'hub/b.ts', 'service-imports-only-shared-store-sync'],
    ['hub/a.ts', 'service/b.ts', 'hub-imports-only-shared-store-sync-pages-entry'],
    ['renderer/a.ts', 'service/b.ts', 'renderer-imports-only-shared'],
    ['electron/a.ts', 'browser/b.ts', 'electron-imports-only-shared-store-sync-service-pages-entry'],
    ['pages/a.ts', 'shared/b.ts', 'pages-imports-only-itself'],
    ['store/pouch/a.ts', 'store/b.ts', 'the-adapter-stands-alone'],
    ['store/file/a.ts', 'store/trust/b.ts', 'store/file-imports-only-migrations-pouch'],
    ['store/trust/a.ts', 'store/projection/b.ts', 'store/trust-imports-only-file'],
    ['shared/event/a.ts', 'shared/case/steps/b.ts', 'shared/event-imports-only-base-outside'],
    ['hub/couch/a.ts', 'hub/events/b.ts', 'hub/couch-imports-only-http'],
  ])('forbid %s to import %s', async (from, to, rule) => {
    const relative = path.posix.relative(path.posix.dirname(from), to);
    write(to, 'export const b = 1;');
    write(from, `export { b } from '${relative.startsWith('.') ? relative : `./${relative}`}';`);
    const rooms = [...new Set([from, to].map((file) => file.split('/')[0] as string))];
    expect(await broken(folder, rooms)).toContainEqual(expect.stringContaining(`${rule}: ${from}`));
  });

  it('forbid a type import too', async () => {
    write('store/b.ts', 'export type B = 1;');
    write('shared/a.ts', "import type { B } from '../store/b.ts'; export type A = B;");
    expect(await broken(folder, ['shared', 'store'])).toHaveLength(1);
  });

  it.each(['shared/a.ts', 'renderer/a.tsx'])('keep Node out of %s', async (file) => {
    write(file, "import fs from 'node:fs'; export const a = fs;");
    expect(await broken(folder, [file.split('/')[0] as string])).toEqual([
      `shared-and-pages-know-no-node: ${file} -> fs`,
    ]);
  });

  it.each([
    ['only-the-file-knows-sqlite', 'better-sqlite3', ['store/file/data-file.ts', 'store/pouch/engine.ts'], 'hub/a.ts'],
    ['only-the-file-knows-sqlite', 'better-sqlite3', ['store/file/file-lock.ts'], 'store/ledger/ledger.ts'],
    ['only-the-shell-knows-electron', 'electron', ['electron/main.ts'], 'browser/a.ts'],
    ['shared-is-pure', 'antd', ['renderer/a.ts'], 'shared/a.ts'],
  ])('%s: %s is for %j and not for %s', async (rule, name, allowed, forbidden) => {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
    const files = [...allowed, forbidden];
    for (const file of files) write(file, `import type { A } from '${name}'; export type B = A;`);
    expect(await broken(folder, [...new Set(files.map((file) => file.split('/')[0] as string))])).toEqual([
      `${rule}: ${forbidden} -> node_modules/${name}/index.js`,
    ]);
  });

  it('let a wing import what its row allows and what stands beside the wings, and its tests import all', async () => {
    write('store/types.ts', 'export type T = 1;');
    write('store/file/a.ts', 'export const a = 1;');
    write(
      'store/trust/b.ts',
      "import type { T } from '../types.ts'; export { a } from '../file/a.ts'; export type U = T;",
    );
    write('store/file/a.test.ts', "import { a } from '../trust/b.ts'; export default a;");
    expect(await broken(folder, ['store'])).toEqual([]);
  });

  it.each(['shared', 'store', 'hub'])('name every wing of %s', (room) => {
    const wings = readdirSync(path.join(house, room), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !['testing', 'tests'].includes(entry.name))
      .map(({ name }) => `${room}/${name}`);
    const named = (config.forbidden ?? []).map(({ name = '' }) => name.split('-imports-only-')[0]);
    expect(named).toEqual(expect.arrayContaining(wings));
  });

  it('let a room import what its ring allows', async () => {
    write('shared/a.ts', 'export const a = 1;');
    write('store/b.ts', "export { a } from '../shared/a.ts';");
    write('service/c.ts', "export { a } from '../store/b.ts';");
    expect(await broken(folder, ['shared', 'store', 'service'])).toEqual([]);
  });
});

describe('the length of a file', () => {
  it('is let pass by the linter for those alone that are longer still', () => {
    const { overrides } = JSON.parse(readFileSync(path.join(house, '.oxlintrc.json'), 'utf8')) as {
      overrides: { files: string[]; rules: Record<string, unknown> }[];
    };
    const passed = overrides.filter(({ rules }) => rules['max-lines'] === 'off').flatMap(({ files }) => files);
    const lines = (file: string) => readFileSync(path.join(house, file), 'utf8').split('\n').length - 1;
    expect(passed.filter((file) => lines(file) <= 300)).toEqual([]);
  });
});

describe('the tables of the store', () => {
  /** Every table that the store's migrations, its adapter and its projection make: the tables of the projection that came later are made when it is. */
  const tables = (() => {
    const sqlite = new Sqlite(':memory:');
    for (const { up } of STORE_MIGRATIONS) up(sqlite);
    openStore(sqlite);
    const names = sqlite
      .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'")
      .pluck()
      .all() as string[];
    sqlite.close();
    const made = new Set([...names, ...PROJECTION_TABLES.map(({ name }) => name)]);
    return [...made].filter((name) => !name.startsWith('case_search_'));
  })();
  const all = tables.join('|');
  // A name of two words is nothing else; one of a single word is a table only where SQL asks for one.
  const naming = new RegExp(
    `\\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\\s+(?:${all})\\b|\\b(?:${tables.filter((name) => name.includes('_')).join('|')})\\b`,
    'u',
  );

  it('are all known, those of the projection among them', () => {
    expect(tables).toEqual(expect.arrayContaining(['case_row', 'event_row', 'appointment']));
    expect(tables).toEqual(expect.arrayContaining(['setting', 'identity', 'pouch_doc', 'stick_event', 'ledger_mark']));
  });

  it.each([
    ["file.sql('SELECT value FROM setting WHERE name = ?')", true],
    ['file.sql(`INSERT INTO\n  draft (id) VALUES (?)`)', true],
    ["countOf(file, 'event_row')", true],
    ["file.sql('SELECT 1 FROM hub_held WHERE series = ?')", false],
    ["const setting = 'series';", false],
  ])('are found in %j: %s', (text, found) => expect(naming.test(text)).toBe(found));

  it('are named in SQL of the store alone', () => {
    const outside = programs().filter((file) => !file.startsWith('store/'));
    expect(outside.filter((file) => naming.test(readFileSync(path.join(house, file), 'utf8')))).toEqual([]);
  });
});

describe('the machine’s network cards', () => {
  it('are asked for in one place, which stands a system that does not tell', () => {
    const asking = programs().filter((file) =>
      /\bnetworkInterfaces\b/.test(readFileSync(path.join(house, file), 'utf8')),
    );
    expect(asking).toEqual(['sync/network-cards.ts']);
  });
});

describe('what a field of a person or of a slip is called', () => {
  /** Files in which the same word names something else. */
  const SOMETHING_ELSE: Readonly<Record<string, RegExp>> = {
    // Of the staff; a heading of the platform's.
    姓名: /^(shared\/case\/site-events|shared\/platform\/list|renderer\/app\/texts)\.ts$/,
    // A way of telling, rating or agreeing; a visitor's.
    电话: /^shared\/case\/(mandate|remarks\/(notified|rated))\.ts$/,
    联系电话: /^shared\/case\/site-events\.ts$/,
    // A kind of place.
    '村（居）': /^(renderer\/(stick|county)\/texts|hub\/console\/export)\.ts$/,
    // Of a case and of its steps.
    备注: /^shared\/case\/|^renderer\/workbench\/texts\.ts$/,
    日期: /^shared\/(api\/chinese-issue|case\/site-events)\.ts$|^renderer\/(components|stick|village)\/texts\.ts$/,
    收件日期: /^(service\/cases\/export|shared\/platform\/list)\.ts$/,
  };
  const TABLES = /^shared\/(person\/person-fields|slips\/slip-fields)\.ts$/;
  const labels = new Set([
    ...Object.values(PERSON_FIELDS).flatMap(({ label, short }) => [label, short]),
    ...SLIP_KEYS.flatMap((key) => [slipField(key).label, slipField(key).listed?.label ?? []].flat()),
  ]);

  it('stands in its table alone', () => {
    const repeated = programs().flatMap((file) => {
      if (TABLES.test(file)) return [];
      // Whole texts in quotes, and what stands between two tags.
      const found = readFileSync(path.join(house, file), 'utf8').matchAll(/['"`>]([^'"`<>{}\n]{1,12})['"`<]/gu);
      const literals = new Set(Array.from(found, ([, text]) => text));
      const said = [...labels].filter((label) => literals.has(label));
      return said.filter((label) => SOMETHING_ELSE[label]?.test(file) !== true).map((label) => `${file}: ${label}`);
    });
    expect(repeated).toEqual([]);
  });
});

describe('a comment', () => {
  const comments = programs().flatMap((file) =>
    Array.from(
      readFileSync(path.join(house, file), 'utf8').matchAll(/^\s*(?:\/\*\*|\*|\/\/) ?(.*)$/gmu),
      ([, text = '']) => ({ file, text }),
    ),
  );
  const said = (wrong: RegExp) =>
    comments.filter(({ text }) => wrong.test(text)).map((each) => Object.values(each).join(': '));

  it('names the person, device or program that it speaks of', () => {
    expect(comments.length).toBeGreaterThan(1000);
    expect(said(/\b(?:nobody|somebody|whoever|everybody|anybody)\b/iu)).toEqual([]);
  });

  it('says what a function returns, and asks no question', () => {
    expect(said(/^(?:Is|Are|Was|Were|Does|Do|Did|Has|Have|Can|May|Must|Will) [^.:;]*\?/u)).toEqual([]);
  });
});

describe('JSON from outside', () => {
  /** Reads what this program wrote itself: rows of its own file, or a word between two processes of one user on one machine. */
  const OWN_WORDS = [
    /^store\//,
    /^hub\/admin\/(backups|upkeep)\.ts$/,
    /^hub\/events\/held-(by-device|decisions|events|proof|quota)\.ts$/,
    /^hub\/console\/held-events\.ts$/,
    /^hub\/engine\/embedded\.ts$/,
    /^hub\/engine\/couchdb\/(checkpoints|mirror-progress)\.ts$/,
    /^hub\/(stick|tls)\/command\.ts$/,
    /^hub\/tls\/keys\.ts$/,
    /^service\/site\/single-instance\.ts$/,
    /^shared\/base\/columnar\.ts$/,
    /^shared\/outside\/json\.ts$/,
    // What the page's own service answers.
    /^renderer\/app\/transport\.ts$/,
    // What a developer's own sample answers.
    /^browser\/dev\/sample\.ts$/,
  ];

  it('is read by readJson, within bounds counted before anything is made of it', () => {
    const parsing = programs().filter((file) =>
      /JSON\.parse\(|\.json\(\)/.test(readFileSync(path.join(house, file), 'utf8')),
    );
    expect(parsing.filter((file) => !OWN_WORDS.some((own) => own.test(file)))).toEqual([]);
  });
});

describe('chance that can be played again', () => {
  /** Steps of generators of this kind: a product that is cut off at 32 bits, or the factors of the well-known ones. */
  const GENERATOR = /Math\.imul\(|\b(1_?664_?525|1_?103_?515_?245|48_?271|16_?807|9_?301|0x6d2b79f5)\b/i;
  /** They spread a text, and draw nothing. */
  const SPREADING = ['test/fixtures/people.ts', 'test/fixtures/events.ts'];

  it('comes from one source, in programs and tests alike', () => {
    const rooms = [...new Set(programs().map((file) => file.split('/')[0] as string)), 'test'];
    const all = rooms
      .flatMap((room) =>
        readdirSync(path.join(house, room), { recursive: true, encoding: 'utf8' }).map(
          (file) => `${room}/${file.replaceAll(path.sep, '/')}`,
        ),
      )
      .filter((file) => /\.tsx?$/.test(file) && file !== 'test/house-rules.test.ts');
    const own = all.filter((file) => GENERATOR.test(readFileSync(path.join(house, file), 'utf8')));
    expect(own.filter((file) => !SPREADING.includes(file))).toEqual(['shared/base/seeded-random.ts']);
  });
});
