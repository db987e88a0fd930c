/** Bundles that are not as they should be, made with real keys, at a centre with a real file. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { About, BodyLine, Sender, Word } from '../../shared/api/bundle.ts';
import { ApiError } from '../../shared/api/errors.ts';
import type { DeviceId, LocalDate, PlaceCode, SeriesId } from '../../shared/base/brands.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { toLean } from '../../shared/event/lean-events.ts';
import { digestText, makeCountyDoc, makeSigningKey } from '../../store/trust/crypto.ts';
import { countUnsynced, storeReceipts } from '../../store/sync-state/receipts.ts';
import { stickOfCase } from '../../store/sync-state/usb-events.ts';
import { ownMark } from '../../store/sync-state/usb-checkpoints.ts';
import { reference, tempSite, type TempSite } from '../../store/testing/temp-site.ts';
import { CENTRE, day, person, proxied, VILLAGE, Writer } from '../../store/testing/writer.ts';
import type { SigningKey } from '../../store/types.ts';
import { packLines } from './body.ts';
import { type Bundle, readBundle } from './bundle.ts';
import { sealBundle } from './seal.ts';
import { takeBundle } from './take.ts';

const { places } = reference();
const EPOCH = 'e'.repeat(16) as SeriesId;
const LATER_EPOCH = 'f'.repeat(16) as SeriesId;
const [MORNING, NOON, EVENING] = ['00', '04', '10'].map((hour) => `2026-11-26T${hour}:00:00.000Z`) as [
  string,
  string,
  string,
];
const OTHER_VILLAGE = places.all.find(({ kind, code }) => kind === 'village' && !code.startsWith(CENTRE.slice(0, 9)))
  ?.code as PlaceCode;

let site: TempSite;
let village: Writer;

beforeEach(() => {
  site = tempSite({ place: CENTRE });
  village = new Writer(VILLAGE);
});
afterEach(() => site.remove());

const about = (more: Partial<About> = {}): About => ({
  kind: 'about',
  at: NOON,
  version: '1',
  hub: 'hub',
  site: { marks: null, unsynced: 0, drafts: 0 },
  ...more,
});
const block = (place: PlaceCode, events: readonly LedgerEvent[]): BodyLine => ({
  kind: 'events',
  place,
  block: toLean(events, digestText),
});

interface Craft {
  readonly lines: readonly BodyLine[];
  readonly sender?: Sender;
  readonly key?: SigningKey;
  readonly station?: string;
  readonly count?: number;
}

/** A bundle as a village, or the named sender, would write it for the centre. */
async function craft({ lines, sender, key = village.key, station, count }: Craft): Promise<Buffer> {
  const events = lines.reduce((sum, line) => sum + (line.kind === 'events' ? line.block.rows.length : 0), 0);
  return sealBundle({
    station: station ?? `${village.place}-${village.station}`,
    count: count ?? events,
    sender: sender ?? { certificate: village.certificate(site.hub) },
    privateKey: key.privateKey,
    recipients: [site.ledger.identity()?.publicKey ?? ''],
    packed: await packLines(lines),
  });
}
const byHub = (lines: readonly BodyLine[]): Promise<Buffer> =>
  craft({
    lines: [about({ site: null }), ...lines],
    sender: { hub: site.hub.publicKey },
    key: site.hub,
    station: `${places.county.code}-22`,
  });

const read = (file: Buffer): Promise<Bundle> => readBundle(file, { file: site.file, places, uuid: 'hub' });
const take = async (file: Buffer) =>
  takeBundle(await read(file), {
    ledger: site.ledger,
    places,
    place: CENTRE,
    on: '2026-11-26' as LocalDate,
    now: Date.parse(NOON),
    told: () => undefined,
  });
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'fine',
    (error: unknown) => (error instanceof ApiError ? error.code : String(error)),
  );
const slipDraft = (by = village, number = 1) =>
  proxied({
    number: `${by.place}-20171102-b2${String(number).padStart(4, '0')}`,
    on: day('2017-11-02'),
    person: person('测试甲'),
    slip: `k${number}`,
  });
const slip = (by = village, number = 1): LedgerEvent => by.write(slipDraft(by, number));
const held = () => site.file.sql('SELECT id FROM event_row ORDER BY id').pluck().all();

describe('a bundle', () => {
  it('is read when everything fits', async () => {
    const bundle = await read(await craft({ lines: [about(), block(VILLAGE, [slip(), slip(village, 2)])] }));
    expect([bundle.events, bundle.ledgers.get(VILLAGE)?.length, bundle.certificate?.device]).toEqual([
      2,
      2,
      village.device,
    ]);
  });

  it('of another county or another hub is told as that', async () => {
    const lines = [about()];
    expect(await codeOf(read(await craft({ lines, station: '43010010101-a7' })))).toBe('wrong-county');
    expect(await codeOf(read(await craft({ lines: [about({ hub: 'another' })] })))).toBe('wrong-county');
    const other = makeSigningKey();
    expect(await codeOf(read(await craft({ lines, sender: { hub: other.publicKey }, key: other })))).toBe(
      'wrong-county',
    );
  });

  it('of a machine that the county never certified is refused', async () => {
    const lines = [about()];
    const stranger = makeSigningKey();
    expect(await codeOf(read(await craft({ lines, sender: { certificate: village.certificate(stranger) } })))).toBe(
      'sender-unknown',
    );
    expect(await codeOf(read(await craft({ lines, key: stranger })))).toBe('sender-unknown');
    expect(await codeOf(read(await craft({ lines, sender: { hub: site.hub.publicKey } })))).toBe('sender-unknown');
    expect(await codeOf(read(await craft({ lines, station: `${VILLAGE}-zz` })))).toBe('sender-unknown');
    expect(await codeOf(read(await craft({ lines: [about(), word()] })))).toBe('sender-unknown');
  });

  it('is refused when its count, an event or its order is wrong', async () => {
    const event = slip();
    expect(await codeOf(read(await craft({ lines: [about(), block(VILLAGE, [event])], count: 2 })))).toBe('torn');
    expect(await codeOf(read(await craft({ lines: [block(VILLAGE, [event])] })))).toBe('torn');
    const altered = { ...event, on: '2017-11-03' as LocalDate };
    expect(await codeOf(read(await craft({ lines: [about(), block(VILLAGE, [altered])], count: 1 })))).toBe('torn');
  });
});

describe('a bundle of a few kilobytes that stands for more than a machine may hold', () => {
  const lean = { shapes: [], rows: [], columns: [], whole: [], sigs: '' };
  const bomb = (parts: object): BodyLine => ({ kind: 'events', place: VILLAGE, block: { ...lean, ...parts } });
  const wide = Object.fromEntries(Array.from({ length: 1500 }, (_, number) => [number, 1]));
  const bombs: Readonly<Record<string, () => readonly BodyLine[]>> = {
    'lists without end': () => [bomb({ whole: Array.from({ length: 2_000_000 }, () => []) })],
    'columns without end': () => [bomb({ columns: Array.from({ length: 400_000 }, () => []) })],
    'more rows than a block has': () => [bomb({ rows: Array<number>(200_000).fill(0) })],
    'a text said once and filled in a thousand times': () => [
      bomb({ shapes: [{ data: wide }], rows: [0], columns: [[0], ['长'.repeat(60_000)]] }),
    ],
    'receipts without end': () => [
      { ...word(), receipts: Array.from({ length: 200_000 }, () => ({}) as never) } as unknown as BodyLine,
    ],
  };
  it.each(Object.keys(bombs))('is refused before it is made: %s', async (name) => {
    const file = await craft({ lines: [about(), ...(bombs[name]?.() ?? [])], count: 1_000_000 });
    expect(await codeOf(read(file))).toMatch(/too-large|newer-version|torn/);
  });

  it('is refused where its events are many times the largest ledger, though each block is whole', async () => {
    const text = 'x'.repeat(60_000);
    const events = Array.from({ length: 40 }, () =>
      village.write({ ...slipDraft(), data: { ...slipDraft().data, note: text } }),
    );
    const many = Array.from({ length: 60 }, () => block(VILLAGE, events));
    expect(await codeOf(read(await craft({ lines: [about(), ...many] })))).toBe('too-large');
  });
});

describe('taking', () => {
  it('marks what came as carried, and a second time changes nothing', async () => {
    const events = [slip(), slip(village, 2)];
    const file = await craft({ lines: [about(), block(VILLAGE, events)] });
    expect(await take(file)).toMatchObject({ events: 2, known: 0, leftOut: 0 });
    for (const { _id } of events) expect(stickOfCase(site.file, _id)).toBe('carried');
    expect(await take(file)).toMatchObject({ events: 0, known: 2 });
  });

  it('refuses a revoked sender, whose events another may still bring', async () => {
    const data = { device: village.device, at: MORNING, reason: '遗失' };
    const stop = makeCountyDoc(
      { kind: 'revoked', key: village.device, version: 1, at: MORNING, data },
      site.hub.privateKey,
    );
    site.file.store.putFirst('county', [stop]);
    expect(await codeOf(take(await craft({ lines: [about(), block(VILLAGE, [slip()])] })))).toBe('sender-revoked');
    expect(held()).toEqual([]);
  });

  it('leaves out what a stopped machine wrote and nothing proves, whatever its clock said and whoever brings it', async () => {
    const other = new Writer(VILLAGE);
    const data = { device: village.device, at: EVENING, reason: '遗失' };
    site.trust(other);
    site.file.store.putFirst('county', [
      makeCountyDoc(
        { kind: 'device', key: village.device, version: 1, at: MORNING, data: village.certificate(site.hub) },
        site.hub.privateKey,
      ),
      makeCountyDoc({ kind: 'revoked', key: village.device, version: 1, at: MORNING, data }, site.hub.privateKey),
    ]);
    const [early, spokenOf, late] = [slip(), slip(village, 2), slip(village, 3)];
    const word = other.write({
      type: 'noted',
      case: spokenOf._id,
      about: spokenOf._id,
      on: day('2017-11-02'),
      data: { text: '已核对' },
    });
    const bring = async (...events: LedgerEvent[]) =>
      take(
        await craft({
          lines: [about(), block(VILLAGE, events)],
          sender: { certificate: other.certificate(site.hub) },
          key: other.key,
        }),
      );
    expect(await bring(early, spokenOf, late)).toMatchObject({ events: 0, leftOut: 3 });
    expect(held()).toEqual([]);
    // What another machine speaks of was there, and so was what it came after.
    expect(await bring(early, spokenOf, late, word)).toMatchObject({ events: 3, leftOut: 1 });
    expect(held()).toEqual([early._id, spokenOf._id, word._id].sort());
  });

  it('takes nothing at all when one signature is wrong', async () => {
    const [good, bad] = [slip(), slip(village, 2)];
    const forged = { ...bad, sig: `${bad.sig.slice(0, -4)}AAAA` };
    expect(await codeOf(take(await craft({ lines: [about(), block(VILLAGE, [good, forged])] })))).toBe('torn');
    expect(held()).toEqual([]);
  });

  it('leaves out what has no business there: unknown devices, strangers in the ledger, ledgers of others', async () => {
    const unknown = new Writer(VILLAGE);
    const foreign = new Writer(OTHER_VILLAGE);
    const device = makeCountyDoc(
      { kind: 'device', key: foreign.device, version: 1, at: MORNING, data: foreign.certificate(site.hub) },
      site.hub.privateKey,
    );
    const own = slip();
    const lines = [
      about(),
      { kind: 'county' as const, doc: { ...device } },
      block(VILLAGE, [own, slip(unknown), slip(foreign)]),
      block(OTHER_VILLAGE, [slip(foreign, 2)]),
    ];
    expect(await take(await craft({ lines }))).toMatchObject({ events: 1, leftOut: 2, county: 1 });
    expect(held()).toEqual([own._id]);
  });

  it('keeps documents of the county only when the hub signed them', async () => {
    const doc = makeCountyDoc(
      { kind: 'notice', key: 'x', version: 1, at: MORNING, data: {} },
      makeSigningKey().privateKey,
    );
    expect(await take(await craft({ lines: [about(), { kind: 'county', doc: { ...doc } }] }))).toMatchObject({
      county: 0,
    });
    expect(site.file.store.info('county').doc_count).toBe(0);
  });
});

/** A word about the village's first events. */
function word(more: Partial<Word> = {}, upTo = 1): Word {
  const ranges = village.last === null ? [] : [{ from: 1, to: upTo, last: village.last }];
  return {
    kind: 'word',
    epoch: EPOCH,
    receipts: [{ device: village.device as DeviceId, series: village.series, ranges }],
    parts: [],
    ...more,
  };
}

describe('the word of the hub', () => {
  /** The same bundle of the hub, said at another time. */
  const said = (at: string, lines: readonly BodyLine[]): Promise<Buffer> =>
    craft({
      lines: [about({ site: null, at }), ...lines],
      sender: { hub: site.hub.publicKey },
      key: site.hub,
      station: `${places.county.code}-22`,
    });
  const [first, second] = [1, 2];

  beforeEach(async () => {
    site.trust(village);
    await take(await craft({ lines: [about(), block(VILLAGE, [slip(village, first), slip(village, second)])] }));
    expect(countUnsynced(site.file)).toBe(2);
  });

  it('makes green what it covers, and an older word undoes nothing', async () => {
    await take(await said(EVENING, [word({}, 2)]));
    expect(countUnsynced(site.file)).toBe(0);
    await take(await said(MORNING, [word({ receipts: [] })]));
    await take(await said(MORNING, [word({}, 1)]));
    expect(countUnsynced(site.file)).toBe(0);
    site.reopen();
    expect(countUnsynced(site.file)).toBe(0);
  });

  it('fills from an older word what a newer one did not speak of', async () => {
    await take(await said(EVENING, [word({ receipts: [] })]));
    expect(await take(await said(MORNING, [word({}, 2)]))).toMatchObject({ received: 2 });
    expect(countUnsynced(site.file)).toBe(0);
  });

  it('of a later epoch voids all receipts, and one of an epoch that has ended does not count', async () => {
    await take(await said(MORNING, [word({}, 2)]));
    await take(await said(NOON, [word({ epoch: LATER_EPOCH, receipts: [] })]));
    expect(countUnsynced(site.file)).toBe(2);
    await take(await said(MORNING, [word({}, 2)]));
    expect(countUnsynced(site.file)).toBe(2);
    await take(await said(EVENING, [word({ epoch: LATER_EPOCH }, 2)]));
    expect(countUnsynced(site.file)).toBe(0);
  });

  it('of an epoch that follows the kept one counts though the hub’s clock was ahead before, and the former one ends for good', async () => {
    const last = await said(EVENING, [word({}, 2)]);
    await take(last);
    await take(await said(MORNING, [word({ epoch: LATER_EPOCH, before: [EPOCH], receipts: [] })]));
    expect(countUnsynced(site.file)).toBe(2);
    await take(last);
    expect(countUnsynced(site.file)).toBe(2);
    await take(await said(NOON, [word({ epoch: LATER_EPOCH, before: [EPOCH] }, 2)]));
    expect(countUnsynced(site.file)).toBe(0);
  });

  it.each([
    ['nothing was known', null],
    ['the present one was known from the line', NOON],
  ])(
    'of an epoch that the hub named as ended does not count, whether or not it was ever in force here: %s before',
    async (_, pulsedAt) => {
      if (pulsedAt !== null) storeReceipts(site.file, { epoch: LATER_EPOCH, receipts: [], at: pulsedAt });
      await take(await said(MORNING, [word({ epoch: LATER_EPOCH, before: [EPOCH], receipts: [] })]));
      await take(await said(EVENING, [word({}, 2)]));
      expect(countUnsynced(site.file)).toBe(2);
    },
  );

  it('moves a mark only when the bundle began at or before it', async () => {
    const own = site.ledger.identity()?.device as DeviceId;
    const part = (since: number, upTo: number) =>
      byHub([word({ parts: [{ name: `ledger-${VILLAGE}`, since, upTo }] })]);
    const mark = () => ownMark(site.file, own, `ledger-${VILLAGE}`, EPOCH);
    await take(await part(5, 9));
    expect(mark()).toBe(0);
    await take(await part(0, 5));
    await take(await part(0, 3));
    expect(mark()).toBe(5);
    await take(await part(5, 9));
    expect(mark()).toBe(9);
  });

  it('does not count in a bundle that a site wrote, signed as it may be', async () => {
    const file = await craft({ lines: [about(), word({}, 2)] });
    expect(await codeOf(take(file))).toBe('sender-unknown');
    expect(countUnsynced(site.file)).toBe(2);
  });
});
