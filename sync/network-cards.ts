/** The machine's network cards, as far as the system tells. The one place that asks it. */
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

export type NetworkCards = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** Addresses by card; none where the system does not tell, as a service may be kept from asking (no netlink). `ask` is the system's call. */
export function networkCards(ask: () => NetworkCards = networkInterfaces): NetworkCards {
  try {
    return ask();
  } catch {
    return {};
  }
}
