/**
 * Whether a request is meant for this hub, by the name it asks for. A page of another site can make its own name point here, but not make its
 * requests carry one of these.
 */
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

export interface OwnNames {
  /** What the hub shows in TLS now. */
  readonly certificate: X509Certificate;
  /** The public name's host; null where the county set none. */
  readonly name: string | null;
}

/** Over TLS: an address, which can't be made to point elsewhere, a name of loopback, the public one, or one of the certificate. */
function isOwnHost(host: string, { certificate, name: own }: OwnNames): boolean {
  const name = nameOf(host);
  if (name === null) return false;
  if (net.isIP(name) !== 0 || LOOPBACK.includes(name) || name === own) return true;
  return certificate.checkHost(name) !== undefined;
}

/** Returns whether a request is meant for this hub, by the name it was sent to. */
export const isMeantForUs = ({ headers: { host = '' }, socket }: IncomingMessage, names: OwnNames): boolean =>
  socket instanceof TLSSocket ? isOwnHost(host, names) : isLoopbackHost(host);

/** What a person reads when the browser asked by another name: what answers here, by which address it is opened, what to set for that name. */
export function foreignHostSentence({ headers: { host = '' }, socket }: IncomingMessage, address: string): string {
  const name = nameOf(host);
  const called = name === null ? '地址里的名字' : `地址里的名字“${name}”`;
  const open = `这里是便民通县级服务，${called}不是它的，为防冒名网页没有打开。请用 ${address}/county/ 打开`;
  if (!(socket instanceof TLSSocket)) return `${open}；这个端口只供县级服务本机使用。`;
  return `${open}；要用这个名字，请管理员把 BIANMIN_HUB_NAME 设为它，再重启县级服务。`;
}
