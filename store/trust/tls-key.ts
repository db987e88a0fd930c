/** TLS keys as they are pinned and as they sign: any of RSA, ECDSA, Ed25519. A pin says which key, and nothing of names or dates. */
import { type KeyObject, type X509Certificate, createHash, createPublicKey, sign, verify } from 'node:crypto';
import type { TlsKeyData } from '../../shared/api/device-api.ts';

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

/** What the present key signs, so that nothing else it ever signs can be taken for it. */
const sentence = (next: string) => Buffer.from(`bianmin hub: the next TLS key is ${next}`);
const digestOf = (key: KeyObject) => (key.asymmetricKeyType === 'ed25519' ? null : 'sha256');

/** Returns the announcement of the next key, signed by the present one. */
export function announceNext(present: KeyObject, next: string): TlsKeyData {
  const sig = sign(digestOf(present), sentence(next), present).toString('base64url');
  return { key: spkiOf(createPublicKey(present)).toString('base64url'), next, sig };
}

/** Returns the announcing pin and the announced one; null where the signature is not by the key that is named. Never throws. */
export function announcedNext({ key, next, sig }: TlsKeyData): { readonly by: string; readonly next: string } | null {
  try {
    const spki = Buffer.from(key, 'base64url');
    const signer = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    if (!verify(digestOf(signer), sentence(next), signer, Buffer.from(sig, 'base64url'))) return null;
    return { by: pinOf(spkiOf(signer)), next };
  } catch {
    return null;
  }
}
