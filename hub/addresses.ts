/** The addresses by which sites reach a hub that listens on one address, or on all of its machine. */
import type { NetworkInterfaceInfo } from 'node:os';

export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

const LOOPBACK: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '127.0.0.1' };

const origin = (host: string, port: number) => `https://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** On the hub's own machine. */
export const ownAddress = (host: string, port: number): string => origin(LOOPBACK[host] ?? host, port);

/** For the sites, those of IPv4 first; the machine's own where it has no network. */
export function siteAddresses(host: string, port: number, interfaces: Interfaces): readonly string[] {
  if (LOOPBACK[host] === undefined) return [origin(host, port)];
  const reachable = Object.values(interfaces)
    .flatMap((each) => each ?? [])
    .filter(({ internal, family, scopeid }) => !internal && (family === 'IPv4' || (host === '::' && !scopeid)))
    .sort((one, other) => Number(one.family !== 'IPv4') - Number(other.family !== 'IPv4'))
    .map(({ address }) => origin(address, port));
  return reachable.length === 0 ? [ownAddress(host, port)] : reachable;
}
