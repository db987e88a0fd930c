import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { OWN_CERTIFICATES, tlsFiles, tlsFixture } from '../../test/hub/tls-fixtures.ts';
import { certificateOf, makeTlsKey, pinOfTlsKey, readTlsFiles } from './tls-key.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin-tls-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('a key made here', () => {
  it('comes with a certificate that it signed itself, for the names of loopback, without an end', () => {
    const made = makeTlsKey();
    const shown = certificateOf(made);
    expect(shown.verify(shown.publicKey)).toBe(true);
    const name = `CN=bianmin hub ${shown.serialNumber.toLowerCase()}`;
    expect([shown.subject, shown.issuer]).toEqual([name, name]);
    expect(['localhost', '127.0.0.1'].map((name) => shown.checkHost(name) ?? shown.checkIP(name))).toEqual([
      'localhost',
      '127.0.0.1',
    ]);
    expect(shown.checkIP('::1')).toBe('::1');
    expect([shown.validFrom, shown.validTo]).toEqual(['Jan  1 00:00:00 2020 GMT', 'Dec 31 23:59:59 9999 GMT']);
    expect(shown.raw.length).toBeLessThan(450);
  });

  it.each(['hub.example.gov.cn', '10.1.2.3', '2001:db8::1', '::ffff:a01:203'])(
    'comes with a certificate for the name %s',
    (name) => {
      const shown = certificateOf(makeTlsKey(name));
      expect(shown.checkHost(name) ?? shown.checkIP(name)).toBe(name);
      expect([shown.checkHost('localhost'), shown.verify(shown.publicKey)]).toEqual(['localhost', true]);
    },
  );

  it('is another one each time, and so are serial number and pin', () => {
    const made = Array.from({ length: 20 }, makeTlsKey);
    expect(new Set(made.map((each) => certificateOf(each).serialNumber)).size).toBe(20);
    expect(new Set(made.map(pinOfTlsKey)).size).toBe(20);
    expect(made.every((each) => /^[0-9a-f]{64}$/.test(pinOfTlsKey(each)))).toBe(true);
  });
});

describe('the county’s own certificate', () => {
  it.each(OWN_CERTIFICATES)('may be %s', (name) => {
    expect(readTlsFiles(tlsFiles(name))).toEqual(tlsFixture(name));
  });

  it('keeps its pin when it is renewed for the same key', () => {
    const { certificate, key } = tlsFixture('expired-rsa');
    const chain = certificate + tlsFixture('ed25519').certificate;
    const renewed = readTlsFiles({ certificate: written('chain.crt', chain), key: written('a.key', key) });
    expect(pinOfTlsKey(renewed)).toBe(pinOfTlsKey({ certificate, key }));
  });

  const [rsa, ed25519] = [tlsFiles('expired-rsa'), tlsFiles('ed25519')];
  const encrypted = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    format: 'pem',
    type: 'pkcs8',
    cipher: 'aes-256-cbc',
    passphrase: 'x',
  });
  it.each([
    ['a file that is not there', { certificate: path.join(folder, 'none'), key: rsa.key }, /读不到 TLS 证书文件/],
    ['a folder', { certificate: rsa.certificate, key: folder }, /读不到 TLS 私钥文件/],
    ['no certificate', { certificate: written('no.crt', 'x'), key: rsa.key }, /不是 PEM 格式的证书/],
    ['a key in the certificate’s place', { certificate: rsa.key, key: rsa.key }, /不是 PEM 格式的证书/],
    ['no key', { certificate: rsa.certificate, key: rsa.certificate }, /不是 PEM 格式的私钥/],
    ['a key with a password', { certificate: rsa.certificate, key: written('e.key', String(encrypted)) }, /口令/],
    ['a key of another certificate', { certificate: rsa.certificate, key: ed25519.key }, /不是一对/],
  ])('is refused in words when it is %s', (_name, files, words) => {
    expect(() => readTlsFiles(files)).toThrow(words);
  });

  it('is named in no message with a word of its key', () => {
    const key = written('broken.key', tlsFixture('ed25519').key.replace('MC4C', 'XXXX'));
    expect(() => readTlsFiles({ certificate: ed25519.certificate, key })).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/XXXX|PRIVATE/) as string }),
    );
  });
});
