import type { LedgerEvent } from '../../../shared/event/event.ts';
import type { FakeDevice } from '../../hub/fake-device.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import { type County, ELSEWHERE } from '../county.ts';
import type { Draw } from '../draw.ts';

const DAY = '2026-11-20';
const LEDGER = `/ledger-${ELSEWHERE}`;
const MB = 1024 * 1024;
/** Documents of one answer, and what stands around them. */
const MOST_ANSWER = 40 * MB;
/** Of what is refused: a sentence. */
const MOST_REFUSAL = 10_000;

interface Asked {
  readonly what: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Asks = (draw: Draw, held: readonly LedgerEvent[]) => Asked;
const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const one = (draw: Draw, held: readonly LedgerEvent[]) => {
  const { _id: id, _rev: rev } = draw.oneOf(held);
  return { id, rev };
};

/** Short requests that stand for long answers. */
const ASKS: readonly Asks[] = [
  (draw) => ({
    what: '_all_docs/queries without end',
    method: 'POST',
    path: `${draw.oneOf([LEDGER, '/county'])}/_all_docs/queries`,
    body: { queries: many(draw.int(5000, 20_000), () => ({ include_docs: true })) },
  }),
  (draw, held) => ({
    what: 'equal keys of _all_docs',
    method: 'POST',
    path: `${LEDGER}/_all_docs?include_docs=true`,
    body: { keys: many(draw.int(50_000, 300_000), () => one(draw, held).id) },
  }),
  (draw, held) => {
    const same = one(draw, held);
    return {
      what: 'one document again and again by _bulk_get',
      method: 'POST',
      path: `${LEDGER}/_bulk_get?revs=true&latest=true&attachments=true`,
      headers: { accept: draw.oneOf(['application/json', 'multipart/mixed', 'multipart/related']) },
      body: { docs: many(draw.int(600, 20_000), () => same) },
    };
  },
  (draw, held) => ({
    what: 'documents by _bulk_get, in a drawn order, some without a revision',
    method: 'POST',
    path: `${LEDGER}/_bulk_get?revs=true`,
    body: {
      docs: many(draw.int(600, 19_000), () => (draw.int(0, 1) === 0 ? one(draw, held) : { id: one(draw, held).id })),
    },
  }),
  (draw, held) => {
    const { id, rev } = one(draw, held);
    const revs = JSON.stringify(many(draw.int(100, 500), (n) => (n % 3 === 0 ? rev : `${n}-${'a'.repeat(32)}`)));
    return {
      what: 'open_revs without end',
      method: 'GET',
      path: `${LEDGER}/${id}?revs=true&open_revs=${encodeURIComponent(revs)}`,
      headers: { accept: draw.oneOf(['application/json', 'multipart/mixed']) },
    };
  },
  (draw) => ({
    what: 'changes with a large limit',
    method: 'GET',
    path: `${LEDGER}/_changes?include_docs=true&attachments=true&conflicts=true&style=all_docs&limit=${draw.oneOf(['1e9', '999999999', '2147483648', '99999999999999999999'])}`,
  }),
  (draw) => ({
    what: 'changes from the end',
    method: 'GET',
    path: `${LEDGER}/_changes?descending=true&include_docs=true&limit=${draw.int(1, 1e9)}`,
  }),
  (draw, held) => ({
    what: 'a feed of named documents without end',
    method: 'POST',
    path: `${LEDGER}/_changes?filter=_doc_ids&include_docs=true`,
    body: { doc_ids: many(draw.int(30_000, 300_000), () => one(draw, held).id) },
  }),
  (draw, held) => ({
    what: 'revisions without end',
    method: 'POST',
    path: `${LEDGER}/_revs_diff`,
    body: { [one(draw, held).id]: many(draw.int(30_000, 900_000), () => '1-a') },
  }),
  (draw) => ({
    what: 'ids without end',
    method: 'POST',
    path: `${LEDGER}/_revs_diff`,
    body: Object.fromEntries(many(draw.int(30_000, 200_000), (n) => [`x${n}`, ['1-a']])),
  }),
];

/** The answer, thrown away as it comes; how long it was. */
async function lengthOf({ hub }: County, device: FakeDevice, { method, path, body, headers }: Asked) {
  const answer = await fetch(hub.address + path, {
    method,
    headers: {
      'content-type': 'application/json',
      'accept-encoding': 'identity',
      ...hub.authorization(device),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  let length = 0;
  for await (const part of answer.body ?? []) length += (part as Uint8Array).length;
  return { status: answer.status, length };
}

function judge({ status, length }: { readonly status: number; readonly length: number }): string | null {
  return firstOf(
    when(status >= 500, `answered ${status}`),
    when(status >= 400 && length > MOST_REFUSAL, `refused with ${length} bytes`),
    when(length > MOST_ANSWER, `answered with ${length} bytes`),
  );
}

export const budgets: AttackClass = {
  name: 'budgets',
  attacked: 'what the hub answers to short requests of a certified machine that stand for much',
  through: 'an answer over its budget, a failure, or a hub that holds more memory than it may',
  async play({ county, draw, attack }) {
    const device = await county.turned(ELSEWHERE);
    const held = many(600, () => device.event('measured', DAY, { text: '长'.repeat(20_000) }));
    for (let from = 0; from < held.length; from += 100) {
      const { status } = await county.hub.handIn(device, ELSEWHERE, held.slice(from, from + 100));
      if (status !== 201) throw new Error(`the large ones were answered ${status}`);
    }
    for (const asks of draw.shuffled(ASKS)) {
      const asked = asks(draw, held);
      await attack(asked.what, async () => judge(await lengthOf(county, device, asked)));
    }
    await attack('several of the largest at once, of which nothing is read', async () => {
      const { hub } = county;
      const docs = held.slice(0, 500).map(({ _id: id, _rev: rev }) => ({ id, rev }));
      const before = await county.memory();
      const headers = {
        'content-type': 'application/json',
        'accept-encoding': 'identity',
        ...hub.authorization(device),
      };
      const answers = await Promise.all(
        many(12, () =>
          fetch(`${hub.address}${LEDGER}/_bulk_get`, { method: 'POST', headers, body: JSON.stringify({ docs }) }),
        ),
      );
      const grown = (await county.memory()) - before;
      await Promise.all(answers.map((answer) => answer.body?.cancel()));
      return when(grown > 12 * 16 * MB, `${Math.round(grown / MB)} MB more were held`);
    });
  },
};
