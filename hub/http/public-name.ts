/** The name by which sites reach a hub behind another machine's address (NAT, a container), as the county sets it. */
import net from 'node:net';

export interface PublicName {
  /** A host name in its ASCII form, or an IP address without brackets. */
  readonly host: string;
  /** null: the port that the hub listens on. */
  readonly port: number | null;
}

const PARTS = /^(\[[0-9a-f:.]+\]|[^\s:/?#@[\]\\%]+?)\.?(?::(\d{1,5}))?$/i;
const HOST_NAME = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const ANY_ADDRESS: readonly string[] = ['0.0.0.0', '::'];

/** `hub.example.gov.cn`, `hub.example.gov.cn:8443` or an IP address; null for anything else. */
export function parsePublicName(text: string): PublicName | null {
  const [, given = '', digits] = PARTS.exec(text.trim()) ?? [];
  if (given === '' || !URL.canParse(`https://${given}`)) return null;
  const host = new URL(`https://${given}`).hostname.replace(/^\[|\]$/g, '');
  const port = digits === undefined ? null : Number(digits);
  if (port !== null && (port < 1 || port > 65_535)) return null;
  // What looks like an address and is none ("10.1", "0x7f.1") is a slip of the pen, not a name.
  const isAddress = net.isIP(host) !== 0;
  if (isAddress && !given.startsWith('[') && given !== host) return null;
  if (ANY_ADDRESS.includes(host) || (!isAddress && !HOST_NAME.test(host))) return null;
  return { host, port };
}
