import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { REMARKS, type RemarkSpec } from '../../shared/case/remarks/index.ts';
import { SITE_EVENTS, type SiteEventSpec } from '../../shared/case/site-events.ts';
import { STEPS, type StepSpec } from '../../shared/case/steps/index.ts';
import type { EventId } from '../../shared/base/brands.ts';
import { makeSigningKey } from '../trust/crypto.ts';
import { PROJECTION_TABLES } from './projection-tables.ts';
import { PROJECTION_VERSION, rebuildProjection } from './rebuild.ts';
import { searchText, searchTokens } from './search.ts';
import { setSetting } from '../file/settings.ts';
import { reference, type TempSite, tempSite } from '../testing/temp-site.ts';
import { scenarios } from '../testing/scenario.ts';
import { CENTRE, day, person, received, Writer } from '../testing/writer.ts';
import { projectionDigests, verifyFile } from '../ledger/verify.ts';

/** A case whose first event is not here. */
const ABSENT = '20171101-aaaaaaaaaaaaaaaaaaaaaaaaaa' as EventId;

/** What each version of the projection reads and keeps: the schemas of all data, the tables, and what a case is found by. A line is added with a version, never changed. */
const DIGESTS: Readonly<Record<number, string>> = {
  24: 'mPC6pmgoU8x3LQRuZA5F4S',
  23: 'BQeVAUeHSEps1BvBZV3bhC',
  22: 'paWy_mlpVW1GmQPyDTBd07',
  21: '7V37xj9QzoXJ42arod9psS',
  20: 'xIRLVn7Vfd5lyD4MQdi7Tr',
  19: '8e1UOlFTYxGvg0MxqevqxU',
  18: 'nYFJAvhkmMU2t9K9I_X7qA',
  17: 'nvHDOCQCkIIX-h0tzQsEEI',
  16: 'nvHDOCQCkIIX-h0tzQsEEI',
  15: 'nqjPxi9DOhx49-8Mlix1F0',
  14: 'R5e2zyVXu19S1lYCgnm8LW',
  13: 'vBFdHE3X_d1Jv6K_oeg_0i',
  12: 'S22EgZfiWFDSy9Flcpl5_M',
  11: 'RlfhUGfRUpwL6nRgFo8Uat',
  10: 'TSv-i8QyGn2gjdoB0z70gG',
  9: 'X9sm1pYaSdQ2pmnmmsUk4R',
  8: 'sD-TcCalOPcVvIVTBzVABz',
  7: 'jPaYWWY5lj74tw4selZogB',
  6: 'sSJoRvq9rZLGERWQyFaoF5',
  5: 'tvAbLycoIzDzpdSBTuCn5i',
};

/** Kept nowhere else and following from nothing (docs/STORE.md): made by migrations. Those of the document store are its own. */
const KEPT = [
  'county_doc',
  'denied',
  'device_key',
  'draft',
  'draft_batch',
  'identity',
  'ledger_mark',
  'platform_batch',
  'platform_case',
  'platform_row',
  'quarantine',
  'receipt_range',
  'schema_list',
  'series',
  'setting',
  'stick_event',
  'stick_mark',
  'sync_run',
  'unreadable',
];

const schemaText = (schema: z.ZodType | undefined): unknown =>
  schema === undefined ? null : z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

function digestNow(): string {
  const steps = Object.values<StepSpec>(STEPS).map(({ type, first, data }) => [
    type,
    schemaText(first?.data),
    schemaText(data),
  ]);
  const others = [...Object.values<RemarkSpec>(REMARKS), ...Object.values<SiteEventSpec>(SITE_EVENTS)].map(
    ({ type, data }) => [type, schemaText(data)],
  );
  // What a search finds a case by is computed, not said in a table: a name of many readings stands for the rest.
  const found = searchText({ name: '吕重明', idNumber: '43302X', phone: null, numbers: ['b2-0001'] });
  const tables = PROJECTION_TABLES.map(({ name, ddl }) => [name, ddl.replaceAll(/\s+/g, ' ').trim()]);
  return createHash('sha256')
    .update(JSON.stringify([steps, others, tables, found, searchTokens(found)]))
    .digest('base64url')
    .slice(0, 22);
}

it('the version of the projection goes up with every change of the data that it reads or of its tables', () => {
  const known = DIGESTS[PROJECTION_VERSION];
  const line = (version: number) => `the line "${version}: '${digestNow()}'," to DIGESTS here`;
  expect(
    known,
    known === undefined
      ? `Add ${line(PROJECTION_VERSION)}.`
      : `A data schema, a table of the projection or what a case is found by changed, and files that are there would keep what they have: raise PROJECTION_VERSION ` +
          `(rebuild.ts) by one, and add ${line(PROJECTION_VERSION + 1)}.`,
  ).toBe(digestNow());
});

describe('the tables of the projection', () => {
  let site: TempSite;
  const hub = makeSigningKey();

  const tables = (): string[] =>
    site.file.store.sqlite
      .prepare(
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%' ORDER BY name`,
      )
      .pluck()
      .all() as string[];

  /** Fills every table. */
  beforeAll(() => {
    site = tempSite({ hub });
    const [scenario] = fc.sample(scenarios(hub), { numRuns: 1, seed: 11 });
    const copied = new Writer(CENTRE);
    for (const writer of [...(scenario?.writers ?? []), copied]) site.trust(writer);
    for (const { ledger, event } of scenario?.events ?? []) site.pull(ledger, [event]);
    const on = day('2017-11-09');
    const first = (n: number) =>
      copied.write(received({ number: `${CENTRE}-20171109-a7000${n}`, on, person: person('向小明') }));
    site.pull(CENTRE, [
      copied.write({ type: 'site.staff', on, data: { id: 'B77', name: '田甜', windows: ['社会保障'], active: true } }),
      copied.write({
        type: 'site.appointed',
        on,
        data: {
          person: person('向小明'),
          matter: 'SB-006',
          window: '社会保障',
          date: '2017-11-10',
          hour: 9,
          home: false,
        },
      }),
      copied.write({ type: 'site.appointment-ended', on, data: { appointment: ABSENT, result: 'missed' } }),
      copied.write({ type: 'noted', case: ABSENT, on, data: { text: '第一步还没到' } }),
    ]);
    const { seq, last } = copied;
    site.pull(CENTRE, [first(1)]);
    // The machine's disk was copied, and the copy goes on from there.
    Object.assign(copied, { seq, last });
    site.pull(CENTRE, [first(2)]);
  });
  afterAll(() => site.remove());

  it('are all in the list: any other is one that is kept, or belongs to the documents', () => {
    const named = [...KEPT, ...PROJECTION_TABLES.map(({ name }) => name)];
    expect(
      tables().filter((name) => !named.includes(name) && !/^(pouch|case_search)_/.test(name)),
      'A table that follows from the documents belongs into the list of projection-tables.ts; one that is kept nowhere else, into KEPT here.',
    ).toEqual([]);
    expect(named.filter((name) => !tables().includes(name))).toEqual([]);
  });

  it('come out of a rebuild as they were kept step by step, none of them empty', () => {
    const kept = projectionDigests(site.file);
    const rowsIn = (name: string): unknown => site.file.sql(`SELECT count(*) FROM ${name}`).pluck().get();
    expect(PROJECTION_TABLES.filter(({ name }) => rowsIn(name) === 0).map(({ name }) => name)).toEqual([]);
    rebuildProjection(site.file, reference());
    expect(projectionDigests(site.file)).toEqual(kept);
  });

  it.each(PROJECTION_TABLES.map(({ name }) => name))('%s is found and made anew where its rows are gone', (table) => {
    site.file.exec(`DELETE FROM ${table}`);
    const projection = () => verifyFile(site.file, reference()).find(({ check }) => check === 'projection');
    expect(projection()).toMatchObject({ ok: false, problems: [table] });
    rebuildProjection(site.file, reference());
    expect(projection()).toMatchObject({ ok: true, problems: [] });
  });

  it('are made anew as this program knows them, whatever an older one made', () => {
    const kept = projectionDigests(site.file);
    site.file.exec('ALTER TABLE case_row DROP COLUMN deemed; DROP TABLE slip_key; DROP INDEX case_of_name');
    const shape = () => site.file.sql('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
    expect(shape()).not.toContainEqual(expect.objectContaining({ name: 'slip_key' }));
    setSetting(site.file, 'reader-version', 'an older program');
    site.reopen();
    expect(projectionDigests(site.file)).toEqual(kept);
    expect(shape()).toContainEqual(expect.objectContaining({ name: 'case_of_name' }));
  });
});
