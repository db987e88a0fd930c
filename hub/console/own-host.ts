/** Is a request meant for this hub? A page of another site can make a name point here; it cannot make its requests carry one of these. */
import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import net from 'node:net';
import { TLSSocket } from 'node:tls';

const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/i;
const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '::1'];

function nameOf(host: string): string | null {
  return (
    HOST.exec(host)?.[1]
      ?.replace(/^\[|\]$/g, '')
      .toLowerCase() ?? null
  );
}

/** Over plain HTTP, on loopback: its names alone. */
function isLoopbackHost(host: string): boolean {
  const name = nameOf(host);
  return name !== null && LOOPBACK.includes(name);
}

/** Over TLS: an address, which nobody can make point elsewhere, a name of loopback, or one of the certificate. */
function isOwnHost(host: string, certificate: X509Certificate): boolean {
  const name = nameOf(host);
  if (name === null) return false;
  return net.isIP(name) !== 0 || LOOPBACK.includes(name) || certificate.checkHost(name) !== undefined;
}

/** By the name it was sent to. `certificate` is what the hub shows in TLS now. */
export const isMeantForUs = (
  { headers: { host = '' }, socket }: IncomingMessage,
  certificate: X509Certificate,
): boolean => (socket instanceof TLSSocket ? isOwnHost(host, certificate) : isLoopbackHost(host));
