/** The addresses by which sites reach a hub that listens on one address, or on all of its machine. */
import { type NetworkCards, networkCards } from '../../sync/network-cards.ts';
import type { PublicName } from './public-name.ts';

const LOOPBACK: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '127.0.0.1' };

const origin = (host: string, port: number) => `https://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** On the hub's own machine. */
export const ownAddress = (host: string, port: number): string => origin(LOOPBACK[host] ?? host, port);

/** Returns whether only this machine can connect to the host. */
export const isLoopbackHost = (host: string): boolean => /^127\.|^localhost$|^\[?::1\]?$/.test(host);

/** Those of IPv4 first. */
function reachable(host: string, cards: NetworkCards): readonly string[] {
  return Object.values(cards)
    .flatMap((each) => each ?? [])
    .filter(({ internal, family, scopeid }) => !internal && (family === 'IPv4' || (host === '::' && !scopeid)))
    .sort((one, other) => Number(one.family !== 'IPv4') - Number(other.family !== 'IPv4'))
    .map(({ address }) => address);
}

/**
 * For the sites, best first: the public name alone where there is one; the machine's own address where it has no network or does not tell.
 * `interfaces` is the system's call.
 */
export function siteAddresses(
  { host, port, name }: { readonly host: string; readonly port: number; readonly name: PublicName | null },
  interfaces?: () => NetworkCards,
): readonly string[] {
  if (name !== null) return [origin(name.host, name.port ?? port)];
  if (LOOPBACK[host] === undefined) return [origin(host, port)];
  const found = reachable(host, networkCards(interfaces)).map((address) => origin(address, port));
  return found.length === 0 ? [ownAddress(host, port)] : found;
}
