/** No variable, flag or argument of `npm run hub` opens the protocol. Each is tried; the hub does not start with it, or is as closed as ever. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HUB_VARIABLES } from '../hub/environment.ts';
import { Couchdb } from './couchdb/couchdb.ts';
import { VILLAGE } from './fixtures/events.ts';
import { HubProcess } from './hub/hub-process.ts';

/** What each variable of the hub could be set to in the hope that something opens. */
const TRIED: Readonly<Record<string, (couchdb: string) => readonly string[]>> = {
  BIANMIN_HUB_DATA: () => ['open', '*', ''],
  BIANMIN_HUB_ADDRESS: () => ['127.0.0.1', 'open', '*'],
  BIANMIN_HUB_CONSOLE_PORT: () => ['open', '0'],
  BIANMIN_HUB_TLS_CERT: () => ['open', ''],
  BIANMIN_HUB_TLS_KEY: () => ['open', ''],
  BIANMIN_HUB_NAME: () => ['open', '*', ''],
  BIANMIN_HUB_PORT: () => ['open', '-1', '0'],
  HUB_COUCHDB_URL: (couchdb) => [couchdb, 'http://127.0.0.1:9', 'open'],
};

/** Names that mean something elsewhere, or could have meant something here. */
const ELSEWHERE: readonly Readonly<Record<string, string>>[] = [
  { BIANMIN_HUB_OPEN: '1' },
  {
    HUB_OPEN: '1',
    OPEN: '1',
    ADMIN_PARTY: '1',
    COUCHDB_USER: 'admin',
    COUCHDB_PASSWORD: 'a',
    NODE_ENV: 'test',
    CI: '1',
  },
];

const ARGUMENTS = [['open'], ['--open'], ['start', '--open'], ['--admin-party'], ['constructor']];

async function expectClosed(hub: HubProcess): Promise<void> {
  const anybody = async (method: string, target: string) => (await hub.request(null, method, target)).status;
  expect(await anybody('PUT', '/fresh')).toBe(401);
  expect(await anybody('GET', '/_all_dbs')).toBe(401);
  expect(await anybody('GET', `/ledger-${VILLAGE}/_all_docs`)).toBe(401);
  const asAdmin = await fetch(`${hub.address}/fresh`, {
    method: 'PUT',
    headers: { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` },
  });
  expect(asAdmin.status).toBe(401);
  const device = await hub.enrol(VILLAGE);
  const known = async (method: string, target: string, body?: object) =>
    (await hub.request(device, method, target, body)).status;
  expect(await known('PUT', '/fresh')).toBe(403);
  expect(await known('PUT', `/ledger-${VILLAGE}/_design/d`, { language: 'javascript' })).toBe(403);
  expect(await known('PUT', `/ledger-${VILLAGE}/plain`, { n: 1 })).toBe(403);
  expect(await known('GET', `/ledger-${VILLAGE}/_changes?filter=a/b`)).toBe(403);
}

/** False: it does not start with this, and says so in a sentence for a person. */
async function startsClosed(more: Readonly<Record<string, string>>): Promise<boolean> {
  const hub = new HubProcess();
  hub.settings = more;
  try {
    await hub.start();
    await expectClosed(hub);
    return true;
  } catch (failure) {
    const { message } = failure as Error;
    if (!message.startsWith('the hub ended')) throw failure;
    expect(message).toMatch(/\p{Script=Han}/u);
    return false;
  } finally {
    await hub.remove();
  }
}

describe('no setting opens the protocol', () => {
  const couchdb = new Couchdb();
  beforeAll(() => couchdb.start(), 120_000);
  afterAll(() => couchdb.remove());

  it('of those that there are', () => {
    expect(Object.keys(TRIED).toSorted()).toEqual(HUB_VARIABLES.toSorted());
  });

  it('among all that were tried', { timeout: 300_000 }, async () => {
    const own = Object.entries(TRIED).flatMap(([name, values]) =>
      values(couchdb.url).map((value) => ({ [name]: value })),
    );
    const starts = await Promise.all([{}, ...own, ...ELSEWHERE].map(startsClosed));
    // As it is, at its address, under a name, at any ports, over a CouchDB, and with what it does not know.
    expect(starts.filter(Boolean)).toHaveLength(7);
  });

  it('nor an argument', { timeout: 120_000 }, async () => {
    const hub = new HubProcess();
    const runs = await Promise.all(ARGUMENTS.map((words) => hub.command(...words)));
    for (const { code, text } of runs) expect([code, text]).toEqual([2, expect.stringContaining('用法')]);
    await hub.remove();
  });
});
