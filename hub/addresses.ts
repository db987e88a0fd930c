/** The addresses by which sites reach a hub that listens on one address, or on all of its machine. */
import type { NetworkInterfaceInfo } from 'node:os';
import type { PublicName } from './public-name.ts';

export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

const LOOPBACK: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '127.0.0.1' };

const origin = (host: string, port: number) => `https://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** On the hub's own machine. */
export const ownAddress = (host: string, port: number): string => origin(LOOPBACK[host] ?? host, port);

/** Does nobody but this machine come in by it? */
export const isLoopbackHost = (host: string): boolean => /^127\.|^localhost$|^\[?::1\]?$/.test(host);

/** Those of IPv4 first. A system that does not tell (a service may be kept from asking) knows none. */
function reachable(host: string, interfaces: () => Interfaces): readonly string[] {
  try {
    return Object.values(interfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, family, scopeid }) => !internal && (family === 'IPv4' || (host === '::' && !scopeid)))
      .sort((one, other) => Number(one.family !== 'IPv4') - Number(other.family !== 'IPv4'))
      .map(({ address }) => address);
  } catch {
    return [];
  }
}

/** For the sites, best first: the public name alone where there is one; the machine's own address where it has no network. */
export function siteAddresses(
  { host, port, name }: { readonly host: string; readonly port: number; readonly name: PublicName | null },
  interfaces: () => Interfaces,
): readonly string[] {
  if (name !== null) return [origin(name.host, name.port ?? port)];
  if (LOOPBACK[host] === undefined) return [origin(host, port)];
  const found = reachable(host, interfaces).map((address) => origin(address, port));
  return found.length === 0 ? [ownAddress(host, port)] : found;
}
