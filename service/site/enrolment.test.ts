import https from 'node:https';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeSigningKey, signDocument } from '../../store/trust/crypto.ts';
import { openDataFile } from '../../store/file/data-file.ts';
import { readIdentity } from '../../store/trust/identity.ts';
import type { DataFile } from '../../store/types.ts';
import { makeTlsKey, pinOfTlsKey } from '../../hub/tls/tls-key.ts';
import { writeEnrolmentCode } from '../../shared/place/enrolment-code.ts';
import { enrolMachine } from './enrolment.ts';

const hubKey = makeSigningKey();
let folder: string;
let file: DataFile;
let server: https.Server;
const tls = makeTlsKey();
/** What each request is answered with; the last stays. */
let answers: ((key: string) => { readonly status: number; readonly body: unknown } | null)[];
const keys: string[] = [];
const codes: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'bianmin-enrol-'));
  file = openDataFile({ path: path.join(folder, 'a.db'), key: Buffer.alloc(32, 1) });
  keys.length = 0;
  codes.length = 0;
  server = https.createServer({ cert: tls.certificate, key: tls.key }, (request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const { key, code } = JSON.parse(text) as { key: string; code: string };
      keys.push(key);
      codes.push(code);
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
const CODE = writeEnrolmentCode('abcdefghjkmn', pinOfTlsKey(tls));
const enrol = (code = CODE, address = `127.0.0.1:${(server.address() as AddressInfo).port}`) =>
  enrolMachine({
    file,
    input: { address, code, machine: '大厅1号机' },
    now: 0,
    facts: 'x',
    patience: { idleMs: 1_000 },
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
    expect(identity.hub).toMatchObject({ key: hubKey.publicKey, uuid: 'hub', pin: pinOfTlsKey(tls) });
    expect(identity).toMatchObject({ secret: 'A'.repeat(43), station: 'a7', machine: '大厅1号机' });
  });

  it('tells the hub the secret half of the code, however it was typed', async () => {
    answers = [(key) => good(key)];
    await enrol(` ${CODE.toUpperCase().replaceAll('-', ' ')} `);
    expect(codes).toEqual(['abcdefghjkmn']);
  });

  it('says nothing to a server whose key is not the one that the code names', async () => {
    answers = [(key) => good(key)];
    const other = writeEnrolmentCode('abcdefghjkmn', pinOfTlsKey(makeTlsKey()));
    await expect(enrol(other)).rejects.toMatchObject({
      code: 'wrong-hub',
      field: 'address',
      message: expect.stringMatching(/没有发出/),
    });
    expect([keys, readIdentity(file)]).toEqual([[], null]);
  });

  it.each(['abcdefgh', 'abcd-efgh-jkmn', `${CODE}x`, CODE.replace(/.$/, '0')])(
    'asks for %j to be read again, before it asks anybody',
    async (code) => {
      await expect(enrol(code)).rejects.toMatchObject({ code: 'bad-code', field: 'code' });
      expect(keys).toEqual([]);
    },
  );

  it('says that the address of a plain server is not a hub’s', async () => {
    const plain = http.createServer((_request, response) => response.end('<html></html>'));
    await new Promise<void>((ready) => plain.listen(0, '127.0.0.1', ready));
    const { port } = plain.address() as AddressInfo;
    await expect(enrol(CODE, `127.0.0.1:${port}`)).rejects.toMatchObject({ code: 'offline', field: 'address' });
    await expect(enrol(CODE, `http://127.0.0.1:${port}`)).rejects.toMatchObject({
      code: 'bad-input',
      field: 'address',
    });
    plain.close();
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
      [429, { error: 'later' }, 'offline'],
      [503, { error: 'stopping' }, 'offline'],
      [500, { error: 'x' }, 'offline'],
      [200, { what: 'else' }, 'offline'],
    ] as const;
    for (const [status, body, code] of cases) {
      answers = [() => ({ status, body })];
      await expect(enrol()).rejects.toMatchObject({ code, message: expect.stringMatching(/[\u4e00-\u9fff]/u) });
    }
  });
});
