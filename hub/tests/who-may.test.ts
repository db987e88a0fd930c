/** Every route without a login, with a wrong one, with another township's, with a stopped device's and with the place's own: what is answered is data. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countyMethods } from '../../shared/api/county.ts';
import { ENROL_PATH } from '../../shared/api/device-api.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import { VILLAGE } from '../../test/fixtures/events.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { packed } from '../../test/hub/parcel.ts';
import type { Need } from '../http/exchange.ts';
import { COUCH_ROUTES } from '../couch/handler.ts';
import { type OwnRoutesOptions, ownRoutes } from '../device-api/own-routes.ts';
import { type StatusOptions, statusRoutes } from '../status-routes.ts';

const OTHER_CENTRE = '43122210201' as PlaceCode;
const hub = new HubProcess();
let village: FakeDevice;
let stopped: FakeDevice;
let foreign: FakeDevice;
let event: LedgerEvent;
let epoch: string;

beforeAll(async () => {
  await hub.start();
  village = await hub.enrol(VILLAGE);
  stopped = await hub.enrol(VILLAGE);
  foreign = await hub.enrol(OTHER_CENTRE);
  await hub.county('county.revoke', { device: stopped.device, reason: '电脑丢失' });
  event = village.proxyReceived('2026-11-20');
  await hub.handIn(village, VILLAGE, [event]);
  ({ epoch } = await hub.pulse(village));
}, 120_000);
afterAll(() => hub.remove());

const CALLERS = ['nobody', 'wrong', 'foreign', 'stopped', 'own'] as const;
type CallerKind = (typeof CALLERS)[number];
/** A status, or `in`: let through, whatever the route then says of the request. */
type Expected = Readonly<Record<CallerKind, number | 'in'>>;

const BY_NEED: Readonly<Record<Need, Expected>> = {
  hello: { nobody: 'in', wrong: 401, foreign: 'in', stopped: 'in', own: 'in' },
  read: { nobody: 401, wrong: 401, foreign: 403, stopped: 403, own: 'in' },
  local: { nobody: 401, wrong: 401, foreign: 403, stopped: 'in', own: 'in' },
  // Handing in never ends; what a stranger brings goes to the held events, and it is told nothing of the ledger.
  'hand-in': { nobody: 401, wrong: 401, foreign: 'in', stopped: 'in', own: 'in' },
  manage: { nobody: 401, wrong: 401, foreign: 403, stopped: 403, own: 403 },
};

const ANYBODY: Expected = { nobody: 'in', wrong: 'in', foreign: 'in', stopped: 'in', own: 'in' };
const KNOWN: Expected = { nobody: 401, wrong: 401, foreign: 'in', stopped: 'in', own: 'in' };
const OWN_ROUTES: Readonly<Record<string, Expected>> = {
  'GET /_up': ANYBODY,
  // To this machine alone; the tests are on it.
  'GET /metrics': ANYBODY,
  'POST /_bianmin/enrol': ANYBODY,
  'POST /_bianmin/proof': ANYBODY,
  'POST /_bianmin/pulse': KNOWN,
  'POST /_bianmin/parcel': KNOWN,
  'POST /_bianmin/bundle': { nobody: 401, wrong: 401, foreign: 403, stopped: 403, own: 'in' },
};

function headersOf(caller: CallerKind): Record<string, string> {
  const basic = (name: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`,
  });
  if (caller === 'nobody') return {};
  if (caller === 'wrong') return basic(village.device, 'A'.repeat(43));
  return hub.authorization({ foreign, stopped, own: village }[caller]);
}

interface Wanted {
  readonly method: string;
  readonly path: string;
}

/** A route's path on the village's ledger, about the event that lies there. */
const targetOf = (path: string) =>
  path
    .replace(':db', `ledger-${VILLAGE}`)
    .replace(':doc', event._id)
    .replace(':local', 'x')
    .replace(':ddoc', 'd')
    .replace('*attachment', 'a.txt');

const BODIES: readonly (readonly [RegExp, () => object])[] = [
  [/_bulk_get$/, () => ({ docs: [{ id: event._id }] })],
  [/queries$/, () => ({ queries: [{ keys: [event._id], include_docs: true }] })],
  [/_(all|design)_docs$/, () => ({ keys: [event._id], include_docs: true })],
  [/_bulk_docs$/, () => ({ docs: [], new_edits: false })],
  [/_(revs_diff|missing_revs)$/, () => ({ [event._id]: [event._rev] })],
  [/pulse$/, () => ({ token: null, version: '0.1.0', unsynced: 0, drafts: 0 })],
  [/bundle$/, () => ({ place: VILLAGE, everything: true, said: [] })],
];

function bodyOf({ method, path }: Wanted): { body?: Uint8Array | string; headers: Record<string, string> } {
  if (method !== 'POST' && method !== 'PUT') return { headers: {} };
  if (path.endsWith('parcel')) {
    const head = {
      kind: 'head',
      pulse: { token: null, version: '0.1.0', unsynced: 0, drafts: 0 },
      epoch,
      wanted: [[VILLAGE, 0]],
      most: 100,
    };
    return { body: packed([head]), headers: { 'content-encoding': 'gzip' } };
  }
  const body = BODIES.find(([pattern]) => pattern.test(path))?.[1]() ?? {};
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

async function ask(caller: CallerKind, wanted: Wanted): Promise<{ status: number; text: string }> {
  const { body, headers } = bodyOf(wanted);
  const response = await fetch(hub.address + targetOf(wanted.path), {
    method: wanted.method,
    headers: { ...headers, ...headersOf(caller) },
    ...(body === undefined ? {} : { body: body as string }),
  });
  return { status: response.status, text: await response.text() };
}

async function answersTo(wanted: Wanted, expected: Expected, judged: boolean): Promise<Expected> {
  const told: Record<string, number | 'in'> = {};
  for (const caller of CALLERS) {
    const { status, text } = await ask(caller, wanted);
    told[caller] = status;
    if (status !== 401 && status !== 403 && expected[caller] === 'in') told[caller] = 'in';
    // What is handed in is judged by what it is.
    if (status === 403 && judged && /"error":"(forbidden|bad-code)"/.test(text)) told[caller] = 'in';
    if (caller === 'own' || caller === 'stopped') continue;
    expect(text).not.toContain('测试甲');
    expect(text).not.toMatch(/"doc_count":[1-9]/);
  }
  return told as unknown as Expected;
}

/** What the hub answers itself before the protocol is asked. */
const isOurs = ({ method, path }: Wanted) => `${method} ${path}` in OWN_ROUTES;

describe('every route of the protocol', () => {
  it.each(
    COUCH_ROUTES.filter((route) => !isOurs(route)).map((route) => [`${route.method} ${route.path}`, route] as const),
  )('%s', async (_, route) => {
    const expected = BY_NEED[route.need];
    expect(await answersTo(route, expected, route.need === 'hand-in')).toEqual(expected);
  });
});

describe('docs/PROTOCOL.md', () => {
  const page = readFileSync(new URL('../../docs/PROTOCOL.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const written = rows.flatMap((line) => {
    const [, routes = '', need = ''] = line.split('|').map((cell) => cell.trim());
    return [...routes.matchAll(/`([^`]+)`/g)].map(([, name]) => `${name} ${need}`);
  });

  it('has every route with what it needs, and no other', () => {
    expect(written.toSorted()).toEqual(
      COUCH_ROUTES.map(({ method, path, need }) => `${method} ${path} ${need}`).toSorted(),
    );
  });
});

describe('every route of ours', () => {
  // Made of options that are not read before there is a request.
  const none = { ledger: {}, now: () => 0 } as unknown;
  const routes = [...statusRoutes(none as StatusOptions), ...ownRoutes(none as OwnRoutesOptions)];

  it('is in the table above', () => {
    expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(
      Object.keys(OWN_ROUTES).toSorted(),
    );
  });
  it.each(Object.entries(OWN_ROUTES))('%s', async (name, expected) => {
    const [method = '', path = ''] = name.split(' ');
    expect(await answersTo({ method, path }, expected, path === ENROL_PATH)).toEqual(expected);
  });
});

describe('every call of the console', () => {
  it.each(Object.entries(countyMethods))('%s asks for the county’s own session', async (method, { access }) => {
    for (const caller of CALLERS)
      for (const session of [undefined, 'A'.repeat(43)]) {
        const answer = await hub.rpc(
          method,
          {},
          { ...headersOf(caller), ...(session === undefined ? {} : { 'x-bianmin-session': session }) },
        );
        expect([caller, answer]).toMatchObject([
          caller,
          { ok: false, code: access === 'open' ? 'bad-input' : 'needs-sign-in' },
        ]);
      }
  });
});
