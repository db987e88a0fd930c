/** What no HTTP client sends, byte by byte, at the open hub and at a county's: each gets a clear answer and harms nothing. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VILLAGE } from '../../test/fixtures/events.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { type OpenHub, startOpenHub } from '../../test/open-hub/open-hub.ts';
import { rawAnswer, rawLine, statusesIn } from '../../test/raw-line.ts';

interface Target {
  readonly name: string;
  address(): string;
  /** Where documents are, and the header lines of a device that may read and write checkpoints there. */
  readonly database: string;
  /** What it lists its documents by. */
  readonly lists: readonly string[];
  login(): string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Unforeseen failures. */
  failures(): readonly unknown[];
}

function openTarget(): Target {
  const failures: unknown[] = [];
  let hub: OpenHub;
  return {
    name: 'the open hub',
    address: () => hub.url,
    database: 'db',
    lists: ['_changes', '_all_docs'],
    login: () => '',
    start: async () => {
      hub = await startOpenHub(0, (failure) => failures.push(failure));
      await fetch(`${hub.url}/db`, { method: 'PUT' });
    },
    stop: () => hub.close(),
    failures: () => failures,
  };
}

function countyTarget(): Target {
  const hub = new HubProcess();
  let device: FakeDevice;
  return {
    name: 'a county’s hub',
    address: () => hub.address,
    database: `ledger-${VILLAGE}`,
    lists: ['_changes'],
    login: () => `authorization: ${hub.authorization(device)['authorization']}\r\n`,
    start: async () => {
      await hub.start();
      device = await hub.enrol(VILLAGE);
    },
    stop: () => hub.remove(),
    failures: () => hub.log.filter((line) => line.includes('"failure"')),
  };
}

const JSON_TYPE = 'content-type: application/json\r\n';
const CLOSE = 'connection: close\r\n';
const MB = 1_048_576;

describe.each([openTarget(), countyTarget()])('$name', (target) => {
  beforeAll(() => target.start(), 60_000);
  afterAll(() => target.stop());

  const head = (method: string, path: string, headers = '') =>
    `${method} ${path} HTTP/1.1\r\nhost: x\r\n${target.login()}${headers}\r\n`;
  const withBody = (method: string, path: string, body: string, headers = '') =>
    head(method, path, `${headers}${JSON_TYPE}content-length: ${Buffer.byteLength(body)}\r\n`) + body;
  const local = (name: string) => `/${target.database}/_local/${name}`;
  const ask = (bytes: string | Uint8Array) => rawAnswer(target.address(), bytes);
  /** Still there, still right, and nothing went wrong inside. */
  async function isWell(): Promise<void> {
    expect(statusesIn(await ask(head('GET', `/${target.database}`, CLOSE)))).toEqual([200]);
    expect(target.failures()).toEqual([]);
  }
  async function exists(name: string): Promise<boolean> {
    const [status] = statusesIn(await ask(head('GET', local(name), CLOSE)));
    return status === 200;
  }

  describe('answers what is no HTTP, and reads nothing that follows', () => {
    const smuggled = () => withBody('PUT', local('smuggled'), '{}');
    it.each<readonly [string, (path: string) => string, number]>([
      ['noise', () => 'noise\r\n\r\n', 400],
      [
        'TLS or another protocol’s greeting',
        () => '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
        400,
      ],
      ['an unknown method', (path) => `FROB ${path} HTTP/1.1\r\nhost: x\r\n\r\n`, 400],
      ['another version', (path) => `GET ${path} HTTP/9.9\r\nhost: x\r\n\r\n`, 400],
      [
        'two lengths',
        (path) => `PUT ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ncontent-length: 9\r\n\r\n{}`,
        400,
      ],
      [
        'one length twice',
        (path) => `PUT ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ncontent-length: 2\r\n\r\n{}`,
        400,
      ],
      [
        'a length and chunks',
        (path) => `PUT ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
        400,
      ],
      [
        'chunks that are not last',
        (path) => `PUT ${path} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked, identity\r\n\r\n{}`,
        400,
      ],
      ['another transfer', (path) => `PUT ${path} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: xchunked\r\n\r\n{}`, 400],
      ['a negative length', (path) => `PUT ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n`, 400],
      ['a length that is no number', (path) => `PUT ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 0x2\r\n\r\n{}`, 400],
      [
        'a length without end',
        (path) => `PUT ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${'9'.repeat(40)}\r\n\r\n{}`,
        400,
      ],
      ['a name with a space', (path) => `GET ${path} HTTP/1.1\r\nhost: x\r\ncontent-length : 2\r\n\r\n{}`, 400],
      ['a NUL in a header', (path) => `GET ${path} HTTP/1.1\r\nhost: x\r\nx-a: b\u0000c\r\n\r\n`, 400],
      [
        'a flood of headers',
        (path) => `GET ${path} HTTP/1.1\r\nhost: x\r\n${'x-a: bbbbbbbbbb\r\n'.repeat(9000)}\r\n`,
        431,
      ],
      ['an endless address', (path) => `GET ${path}/${'a'.repeat(150_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
    ])('%s', async (_, bytes, status) => {
      const text = await ask(bytes(local('x')) + smuggled());
      expect(statusesIn(text)).toEqual([status]);
      expect(text).toMatch(/\r\nconnection: close\r\n[\s\S]*\r\n\r\n\{"error":"\w+","reason":"[^"]+"\}\n$/i);
      expect(await exists('smuggled')).toBe(false);
      await isWell();
    });

    it('no host', async () => {
      expect(statusesIn(await ask('GET / HTTP/1.1\r\n\r\n'))).toEqual([400]);
    });

    it.each(['zz\r\n{}\r\n', '-2\r\n{}\r\n', `${'F'.repeat(20)}\r\n{}\r\n`, '2\r\n{}{}\r\n0\r\n\r\n'])(
      'chunks like %j',
      async (chunks) => {
        const text = await ask(
          head('PUT', local('x'), `${JSON_TYPE}transfer-encoding: chunked\r\n`) + chunks + smuggled(),
        );
        expect(statusesIn(text)).toEqual([400]);
        expect([await exists('x'), await exists('smuggled')]).toEqual([false, false]);
      },
    );

    it('after a whole request, whose answer comes first', async () => {
      const text = await ask(
        `${head('GET', `/${target.database}/_changes?feed=longpoll&since=now&timeout=300`)}noise\r\n\r\n`,
      );
      expect(statusesIn(text)).toEqual([200, 400]);
      expect(text).toMatch(/"last_seq"[\s\S]*HTTP\/1\.1 400/);
    });
  });

  it('answers requests that come all at once in their order, slow ones too', async () => {
    const requests = [
      head('GET', `/${target.database}/_changes?feed=longpoll&since=now&timeout=300`),
      withBody('PUT', local('first'), '{"n":1}'),
      head('GET', '/_local_nowhere'),
      head('HEAD', `/${target.database}`),
      withBody('PUT', local('second'), '{"n":'),
      head('GET', local('first')),
      head('DELETE', `/${target.database}/_changes`),
      head('GET', '/', CLOSE),
    ];
    const text = await ask(requests.join(''));
    expect(statusesIn(text)).toEqual([200, 201, 404, 200, 400, 200, 405, 200]);
    expect(text).toContain('"n":1');
  });

  it('takes a request from what others would take for its body', async () => {
    const hidden = withBody('PUT', local('hidden'), '{}');
    const text = await ask(withBody('PUT', local('outer'), hidden, CLOSE));
    expect(statusesIn(text)).toEqual([400]);
    const asBody = await ask(withBody('GET', `/${target.database}`, hidden, CLOSE));
    expect(statusesIn(asBody)).toEqual([200]);
    expect([await exists('outer'), await exists('hidden')]).toEqual([false, false]);
  });

  describe('a request that stops in the middle', () => {
    it.each([
      ['in its headers', () => `PUT ${local('half')} HTTP/1.1\r\nhost: x\r\ncontent-`],
      ['in its body', () => `${head('PUT', local('half'), `${JSON_TYPE}content-length: 100\r\n`)}{"a":1}`],
      ['in a chunk', () => `${head('PUT', local('half'), `${JSON_TYPE}transfer-encoding: chunked\r\n`)}9\r\n{"a":1`],
      [
        'before its last chunk',
        () => `${head('PUT', local('half'), `${JSON_TYPE}transfer-encoding: chunked\r\n`)}2\r\n{}\r\n`,
      ],
    ])('%s is forgotten, whether the client waits or has gone', async (_, bytes) => {
      const lines = await Promise.all(Array.from({ length: 20 }, () => rawLine(target.address())));
      for (const [index, line] of lines.entries()) {
        line.send(bytes());
        if (index % 2 === 0) line.finish();
      }
      const answers = await Promise.all(lines.filter((_, index) => index % 2 === 0).map((line) => line.closed()));
      expect(answers.flatMap(statusesIn).every((status) => status === 400)).toBe(true);
      for (const line of lines) line.cut();
      expect(await exists('half')).toBe(false);
      await isWell();
    });

    it('may go on later, byte by byte', async () => {
      const line = await rawLine(target.address());
      for (const byte of withBody('PUT', local('slow'), '{"n":1}', CLOSE)) line.send(byte);
      expect(statusesIn(await line.closed())).toEqual([201]);
    });

    it('is not missed by a client that goes away while it is answered', async () => {
      const lines = await Promise.all(Array.from({ length: 20 }, () => rawLine(target.address())));
      for (const line of lines) line.send(head('GET', `/${target.database}/_changes?feed=continuous&heartbeat=100`));
      await Promise.all(lines.map((line) => line.until(/\n\n/)));
      for (const line of lines) line.cut();
      await isWell();
    });
  });

  describe('a body that is packed', () => {
    const packed = (body: Uint8Array, coding = 'gzip') => {
      const start = head(
        'PUT',
        local('packed'),
        `${CLOSE}${JSON_TYPE}content-encoding: ${coding}\r\ncontent-length: ${body.length}\r\n`,
      );
      return Buffer.concat([Buffer.from(start), body]);
    };
    const good = gzipSync('{"n":1}');

    it.each<readonly [string, Uint8Array, string, number]>([
      ['well', good, 'gzip', 201],
      ['cut short', good.subarray(0, -9), 'gzip', 400],
      ['with a changed byte', Buffer.from(good).fill(0xff, 12, 16), 'gzip', 400],
      ['not at all', Buffer.from('{"n":1}'), 'gzip', 400],
      ['as nothing', Buffer.alloc(0), 'gzip', 400],
      ['twice', gzipSync(good), 'gzip', 400],
      ['by two codings', good, 'gzip, gzip', 415],
      ['by another coding', good, 'br', 415],
      ['to burst', gzipSync(Buffer.alloc(128 * MB)), 'gzip', 413],
      ['to burst, in JSON', gzipSync(`{"a":"${'a'.repeat(80 * MB)}"}`), 'gzip', 413],
    ])('%s', async (_, body, coding, status) => {
      const text = await ask(packed(body, coding));
      expect(statusesIn(text)).toEqual([status]);
      await isWell();
    });
  });

  describe('a body that is too large or too deep', () => {
    it('is refused by its length before it is read', async () => {
      const line = await rawLine(target.address());
      line.send(head('PUT', local('large'), `${JSON_TYPE}content-length: 999999999\r\n`));
      expect(await line.until(/\}\n$/)).toMatch(/^HTTP\/1\.1 413 [\s\S]*\r\nconnection: close\r\n[\s\S]*"too_large"/i);
      line.cut();
    });
    it('is refused when the chunks become too many, and the client that still sends can read why', async () => {
      const line = await rawLine(target.address());
      line.send(head('PUT', local('large'), `${JSON_TYPE}transfer-encoding: chunked\r\n`));
      const chunk = Buffer.concat([Buffer.from(`${MB.toString(16)}\r\n`), Buffer.alloc(MB, 'a'), Buffer.from('\r\n')]);
      for (let sent = 0; sent < 70; sent += 1) line.send(chunk);
      const text = await line.closed();
      expect(statusesIn(text)).toEqual([413]);
      expect(text).toMatch(/"too_large"/);
      expect(await exists('large')).toBe(false);
    });
    it('is refused where it is nested beyond reason', async () => {
      for (const [open, close] of [
        ['[', ']'],
        ['{"a":', '}'],
      ] as const) {
        const deep = `{"a":${open.repeat(30_000)}1${close.repeat(30_000)}}`;
        expect(statusesIn(await ask(withBody('PUT', local('deep'), deep, CLOSE)))).toEqual([400]);
        const rows = `{"docs":[{"id":"a","rev":${open.repeat(30_000)}1${close.repeat(30_000)}}]}`;
        expect(statusesIn(await ask(withBody('POST', `/${target.database}/_bulk_get`, rows, CLOSE)))).toEqual([400]);
      }
      // Brackets in a text are no nesting.
      const text = JSON.stringify({ a: `\\"${'['.repeat(30_000)}` });
      expect(statusesIn(await ask(withBody('PUT', local('text'), text, CLOSE)))).toEqual([201]);
      await isWell();
    });
  });

  it('says whether the body may come, to who asks before', async () => {
    const line = await rawLine(target.address());
    line.send(head('PUT', local('asked'), `${CLOSE}${JSON_TYPE}expect: 100-continue\r\ncontent-length: 2\r\n`));
    await line.until(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
    line.send('{}');
    expect(statusesIn(await line.closed())).toEqual([100, 201]);
    expect(statusesIn(await ask(head('GET', '/', `${CLOSE}expect: miracles\r\n`)))).toEqual([417]);
  });

  it.each([
    '%',
    '%zz',
    '%00',
    'a%00b',
    '%C0%80',
    '%ED%A0%80',
    '%FF',
    '..%2f..%2f..%2fetc%2fpasswd',
    '%2e%2e/%2e%2e/etc',
    '_local/%00',
    '_design/%00',
    '%0d%0aset-cookie:%20a=b',
    '__proto__',
    'constructor',
    'a'.repeat(3000),
  ])('has no document at %s, says so and nothing else', async (id) => {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'COPY']) {
      const text = await ask(head(method, `/${target.database}/${id}`, `${CLOSE}destination: ${id.slice(0, 100)}\r\n`));
      const [status] = statusesIn(text);
      expect([method, id, status]).toEqual([method, id, expect.toSatisfy((code: number) => code >= 200 && code < 500)]);
      expect(text).not.toMatch(/^set-cookie|root:/im);
    }
    await isWell();
  });

  it.each([
    'GET http://elsewhere/db HTTP/1.1',
    'OPTIONS * HTTP/1.1',
    'GET ?a HTTP/1.1',
    'GET /?%% HTTP/1.1',
    'GET /%?a HTTP/1.1',
  ])('takes %s for no database of its own', async (line) => {
    const [status = 0] = statusesIn(await ask(`${line}\r\nhost: x\r\n${CLOSE}\r\n`));
    expect(status).toBeGreaterThanOrEqual(200);
    expect(status).toBeLessThan(500);
    await isWell();
  });

  it('is no proxy and no tunnel', async () => {
    expect(statusesIn(await ask(`CONNECT ${new URL(target.address()).host} HTTP/1.1\r\nhost: x\r\n\r\n`))).toEqual([]);
    const upgrade = head('GET', '/', `${CLOSE}connection: upgrade\r\nupgrade: websocket\r\n`);
    expect(statusesIn(await ask(upgrade))).toEqual([200]);
    await isWell();
  });

  it.each([
    'NaN',
    '-1',
    '-0',
    '1e400',
    'Infinity',
    '0x10',
    '99999999999999999999',
    '',
    '[]',
    '%00',
    'null',
    '1;2',
    'now%00',
  ])('makes sense of the number %s or says that it does not', async (number) => {
    for (const name of ['since', 'limit', 'skip', 'heartbeat', 'timeout', 'seq_interval', 'startkey', 'keys'])
      for (const route of target.lists) {
        const text = await ask(head('GET', `/${target.database}/${route}?${name}=${number}`, CLOSE));
        expect([name, route, statusesIn(text)]).toEqual([name, route, [expect.toBeOneOf([200, 400])]]);
      }
    await isWell();
  });
});
