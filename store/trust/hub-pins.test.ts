import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { COUNTY_DATABASE, type TlsKeyData } from '../../shared/api/device-api.ts';
import { tlsFixture } from '../../test/hub/tls-fixtures.ts';
import { makeCountyDoc } from './crypto.ts';
import { isTrustedPin, sawPin } from './hub-pins.ts';
import { type TempSite, tempSite } from '../testing/temp-site.ts';
import { announcedNext, announceNext } from './tls-key.ts';

const ec = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
/** Every kind of key announces the next. */
const [first, second, third, stranger] = [
  createPrivateKey(tlsFixture('expired-rsa').key),
  createPrivateKey(tlsFixture('ed25519').key),
  ec(),
  ec(),
] as const;
const pinOf = (key: KeyObject) => announcedNext(announceNext(key, '0'.repeat(64)))?.by ?? '';

let site: TempSite;
let version = 0;
beforeEach(() => {
  site = tempSite();
  sawPin(site.file, pinOf(first));
});
afterEach(() => site.remove());

function publish(data: TlsKeyData, hub = site.hub): void {
  version += 1;
  const news = { kind: 'tlskey' as const, key: 'main', version, at: '2026-11-20T00:00:00.000Z', data };
  site.file.store.putFirst(COUNTY_DATABASE, [makeCountyDoc(news, hub.privateKey)]);
}
const trusted = () => [first, second, third, stranger].map((key) => isTrustedPin(site.file, pinOf(key)));

it('the pinned key is trusted, and the announced one beside it, until the new one was seen', () => {
  expect(trusted()).toEqual([true, false, false, false]);
  publish(announceNext(first, pinOf(second)));
  expect(trusted()).toEqual([true, true, false, false]);
  sawPin(site.file, pinOf(second));
  expect(trusted()).toEqual([false, true, false, false]);
});

it('a site that was away for two changes follows them one by one', () => {
  publish(announceNext(first, pinOf(second)));
  publish(announceNext(second, pinOf(third)));
  expect(trusted()).toEqual([true, true, true, false]);
});

it('a later announcement of the same key takes the place of the earlier, and a circle ends', () => {
  publish(announceNext(first, pinOf(stranger)));
  publish(announceNext(first, pinOf(second)));
  publish(announceNext(second, pinOf(first)));
  expect(trusted()).toEqual([true, true, false, false]);
});

it('what another key says, or nobody signed, or another hub published, is no news', () => {
  const good = announceNext(first, pinOf(second));
  publish(announceNext(stranger, pinOf(stranger)));
  publish({ ...announceNext(stranger, pinOf(third)), key: good.key });
  publish({ ...good, next: pinOf(stranger) });
  publish({ ...good, sig: 'A'.repeat(good.sig.length) });
  publish({ ...good, key: 'A'.repeat(120) });
  publish({ ...good, sig: '' });
  publish(good, { ...site.hub, privateKey: tempHubKey() });
  expect(trusted()).toEqual([true, false, false, false]);
});

function tempHubKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url');
}

it('a site that knows no key trusts none', () => {
  sawPin(site.file, '');
  publish(announceNext(first, pinOf(second)));
  expect(trusted()).toEqual([false, false, false, false]);
  expect(isTrustedPin(site.file, '')).toBe(false);
});
