/**
 * Requests made up from the hub's own routes, real events and nonsense, with and without credentials. None crashes it, none
 * changes a ledger, none tells a device of another place's people. `FUZZ_RUNS=20000` looks longer; a failure prints its seed.
 */
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlaceCode } from '../../shared/base/brands.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import { invent } from '../../test/fixtures/people.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { rawAnswer, statusesIn } from '../../test/raw-line.ts';
import { COUCH_ROUTES } from '../couch/handler.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 400);
const OTHER_CENTRE = '43122210201' as PlaceCode;
const DAY = '2026-11-20';
const hub = new HubProcess();
const devices: Record<string, FakeDevice> = {};
let events: LedgerEvent[];
/** What no device of another place may read: numbers of events, names, identity numbers and phones. */
let secrets: string[];

const headersOf = (device: FakeDevice | undefined) => (device === undefined ? {} : hub.authorization(device));

beforeAll(async () => {
  await hub.start();
  const centre = await hub.enrol(CENTRE);
  const village = await hub.enrol(VILLAGE);
  const foreign = await hub.enrol(OTHER_CENTRE);
  const stopped = await hub.enrol(OTHER_CENTRE);
  await hub.county('county.revoke', { device: stopped.device, reason: '电脑丢失' });
  Object.assign(devices, { centre, village, foreign, stopped });
  const people = invent(6, 11);
  events = people.map(({ name, idNumber, phone }) =>
    centre.received(DAY, {
      person: { name, idNumber, idVerified: false, phone, village: null, group: '3组', address: null },
    }),
  );
  const slip = village.proxyReceived(DAY);
  expect((await hub.handIn(centre, CENTRE, events)).status).toBe(201);
  expect((await hub.handIn(village, VILLAGE, [slip])).status).toBe(201);
  expect((await hub.handIn(foreign, OTHER_CENTRE, [foreign.received(DAY)])).status).toBe(201);
  secrets = [
    ...people.flatMap(({ name, idNumber, phone }) => [
      idNumber,
      ...(phone === null ? [] : [phone]),
      ...(name.length > 2 ? [name] : []),
    ]),
    ...[...events, slip].map(({ _id }) => _id),
    village.secret,
    centre.secret,
  ];
}, 120_000);
afterAll(() => hub.remove());

/** Everything the two places' ledgers hold, as their centre reads it. */
async function ledgers(): Promise<unknown> {
  const read = async (place: PlaceCode) =>
    (await hub.request(devices['centre'] ?? null, 'GET', `/ledger-${place}/_changes?include_docs=true`)).json();
  return [await read(CENTRE), await read(VILLAGE)];
}

const oneOf = fc.constantFrom;
const database = fc.oneof(
  { weight: 3, arbitrary: oneOf(`ledger-${CENTRE}`) },
  { weight: 2, arbitrary: oneOf(`ledger-${VILLAGE}`, `ledger-${OTHER_CENTRE}`, 'county', 'none', '_users', '%2e%2e') },
);
/** The event is chosen when the hub has them. */
const idAt = (index: number) => events[index % events.length]?._id ?? '';

interface Pieces {
  readonly method: string;
  readonly path: readonly string[];
  readonly query: string;
  readonly headers: readonly string[];
  readonly body: Body;
  readonly caller: string;
}

type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'events'; readonly picks: readonly number[]; readonly change: Change; readonly newEdits: boolean }
  | { readonly kind: 'ids'; readonly picks: readonly number[] }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

interface Change {
  readonly field: string;
  readonly value: unknown;
  readonly inData: boolean;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'COPY', 'OPTIONS', 'PATCH', 'TRACE'];
const OWN_PATHS = [
  '/_bianmin/enrol',
  '/_bianmin/pulse',
  '/_bianmin/parcel',
  '/_bianmin/bundle',
  '/_bianmin/proof',
  '/rpc',
  '/county/',
  '/metrics',
  '/assets/x.js',
];

const route = fc.oneof(
  { weight: 5, arbitrary: oneOf(...COUCH_ROUTES.map(({ method, path }) => ({ method, path }))) },
  { weight: 2, arbitrary: oneOf(...OWN_PATHS.map((path) => ({ method: 'POST', path }))) },
  {
    weight: 1,
    arbitrary: fc
      .array(
        fc.oneof(
          fc.string({ maxLength: 10 }).map(encodeURIComponent),
          oneOf('../..', '%', '%00', '_design', '_local', ''),
        ),
        { maxLength: 4 },
      )
      .map((parts) => ({ method: 'GET', path: `/${parts.join('/')}` })),
  },
);

/** A feed that waits does so for 5 ms. */
const parameter = fc.tuple(
  oneOf(
    'rev',
    'revs',
    'open_revs',
    'latest',
    'attachments',
    'atts_since',
    'conflicts',
    'since',
    'limit',
    'skip',
    'feed',
    'filter',
    'view',
    'style',
    'include_docs',
    'descending',
    'key',
    'keys',
    'startkey',
    'endkey',
    'new_edits',
    'batch',
    'doc_ids',
    'seq_interval',
    'count',
    'basic',
  ),
  oneOf(
    'true',
    'false',
    '',
    '0',
    '1',
    '-1',
    'NaN',
    'now',
    'all',
    'all_docs',
    'longpoll',
    'continuous',
    'eventsource',
    '["1-a"]',
    '"4"',
    '[',
    '{}',
    '_doc_ids',
    '_view',
    '_selector',
    '_design',
    'a/b',
    '999999999999999',
    '%00',
    '%',
    '1-a',
  ),
);
const parameters = (least: number, most: number) => fc.array(parameter, { minLength: least, maxLength: most });
const query = fc
  .oneof(
    fc.constant([]),
    fc.constant([['include_docs', 'true'] as [string, string]]),
    parameters(1, 1),
    parameters(2, 4),
  )
  .map((pairs) => `?timeout=5&${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`);

const header = oneOf(
  'content-type: application/json',
  'content-type: text/plain',
  'content-type: multipart/related; boundary="b"',
  'content-type: application/x-ndjson',
  'accept: multipart/mixed',
  'accept: text/html',
  'accept: */*;q=0',
  'accept-encoding: gzip',
  'content-encoding: gzip',
  'content-encoding: br',
  'if-match: "1-a"',
  'if-none-match: *',
  'range: bytes=1-0',
  'destination: ../x',
  'destination: %',
  'x-bianmin-session: AAAA',
  'x-forwarded-for: 127.0.0.1',
  'origin: http://elsewhere',
  'cookie: AuthSession=x',
  'x-http-method-override: DELETE',
);

const change = fc.record({
  field: oneOf(
    '_id',
    '_rev',
    'sig',
    'type',
    'case',
    'after',
    'about',
    'on',
    'at',
    'by',
    'data',
    'v',
    '_deleted',
    '_attachments',
    '__proto__',
    'number',
    'person',
    'none',
  ),
  value: fc.jsonValue({ maxDepth: 2 }),
  inData: fc.boolean(),
});
const picks = fc.array(fc.nat({ max: 20 }), { maxLength: 4 });
const body: fc.Arbitrary<Body> = fc.oneof(
  fc.constant({ kind: 'none' } as const),
  fc.record({ kind: fc.constant('json' as const), value: fc.jsonValue({ maxDepth: 3 }) }),
  fc.record({ kind: fc.constant('events' as const), picks, change, newEdits: fc.boolean() }),
  fc.record({ kind: fc.constant('ids' as const), picks }),
  fc.record({ kind: fc.constant('bytes' as const), bytes: fc.uint8Array({ maxLength: 60 }) }),
);

const caller = oneOf('nobody', 'wrong', 'foreign', 'foreign', 'foreign', 'stopped', 'village', 'centre');

/** As a client would ask that knows the routes, with right, wrong or no credentials. */
const plausible = fc.record({
  route,
  otherMethod: fc.constant(undefined),
  database: oneOf(`ledger-${CENTRE}`, `ledger-${VILLAGE}`),
  pick: fc.nat({ max: 20 }),
  id: oneOf('event'),
  query: oneOf('?timeout=5', '?timeout=5&include_docs=true'),
  headers: oneOf([], ['content-type: application/json']),
  body: fc.record({ kind: fc.constant('ids' as const), picks: fc.array(fc.nat({ max: 20 }), { minLength: 1 }) }),
  caller,
});

const wild = fc.record({
  route,
  otherMethod: fc.option(oneOf(...METHODS), { freq: 4, nil: undefined }),
  database,
  pick: fc.nat({ max: 20 }),
  id: oneOf('event', 'x', '_design%2Fd', '_local%2Fc', '%F0%9F%98%80', '%00', '_x'),
  query,
  headers: fc.oneof(fc.constant([]), fc.array(header, { maxLength: 4 })),
  body,
  caller,
});

const pieces: fc.Arbitrary<Pieces> = fc
  .oneof(plausible, wild)
  .map(({ route: { method, path }, otherMethod, database: db, pick, id, ...rest }) => ({
    ...rest,
    method: otherMethod ?? method,
    path: path
      .split('/')
      .map((part) =>
        part === ':db' ? db : part === ':doc' ? (id === 'event' ? `#${pick}` : id) : part.replace(/^[:*].*/, 'd'),
      ),
  }));

function changed(event: LedgerEvent, { field, value, inData }: Change): object {
  if (field === 'none') return event;
  const put = (object: object) =>
    Object.fromEntries([...Object.entries(object).filter(([name]) => name !== field), [field, value]]);
  return inData ? { ...event, data: put(event.data) } : put(event);
}

/** What a body about these documents looks like where it is sent. */
const SHAPES: readonly (readonly [RegExp, (ids: string[]) => object])[] = [
  [/_bulk_get/, (ids) => ({ docs: ids.map((id) => ({ id })) })],
  [/queries/, (ids) => ({ queries: [{ keys: ids, include_docs: true }] })],
  [/_all_docs|_design_docs/, (ids) => ({ keys: ids, include_docs: true })],
  [/_revs/, (ids) => Object.fromEntries(ids.map((id) => [id, ['1-a']]))],
  [/bundle/, () => ({ place: CENTRE, everything: true, said: [] })],
  [/pulse/, () => ({ token: null, version: '0.1.0', unsynced: 0, drafts: 0 })],
  [/rpc/, () => ({ method: 'county.cases', input: {} })],
];

function bytesOf(made: Body, path: string): Uint8Array | null {
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  if (made.kind === 'none') return null;
  if (made.kind === 'json') return json(made.value);
  if (made.kind === 'bytes') return made.bytes;
  const chosen = made.picks.map((pick) => events[pick % events.length] as LedgerEvent);
  if (made.kind === 'events')
    return json({ docs: chosen.map((event) => changed(event, made.change)), new_edits: made.newEdits });
  const ids = chosen.map(({ _id }) => _id);
  const shape = SHAPES.find(([pattern]) => pattern.test(path))?.[1] ?? ((each: string[]) => ({ doc_ids: each }));
  return json(shape(ids));
}

/** What goes over the line, and what it says as text: an answer may repeat what the request itself said, packed or not. */
function requestOf({ method, path, query: rest, headers, body: made, caller }: Pieces): {
  readonly bytes: Uint8Array;
  readonly says: string;
} {
  const target = path.map((part) => (part.startsWith('#') ? idAt(Number(part.slice(1))) : part)).join('/');
  const plain = bytesOf(made, target);
  const sent =
    plain !== null && headers.includes('content-encoding: gzip') && made.kind !== 'bytes' ? gzipSync(plain) : plain;
  const wrong = {
    authorization: `Basic ${Buffer.from(`${devices['village']?.device}:${'A'.repeat(43)}`).toString('base64')}`,
  };
  const login = Object.entries(caller === 'wrong' ? wrong : headersOf(devices[caller])).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const lines = [
    `${method} ${target.startsWith('/') ? target : `/${target}`}${rest} HTTP/1.1`,
    'host: x',
    'connection: close',
    ...login,
    ...new Set(headers),
  ];
  if (sent !== null) lines.push(`content-length: ${sent.length}`);
  const head = `${lines.join('\r\n')}\r\n\r\n`;
  return {
    bytes: Buffer.concat([Buffer.from(head), sent ?? new Uint8Array()]),
    says: head + Buffer.from(plain ?? []).toString('utf8'),
  };
}

describe('any request whatever', () => {
  it(
    'neither crashes the hub nor changes a ledger nor tells another place’s device of its people',
    { timeout: 60_000 + RUNS * 100 },
    async () => {
      const before = await ledgers();
      // Every device that may read a database reads its checkpoints (LEDGER §5): what a request laid into one is no leak.
      let checkpoints = '';
      await fc.assert(
        fc.asyncProperty(pieces, async (made) => {
          const { bytes, says } = requestOf(made);
          const local = made.path.includes('_local') || made.path.some((part) => part.startsWith('_local%2F'));
          if (local) checkpoints += says;
          let text = await rawAnswer(hub.address, bytes);
          // A long look is more than the hub takes from one address: it begins with fresh limits.
          if (statusesIn(text)[0] === 429 && !made.path.includes('enrol')) {
            await hub.stop();
            await hub.start();
            text = await rawAnswer(hub.address, bytes);
          }
          const [status] = statusesIn(text);
          expect(status ?? 0, text).toBeGreaterThanOrEqual(200);
          expect(status ?? 0, text).toBeLessThan(500);
          if (made.caller === 'village' || made.caller === 'centre') return;
          const read = Buffer.from(text, 'latin1').toString('utf8');
          const heard = local ? checkpoints : says;
          for (const secret of secrets) if (!heard.includes(secret)) expect(read).not.toContain(secret);
        }),
        { numRuns: RUNS },
      );
      expect(await ledgers()).toEqual(before);
      expect(hub.log.filter((line) => line.includes('"failure"'))).toEqual([]);
    },
  );
});
