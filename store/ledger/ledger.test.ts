import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkEvent } from '../../shared/event/event.ts';
import { ledgerName } from '../../shared/place/place.ts';
import type { CaseNo, EventId, Station } from '../../shared/base/brands.ts';
import { caseEvents, getCase } from '../projection/cases.ts';
import { digestText, verifyHash } from '../trust/crypto.ts';
import { StoreError } from '../file/errors.ts';
import { staffOf } from '../projection/site-staff.ts';
import { openHighWater } from '../trust/high-water.ts';
import { beginSeries, checkSeries, readIdentity } from '../trust/identity.ts';
import { openLedger } from './ledger.ts';
import { missingOf, rangesHeld } from '../projection/series-ranges.ts';
import { reference, type TempSite, tempSite } from '../testing/temp-site.ts';
import { CENTRE, day, person, proxied, received, STAFF, VILLAGE, Writer, type WriterDraft } from '../testing/writer.ts';
import type { EventDraft } from '../types.ts';

let site: TempSite;
beforeEach(() => {
  site = tempSite();
});
afterEach(() => site.remove());

const on = day('2017-11-09');
const STATION = 'a7' as Station;
const draft = (written: WriterDraft, more: Partial<EventDraft> = {}): EventDraft => ({
  ledger: CENTRE,
  staff: STAFF,
  ...written,
  ...more,
});
const first = (name = '向小明') =>
  draft(received({ number: site.ledger.nextNumber(CENTRE, on, STATION), on, person: person(name) }));
const noted = (about: EventId, text: string) => draft({ type: 'noted', case: about, about, on, data: { text } });
const kindOf = (fn: () => unknown): string => {
  try {
    fn();
    return 'none';
  } catch (error) {
    return error instanceof StoreError ? error.kind : String(error);
  }
};

describe('append', () => {
  it('writes a well-formed event, signed by this device, that is on disk when it returns', () => {
    const { id, event } = site.ledger.append(first());
    const stored = site.file.store.get(ledgerName(CENTRE), id);
    expect(stored).toEqual(event);
    const key = readIdentity(site.file)?.publicKey as string;
    const checked = checkEvent(stored, digestText, (_, hash, sig) => verifyHash(key, hash, sig));
    expect(checked.kind).toBe('event');
  });

  it('numbers the events of a series 1, 2, 3 over all ledgers and names the one before', () => {
    const one = site.ledger.append(first());
    const two = site.ledger.append({ ...noted(one.id, '二'), ledger: VILLAGE });
    const three = site.ledger.append(noted(one.id, '三'));
    expect([one, two, three].map((each) => each.event.by.seq)).toEqual([1, 2, 3]);
    expect([one, two, three].map((each) => each.event.by.prev)).toEqual([null, one.id, two.id]);
    expect(readIdentity(site.file)).toMatchObject({ lastSeq: 3, lastId: three.id });
  });

  it('takes the instant and the offset from the clock', () => {
    site.clock.hubOffset = -90_000;
    expect(site.ledger.append(first()).event).toMatchObject({ at: '2017-11-09T02:00:00.000Z', offset: -90_000 });
  });

  it('answers the case: its own id for a first event, null for a site event', () => {
    const one = site.ledger.append(first());
    expect(one.case).toBe(one.id);
    expect(site.ledger.append(noted(one.id, '记')).case).toBe(one.id);
    const staff = draft({
      type: 'site.staff',
      on,
      data: { id: 'A1', name: '周敏', windows: ['社会保障'], active: true },
    });
    expect(site.ledger.append(staff).case).toBeNull();
    expect(staffOf(site.file, CENTRE)).toEqual([{ id: 'A1', name: '周敏', windows: ['社会保障'], active: true }]);
  });

  it('sorts `after` and drops what stands twice', () => {
    const one = site.ledger.append(first());
    const two = site.ledger.append(draft({ type: 'accepted', case: one.id, after: [one.id, one.id], on, data: {} }));
    expect(two.event.after).toEqual([one.id]);
  });

  it('makes the rows that pages read in the same transaction', () => {
    const one = site.ledger.append(first());
    site.ledger.append(draft({ type: 'accepted', case: one.id, after: [one.id], on, data: {} }));
    expect(getCase(site.file, one.id)).toMatchObject({
      name: '向小明',
      state: 'accepted',
      acceptedOn: on,
      dueOn: day('2017-11-23'),
      unsynced: 2,
    });
    expect(caseEvents(site.file, one.id)).toHaveLength(2);
  });

  it('refuses an event over 64 KB and one that is not well-formed, and changes nothing', () => {
    const one = site.ledger.append(first());
    const before = readIdentity(site.file);
    expect(kindOf(() => site.ledger.append(noted(one.id, '长'.repeat(22_000))))).toBe('Rejected');
    expect(kindOf(() => site.ledger.append({ ...noted(one.id, 'x'), on: day('2017-11-31') }))).toBe('Rejected');
    expect(kindOf(() => site.ledger.append({ ...noted(one.id, 'x'), data: { text: '\ud800' } }))).toBe('Rejected');
    expect(kindOf(() => site.ledger.append({ ...noted(one.id, 'x'), type: 'No Type' }))).toBe('Rejected');
    expect(readIdentity(site.file)).toEqual(before);
    expect(caseEvents(site.file, one.id)).toHaveLength(1);
  });

  it('leaves no gap in the series when a transaction is rolled back', () => {
    const one = site.ledger.append(first());
    expect(() =>
      site.ledger.transaction(() => {
        site.ledger.append(noted(one.id, '二'));
        site.ledger.append(first('李四'));
        throw new Error('stop');
      }),
    ).toThrow('stop');
    const next = site.ledger.append(noted(one.id, '又'));
    expect(next.event.by).toMatchObject({ seq: 2, prev: one.id });
    expect(missingOf(site.file)).toEqual([]);
    expect(site.file.sql('SELECT count(*) FROM case_row').pluck().get()).toBe(1);
  });

  it('joins an outer transaction: all events are on disk or none, and each case is folded once at the end', () => {
    const ids = site.ledger.transaction(() =>
      Array.from({ length: 3 }, (_, i) => {
        const one = site.ledger.append(first(`人${i}`));
        site.ledger.append(draft({ type: 'accepted', case: one.id, after: [one.id], on, data: {} }));
        return one.id;
      }),
    );
    expect(ids.map((id) => getCase(site.file, id)?.state)).toEqual(['accepted', 'accepted', 'accepted']);
    site.reopen();
    expect(ids.map((id) => getCase(site.file, id)?.number)).toEqual([
      `${CENTRE}-20171109-A7-0001`,
      `${CENTRE}-20171109-A7-0002`,
      `${CENTRE}-20171109-A7-0003`,
    ]);
  });

  it('keeps the outer transaction usable when an inner one fails', () => {
    const kept = site.ledger.transaction(() => {
      const one = site.ledger.append(first());
      expect(kindOf(() => site.ledger.append(noted(one.id, '')))).toBe('none');
      expect(kindOf(() => site.ledger.append({ ...noted(one.id, 'x'), type: 'BAD' }))).toBe('Rejected');
      return one.id;
    });
    expect(getCase(site.file, kept)?.state).toBe('received');
    expect(readIdentity(site.file)?.lastSeq).toBe(2);
  });
});

describe('case numbers', () => {
  it('go on from the highest stored of the station’s year, over restarts', () => {
    site.ledger.append(first());
    site.ledger.append(first());
    site.reopen();
    expect(site.ledger.nextNumber(CENTRE, on, STATION)).toBe(`${CENTRE}-20171109-A7-0003`);
    expect(site.ledger.nextNumber(CENTRE, day('2017-11-10'), STATION)).toBe(`${CENTRE}-20171110-A7-0003`);
    expect(site.ledger.nextNumber(CENTRE, day('2018-01-01'), STATION)).toBe(`${CENTRE}-20180101-A7-0001`);
    expect(site.ledger.nextNumber(CENTRE, on, 'a8' as Station)).toBe(`${CENTRE}-20171109-A8-0001`);
  });

  it('count only where their writer may give them: its own place, its own station, the day of the event', () => {
    const village = new Writer(VILLAGE);
    const colleague = new Writer(CENTRE);
    for (const writer of [village, colleague]) site.trust(writer);
    const claimed = (number: string, day_ = on) => ({ number: number as CaseNo, on: day_, person: person('测试甲') });
    const [mine, tomorrow] = [`${CENTRE}-20171109-A7-9999`, `${CENTRE}-20171110-A7-9999`];
    site.pull(VILLAGE, [village.write(proxied({ ...claimed(mine), slip: 'k1' }))]);
    site.pull(CENTRE, [colleague.write(received(claimed(mine))), colleague.write(received(claimed(tomorrow)))]);
    site.ledger.append(draft(received(claimed(tomorrow))));
    expect(site.ledger.nextNumber(CENTRE, on, STATION)).toBe(`${CENTRE}-20171109-A7-0001`);
    expect(site.ledger.nextNumber(CENTRE, day('2017-11-10'), STATION)).toBe(`${CENTRE}-20171110-A7-0001`);
  });

  it('are not used up by a suffix that the hub gave', () => {
    const number = `${CENTRE}-20171109-A7-0009-2` as CaseNo;
    site.ledger.append(draft(received({ number, on, person: person('向小明') })));
    expect(site.ledger.nextNumber(CENTRE, on, STATION)).toBe(`${CENTRE}-20171109-A7-0001`);
  });
});

describe('a series', () => {
  const highWater = () => openHighWater(path.join(site.folder, 'marks'));
  const start = (facts = 'this machine') =>
    checkSeries(site.file, { facts, highWater: highWater(), now: site.clock.now() });

  it('goes on at an ordinary start', () => {
    site.ledger.append(first());
    expect(start()).toBeNull();
    expect(readIdentity(site.file)?.lastSeq).toBe(1);
  });

  it('begins anew on another machine, and goes on there', () => {
    const { series } = site.ledger.append(first()).event.by;
    expect(start('another machine')).toBe('other-machine');
    expect(start('another machine')).toBeNull();
    const { by } = site.ledger.append(first()).event;
    expect(by).toMatchObject({ seq: 1, prev: null });
    expect(by.series).not.toBe(series);
  });

  it('begins anew when the note outside the folder is ahead of the database', () => {
    const { device, series } = site.ledger.append(first()).event.by;
    highWater().write(device, series, 1);
    expect(start()).toBeNull();
    highWater().write(device, series, 2);
    expect(start()).toBe('high-water');
    expect(start()).toBeNull();
  });

  it('is noted outside after each commit', () => {
    site.file.close();
    site.reopen();
    const ledger = openLedger(site.file, { clock: site.clock, reference: reference(), highWater: highWater() });
    const { device, series } = ledger.append(first()).event.by;
    expect(highWater().read(device, series)).toBe(1);
    ledger.append(first());
    expect(highWater().read(device, series)).toBe(2);
  });

  it('is a chain of its own; both are held as ranges', () => {
    const one = site.ledger.append(first());
    beginSeries(site.file, 'restored', site.clock.now());
    const two = site.ledger.append(first());
    const held = rangesHeld(site.file, { since: 0, ledgers: null, most: 1000 }).receipts;
    expect(held).toHaveLength(2);
    expect(held).toEqual(
      expect.arrayContaining([
        { device: one.event.by.device, series: one.event.by.series, ranges: [{ from: 1, to: 1, last: one.id }] },
        { device: two.event.by.device, series: two.event.by.series, ranges: [{ from: 1, to: 1, last: two.id }] },
      ]),
    );
  });
});

describe('what is on disk', () => {
  it('shows no name and no number that was entered, in any file of the folder, while the program runs', () => {
    site.ledger.append(
      draft(
        received({
          number: `${CENTRE}-20171109-A7-0001`,
          on,
          person: person('欧阳雪梅', { idNumber: '433022197001010014', phone: '13812345678' }),
        }),
      ),
    );
    for (const name of readdirSync(site.folder, { recursive: true }) as string[]) {
      const bytes = readFileSync(path.join(site.folder, name));
      for (const text of ['欧阳雪梅', '433022197001010014', '13812345678', 'ouyangxuemei'])
        expect(bytes.includes(text), `${text} in ${name}`).toBe(false);
    }
  });
});
