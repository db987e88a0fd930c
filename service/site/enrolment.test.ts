import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeSigningKey, signDocument } from '../../store/crypto.ts';
import { openDataFile } from '../../store/data-file.ts';
import { readIdentity } from '../../store/identity.ts';
import type { DataFile } from '../../store/types.ts';
import { enrolMachine } from './enrolment.ts';

const hubKey = makeSigningKey();
let folder: string;
let file: DataFile;
let server: http.Server;
/** What each request is answered with; the last stays. */
let answers: ((key: string) => { readonly status: number; readonly body: unknown } | null)[];
const keys: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'bianmin-enrol-'));
  file = openDataFile({ path: path.join(folder, 'a.db'), key: Buffer.alloc(32, 1) });
  keys.length = 0;
  server = http.createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const { key } = JSON.parse(text) as { key: string };
      keys.push(key);
      const answer = (answers.length > 1 ? answers.shift() : answers[0])?.(key) ?? null;
      if (answer === null) {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  file.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const certificate = (key: string, place = '431222111204') => ({
  v: 1,
  device: 'abcdefghijklmnop',
  key,
  place,
  station: 'a7',
  from: '2026-11-23T00:00:00.000Z',
  to: null,
});
const good = (key: string, signer = hubKey) => ({
  status: 200,
  body: {
    certificate: signDocument(certificate(key), signer.privateKey),
    secret: 'A'.repeat(43),
    hub: { uuid: 'hub', key: hubKey.publicKey, epoch: 'aaaaaaaaaaaaaaaa' },
  },
});
const enrol = () =>
  enrolMachine({
    file,
    input: { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, code: 'abcdefgh', machine: '大厅1号机' },
    now: 0,
    facts: 'x',
    idleMs: 1_000,
  });

describe('enrolment', () => {
  it('asks again with the same key when the answer was lost', async () => {
    answers = [() => null, (key) => good(key)];
    await expect(enrol()).rejects.toMatchObject({ code: 'offline' });
    expect(readIdentity(file)).toBeNull();
    expect((await enrol()).place).toBe('431222111204');
    expect(new Set(keys).size).toBe(1);
  });

  it('pins the key of the hub and keeps address, certificate and secret', async () => {
    answers = [(key) => good(key)];
    const identity = await enrol();
    expect(identity.hub).toMatchObject({ key: hubKey.publicKey, uuid: 'hub' });
    expect(identity).toMatchObject({ secret: 'A'.repeat(43), station: 'a7', machine: '大厅1号机' });
  });

  it('takes no certificate that another key signed, for another key, or for the county itself', async () => {
    const county = (key: string) => ({
      status: 200,
      body: { ...good(key).body, certificate: signDocument(certificate(key, '431222'), hubKey.privateKey) },
    });
    for (const answer of [
      (key: string) => good(key, makeSigningKey()),
      () => good(makeSigningKey().publicKey),
      county,
    ]) {
      answers = [answer];
      await expect(enrol()).rejects.toMatchObject({ code: 'hub-refused' });
    }
    expect(readIdentity(file)).toBeNull();
  });

  it('puts every refusal into words', async () => {
    const cases = [
      [403, { error: 'bad-code' }, 'bad-code'],
      [429, { error: 'too-many-tries' }, 'too-many-tries'],
      [500, { error: 'x' }, 'offline'],
      [200, { what: 'else' }, 'offline'],
    ] as const;
    for (const [status, body, code] of cases) {
      answers = [() => ({ status, body })];
      await expect(enrol()).rejects.toMatchObject({ code, message: expect.stringMatching(/[\u4e00-\u9fff]/u) });
    }
  });
});
