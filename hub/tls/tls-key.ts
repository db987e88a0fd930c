/** The hub's TLS key with its certificate: made here, or the county's own from two PEM files. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';
import { ApiError } from '../../shared/api/errors.ts';
import { pinOfCertificate } from '../../store/trust/tls-key.ts';
import { selfSigned } from './self-signed.ts';

export interface TlsKey {
  /** PEM, with the chain behind it where there is one. */
  readonly certificate: string;
  /** PEM, PKCS#8 or as its maker wrote it; never encrypted. */
  readonly key: string;
}

export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
}

/** A new ECDSA key on P-256: small on the wire, and known to every TLS program. `name`: by which browsers may reach it besides loopback. */
export function makeTlsKey(name: string | null = null): TlsKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    certificate: selfSigned(publicKey, privateKey, name),
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
  };
}

function coversName(certificate: X509Certificate, name: string): boolean {
  return (net.isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;
}

/** The same key, its certificate made anew where it lacks the name. Sites know the key alone, so nothing changes for them. */
export function withName({ certificate, key }: TlsKey, name: string | null): TlsKey {
  if (name === null || coversName(new X509Certificate(certificate), name)) return { certificate, key };
  const secret = createPrivateKey(key);
  return { certificate: selfSigned(createPublicKey(secret), secret, name), key };
}

export const certificateOf = ({ certificate }: TlsKey): X509Certificate => new X509Certificate(certificate);
export const pinOfTlsKey = (key: TlsKey): string => pinOfCertificate(certificateOf(key));

const wrong = (message: string) => new ApiError('bad-input', message);

function readPem(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw wrong(`读不到 TLS ${what}文件 ${file}，请检查路径和权限`);
  }
}

function parse<T>(work: () => T, message: string): T {
  try {
    return work();
  } catch {
    throw wrong(message);
  }
}

const KINDS = ['rsa', 'ec', 'ed25519'];
const SHORTEST_RSA = 2048;

function isStrong({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  if (!KINDS.includes(asymmetricKeyType ?? '')) return false;
  return asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) >= SHORTEST_RSA;
}

/** Reads the county's own pair. Throws ApiError with what is wrong with it; the key's text is in no message. */
export function readTlsFiles(files: TlsFiles): TlsKey {
  const certificate = readPem(files.certificate, '证书');
  const key = readPem(files.key, '私钥');
  const shown = parse(() => new X509Certificate(certificate), `${files.certificate} 不是 PEM 格式的证书`);
  const secret = parse(() => createPrivateKey(key), `${files.key} 不是 PEM 格式的私钥，或者带有口令（请去掉口令）`);
  if (!shown.checkPrivateKey(secret)) throw wrong(`证书 ${files.certificate} 和私钥 ${files.key} 不是一对`);
  if (!isStrong(secret)) throw wrong(`私钥 ${files.key} 应为 RSA（2048 位以上）、ECDSA 或 Ed25519`);
  parse(() => tls.createSecureContext({ cert: certificate, key }), `TLS 不能使用证书 ${files.certificate}`);
  return { certificate, key };
}
