/** TLS keys as they are pinned and as they sign: any of RSA, ECDSA, Ed25519. A pin says which key, and nothing of names or dates. */
import { createHash, type KeyObject, type X509Certificate } from 'node:crypto';

/** SHA-256 of a SubjectPublicKeyInfo in DER, 64 hex digits. */
function pinOf(spki: Buffer): string {
  return createHash('sha256').update(spki).digest('hex');
}

export function spkiOf(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' });
}

export function pinOfCertificate(certificate: X509Certificate): string {
  return pinOf(spkiOf(certificate.publicKey));
}
