/** Requests as Apache CouchDB's replicator sends them, one after the other, and what it must find in the answers to go on. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openClient } from '../../test/open-hub/client.ts';

const hub = openClient();
const { ask, put } = hub;

const JSON_ONLY = { accept: 'application/json' };
const base64 = (text: string) => Buffer.from(text).toString('base64');
const LONG_TEXT = '便民服务 '.repeat(200);

/** Parts of a multipart answer, by their boundary lines: what a client that is not ours sees. */
function parts(text: string, contentType: string | null) {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType ?? '')?.[1] ?? 'none';
  const pieces = text.split(`--${boundary}`);
  expect(pieces.at(-1)?.trim()).toBe('--');
  return pieces.slice(1, -1).map((piece) => {
    const [head = '', ...body] = piece.split('\r\n\r\n');
    const type = /content-type: (.*)/i.exec(head)?.[1]?.trim() ?? '';
    return { head, type, body: body.join('\r\n\r\n').replace(/\r\n$/, '') };
  });
}

async function edited(id: string, doc: object, times: number): Promise<string[]> {
  const revs: string[] = [];
  for (let i = 0; i < times; i += 1)
    revs.push(await put(id, { ...doc, n: i, ...(i === 0 ? {} : { _rev: revs[i - 1] }) }));
  return revs;
}

describe('the opening of a replication', () => {
  it('asks for a session, is told there are none, and goes on with basic authentication', async () => {
    const reply = await fetch(`${hub.url}/_session`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'name=u&password=p',
    });
    expect([reply.status, await reply.json()]).toMatchObject([404, { error: 'not_found' }]);
  });

  it('finds the database’s sequence and start time, and no checkpoint yet', async () => {
    const { json } = await ask('GET', '');
    expect(json).toMatchObject({ update_seq: expect.any(Number), instance_start_time: '0' });
    expect((await ask('GET', '/_local/2f1a+continuous')).status).toBe(404);
    expect((await ask('HEAD', '')).status).toBe(200);
  });

  it('keeps checkpoints with the history that the replicator sends along, and reads them back', async () => {
    const history = [{ session_id: 's1', recorded_seq: 7, end_last_seq: 7 }];
    const checkpoint = { session_id: 's1', source_last_seq: 7, replication_id_version: 4, history };
    const first = await ask('PUT', '/_local/2f1a', { _id: '_local/2f1a', ...checkpoint });
    expect(first).toMatchObject({ status: 201, json: { id: '_local/2f1a', rev: '0-1' } });
    const again = { _id: '_local/2f1a', _rev: '0-1', _revisions: { start: 0, ids: ['1'] }, ...checkpoint };
    expect(await ask('PUT', '/_local/2f1a', again)).toMatchObject({ status: 201, json: { rev: '0-2' } });
    expect(await ask('PUT', '/_local/2f1a', again)).toMatchObject({ status: 409, json: { error: 'conflict' } });
    const read = await ask('GET', '/_local/2f1a');
    expect(read.json).toEqual({ _id: '_local/2f1a', _rev: '0-2', ...checkpoint });
    expect((await ask('GET', '/_local/2f1a', undefined, { 'if-none-match': '"0-2"' })).status).toBe(304);
    const commit = await ask('POST', '/_ensure_full_commit', undefined, { 'content-type': 'application/json' });
    expect(commit).toMatchObject({ status: 201, json: { ok: true, instance_start_time: '0' } });
  });
});

describe('a pull by CouchDB’s replicator', () => {
  it('finds every leaf, fetches them in the order it asked, and documents with attachments one by one', async () => {
    const plain = await edited('plain', {}, 2);
    await ask('POST', '/_bulk_docs', { docs: [{ _id: 'plain', _rev: '2-other', n: 'c' }], new_edits: false });
    const gone = await put('gone', {});
    await ask('DELETE', `/gone?rev=${gone}`);
    const first = await put('files', {
      _attachments: { 'a.txt': { content_type: 'text/plain', data: base64('old') } },
    });
    const second = await ask('PUT', `/files/b.txt?rev=${first}`, 'new', { 'content-type': 'text/plain' });

    const feed = await ask('GET', '/_changes?feed=normal&style=all_docs&since=0&timeout=10000');
    const rows = feed.json['results'] as { id: string; changes: { rev: string }[]; deleted?: boolean }[];
    const leaves = Object.fromEntries(rows.map(({ id, changes }) => [id, changes.map(({ rev }) => rev)]));
    expect(leaves['plain']?.toSorted()).toEqual([plain[1], '2-other'].toSorted());
    expect(rows.find(({ id }) => id === 'gone')?.deleted).toBe(true);

    const wanted = [
      { id: 'files', rev: String(second.json['rev']), atts_since: [first] },
      { id: 'gone', rev: leaves['gone']?.[0] },
      { id: 'plain', rev: plain[1], atts_since: [] },
      { id: 'plain', rev: '2-other', atts_since: [] },
      { id: 'plain', rev: '9-none' },
    ];
    const fetched = await ask(
      'POST',
      '/_bulk_get?latest=true&revs=true&attachments=false',
      { docs: wanted, latest: true, revs: true, attachments: false },
      JSON_ONLY,
    );
    const results = fetched.json['results'] as {
      id: string;
      docs: { ok?: Record<string, unknown>; error?: object }[];
    }[];
    expect(results.map(({ id, docs }) => [id, docs.length, docs[0]?.ok?.['_rev'] ?? 'error'])).toEqual([
      ['files', 1, wanted[0]?.rev],
      ['gone', 1, wanted[1]?.rev],
      ['plain', 1, plain[1]],
      ['plain', 1, '2-other'],
      ['plain', 1, 'error'],
    ]);
    expect(results[4]?.docs[0]).toMatchObject({ error: { id: 'plain', rev: '9-none', error: 'not_found' } });
    expect(results[2]?.docs[0]?.ok).toMatchObject({
      _revisions: { start: 2, ids: plain.toReversed().map((rev) => rev.slice(2)) },
    });
    expect(results[0]?.docs[0]?.ok).toMatchObject({
      _attachments: { 'a.txt': { stub: true }, 'b.txt': { stub: true } },
    });

    const query = new URLSearchParams({
      revs: 'true',
      open_revs: JSON.stringify([second.json['rev'], '7-none']),
      latest: 'true',
      atts_since: JSON.stringify([first]),
    });
    const mixed = await ask('GET', `/files?${query.toString()}`, undefined, { accept: 'multipart/mixed' });
    const [doc, none] = parts(mixed.text, mixed.headers.get('content-type'));
    expect(none).toMatchObject({ type: 'application/json; error="true"', body: '{"missing":"7-none"}' });
    const inner = parts(doc?.body ?? '', doc?.type ?? null);
    expect(JSON.parse(inner[0]?.body ?? '')).toMatchObject({
      _revisions: { start: 2 },
      _attachments: { 'a.txt': { stub: true, revpos: 1 }, 'b.txt': { follows: true, length: 3, revpos: 2 } },
    });
    expect(inner.slice(1).map(({ body }) => body)).toEqual(['new']);
    expect(inner[1]?.head).toMatch(/filename="b\.txt"[\s\S]*Content-Length: 3/);
  });

  it('learns how much is left without a row being sent', async () => {
    await edited('a', {}, 3);
    await edited('b', {}, 1);
    expect((await ask('GET', '/_changes?since=0&limit=0')).json).toEqual({ results: [], last_seq: 0, pending: 2 });
  });

  it('follows a continuous feed, whose silence is counted from the last change', async () => {
    const feed = await fetch(`${hub.url}/${hub.database}/_changes?feed=continuous&style=all_docs&since=0&timeout=1000`);
    const reader = (feed.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const until = async (pattern: RegExp) => {
      while (!pattern.test(text)) {
        const { value, done } = await reader.read();
        if (done) return;
        text += value;
      }
    };
    for (const id of ['one', 'two', 'three']) {
      await put(id, {});
      await until(new RegExp(`"id":"${id}"`));
    }
    await until(/last_seq/);
    const lines = text.split('\n').filter(Boolean);
    expect(lines).toHaveLength(4);
    expect(JSON.parse(lines[3] ?? '')).toEqual({ last_seq: 3, pending: 0 });
  });
});

describe('a push by CouchDB’s replicator', () => {
  it('asks what is missing, writes in bulk, and sends documents with attachments as multipart', async () => {
    const revs = await edited('here', {}, 2);
    const diff = await ask('POST', '/_revs_diff', { here: [revs[1], '3-x'], there: ['1-a', '1-b'] });
    expect(diff.json).toMatchObject({ here: { missing: ['3-x'] }, there: { missing: ['1-a', '1-b'] } });

    const bulk = {
      new_edits: false,
      docs: [
        { _id: 'there', _rev: '2-b', _revisions: { start: 2, ids: ['b', 'a'] }, n: 2 },
        { _id: 'there', _rev: '2-c', _revisions: { start: 2, ids: ['c', 'a'] }, _deleted: true },
        {
          _id: 'small',
          _rev: '1-s',
          _revisions: { start: 1, ids: ['s'] },
          _attachments: { 'x.txt': { content_type: 'text/plain', revpos: 1, data: base64('inline') } },
        },
      ],
    };
    const written = await ask('POST', '/_bulk_docs', bulk, { 'x-couch-full-commit': 'false' });
    expect([written.status, written.json]).toEqual([201, []]);
    expect((await ask('GET', '/there?conflicts=true&revs=true')).json).toMatchObject({
      _rev: '2-b',
      _revisions: { start: 2, ids: ['b', 'a'] },
    });
    expect((await ask('GET', '/small/x.txt')).text).toBe('inline');
  });

  /** A document with a text that CouchDB keeps packed and a picture that it does not, as it puts them on the wire. */
  function multipart(change: (stubs: Record<string, Record<string, unknown>>) => void = () => undefined) {
    const packed = gzipSync(LONG_TEXT);
    const picture = Buffer.from([0x89, 0x50, 0x0d, 0x0a, 0x2d, 0x2d, 0x00, 0xff]);
    const stubs: Record<string, Record<string, unknown>> = {
      'text.txt': {
        content_type: 'text/plain',
        revpos: 1,
        digest: 'md5-whatever',
        length: Buffer.byteLength(LONG_TEXT),
        follows: true,
        encoding: 'gzip',
        encoded_length: packed.length,
      },
      'dot.png': { content_type: 'image/png', revpos: 1, digest: 'md5-other', length: picture.length, follows: true },
    };
    change(stubs);
    const json = { _id: 'r', _rev: '1-r', _revisions: { start: 1, ids: ['r'] }, _attachments: stubs };
    const part = (name: string, type: string, body: Buffer, more = '') => [
      Buffer.from(
        `\r\n--b0\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Type: ${type}\r\n` +
          `Content-Length: ${body.length}${more}\r\n\r\n`,
      ),
      body,
    ];
    return Buffer.concat([
      Buffer.from(`--b0\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(json)}`),
      ...part('text.txt', 'text/plain', packed, '\r\nContent-Encoding: gzip'),
      ...part('dot.png', 'image/png', picture),
      Buffer.from('\r\n--b0--'),
    ]);
  }
  const TYPE = { 'content-type': 'multipart/related; boundary="b0"' };

  it('is understood where an attachment comes packed, as CouchDB keeps texts', async () => {
    const reply = await ask('PUT', '/r?new_edits=false', multipart(), TYPE);
    expect(reply).toMatchObject({ status: 201, json: { ok: true, id: 'r', rev: '1-r' } });
    expect((await ask('GET', '/r/text.txt')).text).toBe(LONG_TEXT);
    const { json } = await ask('GET', '/r');
    expect(json['_attachments']).toMatchObject({
      'text.txt': { stub: true, revpos: 1, length: Buffer.byteLength(LONG_TEXT) },
      'dot.png': { stub: true, length: 8 },
    });
    expect(JSON.stringify(json)).not.toContain('encod');
  });

  it.each([
    ['another packed length', (text: Record<string, unknown>) => (text['encoded_length'] = 5)],
    ['another length unpacked', (text: Record<string, unknown>) => (text['length'] = 5)],
    ['what is no gzip', (text: Record<string, unknown>) => ((text['encoded_length'] = 8), (text['length'] = 8))],
  ])('is refused whole for %s', async (why, change) => {
    const body = multipart((stubs) => {
      change(stubs['text.txt'] ?? {});
      // The picture's bytes stand where packed ones are said to be.
      if (why === 'what is no gzip') stubs['dot.png'] = { ...stubs['text.txt'], content_type: 'image/png' };
    });
    expect((await ask('PUT', '/r?new_edits=false', body, TYPE)).status).toBe(400);
    expect((await ask('GET', '/r')).status).toBe(404);
  });

  it('is told in CouchDB’s words what it may not do', async () => {
    expect(await ask('PUT', '/x?new_edits=false', {})).toMatchObject({
      status: 400,
      json: { error: 'bad_request', reason: expect.stringContaining('needs `_rev`') },
    });
    expect(await ask('POST', '/_bulk_docs', { docs: [{ _id: 'x' }], new_edits: false })).toMatchObject({ status: 400 });
    expect((await ask('GET', '/x')).status).toBe(404);
  });
});
