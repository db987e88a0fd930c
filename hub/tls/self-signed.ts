/**
 * The certificate that shows a key in TLS, signed by that key itself (X.509 v3, RFC 5280). Sites look at the key alone; the names are for
 * browsers. It is written here in DER, as a program that makes one fixed kind needs no library for all.
 */
import { type KeyObject, randomBytes, sign } from 'node:crypto';
import net from 'node:net';
import { spkiOf } from '../../store/trust/tls-key.ts';

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const size = body.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
const text = (tag: number, value: string) => der(tag, Buffer.from(value, 'utf8'));
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));

const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'));
/** A name of its own for each key: a person who holds the certificates of two hubs tells them apart by it. */
const commonName = (serial: Buffer) =>
  sequence(der(0x31, sequence(oid('550403'), text(0x0c, `bianmin hub ${serial.toString('hex')}`))));
/** From before any clock's wrong date, "no end" in the words of RFC 5280 §4.1.2.5: a date must lock no site out. */
const ALWAYS = sequence(text(0x17, '200101000000Z'), text(0x18, '99991231235959Z'));
const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '::1'];

/** The 16 bytes of an IPv6 address, by way of the one form that URLs write. */
function ipv6Bytes(address: string): Buffer {
  const [head = '', tail] = new URL(`https://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (part: string | undefined) => (part === undefined || part === '' ? [] : part.split(':'));
  const [first, last] = [groups(head), groups(tail)];
  const middle = Array.from({ length: 8 - first.length - last.length }, () => '0');
  return Buffer.from([...first, ...middle, ...last].map((each) => each.padStart(4, '0')).join(''), 'hex');
}

function generalName(name: string): Buffer {
  const kind = net.isIP(name);
  if (kind === 0) return text(0x82, name);
  return der(0x87, kind === 4 ? Buffer.from(name.split('.').map(Number)) : ipv6Bytes(name));
}

const namesExtension = (names: readonly string[]) =>
  der(0xa3, sequence(sequence(oid('551d11'), der(0x04, sequence(...names.map(generalName))))));
const VERSION_3 = der(0xa0, der(0x02, Buffer.from([2])));

/** 64 bits by lot; a serial number is positive and has no leading zero. */
function serialNumber(): Buffer {
  const bytes = randomBytes(8);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

/** PEM of a certificate of an ECDSA key pair, for the names of loopback and for `name`, a host name or an IP address. */
export function selfSigned(publicKey: KeyObject, privateKey: KeyObject, name: string | null): string {
  const serial = serialNumber();
  const subject = commonName(serial);
  const content = sequence(
    VERSION_3,
    der(0x02, serial),
    ECDSA_WITH_SHA256,
    subject,
    ALWAYS,
    subject,
    spkiOf(publicKey),
    namesExtension([...LOOPBACK, ...(name === null ? [] : [name])]),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, privateKey));
  const lines =
    sequence(content, ECDSA_WITH_SHA256, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
