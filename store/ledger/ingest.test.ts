import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceId, EventId } from '../../shared/base/brands.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { ledgerName } from '../../shared/place/place.ts';
import { caseEvents, getCase, needsNewer, orphans } from '../projection/cases.ts';
import { countyDoc, highestCountyVersion } from '../county/county-docs.ts';
import { hubDeviceId, makeCountyDoc, makeSigningKey } from '../trust/crypto.ts';
import { deviceCertificate, saveDeviceKey } from '../trust/device-keys.ts';
import { staffOf } from '../projection/site-staff.ts';
import { quarantineLedger } from './quarantine.ts';
import { cloneSuspects, missingOf } from '../projection/series-ranges.ts';
import { handOverCases, handOverLists } from '../projection/slips.ts';
import { reference, type TempSite, tempSite } from '../testing/temp-site.ts';
import { CENTRE, COUNTY, day, person, proxied, seal, VILLAGE, Writer } from '../testing/writer.ts';
import { countQuarantined, quarantinedRows, unreadableRows } from '../projection/unreadable.ts';

let site: TempSite;
let village: Writer;
beforeEach(() => {
  site = tempSite();
  village = new Writer(VILLAGE);
  site.trust(village);
});
afterEach(() => site.remove());

const on = day('2017-11-09');
const slip = (writer = village, name = '向小明', n = 1) =>
  writer.write(proxied({ number: `${VILLAGE}-20171109-b2000${n}`, on, person: person(name), slip: `key ${n}` }));
const handedOver = (of: LedgerEvent, writer = village) =>
  writer.write({
    type: 'handed-over',
    case: of._id,
    after: [of._id],
    on,
    data: { list: 'L1', count: 1 },
  });
const whys = () => unreadableRows(site.file).map((row) => row.why);

describe('a pulled event', () => {
  it('gets its rows in the transaction that stores it', () => {
    const one = slip();
    site.pull(VILLAGE, [one, handedOver(one)]);
    expect(getCase(site.file, one._id)).toMatchObject({
      name: '向小明',
      state: 'handed-over',
      proxied: true,
      ledger: VILLAGE,
      centre: CENTRE,
      village: VILLAGE,
    });
    expect(handOverLists(site.file, VILLAGE)).toEqual([{ list: 'L1', ledger: VILLAGE, on, staff: 'A1', count: 1 }]);
    expect(handOverCases(site.file, 'L1').map((row) => row.case)).toEqual([one._id]);
  });

  it('is harmless when it comes again', () => {
    const one = slip();
    site.pull(VILLAGE, [one]);
    site.pull(VILLAGE, [one]);
    expect(caseEvents(site.file, one._id)).toHaveLength(1);
  });

  it('of a device without a certificate waits as unreadable and is read when the certificate comes', () => {
    const stranger = new Writer(VILLAGE);
    const one = slip(stranger);
    site.pull(VILLAGE, [one]);
    expect(whys()).toEqual(['unknown-device']);
    expect(getCase(site.file, one._id)).toBeNull();
    const doc = makeCountyDoc(
      {
        kind: 'device',
        key: stranger.device,
        version: 1,
        at: '2017-11-09T00:00:00.000Z',
        data: stranger.certificate(site.hub),
      },
      site.hub.privateKey,
    );
    site.file.store.putFirst('county', [doc]);
    expect(whys()).toEqual([]);
    expect(deviceCertificate(site.file, stranger.device)?.key).toBe(stranger.key.publicKey);
    expect(getCase(site.file, one._id)?.name).toBe('向小明');
  });

  it('that was forged, altered or signed by another goes to unreadable, and the rest of its batch is read', () => {
    const good = slip(village, '好人', 2);
    const altered = { ...slip(village, '改名', 3), data: { ...good.data, note: '改过' } };
    const wrongKey = seal({ ...bodyOf(slip(village, '冒名', 4)) }, makeSigningKey());
    const extra = { ...slip(village, '多字段', 5), extra: 1 };
    site.pull(VILLAGE, [altered, good, wrongKey, extra]);
    expect(getCase(site.file, good._id)?.name).toBe('好人');
    expect(new Set(whys())).toEqual(new Set(['hash', 'signature', 'envelope']));
    expect(site.file.sql('SELECT count(*) FROM case_row').pluck().get()).toBe(1);
  });

  it('of a newer version is kept, counted in its chain and listed, never refused', () => {
    const one = slip();
    const newer = village.write({
      v: 2,
      type: 'hologram',
      case: one._id,
      after: [one._id],
      on,
      data: {},
    });
    const unknown = village.write({ type: 'hologram', case: one._id, about: one._id, on, data: { any: 1 } });
    site.pull(VILLAGE, [one, newer, unknown]);
    expect(whys()).toEqual([]);
    expect(new Set(needsNewer(site.file).map((row) => row.id))).toEqual(new Set([newer._id, unknown._id]));
    expect(missingOf(site.file)).toEqual([]);
    expect(getCase(site.file, one._id)?.state).toBe('proxy-received');
    expect(caseEvents(site.file, one._id)).toHaveLength(3);
  });

  it('whose first event has not arrived waits and is listed', () => {
    const one = slip();
    const two = handedOver(one);
    site.pull(VILLAGE, [two]);
    expect(orphans(site.file)).toEqual([{ case: one._id, ledger: VILLAGE, events: 1 }]);
    expect(missingOf(site.file)).toEqual([{ device: village.device, series: village.series, from: 1, to: 1 }]);
    site.pull(VILLAGE, [one]);
    expect(orphans(site.file)).toEqual([]);
    expect(missingOf(site.file)).toEqual([]);
    expect(getCase(site.file, one._id)?.state).toBe('handed-over');
  });

  it('with data that fits no schema makes no row and stops nothing', () => {
    const odd = village.write({ type: 'proxy-received', on, data: { number: 5, slip: 'x' } });
    const staff = village.write({ type: 'site.staff', on, data: { id: 7 } });
    const good = slip();
    site.pull(VILLAGE, [odd, staff, good]);
    expect(orphans(site.file)).toEqual([{ case: odd._id, ledger: VILLAGE, events: 1 }]);
    expect(getCase(site.file, good._id)?.name).toBe('向小明');
    expect(staffOf(site.file, VILLAGE)).toEqual([]);
  });

  it('in another ledger than its case counts nowhere', () => {
    const one = slip();
    site.pull(VILLAGE, [one]);
    site.pull(CENTRE, [handedOver(one)]);
    expect(getCase(site.file, one._id)?.state).toBe('proxy-received');
  });

  it('of the hub is known by the hub’s key', () => {
    const hub = new Writer(COUNTY, site.hub, hubDeviceId(site.hub.publicKey));
    const one = slip();
    const question = hub.write({
      type: 'questioned',
      case: one._id,
      about: one._id,
      on,
      data: { rule: 'date', text: '请核对日期' },
    });
    site.pull(VILLAGE, [one, question]);
    expect(getCase(site.file, one._id)?.openQuestions).toBe(1);
  });

  it('that takes a number already taken raises a suspicion and both stay', () => {
    const clone = new Writer(VILLAGE, village.key, village.device);
    Object.assign(clone, { series: village.series });
    const [a, b] = [slip(village, '原机', 1), slip(clone, '克隆', 2)];
    site.pull(VILLAGE, [a, b]);
    expect(cloneSuspects(site.file)).toEqual([
      { device: village.device, series: village.series, seq: 1, ids: [a._id, b._id].sort() },
    ]);
    expect([a, b].map((each) => getCase(site.file, each._id)?.name)).toEqual(['原机', '克隆']);
  });

  it('is checked only once when the door has just checked it', () => {
    const one = slip();
    expect(site.ledger.check(one).kind).toBe('event');
    expect(site.ledger.check({ ...one, sig: one.sig.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) }).kind).toBe(
      'malformed',
    );
    site.pull(VILLAGE, [one]);
    expect(whys()).toEqual([]);
  });
});

/** So many that the rest is checked on other threads. */
const company = () => Array.from({ length: 60 }, (_, n) => slip(village, '陪同', 10 + n));

describe('documents checked ahead', () => {
  it('spare the check at the door, and vouch for no other device or content', async () => {
    const attacker = new Writer(VILLAGE);
    site.trust(attacker);
    const good = slip(village, '好人', 1);
    const victim = slip(village, '受害', 2);
    // The attacker signs what the victim's device would have written.
    const stolen = { ...victim, sig: seal(bodyOf(victim), attacker.key).sig };
    const others = company();
    await site.ledger.verifyAhead([
      ...others,
      good,
      { ...stolen, by: { ...stolen.by, device: attacker.device } },
      { _id: 'x' },
      null,
      { ...good, sig: '' },
    ]);
    site.pull(VILLAGE, [...others, good, stolen]);
    expect(getCase(site.file, good._id)?.name).toBe('好人');
    expect(getCase(site.file, victim._id)).toBeNull();
    expect(whys()).toEqual(['signature']);
    expect(others.map((each) => getCase(site.file, each._id)?.name)).toEqual(others.map(() => '陪同'));
  });

  it('are checked again when they come with a field more, another name or another signature', async () => {
    const others = company();
    const [one, two, three] = [1, 2, 3].map((n) => slip(village, '原文', n)) as [LedgerEvent, LedgerEvent, LedgerEvent];
    await site.ledger.verifyAhead([...others, one, two, three]);
    const changed = [
      { ...one, more: 1 },
      { ...two, data: { ...two.data, person: person('改名') } },
      { ...three, sig: one.sig },
    ];
    site.pull(VILLAGE, changed as unknown as LedgerEvent[]);
    expect(whys().toSorted()).toEqual(['envelope', 'hash', 'signature']);
    site.pull(VILLAGE, others);
    expect(whys()).toHaveLength(3);
  });

  it('spare the check at the door whatever their revisions, by the same verdict', async () => {
    const docs = company().map((each) => ({ ...each, _revisions: { start: 1, ids: [each._rev.slice(2)] } }));
    await site.ledger.verifyAhead(docs);
    for (const { _revisions: _, ...event } of docs) expect(site.ledger.check(event)).toEqual({ kind: 'event', event });
  });
});

function bodyOf(event: LedgerEvent): object {
  const { _id, _rev, sig, ...body } = event;
  return _id && _rev && sig ? body : {};
}

describe('documents of county', () => {
  it('are kept by kind, key and version; others are noted and stop nothing', () => {
    const notice = (version: number, key = site.hub) =>
      makeCountyDoc(
        { kind: 'notice', key: 'n', version, at: '2017-11-09T00:00:00.000Z', data: { version } },
        key.privateKey,
      );
    site.file.store.putFirst('county', [notice(2), notice(1), notice(3, makeSigningKey())]);
    expect(countyDoc(site.file, 'notice', 'n')?.data).toEqual({ version: 2 });
    expect(highestCountyVersion(site.file, 'notice', 'n')).toBe(2);
    expect(unreadableRows(site.file)).toMatchObject([{ ledger: 'county', why: 'signature' }]);
  });

  it('certify a device once: another key under the same id is not taken', () => {
    const impostor = new Writer(VILLAGE, makeSigningKey(), village.device);
    expect(saveDeviceKey(site.file, impostor.certificate(site.hub))).toBe(false);
    expect(saveDeviceKey(site.file, new Writer(VILLAGE).certificate(makeSigningKey()))).toBe(false);
    expect(deviceCertificate(site.file, village.device)?.key).toBe(village.key.publicKey);
    expect(deviceCertificate(site.file, 'aaaaaaaaaaaaaaaa' as DeviceId)).toBeNull();
  });
});

describe('quarantine', () => {
  it('sets aside what is not well-formed, counts it, and leaves the rest as it was', () => {
    const good = slip();
    const torn = { ...slip(village, '破页', 2), on: '2017-11-10' };
    const later = slip(village, '后来', 3);
    site.pull(VILLAGE, [good, torn, later]);
    expect(quarantineLedger(site.file, reference(), VILLAGE, site.clock.now())).toBe(1);
    expect(site.file.store.get(ledgerName(VILLAGE), torn._id)).toBeUndefined();
    expect(countQuarantined(site.file)).toBe(1);
    expect(quarantinedRows(site.file)).toMatchObject([{ ledger: VILLAGE, id: torn._id as EventId, why: 'hash' }]);
    expect(unreadableRows(site.file)).toEqual([]);
    expect(getCase(site.file, good._id)?.name).toBe('向小明');
    expect(getCase(site.file, later._id)?.name).toBe('后来');
    expect(quarantineLedger(site.file, reference(), VILLAGE, site.clock.now())).toBe(0);
  });
});
