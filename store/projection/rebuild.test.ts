import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSigningKey } from '../trust/crypto.ts';
import { getCase } from './cases.ts';
import { setSetting } from '../file/settings.ts';
import { rebuildProjection } from './rebuild.ts';
import { storeReceipts } from '../sync-state/receipts.ts';
import { rangesHeld } from './series-ranges.ts';
import { type Scenario, scenarios } from '../testing/scenario.ts';
import { reference, type TempSite, tempSite } from '../testing/temp-site.ts';
import { CENTRE, day, person, received, STAFF, VILLAGE } from '../testing/writer.ts';
import type { SeriesId } from '../../shared/base/brands.ts';
import { projectionDigests, verifyFile } from '../ledger/verify.ts';

const hub = makeSigningKey();

/** Delivers the events in that order, cut into batches: neighbours of one ledger go together. */
function deliver(site: TempSite, scenario: Scenario, order: readonly number[], size: number): void {
  for (const writer of scenario.writers) site.trust(writer);
  for (const ledger of [VILLAGE, CENTRE]) {
    const events = order.map((i) => scenario.events[i]).filter((each) => each?.ledger === ledger);
    site.pull(
      ledger,
      events.map((each) => each?.event ?? {}),
      size,
    );
  }
}

const orders = (scenario: Scenario) =>
  fc.shuffledSubarray(
    scenario.events.map((_, i) => i),
    { minLength: scenario.events.length, maxLength: scenario.events.length },
  );

describe('the projection', () => {
  it('is the same for any order and partition of arrival, and equals what a rebuild makes', () => {
    const site = tempSite({ hub });
    const other = tempSite({ hub });
    const empty = (each: TempSite) => {
      for (const name of each.file.store.databases())
        for (const doc of each.file.store.changes(name, 0, 10_000)) each.file.store.purge(name, doc.id);
      each.file.sql('DELETE FROM unreadable').run();
      rebuildProjection(each.file, reference());
    };
    fc.assert(
      fc.property(
        scenarios(hub).chain((scenario) =>
          fc.tuple(fc.constant(scenario), orders(scenario), fc.integer({ min: 1, max: 9 })),
        ),
        ([scenario, order, size]) => {
          deliver(
            site,
            scenario,
            scenario.events.map((_, i) => i),
            100,
          );
          deliver(other, scenario, order, size);
          const expected = projectionDigests(site.file);
          expect(projectionDigests(other.file)).toEqual(expected);
          rebuildProjection(other.file, reference());
          expect(projectionDigests(other.file)).toEqual(expected);
          empty(site);
          empty(other);
        },
      ),
      { numRuns: 25 },
    );
    site.remove();
    other.remove();
  });

  it('keeps what is green through a rebuild, and finds a row that was tampered with', () => {
    const site = tempSite({ hub });
    const on = day('2017-11-09');
    const one = site.ledger.append({
      ledger: CENTRE,
      staff: STAFF,
      ...received({ number: `${CENTRE}-20171109-A7-0001`, on, person: person('向小明') }),
    });
    const { receipts } = rangesHeld(site.file, { since: 0, ledgers: null, most: 1000 });
    storeReceipts(site.file, { epoch: 'aaaaaaaaaaaaaaaa' as SeriesId, receipts, at: '2017-11-09T03:00:00.000Z' });
    expect(getCase(site.file, one.id)?.unsynced).toBe(0);
    expect(verifyFile(site.file, reference()).filter((line) => !line.ok)).toEqual([]);
    site.file.sql("UPDATE case_row SET state = 'concluded'").run();
    expect(
      verifyFile(site.file, reference())
        .filter((line) => !line.ok)
        .map(({ check, problems }) => ({ check, problems })),
    ).toEqual([{ check: 'projection', problems: ['case_row'] }]);
    expect(rebuildProjection(site.file, reference())).toEqual({ events: 1, cases: 1 });
    expect(getCase(site.file, one.id)).toMatchObject({ state: 'received', unsynced: 0 });
    expect(verifyFile(site.file, reference()).filter((line) => !line.ok)).toEqual([]);
    site.remove();
  });

  it('is made anew by a program that reads or computes otherwise', () => {
    const site = tempSite({ hub });
    const on = day('2017-11-09');
    const one = site.ledger.append({
      ledger: CENTRE,
      staff: STAFF,
      ...received({ number: `${CENTRE}-20171109-A7-0001`, on, person: person('向小明') }),
    });
    site.file.sql("UPDATE case_row SET state = 'concluded'").run();
    site.reopen();
    expect(getCase(site.file, one.id)?.state).toBe('concluded');
    setSetting(site.file, 'reader-version', 'an older program');
    site.reopen();
    expect(getCase(site.file, one.id)?.state).toBe('received');
    site.remove();
  });

  it('is left as it was by a check of it', () => {
    const site = tempSite({ hub });
    setSetting(site.file, 'a', 'b');
    const before = projectionDigests(site.file);
    verifyFile(site.file, reference());
    expect(projectionDigests(site.file)).toEqual(before);
    site.remove();
  });
});
