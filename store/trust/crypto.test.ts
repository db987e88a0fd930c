import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  checkCode,
  checkCountyDoc,
  digestText,
  hashSecret,
  hubDeviceId,
  makeCountyDoc,
  makeSigningKey,
  publicKeyOf,
  randomId,
  randomSecret,
  sameSecret,
  sealingKey,
  signDocument,
  signHash,
  verifyDocument,
  verifyHash,
} from './crypto.ts';

describe('hashes and ids', () => {
  it('digest the UTF-8 bytes of a text', () => {
    const { sha256, bytes } = digestText('向小明');
    expect(bytes).toBe(9);
    expect(Buffer.from(sha256).toString('hex')).toHaveLength(64);
  });

  it('make ids of 16 base32 characters and secrets of 256 bits, never the same', () => {
    const ids = new Set(Array.from({ length: 500 }, randomId));
    expect(ids.size).toBe(500);
    for (const id of ids) expect(id).toMatch(/^[a-z2-7]{16}$/);
    expect(randomSecret()).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('know a secret by its hash and nothing else', () => {
    const secret = randomSecret();
    expect(sameSecret(secret, hashSecret(secret))).toBe(true);
    expect(sameSecret(`${secret}x`, hashSecret(secret))).toBe(false);
    expect(sameSecret(secret, '')).toBe(false);
  });
});

describe('the key to seal to', () => {
  it('is the X25519 one of the same private half', () => {
    const key = makeSigningKey();
    const { d } = createPrivateKey({
      key: Buffer.from(key.privateKey, 'base64url'),
      format: 'der',
      type: 'pkcs8',
    }).export({ format: 'jwk' });
    const scalar = createHash('sha512').update(String(d), 'base64url').digest().subarray(0, 32);
    const der = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), scalar]);
    const pair = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
    expect(sealingKey(key.publicKey)?.toString('base64url')).toBe(pair.export({ format: 'jwk' }).x);
  });

  it('is none for a text that is no key, no point of the curve, or guards nothing', () => {
    const texts = [Buffer.alloc(32, 7), Buffer.alloc(32), Buffer.alloc(31)].map((each) => each.toString('base64url'));
    expect(['', 'no key', ...texts].map(sealingKey)).toEqual([null, null, null, null, null]);
  });
});

describe('the code that two people compare', () => {
  it('is the first 60 bits of the hash of “check ” and the key, in three parts', () => {
    const key = makeSigningKey().publicKey;
    const bits = [...createHash('sha256').update(`check ${key}`).digest()]
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join('');
    const letters = Array.from(
      { length: 12 },
      (_, n) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(bits.slice(5 * n, 5 * n + 5), 2)],
    );
    expect(checkCode(key)).toBe(letters.join('').replace(/(.{4})(?=.)/g, '$1-'));
  });
});

describe('signatures', () => {
  const key = makeSigningKey();

  it('have the lengths that the envelope asks for', () => {
    expect(key.publicKey).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(signHash(key.privateKey, 'h')).toMatch(/^[A-Za-z0-9_-]{86}$/);
    expect(publicKeyOf(key.privateKey)).toBe(key.publicKey);
  });

  it('hold for the text and the key they were made with, and for no other', () => {
    const sig = signHash(key.privateKey, 'hash');
    expect(verifyHash(key.publicKey, 'hash', sig)).toBe(true);
    expect(verifyHash(key.publicKey, 'hasH', sig)).toBe(false);
    expect(verifyHash(makeSigningKey().publicKey, 'hash', sig)).toBe(false);
  });

  it('are false, not an error, for a key or a signature that is none', () => {
    expect(verifyHash('no key', 'hash', 'no signature')).toBe(false);
    expect(verifyHash(key.publicKey, 'hash', '')).toBe(false);
  });

  it.each([0, 31, 33, 64])('are false by a key of %i bytes, be the signature as long as it should', (length) => {
    const cut = Buffer.alloc(length, Buffer.from(key.publicKey, 'base64url')).toString('base64url');
    expect(verifyHash(cut, 'hash', signHash(key.privateKey, 'hash'))).toBe(false);
  });

  it.each([0, 63, 65, 128])('of %i bytes are false, be the key as long as it should', (length) => {
    const cut = Buffer.alloc(length, Buffer.from(signHash(key.privateKey, 'hash'), 'base64url')).toString('base64url');
    expect(verifyHash(key.publicKey, 'hash', cut)).toBe(false);
  });

  it('are false by a key of small order, which one signature would fit whatever the text', () => {
    const nobody = Buffer.alloc(32);
    nobody[0] = 1;
    const [x, sig] = [nobody.toString('base64url'), Buffer.concat([nobody, Buffer.alloc(32)])];
    expect(verifyHash(x, 'any', sig.toString('base64url'))).toBe(false);
  });

  it('cover every field of a document, whatever their order', () => {
    const signed = signDocument({ b: 1, a: ['x'] }, key.privateKey);
    expect(verifyDocument({ a: ['x'], sig: signed.sig, b: 1 }, key.publicKey)).toBe(true);
    expect(verifyDocument({ ...signed, b: 2 }, key.publicKey)).toBe(false);
    expect(verifyDocument({ ...signed, c: 1 }, key.publicKey)).toBe(false);
    expect(verifyDocument({ b: 1 }, key.publicKey)).toBe(false);
  });
});

describe('documents of county', () => {
  const hub = makeSigningKey();
  const doc = makeCountyDoc(
    { kind: 'notice', key: 'n1', version: 3, at: '2017-11-09T00:00:00.000Z', data: { text: '通知' } },
    hub.privateKey,
  );

  it('are named by kind, key, version and content', () => {
    expect(doc._id).toMatch(/^notice:n1:3:[a-z2-7]{26}$/);
    expect(checkCountyDoc(doc, hub.publicKey)).toEqual(doc);
  });

  it('count only as the hub signed them', () => {
    expect(checkCountyDoc({ ...doc, data: { text: '改过' } }, hub.publicKey)).toBeNull();
    expect(checkCountyDoc({ ...doc, version: 4, _id: doc._id.replace(':3:', ':4:') }, hub.publicKey)).toBeNull();
    expect(checkCountyDoc(doc, makeSigningKey().publicKey)).toBeNull();
    expect(checkCountyDoc({ hello: 1 }, hub.publicKey)).toBeNull();
  });

  it('count under the name that follows from their content alone', () => {
    const hash = doc._id.split(':')[3] ?? '';
    for (const _id of [
      `notice:n2:3:${hash}`,
      `notice:n1:4:${hash}`,
      `notice:n1:3:${'a'.repeat(26)}`,
      `card:n1:3:${hash}`,
    ])
      expect([_id, checkCountyDoc({ ...doc, _id }, hub.publicKey)]).toEqual([_id, null]);
  });

  it('that no text can be made of are none, not an error', () => {
    expect(checkCountyDoc({ ...doc, data: { text: '\ud800' } }, hub.publicKey)).toBeNull();
    expect(verifyDocument({ text: '\ud800', sig: doc.sig }, hub.publicKey)).toBe(false);
    expect(verifyDocument({ number: Number.NaN, sig: doc.sig }, hub.publicKey)).toBe(false);
  });

  it('name the hub as a device by its key', () => {
    expect(hubDeviceId(hub.publicKey)).toMatch(/^[a-z2-7]{16}$/);
    expect(hubDeviceId(hub.publicKey)).toBe(hubDeviceId(hub.publicKey));
  });
});
