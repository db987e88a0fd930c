/** Certificates for tests as counties bring them: of every kind of key, with dates that no clock likes. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TlsFiles, TlsKey } from '../../hub/tls/tls-key.ts';

const FOLDER = path.resolve(import.meta.dirname, '../fixtures/tls');

/** RSA of 2001, ECDSA of 2090, and Ed25519; all for the name `hub.example`. */
export const OWN_CERTIFICATES = ['expired-rsa', 'future-ecdsa', 'ed25519'] as const;
export type OwnCertificate = (typeof OWN_CERTIFICATES)[number];

export const tlsFiles = (name: OwnCertificate): TlsFiles => ({
  certificate: path.join(FOLDER, `${name}.crt`),
  key: path.join(FOLDER, `${name}.key`),
});

export function tlsFixture(name: OwnCertificate): TlsKey {
  const { certificate, key } = tlsFiles(name);
  return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
}
