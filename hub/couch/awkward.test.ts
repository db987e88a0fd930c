import { gunzipSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openClient } from '../../test/open-hub/client.ts';
import { rawAnswer } from '../../test/raw-line.ts';

const hub = openClient();
const { ask } = hub;

describe('awkward requests', () => {
  it('are packed and unpacked', async () => {
    await ask('PUT', '/big', { text: 'x'.repeat(5000) });
    const reply = await rawAnswer(
      hub.url,
      `GET /${hub.database}/big HTTP/1.1\r\nhost: x\r\naccept-encoding: gzip\r\nconnection: close\r\n\r\n`,
    );
    expect(reply).toMatch(/content-encoding: gzip/i);
    const body = Buffer.from(reply.slice(reply.indexOf('\r\n\r\n') + 4), 'latin1');
    expect(gunzipSync(new Uint8Array(body)).toString()).toContain('xxxx');
    expect((await ask('PUT', '/z', new Uint8Array(gzipSync('{"n":1}')), { 'content-encoding': 'gzip' })).status).toBe(
      201,
    );
    const none = await rawAnswer(
      hub.url,
      `GET /${hub.database}/big HTTP/1.1\r\nhost: x\r\naccept-encoding: gzip;q=0\r\nconnection: close\r\n\r\n`,
    );
    expect(none).not.toMatch(/content-encoding/i);
  });
  it.each([
    ['PUT', '/a', '{"a":', 400],
    ['PUT', '/a', '[]', 400],
    ['PUT', '/a', '"x"', 400],
    ['PUT', '/a', '\u0000', 400],
    ['GET', '/%E0%A4%A', undefined, 400],
    ['GET', '/a?revs=maybe', undefined, 400],
    ['PATCH', '/a', '{}', 405],
  ])('%s %s with %j is answered %i', async (method, path, body, status) => {
    const reply = await ask(method, path, body);
    expect(reply.status).toBe(status);
    expect(reply.json).toMatchObject({ error: expect.any(String), reason: expect.any(String) });
  });
  it('of any kind do not hurt it', async () => {
    const segment = fc.oneof(
      fc.string({ maxLength: 12 }).map(encodeURIComponent),
      fc.constantFrom(
        '_changes',
        '_all_docs',
        '_bulk_docs',
        '_bulk_get',
        '_local',
        '_design',
        '_revs_diff',
        '%',
        '..',
        '_security',
      ),
    );
    const query = fc.constantFrom(
      '',
      '?rev=1-a',
      '?open_revs=all',
      '?limit=x',
      '?keys=[',
      '?since=%',
      '?filter=a/b',
      '?attachments=true',
    );
    const method = fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'COPY', 'OPTIONS');
    await fc.assert(
      fc.asyncProperty(
        method,
        fc.array(segment, { maxLength: 3 }),
        query,
        fc.option(fc.jsonValue(), { nil: undefined }),
        async (verb, path, rest, body) => {
          const allowed = verb === 'GET' || verb === 'HEAD' ? undefined : body;
          const { status } = await ask(
            verb,
            `/${path.join('/')}${rest}`,
            allowed === undefined ? undefined : JSON.stringify(allowed),
          );
          expect(status).toBeGreaterThanOrEqual(200);
          expect(status).not.toBe(500);
          if (verb === 'DELETE') await ask('PUT', '');
        },
      ),
      { numRuns: 150 },
    );
    expect(hub.failures).toEqual([]);
  });
});
