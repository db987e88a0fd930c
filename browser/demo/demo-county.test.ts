import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../shared/base/seeded-random.ts';
import { startDemo } from './demo-county.ts';
import { CLOCK } from '../../test/clock.ts';

const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('bianmin-demo-'));

describe('the demo', () => {
  it('plays a county up to today, all of it at the hub, and leaves nothing behind', async () => {
    const before = folders();
    const demo = await startDemo({
      pages: 'no-pages',
      version: 'test',
      // The same in every run, so that a story that the service refuses is found every time or never.
      random: seededRandom(7),
      clock: CLOCK,
      say: () => undefined,
      otherCentres: 1,
      days: 12,
    });
    try {
      const { sqlite } = demo.hub.ledger.file.store;
      const count = (sql: string) => sqlite.prepare(sql).pluck().get() as number;
      expect(count('SELECT count(DISTINCT ledger) FROM case_row')).toBe(3);
      expect(count('SELECT count(DISTINCT state) FROM case_row')).toBeGreaterThan(5);
      expect(count('SELECT count(*) FROM case_row WHERE proxied = 1')).toBeGreaterThan(0);
      for (const host of [demo.centre, demo.village])
        expect(host.site?.syncStatus()).toMatchObject({ unsynced: 0, drafts: expect.any(Number) });
      expect(demo.centre.site?.status()).toMatchObject({
        mode: 'enrolled',
        asksToday: false,
        place: { kind: 'centre' },
      });
      expect(demo.village.site?.status()).toMatchObject({
        mode: 'enrolled',
        asksToday: false,
        place: { kind: 'village' },
      });
    } finally {
      await demo.close();
    }
    expect(folders()).toEqual(before);
  }, 120_000);
});
