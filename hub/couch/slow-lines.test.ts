/** Lines that last: however long a client makes the hub wait, or goes on after it was given up, nothing piles up beside its answer. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type OpenHub, startOpenHub } from '../../test/open-hub/open-hub.ts';
import { rawLine, statusesIn } from '../../test/raw-line.ts';
import { DOCUMENTS_AT_A_TIME } from '../http/budget.ts';

const PAGES = 16;
/** All pages together are more than the system's buffers between hub and client hold. */
const ROW = 'x'.repeat(25_000);

let hub: OpenHub;
const piledUp: string[] = [];
const note = ({ name, message }: Error): void => {
  if (name === 'MaxListenersExceededWarning') piledUp.push(message);
};
beforeAll(async () => {
  process.on('warning', note);
  hub = await startOpenHub(0, () => undefined);
  await fetch(`${hub.url}/db`, { method: 'PUT' });
  const docs = Array.from({ length: DOCUMENTS_AT_A_TIME }, () => ({ text: ROW }));
  const headers = { 'content-type': 'application/json' };
  for (let page = 0; page < PAGES; page += 1)
    await fetch(`${hub.url}/db/_bulk_docs`, { method: 'POST', headers, body: JSON.stringify({ docs }) });
});
afterEach(() => expect(piledUp.splice(0)).toEqual([]));
afterAll(async () => {
  process.off('warning', note);
  await hub.close();
});

it('a feed that its client takes little by little', async () => {
  const rows = PAGES * DOCUMENTS_AT_A_TIME;
  const feed = await fetch(`${hub.url}/db/_changes?feed=continuous&include_docs=true&limit=${rows}`);
  let bytes = 0;
  for await (const part of feed.body ?? []) {
    bytes += part.length;
    await delay(1);
  }
  expect(bytes).toBeGreaterThan(rows * ROW.length);
});

it('a client that sends noise behind a request that is not answered yet', async () => {
  const line = await rawLine(hub.url);
  line.send('GET /db/_changes?feed=longpoll&since=now&timeout=1500 HTTP/1.1\r\nhost: x\r\n\r\n');
  await line.until(/^HTTP/);
  for (let n = 0; n < 20; n += 1) {
    line.send('noise\r\n\r\n');
    await delay(20);
  }
  expect(statusesIn(await line.closed())[0]).toBe(200);
});
