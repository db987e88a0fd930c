/**
 * The certificate that shows a key in TLS, signed by that key itself (X.509 v3, RFC 5280). Sites look at the key alone; the names are for
 * browsers.
 */
import { type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';
import { createRequire } from 'node:module';
import net from 'node:net';
import { spkiOf } from '../../store/trust/tls-key.ts';

// Loaded when a certificate is made, which a hub does once in its life or when it gets a name: it takes 50 ms and 15 MB (docs/HUB.md).
const require = createRequire(import.meta.url);
const asn1 = () => ({
  ...(require('@peculiar/asn1-schema') as typeof import('@peculiar/asn1-schema')),
  ...(require('@peculiar/asn1-x509') as typeof import('@peculiar/asn1-x509')),
});

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
/** From before any clock's wrong date, "no end" in the words of RFC 5280 §4.1.2.5: a date must lock no site out. */
const ALWAYS = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('9999-12-31T23:59:59Z') };
const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '::1'];

/** 64 bits by lot; a serial number is positive and has no leading zero. */
function serialNumber(): Buffer {
  const bytes = randomBytes(8);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/**
 * PEM of a certificate of an ECDSA key pair, for the names of loopback and for `name`, a host name or an IP address as URLs write it. Its subject is
 * another for each key: a person who holds the certificates of two hubs tells them apart by it.
 */
export function selfSigned(publicKey: KeyObject, privateKey: KeyObject, name: string | null): string {
  const x509 = asn1();
  const serial = serialNumber();
  const value = new x509.AttributeValue({ utf8String: `bianmin hub ${serial.toString('hex')}` });
  const commonName = new x509.AttributeTypeAndValue({ type: COMMON_NAME, value });
  const subject = new x509.Name([new x509.RelativeDistinguishedName([commonName])]);
  const names = [...LOOPBACK, ...(name === null ? [] : [name])].map(
    (each) => new x509.GeneralName(net.isIP(each) === 0 ? { dNSName: each } : { iPAddress: each }),
  );
  const signatureAlgorithm = new x509.AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
  const tbsCertificate = new x509.TBSCertificate({
    version: x509.Version.v3,
    serialNumber: bufferOf(serial),
    signature: signatureAlgorithm,
    issuer: subject,
    validity: new x509.Validity(ALWAYS),
    subject,
    subjectPublicKeyInfo: x509.AsnConvert.parse(spkiOf(publicKey), x509.SubjectPublicKeyInfo),
    extensions: new x509.Extensions([
      new x509.Extension({
        extnID: x509.id_ce_subjectAltName,
        extnValue: new x509.OctetString(x509.AsnConvert.serialize(new x509.SubjectAlternativeName(names))),
      }),
    ]),
  });
  const signature = sign('sha256', Buffer.from(x509.AsnConvert.serialize(tbsCertificate)), privateKey);
  const signed = { tbsCertificate, signatureAlgorithm, signatureValue: bufferOf(signature) };
  return new X509Certificate(Buffer.from(x509.AsnConvert.serialize(new x509.Certificate(signed)))).toString();
}
