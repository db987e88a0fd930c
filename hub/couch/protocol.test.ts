import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openClient } from '../../test/open-hub/client.ts';

const hub = openClient();
const { ask, put } = hub;

describe('databases', () => {
  it('are made once, found, and gone after DELETE', async () => {
    expect(await ask('PUT', '')).toMatchObject({ status: 412, json: { error: 'file_exists' } });
    expect((await ask('GET', '')).json).toMatchObject({ db_name: hub.database, doc_count: 0, update_seq: 0 });
    expect((await ask('HEAD', '')).status).toBe(200);
    expect((await ask('DELETE', '')).json).toEqual({ ok: true });
    expect(await ask('GET', '/x')).toMatchObject({
      status: 404,
      json: { error: 'not_found', reason: 'Database does not exist.' },
    });
  });
  it('have names as CouchDB allows them', async () => {
    const response = await fetch(`${hub.url}/Upper`, { method: 'PUT' });
    expect([response.status, await response.json()]).toMatchObject([400, { error: 'illegal_database_name' }]);
  });
});

describe('documents', () => {
  it('answer ETags, 304 to who has them, and conflicts in CouchDB’s words', async () => {
    const rev = await put('a', { n: 1 });
    const read = await ask('GET', '/a');
    expect([read.json['n'], read.headers.get('etag')]).toEqual([1, `"${rev}"`]);
    expect((await ask('GET', '/a', undefined, { 'if-none-match': `"${rev}"` })).status).toBe(304);
    expect((await ask('GET', '/a?conflicts=true')).headers.get('etag')).toBeNull();
    expect(await ask('PUT', '/a', { n: 2 })).toMatchObject({
      status: 409,
      json: { error: 'conflict', reason: 'Document update conflict.' },
    });
    expect((await ask('PUT', '/a', { n: 2 }, { 'if-match': rev })).status).toBe(201);
    expect((await ask('PUT', `/a?rev=${rev}`, { n: 3, _rev: '2-x' })).status).toBe(400);
  });
  it('are deleted with a revision only, and say so afterwards', async () => {
    const rev = await put('a', {});
    expect((await ask('DELETE', '/a')).status).toBe(409);
    expect((await ask('DELETE', `/a?rev=${rev}`)).status).toBe(200);
    expect(await ask('GET', '/a')).toMatchObject({ status: 404, json: { reason: 'deleted' } });
    expect(await ask('GET', '/b')).toMatchObject({ status: 404, json: { reason: 'missing' } });
  });
  it('are copied to a destination', async () => {
    await put('a', { n: 7 });
    expect((await ask('COPY', '/a', undefined, { destination: 'b' })).status).toBe(201);
    expect((await ask('GET', '/b')).json['n']).toBe(7);
    expect((await ask('COPY', '/a')).status).toBe(400);
  });
  it('with reserved ids are refused, and a method that is not there names those that are', async () => {
    expect((await ask('PUT', '/_odd', {})).json).toMatchObject({ error: 'illegal_docid' });
    const wrong = await ask('DELETE', '/_changes');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });
  it('show their open revisions as JSON and as multipart', async () => {
    const doc = {
      _id: 'm',
      _attachments: { 'a.txt': { content_type: 'text/plain', data: Buffer.from('hello').toString('base64') } },
    };
    const rev = await put('m', doc);
    expect((await ask('GET', '/m?open_revs=["1-none"]', undefined, { accept: 'application/json' })).json).toEqual([
      { missing: '1-none' },
    ]);
    const mixed = await ask('GET', `/m?open_revs=["${rev}"]&revs=true`, undefined, { accept: 'multipart/mixed' });
    expect(mixed.headers.get('content-type')).toMatch(/^multipart\/mixed; boundary=/);
    expect(mixed.text).toMatch(/multipart\/related[\s\S]*"follows":true[\s\S]*filename="a\.txt"[\s\S]*hello/);
    expect((await ask('GET', '/m?open_revs=x')).status).toBe(400);
  });
  it('arrive as multipart/related, and not at all when a part is cut', async () => {
    const json = JSON.stringify({
      _attachments: { 'b.txt': { content_type: 'text/plain', follows: true, length: 3 } },
    });
    const whole = `--x\r\nContent-Type: application/json\r\n\r\n${json}\r\n--x\r\n\r\nabc\r\n--x--`;
    const type = { 'content-type': 'multipart/related; boundary="x"' };
    for (const bad of [whole.slice(0, -8), whole.replace('abc', 'abcd'), 'nothing'])
      expect((await ask('PUT', '/r', bad, type)).status).toBe(400);
    expect((await ask('PUT', '/r', whole, type)).status).toBe(201);
    expect((await ask('GET', '/r/b.txt')).text).toBe('abc');
  });
});

describe('attachments', () => {
  it('are written, read whole and in part, and removed', async () => {
    const first = await ask('PUT', '/d/a%20b.txt', 'hello world', { 'content-type': 'text/plain' });
    expect(first.status).toBe(201);
    const read = await ask('GET', '/d/a%20b.txt');
    const md5 = createHash('md5').update('hello world').digest('base64');
    expect([read.text, read.headers.get('content-type'), read.headers.get('content-md5')]).toEqual([
      'hello world',
      'text/plain',
      md5,
    ]);
    expect((await ask('GET', '/d/a%20b.txt', undefined, { 'if-none-match': `"${md5}"` })).status).toBe(304);
    const part = await ask('GET', '/d/a%20b.txt', undefined, { range: 'bytes=6-' });
    expect([part.status, part.text, part.headers.get('content-range')]).toEqual([206, 'world', 'bytes 6-10/11']);
    expect((await ask('GET', '/d/a%20b.txt', undefined, { range: 'bytes=50-' })).status).toBe(416);
    expect((await ask('DELETE', '/d/a%20b.txt')).status).toBe(409);
    expect((await ask('DELETE', `/d/a%20b.txt?rev=${String(first.json['rev'])}`)).status).toBe(200);
    expect((await ask('GET', '/d/a%20b.txt')).status).toBe(404);
  });
  it('are not for _local documents', async () => {
    expect(await ask('PUT', '/_local/x/a', 'x')).toMatchObject({
      status: 400,
      json: { reason: expect.stringContaining('_local') },
    });
  });
});

describe('_changes', () => {
  it('pages, counts what is left, thins seqs, and begins now', async () => {
    for (const id of ['a', 'b', 'c', 'd']) await put(id, {});
    const page = (await ask('GET', '/_changes?limit=2&seq_interval=2')).json as {
      results: { seq: number | null }[];
      pending: number;
      last_seq: number;
    };
    expect([page.results.map((each) => each.seq), page.pending, page.last_seq]).toEqual([[null, 2], 2, 2]);
    expect((await ask('GET', '/_changes?since=now')).json).toMatchObject({ results: [], last_seq: 4, pending: 0 });
    expect((await ask('POST', '/_changes?filter=_doc_ids', { doc_ids: ['b'] })).json['results']).toHaveLength(1);
    expect((await ask('GET', '/_changes?since=x')).status).toBe(400);
    expect((await ask('GET', '/_changes?feed=none')).status).toBe(400);
    expect((await ask('GET', '/_changes?limit=-1')).status).toBe(400);
  });
  it('of any length come whole, page by page', async () => {
    const docs = Array.from({ length: 4500 }, (_, index) => ({ _id: `d${index}` }));
    await ask('POST', '/_bulk_docs', { docs });
    const whole = (await ask('GET', '/_changes')).json as {
      results: { seq: number }[];
      last_seq: number;
      pending: number;
    };
    expect([whole.results.length, whole.last_seq, whole.pending]).toEqual([4500, 4500, 0]);
    expect(whole.results.every((row, index) => row.seq === index + 1)).toBe(true);
    const part = (await ask('GET', '/_changes?limit=4100&since=100')).json as {
      results: unknown[];
      last_seq: number;
      pending: number;
    };
    expect([part.results.length, part.last_seq, part.pending]).toEqual([4100, 4200, 300]);
    expect((await ask('GET', '/_changes?since=9999')).json).toMatchObject({ results: [] });
  });
  it('waits for the next change, beats meanwhile, and ends when the time is up', async () => {
    const waiting = fetch(`${hub.url}/${hub.database}/_changes?feed=longpoll&since=now&heartbeat=100`);
    const response = await waiting;
    const body = response.text();
    await new Promise((next) => setTimeout(next, 250));
    await put('late', {});
    const text = await body;
    expect(text).toMatch(/^\{"results":\[\n\n+/);
    expect(JSON.parse(text)).toMatchObject({ results: [{ id: 'late' }], pending: 0 });
    expect((await ask('GET', '/_changes?feed=longpoll&since=now&timeout=50')).json).toMatchObject({ results: [] });
  });
  it('is followed line by line', async () => {
    const body = fetch(`${hub.url}/${hub.database}/_changes?feed=continuous&since=0&timeout=2000&limit=2`).then(
      (each) => each.text(),
    );
    await put('one', {});
    await put('two', {});
    const lines = (await body)
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { id?: string; last_seq?: number });
    expect(lines.map((line) => line.id ?? 'end')).toEqual(['one', 'two', 'end']);
  });
});

describe('bulk', () => {
  it('writes with and without new edits, and tells of failures in rows', async () => {
    const rev = await put('a', {});
    const edits = (await ask('POST', '/_bulk_docs', { docs: [{ _id: 'a' }, { _id: 'b' }] })).json;
    expect(edits).toMatchObject([
      { id: 'a', error: 'conflict' },
      { ok: true, id: 'b' },
    ]);
    const given = { _id: 'c', _rev: '1-abc' };
    expect(await ask('POST', '/_bulk_docs', { docs: [given], new_edits: false })).toMatchObject({
      status: 201,
      json: [],
    });
    expect((await ask('POST', '/_revs_diff', { c: ['1-abc', '2-def'], a: [rev] })).json).toEqual({
      c: { missing: ['2-def'] },
    });
    expect((await ask('POST', '/_missing_revs', { c: ['2-def'] })).json).toEqual({ missing_revs: { c: ['2-def'] } });
    const got = (await ask('POST', '/_bulk_get?revs=true', { docs: [{ id: 'c' }, { id: 'z' }] })).json['results'];
    expect(got).toMatchObject([
      { id: 'c', docs: [{ ok: given }] },
      { id: 'z', docs: [{ error: { id: 'z', error: 'not_found' } }] },
    ]);
  });
  it.each([
    ['_bulk_docs', {}],
    ['_bulk_docs', { docs: 1 }],
    ['_bulk_docs', { docs: [1] }],
    ['_bulk_get', {}],
    ['_bulk_get', { docs: {} }],
    ['_bulk_docs', { docs: [], new_edits: 'no' }],
    ['_revs_diff', { a: 1 }],
    ['_revs_diff', { a: [1] }],
    ['_all_docs', { keys: 'a' }],
    ['_all_docs', { keys: [1] }],
  ])('%s refuses %j', async (route, body) => {
    expect(await ask('POST', `/${route}`, body)).toMatchObject({
      status: 400,
      json: { error: expect.any(String), reason: expect.any(String) },
    });
  });
  it('lists documents by range and by keys', async () => {
    for (const id of ['a', 'b', 'c']) await put(id, {});
    const ids = async (query: string, body?: object) =>
      (
        (await ask(body ? 'POST' : 'GET', `/_all_docs${query}`, body)).json['rows'] as { id?: string; error?: string }[]
      ).map((row) => row.id ?? row.error);
    expect(await ids('?startkey="b"')).toEqual(['b', 'c']);
    expect(await ids('?endkey="b"&inclusive_end=false&descending=false')).toEqual(['a']);
    expect(await ids('', { keys: ['c', 'x'] })).toEqual(['c', 'not_found']);
    expect((await ask('GET', '/_all_docs?startkey=b')).status).toBe(400);
    await put('_design/d', { language: 'javascript' });
    const many = (await ask('POST', '/_all_docs/queries', { queries: [{ keys: ['a'] }, { startkey: 'b', limit: 1 }] }))
      .json;
    expect(many['results']).toMatchObject([{ rows: [{ id: 'a' }] }, { rows: [{ id: 'b' }] }]);
    expect((await ask('GET', '/_design_docs')).json['rows']).toMatchObject([{ id: '_design/d' }]);
    expect((await ask('POST', '/_all_docs/queries', { queries: [1] })).status).toBe(400);
  });
});

describe('upkeep', () => {
  it('answers what CouchDB’s clients ask', async () => {
    expect((await ask('GET', '/_security')).json).toMatchObject({ admins: {}, members: {} });
    const security = { admins: { names: ['a'], roles: [] }, members: { names: [], roles: [] } };
    await ask('PUT', '/_security', security);
    expect((await ask('GET', '/_security')).json).toEqual(security);
    expect((await ask('GET', '/_revs_limit')).text.trim()).toBe('1000');
    expect((await ask('PUT', '/_revs_limit', '1000')).status).toBe(200);
    expect((await ask('POST', '/_compact', {})).status).toBe(202);
    expect((await ask('POST', '/_ensure_full_commit', {})).status).toBe(201);
    const rev = await put('a', {});
    expect(await ask('POST', '/_purge', { a: [rev], none: ['1-x'] })).toMatchObject({
      status: 201,
      json: { purge_seq: null, purged: { a: [rev], none: [] } },
    });
    expect((await ask('GET', '/a')).json).toMatchObject({ reason: 'missing' });
    expect((await ask('POST', '/_purge', { a: 1 })).status).toBe(400);
    for (const path of ['', '_up', '_session', '_all_dbs', '_uuids?count=3', '_active_tasks'])
      expect((await fetch(`${hub.url}/${path}`)).status).toBe(200);
  });
});
