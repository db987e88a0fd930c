/** The hub's side of parcels, at the edge a device sees. Names are sentences of docs/SYNC.md. */
import * as fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PARCEL_PATH } from '../../shared/api/parcel.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import { referencePlaces } from '../../shared/reference/load.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { broughtDown, linesOf, markOf, packed, postPacked, postParcel } from '../../test/hub/parcel.ts';

const hub = new HubProcess();
let centre: FakeDevice;
let village: FakeDevice;
let epoch: string;
const DAY = '2026-11-20';
const ELSEWHERE = referencePlaces().all.find(
  ({ kind, code }) => kind === 'village' && !code.startsWith(CENTRE.slice(0, 9)),
)?.code as PlaceCode;

beforeAll(async () => {
  await hub.start();
  centre = await hub.enrol(CENTRE);
  village = await hub.enrol(VILLAGE);
  ({ epoch } = await hub.pulse(centre));
});
afterAll(() => hub.remove());

const eventsAtHub = async () => (await hub.county<{ events: number }>('county.status')).events;
const outcomes = (reply: Awaited<ReturnType<typeof postParcel>>) =>
  reply.answers.filter(({ kind }) => kind === 'taken' || kind === 'refused');

describe('a parcel', () => {
  it('is refused, and nothing of it taken, where a few bytes stand for more than the hub may hold', async () => {
    const before = await eventsAtHub();
    const [head] = linesOf({ epoch }) as [object];
    const lean = { shapes: [], rows: [], columns: [], whole: [], sigs: '' };
    const block = (events: object) => ({ kind: 'block', ledger: CENTRE, events: { ...lean, ...events } });
    const shape = {
      v: 0,
      data: Object.fromEntries(Array.from({ length: 1500 }, (_, n) => [n, 1])),
      by: { seq: 0, prev: 0 },
    };
    const bombs: readonly (readonly [unknown[], number])[] = [
      // Columns said once and filled in a thousand times.
      [[head, block({ shapes: [shape], rows: Array(900).fill(0), columns: [[1], ['长'.repeat(60_000)]] })], 400],
      [[head, block({ columns: Array.from({ length: 300_000 }, () => []) })], 400],
      [[head, block({ rows: Array(400_000).fill(0) })], 413],
      [[head, block({ whole: Array.from({ length: 400_000 }, () => []) })], 413],
      [[{ ...head, wanted: Array.from({ length: 400_000 }, () => []) }], 413],
    ];
    for (const [lines, status] of bombs) {
      const reply = await postPacked(hub, centre, packed(lines));
      expect([reply.status, await eventsAtHub()]).toEqual([status, before]);
    }
    const deep = gzipSync(`${JSON.stringify(head)}\n{"kind":"block","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}\n`);
    expect((await postPacked(hub, centre, deep)).status).toBe(413);
  });

  it('hands several ledgers in, brings down what moved in them and ends with the pulse', async () => {
    const earlier = village.proxyReceived(DAY);
    await hub.handIn(village, VILLAGE, [earlier]);
    const own = centre.caseOfFive(DAY);
    const [first, ...rest] = own;
    const inVillage = centre.event('noted', DAY, { text: '已核对' }, { case: earlier._id, about: earlier._id });
    const reply = await postParcel(hub, centre, {
      epoch,
      wanted: [
        [CENTRE, 0],
        [VILLAGE, 0],
      ],
      blocks: [
        [CENTRE, own],
        [VILLAGE, [inVillage]],
      ],
    });
    expect(outcomes(reply)).toEqual([
      { kind: 'taken', ledger: CENTRE, stored: 5, held: 0, known: 0 },
      { kind: 'taken', ledger: VILLAGE, stored: 1, held: 0, known: 0 },
    ]);
    expect(broughtDown(reply, VILLAGE)).toEqual([earlier]);
    expect(broughtDown(reply, CENTRE)).toEqual([]);
    const last = reply.answers.at(-1);
    expect(last).toMatchObject({ kind: 'pulse', answer: { epoch, revoked: false } });
    const receipt = last?.kind === 'pulse' && last.answer.receipts.find(({ device }) => device === centre.device);
    expect(receipt && receipt.ranges).toEqual([{ from: 1, to: 6, last: inVillage._id }]);
    expect([first?.by.seq, rest.length]).toEqual([1, 4]);
  });

  it('goes on from the mark, and brings no more than asked for', async () => {
    const events = Array.from({ length: 7 }, () => village.proxyReceived(DAY));
    await hub.handIn(village, VILLAGE, events);
    let mark = 0;
    const seen: string[] = [];
    for (let n = 0; n < 20 && seen.at(-1) !== events.at(-1)?._id; n += 1) {
      const reply = await postParcel(hub, centre, { epoch, wanted: [[VILLAGE, mark]], most: 2 });
      const docs = broughtDown(reply, VILLAGE);
      expect(docs.length).toBeLessThanOrEqual(2);
      seen.push(...docs.map(({ _id }) => _id));
      mark = markOf(reply, VILLAGE) as number;
    }
    expect(seen.slice(-7)).toEqual(events.map(({ _id }) => _id));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('brings down what the hub asks about what it has just handed in', async () => {
    const [first, accepted] = centre.caseOfFive(DAY);
    const twice = centre.step('accepted', '2026-11-21', accepted as NonNullable<typeof accepted>);
    const docs = [first, accepted, twice] as object[];
    const mark = markOf(await postParcel(hub, centre, { epoch, wanted: [[CENTRE, 0]] }), CENTRE) as number;
    const reply = await postParcel(hub, centre, { epoch, wanted: [[CENTRE, mark]], blocks: [[CENTRE, docs]] });
    expect(broughtDown(reply, CENTRE).map(({ type, about }) => [type, about])).toEqual([['questioned', twice._id]]);
  });

  it('handed in again is known, and stored once', async () => {
    const events = centre.caseOfFive(DAY);
    await postParcel(hub, centre, { epoch, blocks: [[CENTRE, events]] });
    const before = await eventsAtHub();
    const reply = await postParcel(hub, centre, { epoch, blocks: [[CENTRE, events]] });
    expect(outcomes(reply)).toEqual([{ kind: 'taken', ledger: CENTRE, stored: 0, held: 0, known: 5 }]);
    expect(await eventsAtHub()).toBe(before);
  });

  it('with marks of another epoch brings nothing down but the pulse, which tells the epoch', async () => {
    const reply = await postParcel(hub, centre, { epoch: 'a'.repeat(16), wanted: [[VILLAGE, 0]] });
    expect(reply.answers).toMatchObject([{ kind: 'pulse', answer: { epoch } }]);
  });
});

describe('one ledger of a parcel', () => {
  it('is refused whole, and the others go on', async () => {
    const before = await eventsAtHub();
    const good = centre.received(DAY);
    const altered = { ...centre.received(DAY), on: '2026-11-21' };
    const stranger = new FakeDevice(CENTRE).received(DAY);
    const reply = await postParcel(hub, centre, {
      epoch,
      blocks: [
        [CENTRE, [centre.received(DAY), altered]],
        [VILLAGE, [stranger]],
        ['431222' as PlaceCode, [good]],
        [CENTRE, [good]],
      ],
    });
    expect(outcomes(reply)).toEqual([
      { kind: 'refused', ledger: CENTRE, code: 'hash' },
      { kind: 'refused', ledger: VILLAGE, code: 'signature' },
      { kind: 'refused', ledger: '431222', code: 'not_found' },
      { kind: 'taken', ledger: CENTRE, stored: 1, held: 0, known: 0 },
    ]);
    expect(await eventsAtHub()).toBe(before + 1);
  });

  it('that the device may not read is closed, and takes what is handed in to the held events', async () => {
    const foreign = village.proxyReceived(DAY);
    const before = await eventsAtHub();
    const reply = await postParcel(hub, village, {
      epoch,
      wanted: [
        [CENTRE, 0],
        [ELSEWHERE, 0],
        [VILLAGE, 0],
      ],
      blocks: [[ELSEWHERE, [foreign]]],
    });
    expect(outcomes(reply)).toEqual([{ kind: 'taken', ledger: ELSEWHERE, stored: 0, held: 1, known: 0 }]);
    expect(reply.answers.filter(({ kind }) => kind === 'closed')).toEqual([
      { kind: 'closed', ledger: CENTRE },
      { kind: 'closed', ledger: ELSEWHERE },
    ]);
    expect(broughtDown(reply, VILLAGE).length).toBeGreaterThan(0);
    expect(await eventsAtHub()).toBe(before);
    const last = reply.answers.at(-1);
    const receipt = last?.kind === 'pulse' && last.answer.receipts.find(({ device }) => device === village.device);
    expect(receipt && receipt.ranges.at(-1)?.last).toBe(foreign._id);
  });

  it('is closed to a revoked device, which still hands in and has its own receipts alone', async () => {
    const gone = await hub.enrol(VILLAGE);
    await hub.county('county.revoke', { device: gone.device, reason: '电脑丢失' });
    // It says that it was written before the stop; the county decides (LEDGER §6).
    const event = gone.proxyReceived(DAY);
    const reply = await postParcel(hub, gone, { epoch, wanted: [[VILLAGE, 0]], blocks: [[VILLAGE, [event]]] });
    expect(reply.answers).toMatchObject([
      { kind: 'taken', stored: 0, held: 1 },
      { kind: 'closed', ledger: VILLAGE },
      { kind: 'pulse', answer: { revoked: true, ledgers: [], receipts: [{ device: gone.device }] } },
    ]);
  });
});

describe('what is no parcel', () => {
  const refused = async (body: Buffer, status: number, device: FakeDevice | null = centre) => {
    const reply = await postPacked(hub, device, body);
    expect([reply.status, reply.error?.reason]).toEqual([status, expect.stringMatching(/\p{Script=Han}/u)]);
  };
  const head = () => linesOf({ epoch })[0];

  it('is refused without a login, or with a wrong one', async () => {
    await refused(packed(linesOf({ epoch })), 401, null);
    await refused(packed(linesOf({ epoch })), 401, Object.assign(new FakeDevice(CENTRE), { secret: 'x' }));
  });

  it('is refused where it is not gzip, no text, cut or without its first line', async () => {
    await refused(Buffer.from(JSON.stringify(head())), 400);
    await refused(gzipSync(Buffer.from([0xff, 10])), 400);
    await refused(packed([head()]).subarray(0, -9), 400);
    await refused(gzipSync(''), 400);
    await refused(gzipSync(JSON.stringify(head())), 400);
    await refused(packed([{ kind: 'block', ledger: CENTRE, events: {} }]), 400);
    const plain = await fetch(hub.address + PARCEL_PATH, {
      method: 'POST',
      headers: hub.authorization(centre),
      body: `${JSON.stringify(head())}\n`,
    });
    expect(plain.status).toBe(415);
  });

  it('is refused where it explodes, and the hub goes on', async () => {
    await refused(gzipSync(Buffer.alloc(40_000_000, 32)), 413);
    const [, block] = linesOf({
      epoch,
      blocks: [[CENTRE, [centre.event('noted', DAY, { text: 'x'.repeat(60_000) })]]],
    });
    const bomb = block as { events: object };
    await refused(packed([head(), { ...bomb, events: { ...bomb.events, rows: Array(1_000).fill(0) } }]), 400);
    // Told by the number of its rows, before one of them is made.
    await refused(packed([head(), { ...bomb, events: { ...bomb.events, rows: Array(1_001).fill(0) } }]), 413);
    expect((await postParcel(hub, centre, { epoch })).status).toBe(200);
  });

  it('never crashes the hub and never stores a thing, whatever its lines are: fast-check', async () => {
    const good = linesOf({ epoch, wanted: [[CENTRE, 0]], blocks: [[CENTRE, [new FakeDevice(CENTRE).received(DAY)]]] });
    const spoil = (line: unknown) =>
      fc
        .tuple(fc.constantFrom(...Object.keys(line as object)), fc.jsonValue())
        .map(([name, value]) => ({ ...(line as object), [name]: value }));
    const lines = fc.tuple(
      fc.oneof(fc.constant(good[0]), spoil(good[0]), fc.jsonValue()),
      fc.oneof(
        spoil(good[1]),
        spoil((good[1] as { events: object }).events).map((events) => ({ ...(good[1] as object), events })),
      ),
    );
    const before = await eventsAtHub();
    await fc.assert(
      fc.asyncProperty(lines, async (each) => {
        expect([200, 400, 413]).toContain((await postPacked(hub, centre, packed(each))).status);
      }),
      { numRuns: 80 },
    );
    expect(await eventsAtHub()).toBe(before);
    expect(hub.log.filter((line) => line.includes('"failure"'))).toEqual([]);
  });
});

it('a line that is cut leaves whole blocks or nothing, and the rest follows', async () => {
  const before = await eventsAtHub();
  const blocks = Array.from({ length: 40 }, () => [CENTRE, centre.caseOfFive(DAY)] as const);
  const whole = packed(linesOf({ epoch, blocks }));
  const half = whole.subarray(0, whole.length / 2);
  expect((await postPacked(hub, centre, half)).status).toBe(400);
  const taken = (await eventsAtHub()) - before;
  expect([taken % 5, taken < 200]).toEqual([0, true]);
  const again = await postParcel(hub, centre, { epoch, blocks });
  const known = again.answers.reduce((sum, each) => sum + (each.kind === 'taken' ? each.known : 0), 0);
  expect([known, await eventsAtHub()]).toEqual([taken, before + 200]);
});
