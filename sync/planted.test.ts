/** A second revision under the id of an event that only this site has yet: the event stays, the other one is set aside. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LedgerEvent } from '../shared/event/event.ts';
import { ledgerName } from '../shared/place/place.ts';
import { getCase } from '../store/projection/cases.ts';
import { quarantineLedger } from '../store/ledger/quarantine.ts';
import { reference, tempSite, type TempSite } from '../store/testing/temp-site.ts';
import { CENTRE, day, person, received, STAFF } from '../store/testing/writer.ts';
import { quarantinedRows, unreadableRows } from '../store/projection/unreadable.ts';
import { localDatabase } from './pouch.ts';

const NAME = ledgerName(CENTRE);
let site: TempSite;
let event: LedgerEvent;

beforeEach(() => {
  site = tempSite({ place: CENTRE });
  const draft = received({ number: `${CENTRE}-20171102-A7-0001`, on: day('2017-11-02'), person: person('测试甲') });
  ({ event } = site.ledger.append({ ledger: CENTRE, staff: STAFF, ...draft }));
});
afterEach(() => site.remove());

const [LOWEST, HIGHEST] = [`1-${'0'.repeat(32)}`, `1-${'f'.repeat(32)}`] as const;
it.each([
  ['beside it, and wins', [{ _rev: HIGHEST }]],
  ['beside it, and loses', [{ _rev: LOWEST }]],
  ['two beside it', [{ _rev: LOWEST }, { _rev: HIGHEST }]],
  ['over it', [{ _rev: `2-${'a'.repeat(32)}`, over: true }]],
  ['as its deletion', [{ _rev: `2-${'a'.repeat(32)}`, over: true, _deleted: true }]],
])('%s', async (_, planted) => {
  const local = localDatabase(site.file.store, NAME) as unknown as {
    bulkDocs(docs: unknown[], options: { new_edits: false }): Promise<unknown>;
  };
  for (const { _rev, over = false, ...rest } of planted as { _rev: string; over?: boolean }[]) {
    const [start, hash] = _rev.split('-') as [string, string];
    const ids = over ? [hash, event._rev.slice(2)] : [hash];
    const doc = { ...event, on: '2017-01-01', ...rest, _rev, _revisions: { start: Number(start), ids } };
    await local.bulkDocs([doc], { new_edits: false });
  }
  expect(quarantineLedger(site.file, reference(), CENTRE, site.clock.now())).toBe(1);
  expect(site.file.store.get(NAME, event._id)).toEqual(event);
  expect(site.file.store.otherRevisions(NAME, event._id)).toEqual([]);
  expect(getCase(site.file, event._id)).toMatchObject({ name: '测试甲', unsynced: 1 });
  expect(quarantinedRows(site.file)).toHaveLength(planted.length);
  expect(unreadableRows(site.file)).toEqual([]);
  expect(quarantineLedger(site.file, reference(), CENTRE, site.clock.now())).toBe(0);
});
