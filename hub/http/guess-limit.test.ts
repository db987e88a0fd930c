/** Right secrets never wait: a real hub on a real address, after any number of guesses and jumps of its clock. */
import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENROL_PATH } from '../../shared/api/device-api.ts';
import { now } from '../../test/clock.ts';
import { CENTRE } from '../../test/fixtures/events.ts';
import { secretOf } from '../../test/hub/code-secret.ts';
import { FakeDevice } from '../../test/hub/fake-device.ts';
import { type RealHub, realHub } from '../../test/real-hub.ts';
import { renewAdminSecret } from '../admin/admin-secret.ts';
import { TokenBuckets } from './token-buckets.ts';
import { LIMITS } from './limits.ts';

let real: RealHub;
let secret: string;
let clock = now();
beforeAll(async () => {
  const requests = { burst: 60, perSecond: 1e-6 };
  real = await realHub(() => clock, { limits: { ...LIMITS, address: { ...LIMITS.address, requests } } });
  secret = renewAdminSecret(real.hub.ledger.file);
});
afterAll(() => real.close());

type Said = { readonly status: number; readonly body: Record<string, unknown> };

/** A request to the front door from an address of this machine: others are strangers as far as the hub can see. */
const post = (from: string, path: string, body: unknown): Promise<Said> =>
  new Promise((done, failed) => {
    const { port } = new URL(real.hub.address);
    const headers = { 'content-type': 'application/json' };
    const options = { host: '127.0.0.1', port, path, method: 'POST', localAddress: from, rejectUnauthorized: false };
    const asked = request({ ...options, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.once('end', () => done({ status: response.statusCode ?? 0, body: JSON.parse(text) as Said['body'] }));
    });
    asked.once('error', failed);
    asked.end(JSON.stringify(body));
  });

const signIn = (from: string, given: string) =>
  post(from, '/rpc', { method: 'county.signIn', input: { secret: given } });
const atConsole = async (given: string) => {
  const response = await fetch(`${real.hub.consoleAddress}/rpc`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ method: 'county.signIn', input: { secret: given } }),
  });
  return (await response.json()) as Record<string, unknown>;
};
const enrol = (from: string, code: string) =>
  post(from, ENROL_PATH, { code, key: new FakeDevice(CENTRE).key.publicKey, machine: '一号机' });

const WRONG = 'wrng-wrng-wrng-wrng-wrng';
const [STRANGER, OTHER] = ['127.0.0.2', '127.0.0.3'];

describe('the county’s secret', () => {
  it('signs in after any number of wrong ones, from the same address, another and the hub’s own machine', async () => {
    const codes: unknown[] = [];
    for (let i = 0; i < 30; i += 1) codes.push((await signIn(STRANGER, `${WRONG}${i}`)).body['code']);
    expect([codes[0], codes.at(-1)]).toEqual(['needs-sign-in', 'too-many-tries']);
    // Only the address that guessed is told so.
    expect((await signIn(OTHER, WRONG)).body['code']).toBe('needs-sign-in');
    expect((await atConsole(WRONG))['code']).toBe('needs-sign-in');
    for (const from of [STRANGER, OTHER]) expect((await signIn(from, secret)).body['ok']).toBe(true);
    expect((await atConsole(secret))['ok']).toBe(true);
  });

  it('signs in from an address that has used up everything a stranger may ask', async () => {
    const gate = () => post(STRANGER, '/rpc', { method: 'county.status', input: {} });
    let last = 0;
    for (let i = 0; i < 60; i += 1) last = (await gate()).status;
    expect(last).toBe(429);
    expect((await signIn(STRANGER, secret)).body['ok']).toBe(true);
    expect((await signIn(STRANGER, WRONG)).body['code']).toBe('too-many-tries');
    expect((await atConsole(WRONG))['code']).not.toBe('busy');
  });
});

describe('an enrolment code', () => {
  it('enrols after any number of wrong ones, from the same address and from another', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 25; i += 1) statuses.push((await enrol(STRANGER, '2222-2222-2222')).status);
    expect([statuses[0], statuses.at(-1)]).toEqual([403, 429]);
    expect((await enrol(OTHER, '2222-2222-2222')).status).toBe(403);
    for (const from of [STRANGER, OTHER])
      expect((await enrol(from, secretOf(await real.code(CENTRE)))).status).toBe(200);
  });

  it('is locked by its own wrong tries from an address that guessed too much, too', async () => {
    const code = secretOf(await real.code(CENTRE));
    for (let i = 0; i < 5; i += 1) expect((await enrol(STRANGER, `${code.slice(0, 4)}22222222`)).status).toBe(429);
    expect((await enrol(OTHER, code)).status).toBe(403);
  });
});

describe('a brake', () => {
  it('lets go in its time where the clock was ahead for a year and is put back', async () => {
    const from = '127.0.0.4';
    const today = clock;
    clock += 365 * 86_400_000;
    for (let i = 0; i < 11; i += 1) await signIn(from, WRONG);
    clock = today;
    expect((await signIn(from, WRONG)).body['code']).toBe('too-many-tries');
    clock += 30_001;
    expect((await signIn(from, WRONG)).body['code']).toBe('needs-sign-in');
  });

  it('remembers a bounded number of addresses, be each of them used up', () => {
    const buckets = new TokenBuckets({ burst: 1, perSecond: 1e-9 });
    for (let i = 0; i < 50_000; i += 1) buckets.take(String(i), 1, clock);
    expect(buckets.size).toBeLessThan(5000);
    // Those that came last are held still.
    expect(buckets.wait('49999', clock)).toBeGreaterThan(0);
  });
});
