/** A short request never stands for a long answer: a real hub with the limits that it is shipped with. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { VILLAGE } from '../../test/fixtures/events.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';

const LEDGER = `/ledger-${VILLAGE}`;
const DAY = '2026-11-20';
const MOST_BYTES = 32 * 1024 * 1024;
const hub = new HubProcess();
let device: FakeDevice;
/** One of the largest there are, and more of them than one answer may bring. */
let large: LedgerEvent[];

beforeAll(async () => {
  await hub.start();
  device = await hub.enrol(VILLAGE);
  // Of a later program's kind: kept and carried, whatever it says.
  large = Array.from({ length: 700 }, () => device.event('measured', DAY, { text: '长'.repeat(20_000) }));
  for (let from = 0; from < large.length; from += 100)
    expect((await hub.handIn(device, VILLAGE, large.slice(from, from + 100))).status).toBe(201);
}, 120_000);
afterAll(() => hub.remove());

const bulkGet = (docs: readonly object[], accept = 'application/json', coding = 'gzip') =>
  fetch(`${hub.address}${LEDGER}/_bulk_get?revs=true&latest=true`, {
    method: 'POST',
    headers: { ...hub.authorization(device), 'content-type': 'application/json', accept, 'accept-encoding': coding },
    body: JSON.stringify({ docs }),
  });

describe('a device is answered 413, and nothing is made, when it asks in one request for', () => {
  const one = () => ({ id: large[0]?._id, rev: large[0]?._rev });

  it.each(['application/json', 'multipart/mixed', 'multipart/related'])(
    'one event 20,000 times, as %s',
    async (type) => {
      const answer = await bulkGet(Array.from({ length: 20_000 }, one), type);
      expect([answer.status, await answer.json()]).toMatchObject([413, { error: 'too_large' }]);
    },
  );
  it('more events than a batch of the largest', async () => {
    expect((await bulkGet(large.map(({ _id: id, _rev: rev }) => ({ id, rev })))).status).toBe(413);
  });
  it('a million revisions, of one id or of many', async () => {
    const revs = Array.from({ length: 900_000 }, () => '1-a');
    const body = JSON.stringify({ x: revs });
    const answer = await fetch(`${hub.address}${LEDGER}/_revs_diff`, {
      method: 'POST',
      headers: { ...hub.authorization(device), 'content-type': 'application/json' },
      body,
    });
    expect(answer.status).toBe(413);
    const many = Object.fromEntries(Array.from({ length: 300_000 }, (_, n) => [`x${n}`, ['1-a']]));
    expect((await hub.request(device, 'POST', `${LEDGER}/_revs_diff`, many)).status).toBe(413);
  });
  it('300,000 ids in a feed', async () => {
    const ids = Array.from({ length: 300_000 }, () => large[0]?._id);
    const answer = await hub.request(device, 'POST', `${LEDGER}/_changes?filter=_doc_ids`, { doc_ids: ids });
    expect(answer.status).toBe(413);
  });
});

describe('a device is answered', () => {
  it('a batch of the largest events whole, packed where it takes that', async () => {
    const batch = large.slice(0, 400);
    const answer = await bulkGet(batch.map(({ _id: id, _rev: rev }) => ({ id, rev })));
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    const { results } = (await answer.json()) as { results: { docs: { ok: LedgerEvent }[] }[] };
    expect(results.map(({ docs }) => docs[0]?.ok._id)).toEqual(batch.map(({ _id }) => _id));
  });
  it('a revision once, however often it asks for it', async () => {
    const { _id, _rev } = large[0] as LedgerEvent;
    const revs = encodeURIComponent(JSON.stringify(Array.from({ length: 400 }, () => _rev)));
    const answer = await hub.request(device, 'GET', `${LEDGER}/${_id}?open_revs=${revs}`);
    expect((await answer.text()).split('"_id"')).toHaveLength(2);
  });
  it('a feed with documents up to its budget, told what is pending, and the rest when it goes on from there', async () => {
    const seen: string[] = [];
    let [since, pending, asked] = [0, 1, 0];
    while (pending > 0) {
      const answer = await hub.request(
        device,
        'GET',
        `${LEDGER}/_changes?include_docs=true&limit=999999&since=${since}`,
      );
      const text = await answer.text();
      expect(Buffer.byteLength(text)).toBeLessThan(MOST_BYTES * 1.2);
      const page = JSON.parse(text) as { results: { id: string }[]; last_seq: number; pending: number };
      seen.push(...page.results.map(({ id }) => id));
      [since, pending] = [page.last_seq, page.pending];
      asked += 1;
    }
    expect(asked).toBe(2);
    expect(seen.toSorted()).toEqual(large.map(({ _id }) => _id).toSorted());
  });
  it.each([
    ['GET', '/_all_docs'],
    ['POST', '/_all_docs', { keys: [] }],
    ['POST', '/_all_docs/queries', { queries: Array.from({ length: 20_000 }, () => ({ include_docs: true })) }],
    ['POST', '/_missing_revs', {}],
    ['GET', '/_design_docs'],
    ['GET', '/_changes?descending=true'],
    ['GET', '/_changes?descending=true&feed=continuous'],
  ])('403 to %s %s, which no replicator asks for', async (method, path, body?: object) => {
    for (const database of [LEDGER, '/county']) {
      const answer = await hub.request(device, method, database + path, body);
      expect([answer.status, await answer.json()]).toMatchObject([403, { error: 'forbidden' }]);
    }
  });
});

it('the hub makes sixteen of the largest answers at once in far less memory than they are', async () => {
  const resident = async () => {
    const metrics = await (await fetch(`${hub.consoleAddress}/metrics`)).text();
    return Number(/^bianmin_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]);
  };
  const before = await resident();
  const asked = large.slice(0, 500).map(({ _id: id, _rev: rev }) => ({ id, rev }));
  // The clients read no more of them than what the connections hold.
  const answers = await Promise.all(Array.from({ length: 16 }, () => bulkGet(asked, 'application/json', 'identity')));
  expect(answers.map(({ status }) => status)).toEqual(Array(16).fill(200));
  expect((await resident()) - before).toBeLessThan((16 * MOST_BYTES) / 2);
  await Promise.all(answers.map((answer) => answer.body?.cancel()));
});
