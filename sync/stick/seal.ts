/**
 * The envelope of a bundle (docs/STICKS.md): a header that is open to read, slots that only the recipients can open, and a body that is
 * signed inside the seal. Every byte of the file is covered by the seal and by the digest at its end.
 */
import { createCipheriv, createDecipheriv, createHash, createPrivateKey, hkdfSync, randomBytes } from 'node:crypto';
import sodium from 'sodium-native';
import {
  BUNDLE_ALGORITHM,
  BUNDLE_FORMAT,
  BUNDLE_LIMITS,
  type BundleHeader,
  BundleHeaderSchema,
  type Sender,
  SenderSchema,
} from '../../shared/api/bundle.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { BOUNDS } from '../../shared/outside/bounds.ts';
import { readJson } from '../../shared/outside/json.ts';
import { canonicalJson } from '../../shared/event/event.ts';
import { sealingKey, signHash, verifyHash } from '../../store/trust/crypto.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const SLOT_BYTES = KEY_BYTES + TAG_BYTES;
const COUNT_BYTES = 2;
const DIGEST_BYTES = 32;
const SIGNATURE_BYTES = 64;
/** Slots are padded to a multiple of this, so that a place with one machine looks like one with nine. */
const SLOTS_TOGETHER = 16;
const MAX_SLOTS = 4096;
/** Each key encrypts one text, so its nonce need not differ from anything. */
const NONCE = Buffer.alloc(12);
const SLOT_INFO = `${BUNDLE_FORMAT} slot`;
const MAX_HEADER_BYTES = 512;
const NEWLINE = 10;
/** Any version of the format; a later one is told from a file of another kind. */
const ANY_VERSION = /^\{"algorithm":"[^"]{1,100}","count":\d+,"format":"bianmin-bundle\/(\d+)"/;

const digest = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

function encrypt(key: Uint8Array, plain: Uint8Array, head: Uint8Array): Buffer {
  const cipher = createCipheriv(CIPHER, key, NONCE).setAAD(head);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Null where the key is another one or a byte was changed. */
function decrypt(key: Uint8Array, sealed: Uint8Array, head: Uint8Array): Buffer | null {
  const end = sealed.length - TAG_BYTES;
  if (end < 0) return null;
  const decipher = createDecipheriv(CIPHER, key, NONCE).setAAD(head).setAuthTag(sealed.subarray(end));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
  } catch {
    return null;
  }
}

/** Returns the key that wraps the content key for one recipient: made of the ephemeral pair and the recipient's signing key (RFC 7748 §4.1). */
function slotKey(shared: Uint8Array, ephemeral: Uint8Array, recipient: Uint8Array): Buffer {
  const salt = Buffer.concat([ephemeral, recipient]);
  return Buffer.from(hkdfSync('sha256', shared, salt, SLOT_INFO, KEY_BYTES));
}

function montgomerySecret(privateKey: string): Buffer {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64url'), format: 'der', type: 'pkcs8' });
  const { d, x } = key.export({ format: 'jwk' });
  const secret = Buffer.alloc(KEY_BYTES);
  // libsodium's secret key is the seed and the public key behind it.
  const pair = Buffer.concat([Buffer.from(String(d), 'base64url'), Buffer.from(String(x), 'base64url')]);
  sodium.crypto_sign_ed25519_sk_to_curve25519(secret, pair);
  return secret;
}

interface Pair {
  readonly publicKey: Buffer;
  readonly secretKey: Buffer;
}

function ephemeralPair(): Pair {
  const pair = { publicKey: Buffer.alloc(KEY_BYTES), secretKey: randomBytes(KEY_BYTES) };
  sodium.crypto_scalarmult_base(pair.publicKey, pair.secretKey);
  return pair;
}

/** Throws for a point that no sender chooses. */
function sharedSecret(secret: Buffer, publicKey: Buffer): Buffer {
  const shared = Buffer.alloc(KEY_BYTES);
  sodium.crypto_scalarmult(shared, secret, publicKey);
  return shared;
}

function wrapped(contentKey: Uint8Array, recipients: readonly string[], pair: Pair): Buffer {
  const slots = [...new Set(recipients)].map((key) => {
    const recipient = sealingKey(key);
    if (recipient === null) throw new RangeError('a recipient without a key');
    const shared = sharedSecret(pair.secretKey, recipient);
    return encrypt(slotKey(shared, pair.publicKey, recipient), contentKey, NONCE);
  });
  while (slots.length === 0 || slots.length % SLOTS_TOGETHER !== 0) slots.push(randomBytes(SLOT_BYTES));
  // Sorted as the random texts that they are: the order tells nothing.
  return Buffer.concat(slots.sort(Buffer.compare));
}

const signedText = (head: Uint8Array, sender: Uint8Array, packed: Uint8Array): string =>
  `${BUNDLE_FORMAT} ${digest(head, sender, packed).toString('base64url')}`;

export interface SealInput {
  readonly station: string;
  /** Events in the body. */
  readonly count: number;
  readonly sender: Sender;
  /** The sender's, PKCS#8 in base64url. */
  readonly privateKey: string;
  /** Signing keys of the recipients, base64url. */
  readonly recipients: readonly string[];
  /** The packed body. */
  readonly packed: Buffer;
}

/** Signs and seals a body. Throws ApiError `too-large` for a file over the limit. */
export function sealBundle(input: SealInput): Buffer {
  const header: BundleHeader = {
    format: BUNDLE_FORMAT,
    algorithm: BUNDLE_ALGORITHM,
    station: input.station,
    count: input.count,
  };
  const pair = ephemeralPair();
  const contentKey = randomBytes(KEY_BYTES);
  const slots = wrapped(contentKey, input.recipients, pair);
  const count = Buffer.alloc(COUNT_BYTES);
  count.writeUInt16BE(slots.length / SLOT_BYTES);
  const head = Buffer.concat([Buffer.from(`${canonicalJson(header)}\n`), pair.publicKey, count, slots]);
  const sender = Buffer.from(`${canonicalJson(input.sender)}\n`);
  const signature = Buffer.from(signHash(input.privateKey, signedText(head, sender, input.packed)), 'base64url');
  const sealed = encrypt(contentKey, Buffer.concat([sender, signature, input.packed]), head);
  const file = Buffer.concat([head, sealed, digest(head, sealed)]);
  if (file.length > BUNDLE_LIMITS.packed) throw new ApiError('too-large');
  return file;
}

export interface Opened {
  readonly header: BundleHeader;
  readonly sender: Sender;
  /** Gzip, not looked into yet. */
  readonly packed: Buffer;
  /** Returns whether the owner of this signing key wrote all of it. */
  readonly signedBy: (publicKey: string) => boolean;
}

/** Header and where it ends. Throws ApiError `not-a-bundle`, `newer-version`. */
function readHeader(file: Buffer): { readonly header: BundleHeader; readonly end: number } {
  const end = file.subarray(0, MAX_HEADER_BYTES).indexOf(NEWLINE);
  const line = file.subarray(0, Math.max(0, end)).toString('utf8');
  const version = ANY_VERSION.exec(line)?.[1];
  if (version === undefined) throw new ApiError('not-a-bundle');
  if (BUNDLE_FORMAT !== `bianmin-bundle/${version}`) throw new ApiError('newer-version');
  let json: unknown;
  try {
    json = readJson(line, BOUNDS.small);
  } catch {
    throw new ApiError('not-a-bundle');
  }
  const header = BundleHeaderSchema.safeParse(json);
  if (!header.success) throw new ApiError('torn');
  return { header: header.data, end: end + 1 };
}

/** Returns the header of a file, which is open to read. Throws ApiError `not-a-bundle`, `newer-version`, `torn`, `too-large`. */
export function peekBundle(file: Buffer): { readonly header: BundleHeader; readonly end: number } {
  if (file.length > BUNDLE_LIMITS.packed) throw new ApiError('too-large');
  const found = readHeader(file);
  const body = file.length - DIGEST_BYTES;
  if (body < found.end || !digest(file.subarray(0, body)).equals(file.subarray(body))) throw new ApiError('torn');
  return found;
}

interface Parts {
  readonly head: Buffer;
  readonly ephemeral: Buffer;
  readonly slots: readonly Buffer[];
  readonly sealed: Buffer;
}

function partsOf(file: Buffer, headerEnd: number): Parts {
  const keysEnd = headerEnd + KEY_BYTES;
  const slotsAt = keysEnd + COUNT_BYTES;
  if (file.length < slotsAt + DIGEST_BYTES) throw new ApiError('torn');
  const count = file.readUInt16BE(keysEnd);
  const headEnd = slotsAt + count * SLOT_BYTES;
  const sealedEnd = file.length - DIGEST_BYTES;
  if (count > MAX_SLOTS || headEnd > sealedEnd) throw new ApiError('torn');
  return {
    head: file.subarray(0, headEnd),
    ephemeral: file.subarray(headerEnd, keysEnd),
    slots: Array.from({ length: count }, (_, index) =>
      file.subarray(slotsAt + index * SLOT_BYTES, slotsAt + (index + 1) * SLOT_BYTES),
    ),
    sealed: file.subarray(headEnd, sealedEnd),
  };
}

function contentKeyOf({ ephemeral, slots }: Parts, privateKey: string): Buffer {
  const secret = montgomerySecret(privateKey);
  let key: Buffer;
  try {
    const own = Buffer.alloc(KEY_BYTES);
    sodium.crypto_scalarmult_base(own, secret);
    key = slotKey(sharedSecret(secret, ephemeral), ephemeral, own);
  } catch {
    throw new ApiError('torn');
  }
  for (const slot of slots) {
    const found = decrypt(key, slot, NONCE);
    if (found !== null) return found;
  }
  throw new ApiError('not-for-us');
}

/**
 * Opens the seal with a recipient's private key. The caller knows by which key it must be signed, and asks `signedBy` before it uses any of it.
 * Throws ApiError `not-a-bundle`, `newer-version`, `torn`, `too-large`, `not-for-us`.
 */
export function openSeal(file: Buffer, privateKey: string): Opened {
  const { header, end } = peekBundle(file);
  const parts = partsOf(file, end);
  const plain = decrypt(contentKeyOf(parts, privateKey), parts.sealed, parts.head);
  if (plain === null) throw new ApiError('torn');
  const senderEnd = plain.indexOf(NEWLINE) + 1;
  const packedAt = senderEnd + SIGNATURE_BYTES;
  const senderLine = plain.subarray(0, senderEnd);
  const packed = plain.subarray(packedAt);
  const signature = plain.subarray(senderEnd, packedAt).toString('base64url');
  return {
    header,
    sender: readSender(senderLine),
    packed,
    signedBy: (publicKey) => verifyHash(publicKey, signedText(parts.head, senderLine, packed), signature),
  };
}

function readSender(line: Buffer): Sender {
  try {
    return SenderSchema.parse(readJson(line.toString('utf8'), BOUNDS.small));
  } catch {
    throw new ApiError('sender-unknown');
  }
}
