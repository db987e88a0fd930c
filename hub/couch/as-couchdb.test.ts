/** Small answers on which clients of CouchDB build: methods, headers, and its words for what is wrong. */
import { describe, expect, it } from 'vitest';
import { openClient } from '../../test/open-hub/client.ts';

const hub = openClient();
const { ask, put } = hub;

const base64 = (text: string) => Buffer.from(text).toString('base64');
const words = (status: number, error: string, reason: string | RegExp = /./) => ({
  status,
  json: { error, reason: expect.stringMatching(reason) },
});

describe('HEAD', () => {
  it.each(['', '/a', '/a/x.txt', '/_all_docs', '/_changes', '/_changes?feed=longpoll', '/_local/c', '/_security'])(
    'of %j has the headers of GET and no body',
    async (path) => {
      await put('a', { _attachments: { 'x.txt': { content_type: 'text/plain', data: base64('x') } } });
      await ask('PUT', '/_local/c', {});
      const get = await ask('GET', path);
      const head = await ask('HEAD', path);
      expect([head.status, head.text]).toEqual([200, '']);
      for (const name of ['content-type', 'etag', 'cache-control'])
        expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
    },
  );
  it('of what is not there, or takes POST alone, says so', async () => {
    expect((await ask('HEAD', '/none')).status).toBe(404);
    const wrong = await ask('HEAD', '/_bulk_get');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('a document', () => {
  it.each(['a/b', 'ü 中文', 'a+b', 'a%2Fb', '100%', '_design/d', 'x'.repeat(4000), '😀'])(
    'may be called %s',
    async (id) => {
      const path = `/${encodeURIComponent(id)}`;
      expect(await ask('PUT', path, { n: 1 })).toMatchObject({ status: 201, json: { id } });
      expect((await ask('GET', path)).json).toMatchObject({ _id: id, n: 1 });
      expect((await ask('POST', '/_all_docs', { keys: [id] })).json['rows']).toMatchObject([{ id }]);
    },
  );
  it('has its design and local ones with and without an encoded slash', async () => {
    await put('_design/d', { language: 'javascript' });
    expect((await ask('GET', '/_design%2Fd')).json['_id']).toBe('_design/d');
    await ask('PUT', '/_local%2Fc', { n: 1 });
    expect((await ask('GET', '/_local/c')).json['n']).toBe(1);
  });
  it('is written once more only on the revision that all agree on', async () => {
    const rev = await put('a', {});
    const other = { 'if-match': '"1-other"' };
    expect(await ask('PUT', `/a?rev=${rev}`, { _rev: '1-other' })).toMatchObject(
      words(400, 'bad_request', /body and query/),
    );
    expect(await ask('PUT', `/a?rev=${rev}`, {}, other)).toMatchObject(words(400, 'bad_request', /etag/));
    expect(await ask('PUT', '/a', { _rev: rev }, other)).toMatchObject(words(400, 'bad_request', /etag/));
    expect(await ask('PUT', '/a?rev=x', {})).toMatchObject(words(400, 'bad_request'));
    expect((await ask('PUT', '/a', { _rev: rev }, { 'if-match': `"${rev}"` })).status).toBe(201);
  });
  it('is answered 202 where the client did not want to wait, and is there', async () => {
    expect(await ask('PUT', '/a?batch=ok', {})).toMatchObject({ status: 202, json: { ok: true, id: 'a' } });
    expect(await ask('POST', '?batch=ok', { _id: 'b' })).toMatchObject({ status: 202, json: { id: 'b' } });
    for (const id of ['a', 'b']) expect((await ask('GET', `/${id}`)).status).toBe(200);
  });
  it('keeps its ETag whatever else is told of the same revision, but not what changes without it', async () => {
    const rev = await put('a', {});
    for (const query of ['', '?revs=true', `?rev=${rev}`, '?attachments=true']) {
      expect((await ask('GET', `/a${query}`)).headers.get('etag')).toBe(`"${rev}"`);
      expect((await ask('GET', `/a${query}`, undefined, { 'if-none-match': `W/"x", "${rev}"` })).status).toBe(304);
    }
    for (const query of ['?conflicts=true', '?revs_info=true', '?meta=true'])
      expect((await ask('GET', `/a${query}`)).headers.get('etag')).toBeNull();
  });
  it('comes with its attachments beside it to who takes that, and within to who wants JSON', async () => {
    await put('a', { _attachments: { 'x "y".txt': { content_type: 'text/plain', data: base64('hello') } } });
    const any = await ask('GET', '/a?attachments=true');
    expect(any.headers.get('content-type')).toMatch(/^multipart\/related; boundary=/);
    expect(any.text).toMatch(/"follows":true[\s\S]*filename="x %22y%22\.txt"[\s\S]*hello/);
    const json = await ask('GET', '/a?attachments=true', undefined, { accept: 'application/json' });
    expect(json.json['_attachments']).toMatchObject({ 'x "y".txt': { data: base64('hello') } });
    expect((await ask('GET', '/a')).json['_attachments']).toMatchObject({ 'x "y".txt': { stub: true } });
  });
  it('is copied to a relative, decodable place only', async () => {
    const rev = await put('a', { n: 1 });
    for (const destination of ['%', 'http://elsewhere/db/b', ''])
      expect(await ask('COPY', '/a', undefined, { destination })).toMatchObject(words(400, 'bad_request'));
    expect((await ask('COPY', `/a?rev=${rev}`, undefined, { destination: '%E4%B8%AD' })).json['id']).toBe('中');
    expect((await ask('COPY', '/none', undefined, { destination: 'b' })).status).toBe(404);
  });
});

describe('an attachment', () => {
  it('is missing before it is in conflict, and its bytes never run as a page', async () => {
    const rev = await put('a', { _attachments: { 'x.html': { content_type: 'text/html', data: base64('<p>') } } });
    expect((await ask('GET', '/a/x.html')).headers.get('content-security-policy')).toBe('sandbox');
    expect((await ask('DELETE', '/a/none')).status).toBe(404);
    expect((await ask('DELETE', '/a/x.html')).status).toBe(409);
    expect(await ask('GET', '/a/x.html', undefined, { range: 'bytes=9-' })).toMatchObject(
      words(416, 'requested_range_not_satisfiable'),
    );
    expect(await ask('PUT', `/a/_x?rev=${rev}`, 'x')).toMatchObject(words(400, 'bad_request'));
  });
});

describe('_changes', () => {
  it('comes as an event source, from where the browser was before', async () => {
    for (const id of ['a', 'b', 'c']) await put(id, {});
    const all = await ask('GET', '/_changes?feed=eventsource&timeout=100');
    expect(all.headers.get('content-type')).toBe('text/event-stream');
    expect(all.text.match(/^data: \{.*\}\nid: \d+$/gm)).toHaveLength(3);
    const rest = await ask('GET', '/_changes?feed=eventsource&timeout=100&since=0', undefined, {
      'last-event-id': '2',
    });
    expect(rest.text).toMatch(/^data: .*"id":"c".*\nid: 3\n\n$/);
  });
  it('knows the design documents as a filter, and `live` as another word for continuous', async () => {
    await put('a', {});
    await put('_design/d', {});
    const lines = await ask('GET', '/_changes?feed=live&filter=_design&timeout=100');
    expect(
      lines.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toMatchObject([{ id: '_design/d' }, { last_seq: 2 }]);
  });
  it('answers a filter that is not there with an error, also where it would have waited', async () => {
    for (const feed of ['normal', 'longpoll', 'continuous'])
      expect((await ask('GET', `/_changes?filter=none/none&feed=${feed}`)).status).toBe(404);
  });
  it.each([
    'feed=longpoll&heartbeat=0',
    'heartbeat=-1',
    'heartbeat=x',
    'timeout=x',
    'limit=1.5',
    'since=NaN',
    'since=-5',
    'feed=x',
  ])('refuses %s', async (query) => {
    expect((await ask('GET', `/_changes?${query}`)).status).toBe(400);
  });
  it('takes a sequence of the far future for one of its own, and begins anew at one of another engine', async () => {
    await put('a', {});
    const rows = async (since: string) =>
      ((await ask('GET', `/_changes?since=${encodeURIComponent(since)}`)).json['results'] as object[] | undefined)
        ?.length;
    expect([await rows('900719925474099'), await rows('"900"')]).toEqual([0, 0]);
    expect(await rows('7-g1AAAA')).toBe(1);
    expect(await rows('9'.repeat(30))).toBeUndefined();
  });
});

describe('_bulk_get', () => {
  it('answers in parts to who takes no JSON, each named', async () => {
    const doc = { _attachments: { 'x.txt': { content_type: 'text/plain', data: base64('hello') } } };
    const [one, two] = [await put('one', doc), await put('two', {})];
    const docs = [{ id: 'one' }, { id: 'two', rev: two }, { id: 'three' }, 7];
    for (const type of ['multipart/mixed', 'multipart/related']) {
      const reply = await ask('POST', '/_bulk_get?attachments=true', { docs }, { accept: type });
      expect(reply.headers.get('content-type')).toMatch(new RegExp(`^${type}; boundary=`));
      expect(reply.text).toMatch(
        new RegExp(
          `X-Doc-Id: one\\r\\nX-Rev-Id: ${one}\\r\\nContent-Type: multipart/related[\\s\\S]*hello[\\s\\S]*` +
            `X-Doc-Id: two\\r\\nX-Rev-Id: ${two}\\r\\nContent-Type: application/json\\r\\n[\\s\\S]*` +
            `error="true"[\\s\\S]*"three"[\\s\\S]*not_found[\\s\\S]*error="true"[\\s\\S]*bad_request`,
        ),
      );
    }
  });
  it('says in a row what is wrong with it', async () => {
    const docs = [{ id: 'a', rev: 5 }, { id: 'a', atts_since: 'x' }, {}, null];
    const rows = (await ask('POST', '/_bulk_get', { docs })).json['results'] as { docs: object[] }[];
    expect(rows.map((row) => row.docs)).toEqual(
      docs.map(() => [{ error: expect.objectContaining({ error: 'bad_request' }) }]),
    );
  });
});

describe('the server', () => {
  it('lists databases by range, and tells of several at once', async () => {
    const get = async (path: string) => (await (await fetch(hub.url + path)).json()) as unknown[];
    const names = await get('/_all_dbs');
    expect(await get('/_all_dbs?descending=true&limit=2')).toEqual(names.toReversed().slice(0, 2));
    expect(await get(`/_all_dbs?startkey="${hub.database}"&endkey="${hub.database}"`)).toEqual([hub.database]);
    const some = await fetch(`${hub.url}/_dbs_info`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ keys: [hub.database, 'none'] }),
    });
    expect(await some.json()).toMatchObject([
      { key: hub.database, info: { db_name: hub.database, doc_count: 0 } },
      { key: 'none', error: 'not_found' },
    ]);
    expect(await get('/_dbs_info')).toHaveLength(names.length);
  });
  it('lists design documents by range and keys', async () => {
    for (const id of ['_design/a', '_design/b', 'c']) await put(id, {});
    const ids = async (query: string) =>
      ((await ask('GET', `/_design_docs${query}`)).json['rows'] as { id: string }[]).map(({ id }) => id);
    expect(await ids('?descending=true')).toEqual(['_design/b', '_design/a']);
    expect(await ids('?startkey="_design/b"')).toEqual(['_design/b']);
    expect((await ask('POST', '/_design_docs', { keys: ['_design/b'] })).json['rows']).toMatchObject([
      { id: '_design/b' },
    ]);
  });
  it('does not take the removal of a document without an id for that of the database', async () => {
    expect(await ask('DELETE', '?rev=1-x')).toMatchObject(words(400, 'bad_request', /Did you mean/));
    expect((await ask('GET', '')).status).toBe(200);
  });
  it('names a database that may not be, and asks nobody to log in who is in', async () => {
    const bad = await fetch(`${hub.url}/Upper`, { method: 'PUT' });
    expect(await bad.json()).toMatchObject({
      error: 'illegal_database_name',
      reason: expect.stringMatching(/^Name: 'Upper'\./),
    });
    expect((await fetch(`${hub.url}/_session?basic=true`)).status).toBe(401);
  });
  it('writes its errors as JSON, whatever the client takes', async () => {
    const reply = await ask('GET', '/none', undefined, { accept: 'text/html' });
    expect([reply.status, reply.headers.get('content-type')]).toEqual([404, 'application/json']);
  });
});
