/** Hashes, random ids and Ed25519 signatures: Node's own crypto, and libsodium to verify. Keys travel as base64url text. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { sign, type KeyObject } from 'node:crypto';
import sodium from 'sodium-native';
import { type CountyDoc, CountyDocSchema } from '../../shared/api/device-api.ts';
import type { DeviceId } from '../../shared/base/brands.ts';
import { base32, canonicalJson, type DigestText } from '../../shared/event/event.ts';
import type { SigningKey } from '../types.ts';

/** The cache of parsed keys is emptied when it has grown past this; a county has some 500 devices. */
const MAX_CACHED_KEYS = 5000;
const HASH_CHARS = 26;
const ID_CHARS = 16;

export const digestText: DigestText = (text) => {
  const bytes = Buffer.from(text, 'utf8');
  return { sha256: createHash('sha256').update(bytes).digest(), bytes: bytes.length };
};

/** 16 characters of base32 (80 random bits): devices, series, epochs. */
export function randomId(): string {
  return base32(randomBytes(10));
}

/** 256 random bits, base64url. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 of a secret of 256 bits, base64url; such a secret needs no slow hash. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('base64url');
}

/** Compares in constant time. */
export function sameSecret(secret: string, hash: string): boolean {
  const [given, kept] = [Buffer.from(hashSecret(secret)), Buffer.from(hash)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}

// ---- keys

const privateKeys = new Map<string, KeyObject>();

function privateKey(text: string): KeyObject {
  const known = privateKeys.get(text);
  if (known !== undefined) return known;
  if (privateKeys.size >= MAX_CACHED_KEYS) privateKeys.clear();
  const key = createPrivateKey({ key: Buffer.from(text, 'base64url'), format: 'der', type: 'pkcs8' });
  privateKeys.set(text, key);
  return key;
}

function rawPublicKey(key: KeyObject): string {
  return String(key.export({ format: 'jwk' }).x);
}

/** A new Ed25519 pair. */
export function makeSigningKey(): SigningKey {
  const pair = generateKeyPairSync('ed25519');
  return {
    publicKey: rawPublicKey(pair.publicKey),
    privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url'),
  };
}

/** Raw public key, base64url, of a private key. Throws when the text is no such key. */
export function publicKeyOf(privateKeyText: string): string {
  return rawPublicKey(createPublicKey(privateKey(privateKeyText)));
}

/** Ed25519 signature of a text, base64url, 86 characters. */
export function signHash(privateKeyText: string, hash: string): string {
  return sign(null, Buffer.from(hash, 'utf8'), privateKey(privateKeyText)).toString('base64url');
}

/**
 * False also for a key or a signature that is none, and for keys that every signature would fit (points of small order); never throws.
 * By libsodium: half the time of OpenSSL, and this is what a first sync and the hub after an outage spend most of theirs on.
 */
export function verifyHash(publicKeyText: string, hash: string, sig: string): boolean {
  const [key, signature] = [Buffer.from(publicKeyText, 'base64url'), Buffer.from(sig, 'base64url')];
  if (key.length !== sodium.crypto_sign_PUBLICKEYBYTES || signature.length !== sodium.crypto_sign_BYTES) return false;
  return sodium.crypto_sign_verify_detached(signature, Buffer.from(hash, 'utf8'), key);
}

/** Returns the X25519 key to seal to, for the owner of this signing key; null where the text is none: no point, or one that guards nothing. */
export function sealingKey(publicKeyText: string): Buffer | null {
  const [key, signing] = [Buffer.alloc(sodium.crypto_box_PUBLICKEYBYTES), Buffer.from(publicKeyText, 'base64url')];
  try {
    sodium.crypto_sign_ed25519_pk_to_curve25519(key, signing);
    return key;
  } catch {
    return null;
  }
}

/** Twelve characters that follow from a public key, for two people to compare by reading: `ABCD-EFGH-JKLM`, 60 bits. */
export function checkCode(publicKeyText: string): string {
  const text = base32(digestText(`check ${publicKeyText}`).sha256)
    .slice(0, 12)
    .toUpperCase();
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}

// ---- signed documents

type Unsigned = Readonly<Record<string, unknown>>;

/** Signs the canonical JSON of all fields but `sig` (certificates). */
export function signDocument<T extends Unsigned>(document: T, privateKeyText: string): T & { readonly sig: string } {
  const { sig: _, ...content } = document;
  return { ...document, sig: signHash(privateKeyText, canonicalJson(content)) };
}

/** Returns whether `sig` is the key's signature of all other fields. Never throws. */
export function verifyDocument(document: Unsigned, publicKeyText: string): boolean {
  const { sig, ...content } = document;
  if (typeof sig !== 'string') return false;
  try {
    return verifyHash(publicKeyText, canonicalJson(content), sig);
  } catch {
    return false;
  }
}

function nameCountyDoc(content: Unsigned): { readonly hash: string; readonly rev: string } {
  const { sha256 } = digestText(canonicalJson(content));
  return {
    hash: base32(sha256).slice(0, HASH_CHARS),
    rev: `1-${Buffer.from(sha256.subarray(0, 16)).toString('hex')}`,
  };
}

/** Names and signs a document of `county` (LEDGER §2). */
export function makeCountyDoc(
  content: Pick<CountyDoc, 'kind' | 'key' | 'version' | 'at' | 'data'>,
  hubPrivateKey: string,
): CountyDoc {
  const { kind, key, version, at, data } = content;
  const { hash, rev } = nameCountyDoc({ kind, key, version, at, data });
  return {
    _id: `${kind}:${key}:${version}:${hash}`,
    _rev: rev,
    kind,
    key,
    version,
    at,
    data,
    sig: signHash(hubPrivateKey, hash),
  };
}

/** The document when its name follows from its content and the hub's key signed it; else null. Never throws. */
export function checkCountyDoc(document: unknown, hubKey: string): CountyDoc | null {
  const parsed = CountyDocSchema.safeParse(document);
  if (!parsed.success) return null;
  const { _id, _rev: _, sig, ...content } = parsed.data;
  try {
    const { hash } = nameCountyDoc(content);
    const named = `${content.kind}:${content.key}:${content.version}:${hash}` === _id;
    return named && verifyHash(hubKey, hash, sig) ? parsed.data : null;
  } catch {
    return null;
  }
}

const hubDevices = new Map<string, DeviceId>();

/** `by.device` of the hub's own events: follows from its key, so that every site knows it. Asked for with every event, so kept. */
export function hubDeviceId(hubKey: string): DeviceId {
  const known = hubDevices.get(hubKey);
  if (known !== undefined) return known;
  const device = base32(digestText(hubKey).sha256).slice(0, ID_CHARS) as DeviceId;
  hubDevices.set(hubKey, device);
  return device;
}
