/** What a site makes of the answers of a proxy in front of the hub (docs/SYNC.md, The line), in every kind of request that it makes. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { enrol } from '../hub/device-api/enrol.ts';
import { ApiError } from '../shared/api/errors.ts';
import { ENROL_PATH, PROOF_PATH, PULSE_PATH } from '../shared/api/device-api.ts';
import { PARCEL_PATH, PARCEL_TYPE } from '../shared/api/parcel.ts';
import { ledgerName } from '../shared/place/place.ts';
import { makeSigningKey } from '../store/trust/crypto.ts';
import { openDataFile } from '../store/file/data-file.ts';
import { enrolMachine } from '../service/site/enrolment.ts';
import { findHub } from '../service/site/find-hub.ts';
import { createSyncState } from '../sync/sync-state.ts';
import { SYNC_FAILURES, SyncError, type SyncFailureKind } from '../sync/failures.ts';
import type { Patience } from '../sync/patience.ts';
import { dripping, frontProxy, pageOf } from './front-proxy.ts';
import type { Gate, OwnAnswer } from './site/gate.ts';
import { secretOf } from './hub/code-secret.ts';
import { type RealHub, realHub } from './real-hub.ts';
import { CENTRE } from './site/machine.ts';
import { makeSiteFile, SyncSite } from './site/sync-site.ts';

const NOW = Date.parse('2026-11-20T01:00:00.000Z');
const KEY = Buffer.alloc(32, 7);
/** Short, so that what never ends is seen to end. */
const SHORT: Patience = { idleMs: 300, graceMs: 500 };

let hub: RealHub;
let proxy: Gate;
let folder: string;
let made: string;
beforeAll(async () => {
  hub = await realHub(() => NOW);
  made = mkdtempSync(path.join(tmpdir(), 'bianmin-front-made-'));
  const key = makeSigningKey();
  const request = { code: secretOf(await hub.code(CENTRE)), key: key.publicKey, machine: 'test' };
  const answer = await enrol({ file: hub.hub.ledger.file, hub: hub.hub.identity, now: NOW }, request);
  if (answer === null) throw new Error('no such code');
  makeSiteFile(path.join(made, 'site.db'), answer, key, hub.hub.pin(), NOW);
});
afterAll(async () => {
  await hub.close();
  rmSync(made, { recursive: true, force: true });
});
beforeEach(async () => {
  proxy = await frontProxy(hub.hub);
  folder = mkdtempSync(path.join(tmpdir(), 'bianmin-front-'));
  cpSync(path.join(made, 'site.db'), path.join(folder, 'site.db'));
});
afterEach(async () => {
  await proxy.close();
  rmSync(folder, { recursive: true, force: true });
});

let sites = 0;
/** A site of its own in a folder. Each has another time: what two write at the same moment with one key is the same event. */
function site(place: string, parcels: boolean, more: { patience?: Patience; batch?: number } = {}): SyncSite {
  const file = path.join(place, 'site.db');
  cpSync(path.join(made, 'site.db'), file);
  sites += 1;
  const now = NOW + sites * 1_000;
  return new SyncSite({ path: file, address: () => proxy.address, now: () => now, parcels, ...more });
}

/** How many events lack a receipt. */
const left = (one: SyncSite) =>
  createSyncState({ ledger: one.ledger, now: () => NOW, version: 'test' }).waiting(one.place).length;

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('it went well');
}

/** A request of one kind; every other one reaches the hub. Returns the failure, and how it went at the second try, by the hub. */
interface Kind {
  /** Whether a path is of this kind. */
  readonly is: (path: string) => boolean;
  readonly ask: (patience: Patience) => Promise<unknown>;
}

async function withFile<T>(name: string, work: (file: ReturnType<typeof openDataFile>) => Promise<T>): Promise<T> {
  const file = openDataFile({ path: path.join(folder, name), key: KEY });
  try {
    return await work(file);
  } finally {
    file.close();
  }
}

const isReplication = (asked: string) => asked.startsWith(`/${ledgerName(CENTRE)}/`);
const RUNS: Record<string, { readonly is: (asked: string) => boolean; readonly parcels: boolean }> = {
  pulse: { is: (asked) => asked === PULSE_PATH, parcels: true },
  parcel: { is: (asked) => asked === PARCEL_PATH || isReplication(asked), parcels: true },
  replication: { is: isReplication, parcels: false },
};
const SINGLE: Record<string, Kind> = {
  enrolment: {
    is: (asked) => asked === ENROL_PATH,
    ask: (patience) =>
      withFile('new.db', async (file) => {
        const input = { address: proxy.address, code: await hub.code(CENTRE), machine: 'test' };
        return failureOf(enrolMachine({ file, input, now: NOW, facts: '', patience }));
      }),
  },
  'the proof of a moved hub': {
    is: (asked) => asked === PROOF_PATH,
    ask: (patience) =>
      withFile('site.db', (file) => failureOf(findHub(file, { address: proxy.address, code: '' }, patience))),
  },
};

const json =
  (type: string | null, status: number, text: string, headers = {}): OwnAnswer =>
  (response) => {
    response.writeHead(status, { ...(type === null ? {} : { 'content-type': type }), ...headers });
    response.end(text);
  };
const gzipped = (bytes: number) => gzipSync(Buffer.alloc(bytes, ' '));
const BOMB = gzipped(130 * 1024 * 1024);
const raw =
  (body: Buffer, headers: Record<string, string>): OwnAnswer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };

/** What stands in front answers, and what that means. */
const ANSWERS: readonly (readonly [what: string, answer: OwnAnswer, means: SyncFailureKind])[] = [
  ['413 with a page', pageOf(413), 'too-large'],
  ['429 with a page', pageOf(429, { 'retry-after': '7' }), 'later'],
  ['404 with a page', pageOf(404), 'not-a-hub'],
  ['400 with a page', pageOf(400), 'not-a-hub'],
  ['401 with a page', pageOf(401), 'not-a-hub'],
  ['403 with a page', pageOf(403), 'not-a-hub'],
  ['405 with a page', pageOf(405), 'not-a-hub'],
  ['409 with a page', pageOf(409), 'not-a-hub'],
  ['404 in plain text', json('text/plain', 404, '404 page not found'), 'not-a-hub'],
  ['404 without a word', json(null, 404, ''), 'not-a-hub'],
  ['304', json(null, 304, ''), 'not-a-hub'],
  ['408 with a page', pageOf(408), 'stalled'],
  ['504 with a page', pageOf(504), 'stalled'],
  ['500 with a page', pageOf(500), 'trouble'],
  ['502 with a page', pageOf(502), 'trouble'],
  ['503 with a page', pageOf(503), 'trouble'],
  ['507 with a page', pageOf(507), 'trouble'],
  ['503 with a page that says when to come again', pageOf(503, { 'retry-after': '7' }), 'later'],
  ['a page with 200', pageOf(200), 'portal'],
  ['a page with 302', pageOf(302, { location: 'https://login.invalid/' }), 'portal'],
  ['a page with 307', pageOf(307, { location: 'https://login.invalid/' }), 'portal'],
  ['a page with 511', pageOf(511), 'portal'],
  ['a page that claims to be JSON', json('application/json', 200, ' \n<!DOCTYPE html><p>登录</p>'), 'portal'],
  ['a page without a type', json(null, 200, '<html></html>'), 'portal'],
  ['text that is no JSON', json('application/json', 200, 'OK'), 'not-a-hub'],
  ['JSON that is cut, whole by its length', json('application/json', 200, '{"results":['), 'not-a-hub'],
  ['nothing with 200', json('application/json', 200, ''), 'not-a-hub'],
  ['204', json(null, 204, ''), 'not-a-hub'],
  ['an encoding that nobody asked for', raw(Buffer.from('x'), { 'content-encoding': 'br' }), 'not-a-hub'],
  ['gzip that is none', raw(Buffer.from('{}'), { 'content-encoding': 'gzip' }), 'not-a-hub'],
  ['a bomb', raw(BOMB, { 'content-encoding': 'gzip' }), 'oversized'],
  ['413 with a bomb', (to) => to.writeHead(413, { 'content-encoding': 'gzip' }).end(gzipped(1 << 20)), 'too-large'],
  ['a byte each 50 ms, for ever', dripping(50, ' '), 'stalled'],
  ['a byte each 50 ms of a page with 413, for ever', dripping(50, ' ', 413), 'too-large'],
  ['nothing, for ever', () => undefined, 'stalled'],
];

describe.each(Object.entries(RUNS))('the answer to a request of a run: %s', (_kind, { is, parcels }) => {
  let one: SyncSite;
  beforeAll(() => {
    one = site(mkdtempSync(path.join(made, 'run-')), parcels, { patience: SHORT, batch: 1 });
    one.begin();
  });
  afterAll(() => one.close());

  it.each(ANSWERS)('%s', async (_what, answer, means) => {
    proxy.answer((asked) => (is(asked) ? answer : null));
    const error = await failureOf(one.run());
    expect(error).toBeInstanceOf(SyncError);
    expect(error).toMatchObject({ kind: means });
    if (means === 'later') expect(error).toMatchObject({ retryAfterMs: 7_000 });
  });

  it('is heard again when nothing stands in between', async () => {
    await one.run();
    expect(left(one)).toBe(0);
  });
});

describe.each(Object.entries(SINGLE))('the answer to a request of the set-up: %s', (_kind, { is, ask }) => {
  it.each(ANSWERS)('%s', async (_what, answer, means) => {
    proxy.answer((asked) => (is(asked) ? answer : null));
    const error = (await ask(SHORT)) as ApiError;
    expect(error).toBeInstanceOf(ApiError);
    // A person who has to log in to the network is told so, and is told so only then.
    expect(/登录上网/.test(error.message)).toBe(means === 'portal');
    expect(error.message).toMatch(/[。，]/);
  });
});

describe('a run behind a proxy', () => {
  it.each([true, false])('halves its batch at each 413 with a page until it fits (parcels: %s)', async (parcels) => {
    const one = site(folder, parcels, { batch: 64 });
    for (let n = 0; n < 12; n += 1) one.begin();
    const isBulk = (asked: string) => asked === PARCEL_PATH || asked.endsWith('/_bulk_docs');
    proxy.answer((asked) => (isBulk(asked) && one.batch.size > 4 ? pageOf(413) : null));
    await one.run();
    expect(left(one)).toBe(0);
    expect(one.batch.size).toBeLessThan(12);
    one.close();
  });

  it('that only hands in, as reading has ended, asks for more at once again after a 413', async () => {
    const one = site(folder, false, { batch: 8 });
    for (let n = 0; n < 40; n += 1) one.begin();
    let tooLarge = 2;
    let bulks = 0;
    proxy.answer((asked) => {
      if (asked.endsWith('/_revs_diff')) return json('application/json', 403, '{"error":"forbidden"}');
      if (!asked.endsWith('/_bulk_docs')) return null;
      bulks += 1;
      tooLarge -= 1;
      return tooLarge >= 0 ? pageOf(413) : null;
    });
    await one.run();
    expect(left(one)).toBe(0);
    expect(one.batch.size).toBeGreaterThan(8);
    expect(bulks).toBeLessThan(12);
    one.close();
  });

  it('reads what the hub says whatever type stands above it', async () => {
    proxy.answer((asked) => (asked === PROOF_PATH ? json('text/html; charset=utf-8', 200, '{"kind":"proof"}') : null));
    await withFile('site.db', async (file) => {
      // Read as an answer, and found to be no proof: not taken for a page of the network.
      const error = await failureOf(findHub(file, { address: proxy.address, code: '' }, SHORT));
      expect(error).toMatchObject({ code: 'wrong-hub' });
    });
  });

  it('goes on by plain replication where only parcels do not come through', async () => {
    for (const answer of [
      pageOf(404),
      pageOf(403),
      pageOf(502),
      raw(gzipped(40 * 1024 * 1024), { 'content-type': PARCEL_TYPE, 'content-encoding': 'gzip' }),
      raw(Buffer.from('<html></html>'), { 'content-type': PARCEL_TYPE, 'content-encoding': 'gzip' }),
    ]) {
      const one = site(folder, true);
      one.begin();
      proxy.answer((asked) => (asked === PARCEL_PATH ? answer : null));
      await one.run();
      expect(left(one)).toBe(0);
      one.close();
    }
  });
});

describe('the table of failures', () => {
  it('lets only what a person must do at this machine stop the tries', () => {
    const kinds = new Set(ANSWERS.map(([, , means]) => means));
    for (const kind of kinds) expect(SYNC_FAILURES[kind].retrySoon, kind).toBe(true);
  });
});
