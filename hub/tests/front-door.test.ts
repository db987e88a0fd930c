import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENROL_PATH, EnrolAnswerSchema, PULSE_PATH } from '../../shared/api/device-api.ts';
import { readEnrolmentCode } from '../../shared/place/enrolment-code.ts';
import { CENTRE } from '../../test/fixtures/events.ts';
import { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { type OwnCertificate, tlsFiles, tlsFixture } from '../../test/hub/tls-fixtures.ts';
import { COUCH_ROUTES } from '../couch/handler.ts';
import { readSettings } from '../environment.ts';
import { pinOfTlsKey } from '../tls/tls-key.ts';

const HAN = /\p{Script=Han}/u;
const hub = new HubProcess();
beforeAll(async () => {
  // On all addresses, as a county's hub listens, with a certificate that names it.
  const { certificate, key } = tlsFiles('expired-rsa');
  hub.settings = {
    BIANMIN_HUB_ADDRESS: '0.0.0.0',
    BIANMIN_HUB_TLS_CERT: certificate,
    BIANMIN_HUB_TLS_KEY: key,
  };
  await hub.start();
});
afterAll(() => hub.remove());

interface Asked {
  readonly status: number;
  readonly text: string;
}

/** Any request with any header, at either listener; no authority is asked. */
function ask(address: string, method: string, target: string, headers: Record<string, string> = {}, body = '') {
  return new Promise<Asked>((done, failed) => {
    const options = { method, headers, agent: false, rejectUnauthorized: false };
    const request = (address.startsWith('https:') ? https : http).request(address + target, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => done({ status: response.statusCode ?? 0, text }));
    });
    request.on('error', failed).end(body);
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };
const status = (address: string, headers: Record<string, string>) =>
  ask(address, 'POST', '/rpc', { ...JSON_TYPE, ...headers }, '{"method":"county.status","input":{}}').then(
    (answer) => answer.status,
  );

describe('the front door', () => {
  it('speaks TLS 1.2 and 1.3 with forward secrecy, and nothing older', async () => {
    const connect = (options: tls.ConnectionOptions) =>
      new Promise<string>((done) => {
        const socket = tls.connect({ host: '127.0.0.1', port: hub.port, rejectUnauthorized: false, ...options }, () => {
          done(`${socket.getProtocol()} ${socket.getCipher().name}`);
          socket.destroy();
        });
        socket.once('error', () => done('refused'));
      });
    expect(await connect({})).toMatch(/^TLSv1\.3 TLS_/);
    expect(await connect({ maxVersion: 'TLSv1.2' })).toMatch(/^TLSv1\.2 ECDHE-RSA-(AES\d+-GCM|CHACHA20)/);
    expect(await connect({ maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:AES128-GCM-SHA256' })).toBe('refused');
    const older = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect(await connect(older)).toBe('refused');
  });

  it('says nothing to plain HTTP and nonsense, and goes on', async () => {
    for (const bytes of ['GET /_up HTTP/1.1\r\nHost: x\r\n\r\n', '\u0016\u0003\u0001', 'x'.repeat(100_000)]) {
      const answered = await new Promise<string>((done) => {
        const socket = net.connect(hub.port, '127.0.0.1', () => socket.end(bytes));
        let text = '';
        socket.setEncoding('latin1').on('data', (part: string) => (text += part));
        socket.on('error', () => undefined).on('close', () => done(text));
      });
      expect(answered).not.toContain('HTTP');
    }
    expect((await ask(hub.address, 'GET', '/_up')).status).toBe(200);
  });

  it('shows the county’s own certificate, and its codes name that key', async () => {
    const shown = await new Promise<string>((done) => {
      const socket = tls.connect({ host: '127.0.0.1', port: hub.port, rejectUnauthorized: false }, () => {
        done(socket.getPeerX509Certificate()?.toString() ?? '');
        socket.destroy();
      });
    });
    expect(pinOfTlsKey({ certificate: shown, key: '' })).toBe(pinOfTlsKey(tlsFixture('expired-rsa')));
    const made = await hub.county<{ code: string; addresses: string[] }>('county.createCode', { place: CENTRE });
    const again = await hub.county<{ code: string }>('county.createCode', { place: CENTRE });
    expect(made.code.slice(15)).toBe(again.code.slice(15));
    expect(made.addresses.length).toBeGreaterThan(0);
    for (const address of made.addresses) expect(new URL(address)).toMatchObject({ protocol: 'https:' });
  });
});

describe('the console over TLS', () => {
  it('answers to any of the hub’s addresses and the names of its certificate, and to no other', async () => {
    const host = (name: string) => status(hub.address, { host: `${name}:${hub.port}` });
    for (const name of ['127.0.0.1', 'localhost', '[::1]', '10.1.2.3', 'hub.example', 'HUB.example'])
      expect([name, await host(name)]).toEqual([name, 200]);
    for (const name of ['evil.example', 'x.hub.example', 'hub.example.evil.example', '10.1.2.3.nip.io'])
      expect([name, await host(name)]).toEqual([name, 421]);
  });

  it('takes calls from its own pages alone: those that came over TLS from the same address', async () => {
    expect(await status(hub.address, { origin: hub.address })).toBe(200);
    for (const origin of [hub.address.replace('https', 'http'), hub.consoleAddress, 'https://evil.example', 'null'])
      expect([origin, await status(hub.address, { origin })]).toEqual([origin, 403]);
    const page = await ask(hub.address, 'GET', '/county/', { accept: 'text/html', host: 'evil.example' });
    expect([page.status, HAN.test(page.text)]).toEqual([421, true]);
  });
});

describe('the plain listener', () => {
  it('is on loopback, and answers to its names alone', async () => {
    const { hostname, port } = new URL(hub.consoleAddress);
    expect(hostname).toBe('127.0.0.1');
    const host = (name: string) => status(hub.consoleAddress, { host: `${name}:${port}` });
    expect(await Promise.all(['127.0.0.1', 'localhost', '10.1.2.3', 'hub.example'].map(host))).toEqual([
      200, 200, 421, 421,
    ]);
    expect(await status(hub.consoleAddress, { origin: hub.address })).toBe(403);
    const outside = Object.values(os.networkInterfaces()).flatMap((each) => each ?? []);
    for (const { address } of outside.filter(({ internal, family }) => !internal && family === 'IPv4')) {
      const reached = await new Promise<boolean>((done) => {
        const socket = net.connect(Number(port), address, () => done(true));
        socket.once('error', () => done(false)).once('connect', () => socket.destroy());
      });
      expect([address, reached]).toEqual([address, false]);
    }
  });

  it('opens no route of the devices, with or without a login', async () => {
    const device = new FakeDevice(CENTRE);
    const code = readEnrolmentCode(await hub.createCode(CENTRE))?.secret;
    const enrolment = JSON.stringify({ code, key: device.key.publicKey, machine: '窗口一' });
    const { text: answer } = await ask(hub.address, 'POST', ENROL_PATH, JSON_TYPE, enrolment);
    const { certificate, secret } = EnrolAnswerSchema.parse(JSON.parse(answer));
    const login = hub.authorization(Object.assign(device, { device: certificate.device, secret }));
    expect((await ask(hub.address, 'GET', `/ledger-${CENTRE}`, login)).status).toBe(200);
    const target = (route: string) => route.replace(':db', `ledger-${CENTRE}`).replaceAll(/[:*][a-z]+/g, 'x');
    const routes = COUCH_ROUTES.filter((route) => route.path !== '/_up').map(
      ({ method, path: route }) => [method, target(route)] as const,
    );
    for (const [method, route] of [...routes, ['POST', ENROL_PATH], ['POST', PULSE_PATH], ['POST', '/x']] as const)
      for (const headers of [{}, login]) {
        const { status: got } = await ask(hub.consoleAddress, method, route, {
          ...headers,
          accept: 'application/json',
        });
        expect([method, route, got]).toEqual([method, route, 404]);
      }
    const { text } = await ask(hub.consoleAddress, 'GET', '/', { accept: 'application/json' });
    expect(JSON.parse(text)).toMatchObject({ error: 'not_found', reason: expect.stringMatching(HAN) as string });
  });

  it('tells its machine how the hub is', async () => {
    for (const target of ['/_up', '/metrics'])
      expect([target, (await ask(hub.consoleAddress, 'GET', target)).status]).toEqual([target, 200]);
  });

  it('gives the county its pages', async () => {
    const { status: got, text } = await ask(hub.consoleAddress, 'GET', '/county/', { accept: 'text/html' });
    expect([200, 503]).toContain(got);
    expect(text).toMatch(/<html/);
  });
});

describe('a start', () => {
  it('keeps ports and key where nothing else is set, and the key lies in no file as it is', async () => {
    const other = new HubProcess();
    const bare = { BIANMIN_HUB_PORT: '', BIANMIN_HUB_CONSOLE_PORT: '' };
    try {
      await other.start();
      const code = await other.createCode(CENTRE);
      await other.stop();
      await other.start();
      expect((await other.createCode(CENTRE)).slice(15)).toBe(code.slice(15));
      const files = readdirSync(other.folder, { withFileTypes: true }).filter((each) => each.isFile());
      for (const { name } of files)
        expect(readFileSync(path.join(other.folder, name), 'latin1')).not.toMatch(/PRIVATE KEY|BEGIN CERT/);
      expect(() => readSettings(bare)).toThrow(/端口号/);
    } finally {
      await other.remove();
    }
  });

  const files = (name: OwnCertificate, more: Record<string, string> = {}) => ({
    BIANMIN_HUB_TLS_CERT: tlsFiles(name).certificate,
    BIANMIN_HUB_TLS_KEY: tlsFiles(name).key,
    ...more,
  });
  it.each([
    [files('ed25519', { BIANMIN_HUB_TLS_KEY: tlsFiles('expired-rsa').key }), /不是一对/],
    [files('ed25519', { BIANMIN_HUB_TLS_CERT: '/nowhere/a.crt' }), /读不到 TLS 证书文件 \/nowhere\/a\.crt/],
    [{ BIANMIN_HUB_ADDRESS: '192.0.2.77' }, /本机没有这个地址/],
  ])('with %j ends with a sentence, and leaves no hub behind', { timeout: 60_000 }, async (settings, words) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin-start-'));
    const other = new HubProcess(folder);
    other.settings = settings as Record<string, string>;
    try {
      const { code, text } = await other.command();
      expect([code, words.test(text), /\n\s+at /.test(text)]).toEqual([1, true, false]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it.each([
    [{ BIANMIN_HUB_ADDRESS: 'hub.example' }, /IP 地址/],
    [{ BIANMIN_HUB_ADDRESS: '' }, /IP 地址/],
    [{ BIANMIN_HUB_CONSOLE_PORT: '70000' }, /端口/],
    [{ BIANMIN_HUB_TLS_CERT: '/a.crt' }, /要么都写/],
    [{ BIANMIN_HUB_TLS_CERT: 'a.crt', BIANMIN_HUB_TLS_KEY: '/a.key' }, /完整路径/],
  ])('refuses the environment %j in words', (environment, words) => {
    expect(() => readSettings(environment)).toThrow(words);
  });
});
