import { expect, it } from 'vitest';
import { ownAddress, siteAddresses, type Interfaces } from './addresses.ts';

const of = (address: string, family: 'IPv4' | 'IPv6', more: object = {}) =>
  ({ address, family, internal: false, scopeid: 0, netmask: '', mac: '', cidr: null, ...more }) as never;
const machine: Interfaces = {
  lo: [of('127.0.0.1', 'IPv4', { internal: true })],
  eth0: [of('fe80::1', 'IPv6', { scopeid: 2 }), of('2001:db8::5', 'IPv6'), of('10.1.2.3', 'IPv4')],
  gone: undefined,
};

it('a hub on one address is reached there', () => {
  expect([siteAddresses('10.1.2.3', 5980, machine), ownAddress('10.1.2.3', 5980)]).toEqual([
    ['https://10.1.2.3:5980'],
    'https://10.1.2.3:5980',
  ]);
  expect(ownAddress('::1', 5980)).toBe('https://[::1]:5980');
});

it('a hub on all addresses is reached at each that others can use, and from its own machine by loopback', () => {
  expect(siteAddresses('0.0.0.0', 1, machine)).toEqual(['https://10.1.2.3:1']);
  expect(siteAddresses('::', 1, machine)).toEqual(['https://10.1.2.3:1', 'https://[2001:db8::5]:1']);
  expect(siteAddresses('::', 1, {})).toEqual(['https://127.0.0.1:1']);
  expect(ownAddress('::', 1)).toBe('https://127.0.0.1:1');
});
