import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '../../shared/api/device-api.ts';
import type { EventId, SeriesId } from '../../shared/base/brands.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { getCase, receiptedEvents } from '../projection/cases.ts';
import { beginSeries } from '../trust/identity.ts';
import {
  countUnsynced,
  receiptsAt,
  receiptsEpoch,
  storeReceipts,
  unsyncedByLedger,
  unsyncedEvents,
} from './receipts.ts';
import { missingOf, rangesHeld } from '../projection/series-ranges.ts';
import { type TempSite, tempSite } from '../testing/temp-site.ts';
import { CENTRE, day, person, proxied, received, STAFF, VILLAGE, Writer } from '../testing/writer.ts';

let site: TempSite;
beforeEach(() => {
  site = tempSite();
});
afterEach(() => site.remove());

const on = day('2017-11-09');
const EPOCH = 'aaaaaaaaaaaaaaaa' as SeriesId;
const AT = '2017-11-09T03:00:00.000Z';
const begin = (n = 1) =>
  site.ledger.append({
    ledger: CENTRE,
    staff: STAFF,
    ...received({ number: `${CENTRE}-20171109-a7000${n}`, on, person: person('向小明') }),
  });
const note = (about: EventId) =>
  site.ledger.append({ ledger: CENTRE, staff: STAFF, type: 'noted', case: about, about, on, data: { text: '记' } });
const receipt = (event: LedgerEvent, ranges: Receipt['ranges']): Receipt => ({
  device: event.by.device,
  series: event.by.series,
  ranges,
});
const store = (receipts: readonly Receipt[], epoch = EPOCH) => storeReceipts(site.file, { epoch, receipts, at: AT });

describe('a receipt', () => {
  it('makes the events of its range green, the case only when all of them are', () => {
    const one = begin();
    const two = note(one.id);
    expect(countUnsynced(site.file)).toBe(2);
    expect(store([receipt(one.event, [{ from: 1, to: 1, last: one.id }])])).toEqual({ newEpoch: false, received: 1 });
    expect(getCase(site.file, one.id)?.unsynced).toBe(1);
    store([receipt(one.event, [{ from: 1, to: 2, last: two.id }])]);
    expect(getCase(site.file, one.id)?.unsynced).toBe(0);
    expect(receiptedEvents(site.file, one.id)).toEqual(new Set([one.id, two.id]));
    expect(countUnsynced(site.file)).toBe(0);
    expect([receiptsEpoch(site.file), receiptsAt(site.file)]).toEqual([EPOCH, AT]);
  });

  it('proves nothing for own events when its end is another machine’s event', () => {
    const one = begin();
    const clone = '20171109-bbbbbbbbbbbbbbbbbbbbbbbbbb' as EventId;
    expect(store([receipt(one.event, [{ from: 1, to: 1, last: clone }])]).received).toBe(0);
    expect(store([receipt(one.event, [{ from: 1, to: 9, last: clone }])]).received).toBe(0);
    expect(getCase(site.file, one.id)?.unsynced).toBe(1);
  });

  it('of a clone’s branch makes only that branch green, told by prev', () => {
    const one = begin();
    const two = note(one.id);
    const identity = site.ledger.identity();
    const clone = new Writer(CENTRE, undefined, identity?.device);
    Object.assign(clone, { series: identity?.series, seq: 1, last: one.id });
    const other = clone.write({ type: 'noted', case: one.id, about: one.id, on, data: { text: '另一台' } });
    // Signed by another key, so it is unreadable here; the hub's range may still end in it.
    store([receipt(one.event, [{ from: 1, to: 2, last: other._id }])]);
    expect(receiptedEvents(site.file, one.id)).toEqual(new Set());
    store([
      receipt(one.event, [
        { from: 1, to: 2, last: other._id },
        { from: 2, to: 2, last: two.id },
      ]),
    ]);
    expect(receiptedEvents(site.file, one.id)).toEqual(new Set([two.id]));
  });

  it('of others makes what is in the range green, also what arrives after it', () => {
    const village = new Writer(VILLAGE);
    site.trust(village);
    const slips = [1, 2, 3].map((n) =>
      village.write(proxied({ number: `${VILLAGE}-20171109-b2000${n}`, on, person: person(`人${n}`), slip: `k${n}` })),
    );
    const [a, b, c] = slips as [LedgerEvent, LedgerEvent, LedgerEvent];
    site.pull(VILLAGE, [a]);
    store([receipt(a, [{ from: 1, to: 2, last: b._id }])]);
    site.pull(VILLAGE, [b, c]);
    expect([a, b, c].map((event) => getCase(site.file, event._id)?.unsynced)).toEqual([0, 0, 1]);
    expect(unsyncedByLedger(site.file)).toEqual([{ ledger: VILLAGE, events: 1 }]);
    expect(unsyncedEvents(site.file, VILLAGE, 10)).toEqual([c._id]);
  });

  it('of a new epoch voids all others', () => {
    const one = begin();
    store([receipt(one.event, [{ from: 1, to: 1, last: one.id }])]);
    const second = 'bbbbbbbbbbbbbbbb' as SeriesId;
    expect(store([], second)).toEqual({ newEpoch: true, received: 0 });
    expect(getCase(site.file, one.id)?.unsynced).toBe(1);
    expect(countUnsynced(site.file)).toBe(1);
    store([receipt(one.event, [{ from: 1, to: 1, last: one.id }])], second);
    expect(getCase(site.file, one.id)?.unsynced).toBe(0);
  });

  it('covers an own old series when its tail comes back from the hub, in any order', () => {
    const village = new Writer(VILLAGE);
    const identity = site.ledger.identity();
    const one = begin();
    const tail = new Writer(CENTRE, undefined, identity?.device);
    // After a restore: this machine no longer knows what it wrote as 2 and 3, the hub does.
    const key = site.file.sql('SELECT private_key FROM identity').pluck().get() as string;
    Object.assign(tail, {
      series: identity?.series,
      seq: 1,
      last: one.id,
      key: { publicKey: identity?.publicKey, privateKey: key },
    });
    const [two, three] = ['二', '三'].map((text) =>
      tail.write({ type: 'noted', case: one.id, about: one.id, on, data: { text } }),
    ) as [LedgerEvent, LedgerEvent];
    beginSeries(site.file, 'restored', site.clock.now());
    store([receipt(one.event, [{ from: 1, to: 3, last: three._id }])]);
    expect(getCase(site.file, one.id)?.unsynced).toBe(1);
    site.pull(CENTRE, [three]);
    expect(receiptedEvents(site.file, one.id)).toEqual(new Set([three._id]));
    site.pull(CENTRE, [two]);
    expect(receiptedEvents(site.file, one.id)).toEqual(new Set([one.id, two._id, three._id]));
    expect(village.seq).toBe(0);
  });
});

describe('ranges held', () => {
  it('are given by change: a token brings only the series that moved', () => {
    const village = new Writer(VILLAGE);
    site.trust(village);
    const one = begin();
    const all = rangesHeld(site.file, { since: 0, ledgers: null, most: 1000 });
    expect(all.receipts).toEqual([receipt(one.event, [{ from: 1, to: 1, last: one.id }])]);
    expect(rangesHeld(site.file, { since: all.token, ledgers: null, most: 1000 }).receipts).toEqual([]);
    const slip = village.write(proxied({ number: `${VILLAGE}-20171109-B2-0001`, on, person: person('人'), slip: 'k' }));
    site.pull(VILLAGE, [slip]);
    const news = rangesHeld(site.file, { since: all.token, ledgers: null, most: 1000 });
    expect(news.receipts).toEqual([receipt(slip, [{ from: 1, to: 1, last: slip._id }])]);
    expect(rangesHeld(site.file, { since: 0, ledgers: [VILLAGE], most: 1000 }).receipts).toEqual(news.receipts);
    expect(rangesHeld(site.file, { since: 0, ledgers: [], most: 1000 }).receipts).toEqual([]);
  });

  it('grow together from any order of arrival; gaps are listed until they are filled', () => {
    const village = new Writer(VILLAGE);
    site.trust(village);
    const events = Array.from({ length: 6 }, (_, n) =>
      village.write(proxied({ number: `${VILLAGE}-20171109-b2000${n}`, on, person: person('人'), slip: `k${n}` })),
    );
    const { device, series } = village;
    site.pull(VILLAGE, [events[5], events[0], events[2]] as LedgerEvent[]);
    expect(missingOf(site.file, device)).toEqual([
      { device, series, from: 2, to: 2 },
      { device, series, from: 4, to: 5 },
    ]);
    site.pull(VILLAGE, [events[4], events[1], events[3]] as LedgerEvent[]);
    expect(missingOf(site.file, device)).toEqual([]);
    expect(rangesHeld(site.file, { since: 0, ledgers: null, most: 1000 }).receipts).toEqual([
      { device, series, ranges: [{ from: 1, to: 6, last: events[5]?._id }] },
    ]);
  });
});
