import { expect, it } from 'vitest';
import { ownAddress, siteAddresses } from './addresses.ts';
import type { NetworkCards } from '../../sync/network-cards.ts';
import { parsePublicName, type PublicName } from './public-name.ts';

const of = (address: string, family: 'IPv4' | 'IPv6', more: object = {}) =>
  ({ address, family, internal: false, scopeid: 0, netmask: '', mac: '', cidr: null, ...more }) as never;
const machine: NetworkCards = {
  lo: [of('127.0.0.1', 'IPv4', { internal: true })],
  eth0: [of('fe80::1', 'IPv6', { scopeid: 2 }), of('2001:db8::5', 'IPv6'), of('10.1.2.3', 'IPv4')],
  gone: undefined,
};
const told = (host: string, port: number, interfaces = (): NetworkCards => machine, name: PublicName | null = null) =>
  siteAddresses({ host, port, name }, interfaces);

it('a hub on one address is reached there', () => {
  expect([told('10.1.2.3', 5980), ownAddress('10.1.2.3', 5980)]).toEqual([
    ['https://10.1.2.3:5980'],
    'https://10.1.2.3:5980',
  ]);
  expect(ownAddress('::1', 5980)).toBe('https://[::1]:5980');
});

it('a hub on all addresses is reached at each that others can use, and from its own machine by loopback', () => {
  expect(told('0.0.0.0', 1)).toEqual(['https://10.1.2.3:1']);
  expect(told('::', 1)).toEqual(['https://10.1.2.3:1', 'https://[2001:db8::5]:1']);
  expect(told('::', 1, () => ({}))).toEqual(['https://127.0.0.1:1']);
  expect(ownAddress('::', 1)).toBe('https://127.0.0.1:1');
});

it('a system that does not tell its addresses leaves the machine’s own', () => {
  const silent = () => {
    throw new Error('uv_interface_addresses');
  };
  expect(told('0.0.0.0', 1, silent)).toEqual(['https://127.0.0.1:1']);
  expect(told('10.1.2.3', 1, silent)).toEqual(['https://10.1.2.3:1']);
});

it('a public name stands before every address of the machine, with its own port or the hub’s', () => {
  const name = (text: string) => told('0.0.0.0', 5980, undefined, parsePublicName(text));
  expect(name('Hub.Example.gov.cn')).toEqual(['https://hub.example.gov.cn:5980']);
  expect(name(' hub.example:8443 ')).toEqual(['https://hub.example:8443']);
  expect(name('203.0.113.7:443')).toEqual(['https://203.0.113.7:443']);
  expect(name('[2001:db8::7]')).toEqual(['https://[2001:db8::7]:5980']);
  expect(name('政务.example.')).toEqual(['https://xn--zfr164b.example:5980']);
});

it.each([
  '',
  ' ',
  'https://hub.example',
  'hub.example/county',
  'user@hub.example',
  'hub.example:0',
  'hub.example:65536',
  'hub.example:',
  'hub..example',
  '-hub.example',
  'hub_1.example',
  '0.0.0.0',
  '[::]',
  '10.1',
  '0x7f.1',
  '1.2.3.4.5',
  '2001:db8::7',
  'hub example',
  'hub.example,other.example',
  '*.example',
  `${'a'.repeat(64)}.example`,
])('%j is no public name', (text) => expect(parsePublicName(text)).toBeNull());
