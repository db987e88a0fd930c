/** A hub behind another machine's address: its public name is on slips, in its certificate, and where browsers may come by. */
import { X509Certificate } from 'node:crypto';
import https from 'node:https';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { VILLAGE } from '../../test/fixtures/events.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { pinOfCertificate } from '../../store/trust/tls-key.ts';

const hub = new HubProcess();
afterEach(() => hub.remove());

const shown = () =>
  new Promise<X509Certificate>((done) => {
    const socket = tls.connect({ host: '127.0.0.1', port: hub.port, rejectUnauthorized: false }, () => {
      done(socket.getPeerX509Certificate() as X509Certificate);
      socket.destroy();
    });
  });
const page = (host: string, accept = 'text/html') =>
  new Promise<{ status: number; text: string }>((done, failed) => {
    const options = { headers: { host, accept }, rejectUnauthorized: false };
    https
      .get(`${hub.address}/county/`, options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.once('end', () => done({ status: response.statusCode ?? 0, text }));
      })
      .once('error', failed);
  });
const addresses = async () =>
  (await hub.county<{ addresses: string[] }>('county.createCode', { place: VILLAGE })).addresses;

describe('a public name', { timeout: 120_000 }, () => {
  it('is told to sites, stands in the certificate of the same key, and may be gone to', async () => {
    await hub.start();
    const before = await shown();
    const foreign = await page('hub.county.example:8443');
    expect(foreign).toMatchObject({ status: 421, text: expect.stringMatching(/<p>.*BIANMIN_HUB_NAME/s) as string });
    expect(foreign.text).toContain(hub.address);
    await hub.stop();

    for (const name of ['hub.county.example', '203.0.113.7', '2001:db8::7']) {
      const written = name.includes(':') ? `[${name}]` : name;
      hub.settings = { BIANMIN_HUB_NAME: `${written}:8443`, BIANMIN_HUB_ADDRESS: '0.0.0.0' };
      await hub.start();
      expect(await addresses()).toEqual([`https://${written}:8443`]);
      const certificate = await shown();
      expect(certificate.checkHost(name) ?? certificate.checkIP(name)).toBe(name);
      expect(certificate.checkHost('localhost')).toBe('localhost');
      expect(certificate.verify(certificate.publicKey)).toBe(true);
      expect(pinOfCertificate(certificate)).toBe(pinOfCertificate(before));
      expect((await page(`${written}:8443`)).status).not.toBe(421);
      expect((await page('other.example')).status).toBe(421);
      await hub.stop();
    }
    // Without a change the certificate stays as it is.
    await hub.start();
    const last = await shown();
    await hub.stop();
    await hub.start();
    expect((await shown()).fingerprint256).toBe(last.fingerprint256);
  });

  it('that a stranger made up is answered in a sentence, never by what they wrote', async () => {
    await hub.start();
    for (const host of ['<b>x</b>', 'x y', 'a"b', '政务.example'].map(encodeURI)) {
      const { status, text } = await page(host);
      expect([host, status, text.includes(host)]).toEqual([host, 421, false]);
      expect(text).toMatch(/便民通县级服务/);
    }
    const call = await fetch(`${hub.consoleAddress.replace('127.0.0.1', 'localhost')}/county/`);
    expect(call.status).not.toBe(421);
  });
});
