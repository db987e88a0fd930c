/** What the hub makes of the answers of a CouchDB, of a proxy in front of it, and of what is none. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { dripping, pageOf } from '../../../test/front-proxy.ts';
import type { OwnAnswer } from '../../../test/site/gate.ts';
import { CouchdbClient } from './couchdb-client.ts';

let server: http.Server;
let answer: OwnAnswer;
let line: CouchdbClient;
beforeAll(async () => {
  server = http.createServer((request, response) => {
    request.resume();
    answer(response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  const { port } = server.address() as AddressInfo;
  line = new CouchdbClient({ url: `http://127.0.0.1:${port}`, user: 'admin', password: 'x' });
  line.open();
});
afterEach(() => line.close());

const json =
  (status: number, value: unknown): OwnAnswer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };
const BOMB = gzipSync(Buffer.alloc(129 * 1024 * 1024, ' '), { level: 1 });
const bomb: OwnAnswer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
  response.end(BOMB);
};
const words = { error: 'forbidden', reason: 'You are not a server admin.' };

/** What a request ends with, and whether the line is still open for the others. */
const ANSWERS: readonly (readonly [what: string, answer: OwnAnswer, means: object, open: boolean])[] = [
  ['401', json(401, words), { kind: 'credentials' }, false],
  ['401 with a page', pageOf(401), { kind: 'credentials' }, false],
  ['403', json(403, words), { kind: 'credentials' }, false],
  ['403 with a page', pageOf(403), { kind: 'not-couchdb' }, false],
  ['404', json(404, { error: 'not_found', reason: 'missing' }), { status: 404, error: 'not_found' }, true],
  ['404 with a page', pageOf(404), { kind: 'not-couchdb' }, false],
  ['302', pageOf(302, { location: '/login' }), { kind: 'not-couchdb' }, false],
  ['a page with 200', pageOf(200), { kind: 'not-couchdb' }, false],
  ['408 with a page', pageOf(408), { kind: 'down' }, false],
  ['429 with a page', pageOf(429), { kind: 'down' }, false],
  ['502 with a page', pageOf(502), { kind: 'down' }, false],
  ['503 with a page', pageOf(503), { kind: 'down' }, false],
  ['504 with a page', pageOf(504), { kind: 'down' }, false],
  ['413', json(413, { error: 'too_large', reason: '' }), { status: 413, error: 'too_large' }, true],
  ['413 with a page', pageOf(413), { status: 413, error: 'too_large' }, true],
  ['413 with a page without an end', dripping(1, 'x'.repeat(4096), 413), { status: 413 }, true],
  ['500 with a page', pageOf(500), { status: 503, error: 'unavailable' }, true],
  ['507 with a page', pageOf(507), { status: 503, error: 'unavailable' }, true],
  ['a bomb', bomb, { status: 502, error: 'oversized' }, true],
  ['a byte each 20 ms, for ever', dripping(20, ' '), { kind: 'down' }, false],
];

it.each(ANSWERS)('%s', async (what, given, means, open) => {
  answer = given;
  // A watch, which ends itself otherwise, has a limit of time as everything else.
  const ask = { patienceMs: what === 'a bomb' ? 60_000 : 2_000, signal: new AbortController().signal };
  const error = await line.ask('GET', ['x', '_changes'], ask).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject(means);
  expect(line.isOpen).toBe(open);
});

it('reads JSON, whatever type stands above it', async () => {
  answer = (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('{"ok":true}');
  expect(await line.ask('GET', ['x'])).toEqual({ ok: true });
});
