import * as fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventBody, LedgerEvent } from '../../shared/event/event.ts';
import type { EventId } from '../../shared/base/brands.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';

const hub = new HubProcess();
let centre: FakeDevice;
let village: FakeDevice;
const LEDGER = `/ledger-${CENTRE}`;
const HAN = /\p{Script=Han}/u;

beforeAll(async () => {
  await hub.start();
  centre = await hub.enrol(CENTRE);
  village = await hub.enrol(VILLAGE);
});
afterAll(() => hub.remove());

/** What must not move when a request is refused. */
async function storedState(): Promise<unknown> {
  const { events, cases } = await hub.county<{ events: number; cases: number }>('county.status');
  const info = await (await hub.request(centre, 'GET', LEDGER)).json();
  return { events, cases, info, receipts: (await hub.pulse(centre)).receipts };
}

async function refusedWhole(docs: readonly unknown[], status: number): Promise<void> {
  const before = await storedState();
  const response = await hub.handIn(centre, CENTRE, docs);
  const body = (await response.json()) as { error: string; reason: string };
  expect([response.status, HAN.test(body.reason)]).toEqual([status, true]);
  expect(await storedState()).toEqual(before);
}

const withoutSig = ({ sig: _sig, ...event }: LedgerEvent) => event;

describe('the event door refuses a whole request and changes nothing', () => {
  const good = () => centre.received('2026-11-20');

  it('when an event is altered', async () => {
    const event = good();
    await refusedWhole([good(), { ...event, data: { ...event.data, matter: 'MZ-002' } }], 403);
  });
  it('when an event is signed by another key than its device’s', async () => {
    const thief = new FakeDevice(CENTRE);
    thief.device = centre.device;
    await refusedWhole([thief.received('2026-11-20'), good()], 403);
  });
  it('when an event is signed by a device that the county never certified', async () => {
    await refusedWhole([new FakeDevice(CENTRE).received('2026-11-20')], 403);
  });
  it('when the last event of many is altered, is named by its id', async () => {
    const many = Array.from({ length: 120 }, () => good());
    const last = good();
    const response = await hub.handIn(centre, CENTRE, [...many, { ...last, data: { ...last.data, matter: 'MZ-002' } }]);
    const { error, reason } = (await response.json()) as { error: string; reason: string };
    expect([response.status, error, reason]).toEqual([403, 'hash', expect.stringContaining(last._id)]);
    await refusedWhole([...many, { ...last, sig: many[0]?.sig }], 403);
  });
  it('when a signature is missing', () => refusedWhole([withoutSig(good())], 400));
  it('when an event is larger than 64 KB', () =>
    refusedWhole([centre.event('noted', '2026-11-20', { text: '长'.repeat(30_000) })], 413));
  it('when an event hides what its name does not cover, in a body or in a query', async () => {
    const { data, ...rest } = good();
    const text = JSON.stringify({ docs: [good(), { ...rest, data: 'here' }], new_edits: false });
    for (const key of ['__proto__', String.raw`\u005f_proto__`]) {
      const hidden = `{"${key}":{"x":"${'长'.repeat(1000)}"},${JSON.stringify(data).slice(1)}`;
      const before = await storedState();
      const response = await fetch(`${hub.address}/ledger-${CENTRE}/_bulk_docs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...hub.authorization(centre) },
        body: text.replace('"here"', () => hidden),
      });
      expect(response.status).toBe(400);
      expect(await storedState()).toEqual(before);
    }
  });
  it('when an event stands for more values than others read', () =>
    refusedWhole([good(), centre.event('noted', '2026-11-20', { text: '', list: Array(3000).fill(0) })], 413));
  it('when an event has a field more, and says so without a word of English', async () => {
    const { _id, _rev, sig: _sig, ...body } = good();
    const response = await hub.handIn(centre, CENTRE, [centre.sign({ ...body, more: 1 } as unknown as EventBody)]);
    const { reason } = (await response.json()) as { reason: string };
    expect([response.status, reason]).toEqual([400, expect.stringMatching(/未知|不认识|未识别|出现/)]);
    expect(reason).not.toMatch(/unrecognized|invalid/i);
  });
  it('when an event is deleted', () => refusedWhole([{ ...good(), _deleted: true }], 403));
  it('when an event has attachments', () => refusedWhole([{ ...good(), _attachments: {} }], 403));
  it('when an event has a second generation', async () => {
    await refusedWhole([{ ...good(), _rev: `2-${'a'.repeat(32)}` }], 400);
    const event = good();
    const [, hash] = event._rev.split('-');
    await refusedWhole([{ ...event, _revisions: { start: 2, ids: [hash, 'b'.repeat(32)] } }], 400);
  });
  it('when a document is no event, or a design document', async () => {
    await refusedWhole([{ _id: '_design/x', _rev: `1-${'a'.repeat(32)}`, views: {} }], 400);
    await refusedWhole([{ hello: 1 }], 400);
  });
  it('when new_edits is not false', async () => {
    const before = await storedState();
    const response = await hub.request(centre, 'POST', `${LEDGER}/_bulk_docs`, { docs: [good()] });
    expect(response.status).toBe(403);
    expect((await hub.request(centre, 'PUT', `${LEDGER}/x`, good())).status).toBe(403);
    expect(await storedState()).toEqual(before);
  });
  it('whatever is sent: fast-check', async () => {
    const before = await storedState();
    const event = good();
    const key = fc.constantFrom(...Object.keys(event));
    const spoilt = fc.tuple(key, fc.jsonValue()).map(([name, value]) => ({ ...event, [name]: value }));
    const docs = fc.array(fc.oneof(fc.jsonValue(), spoilt), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(docs, async (each) => {
        const response = await hub.handIn(centre, CENTRE, each);
        expect([400, 403, 413]).toContain(response.status);
        expect(await response.json()).toMatchObject({ error: expect.any(String), reason: expect.stringMatching(HAN) });
      }),
      { numRuns: 60 },
    );
    expect(await storedState()).toEqual(before);
  });
});

describe('the event door takes', () => {
  it('what many hand in at the same moment, each whole', async () => {
    const deliveries = Array.from({ length: 12 }, () => centre.caseOfFive('2026-11-20'));
    const answers = await Promise.all(deliveries.map((events) => hub.handIn(centre, CENTRE, events)));
    const later = deliveries.filter((_, n) => answers[n]?.status === 503);
    expect(answers.map(({ status }) => status).filter((status) => status !== 201 && status !== 503)).toEqual([]);
    for (const events of later) expect((await hub.handIn(centre, CENTRE, events)).status).toBe(201);
    const mine = (await hub.pulse(centre)).receipts.find(({ device }) => device === centre.device);
    expect(mine?.ranges.at(-1)?.last).toBe(deliveries.at(-1)?.at(-1)?._id);
  });

  it('one event by PUT with new_edits=false, and the same again, and says so by revs_diff whatever the rev', async () => {
    const event = centre.received('2026-11-20');
    for (let i = 0; i < 2; i += 1)
      expect((await hub.request(centre, 'PUT', `${LEDGER}/${event._id}?new_edits=false`, event)).status).toBe(201);
    const other = centre.received('2026-11-20');
    const diff = await hub.request(centre, 'POST', `${LEDGER}/_revs_diff`, {
      [event._id]: [`3-${'c'.repeat(32)}`],
      [other._id]: [other._rev],
    });
    expect(await diff.json()).toEqual({ [other._id]: { missing: [other._rev] } });
  });

  it('a gzip request, and refuses one that is no gzip or explodes', async () => {
    const send = (body: Buffer, encoding = 'gzip') =>
      fetch(`${hub.address}${LEDGER}/_bulk_docs`, {
        method: 'POST',
        headers: { ...hub.authorization(centre), 'content-type': 'application/json', 'content-encoding': encoding },
        body: new Uint8Array(body),
      });
    const text = JSON.stringify({ docs: [centre.received('2026-11-20')], new_edits: false });
    expect((await send(gzipSync(text))).status).toBe(201);
    expect((await send(Buffer.from(text))).status).toBe(400);
    expect((await send(gzipSync(Buffer.alloc(40_000_000, 32)))).status).toBe(413);
    expect((await send(gzipSync(text), 'br')).status).toBe(415);
    // Far below what a body may hold: it is refused by how much more it is than what came over the line.
    const blanks = gzipSync(text + ' '.repeat(2_000_000));
    expect([2_000_000 / blanks.length > 100, (await send(blanks)).status]).toEqual([true, 413]);
    const long = centre.event('noted', '2026-11-20', { text: randomBytes(6_000).toString('hex') });
    const honest = gzipSync(JSON.stringify({ docs: Array(120).fill(long), new_edits: false }));
    expect([1_400_000 / honest.length > 10, (await send(honest)).status]).toEqual([true, 201]);
  });

  it('an event that breaks a rule, and questions it once, also when it comes again', async () => {
    const [first, accepted] = centre.caseOfFive('2026-11-20') as [LedgerEvent, LedgerEvent];
    const twice = centre.step('accepted', '2026-11-21', accepted);
    expect((await hub.handIn(centre, CENTRE, [first, accepted, twice])).status).toBe(201);
    expect((await hub.handIn(centre, CENTRE, [twice])).status).toBe(201);
    const noted = centre.event('noted', '2026-11-21', { text: '再看' }, { case: first._id, about: twice._id });
    expect((await hub.handIn(centre, CENTRE, [noted])).status).toBe(201);
    const detail = await hub.county<{ questions: unknown[] }>('county.case', { case: first._id });
    expect(detail.questions).toHaveLength(1);
  });

  it('an event whose predecessor has not arrived, without a question', async () => {
    const [first, accepted, concluded] = centre.caseOfFive('2026-11-20') as [LedgerEvent, LedgerEvent, LedgerEvent];
    expect((await hub.handIn(centre, CENTRE, [first, concluded])).status).toBe(201);
    const waiting = await hub.county<{ questions: unknown[]; row: { waiting: boolean } }>('county.case', {
      case: first._id,
    });
    expect([waiting.questions, waiting.row.waiting]).toEqual([[], true]);
    await hub.handIn(centre, CENTRE, [accepted]);
    const whole = await hub.county<{ row: { state: string } }>('county.case', { case: first._id });
    expect(whole.row.state).toBe('concluded');
  });

  it('two cases of one number as two, and gives the later one another number that its site is told', async () => {
    const one = centre.received('2026-11-20', { number: `${CENTRE}-20261120-ZZ-0001` });
    const two = centre.received('2026-11-20', { number: `${CENTRE}-20261120-ZZ-0001`, window: '社会保障' });
    await hub.handIn(centre, CENTRE, [one]);
    await hub.handIn(centre, CENTRE, [two]);
    const numberOf = async (event: LedgerEvent) =>
      (await hub.county<{ row: { number: string } }>('county.case', { case: event._id })).row.number;
    expect([await numberOf(one), await numberOf(two)]).toEqual([
      `${CENTRE}-20261120-ZZ-0001`,
      `${CENTRE}-20261120-ZZ-0001-2`,
    ]);
    const changes = (await (await hub.request(centre, 'GET', `${LEDGER}/_changes?include_docs=true`)).json()) as {
      results: { doc: LedgerEvent }[];
    };
    expect(changes.results.filter(({ doc }) => doc.type === 'renumbered').map(({ doc }) => doc.about)).toEqual([
      two._id,
    ]);
  });

  it('a number for the machine that may give it, whoever claimed it before', async () => {
    const number = `${CENTRE}-20261120-${centre.station}-0777`;
    const other = await hub.enrol(VILLAGE);
    const claim = other.event('proxy-received', '2026-11-20', {
      ...other.proxyReceived('2026-11-20').data,
      number,
    });
    const real = centre.received('2026-11-20', { number });
    await hub.handIn(other, VILLAGE, [claim]);
    await hub.handIn(centre, CENTRE, [real]);
    const numberOf = async (event: LedgerEvent) =>
      (await hub.county<{ row: { number: string } }>('county.case', { case: event._id })).row.number;
    expect([await numberOf(real), await numberOf(claim)]).toEqual([number, `${number}-2`]);
  });

  it('an event of a newer version', async () => {
    const { _id, _rev, sig: _sig, ...body } = centre.received('2026-11-20');
    const newer = centre.sign({ ...body, v: 2, shape: 'unknown' } as unknown as EventBody);
    expect((await hub.handIn(centre, CENTRE, [newer])).status).toBe(201);
    const { docs } = (
      (await (await hub.request(centre, 'POST', `${LEDGER}/_bulk_get`, { docs: [{ id: newer._id }] })).json()) as {
        results: { docs: { ok: unknown }[] }[];
      }
    ).results[0] as { docs: { ok: unknown }[] };
    expect(docs[0]?.ok).toEqual(newer);
  });
});

describe('what has no business in a ledger goes to the held events', () => {
  it('from a stranger: nothing in the ledger, a receipt all the same, and no news of what is there', async () => {
    const foreign = village.event(
      'noted',
      '2026-11-20',
      { text: '代交' },
      {
        case: '20261120-aaaaaaaaaaaaaaaaaaaaaaaaaa' as EventId,
        about: '20261120-aaaaaaaaaaaaaaaaaaaaaaaaaa' as EventId,
      },
    );
    const before = await (await hub.request(centre, 'GET', LEDGER)).json();
    expect((await hub.handIn(village, CENTRE, [foreign])).status).toBe(201);
    expect(await (await hub.request(centre, 'GET', LEDGER)).json()).toEqual(before);
    const mine = (await hub.pulse(village)).receipts.find((each) => each.device === village.device);
    expect(mine?.ranges).toEqual([{ from: 1, to: 1, last: foreign._id }]);
    expect(await (await hub.request(village, 'GET', LEDGER)).json()).toMatchObject({ doc_count: 0, update_seq: 0 });
    const known = centre.received('2026-11-22');
    await hub.handIn(centre, CENTRE, [known]);
    const diff = await hub.request(village, 'POST', `${LEDGER}/_revs_diff`, { [known._id]: [known._rev] });
    expect(await diff.json()).toEqual({ [known._id]: { missing: [known._rev] } });
  });

  it('never keeps the rightful holder from bringing the same event', async () => {
    const event = centre.received('2026-11-22');
    await hub.handIn(village, CENTRE, [event]);
    const diff = await hub.request(centre, 'POST', `${LEDGER}/_revs_diff`, { [event._id]: [event._rev] });
    expect(await diff.json()).toEqual({ [event._id]: { missing: [event._rev] } });
    await hub.handIn(centre, CENTRE, [event]);
    expect((await hub.request(centre, 'GET', `${LEDGER}/${event._id}`)).status).toBe(200);
  });

  it('when the author says it is at another place than its own', async () => {
    const posing = village.event('received', '2026-11-20', {}, { by: { place: CENTRE } });
    const events = async () => (await hub.county<{ events: number }>('county.status')).events;
    const before = await events();
    expect((await hub.handIn(village, VILLAGE, [posing])).status).toBe(201);
    expect(await events()).toBe(before);
  });
});
