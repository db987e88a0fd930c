/** What came down in `county`: documents signed by the hub, kept by kind, key and version (LEDGER §2). A published version never changes. */
import { CertificateSchema, type CountyDoc, COUNTY_KINDS, RevokedDataSchema } from '../../shared/api/device-api.ts';
import type { DeviceId } from '../../shared/base/brands.ts';
import { checkCountyDoc } from '../trust/crypto.ts';
import { saveDeviceKey, trustedHubKey } from '../trust/device-keys.ts';
import { readIdentity } from '../trust/identity.ts';
import type { WrittenDoc } from '../pouch/index.ts';
import type { ReadDb, WriteDb } from '../types.ts';

export type CountyKind = (typeof COUNTY_KINDS)[number];

interface CountyNews {
  /** Ids of documents that are not the hub's or not whole; kept in the database and not used. */
  readonly refused: readonly string[];
  /** True when a device's key became known: unreadable events may be readable now. */
  readonly newKeys: boolean;
  /** Kinds of which something new is here. */
  readonly kinds: ReadonlySet<CountyKind>;
}

function keepNewest(file: WriteDb, document: CountyDoc): boolean {
  return (
    file
      .sql(
        `INSERT INTO county_doc (id, kind, key, version, document) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
      )
      .run(document._id, document.kind, document.key, document.version, JSON.stringify(document)).changes > 0
  );
}

/** Takes in documents of `county` as they were written; inside the write transaction. Never throws on content. */
export function acceptCountyDocs(file: WriteDb, docs: readonly WrittenDoc[]): CountyNews {
  const hubKey = trustedHubKey(readIdentity(file));
  const refused: string[] = [];
  const kinds = new Set<CountyKind>();
  let newKeys = false;
  for (const { id, deleted, doc } of docs) {
    if (id.startsWith('_')) continue;
    const document = deleted || hubKey === null ? null : checkCountyDoc(doc, hubKey);
    if (document === null) {
      refused.push(id);
      continue;
    }
    if (keepNewest(file, document)) kinds.add(document.kind);
    if (document.kind !== 'device') continue;
    const certificate = CertificateSchema.safeParse(document.data);
    if (!certificate.success) refused.push(id);
    else if (saveDeviceKey(file, certificate.data)) newKeys = true;
  }
  return { refused, newKeys, kinds };
}

const NEWEST = `SELECT document FROM county_doc WHERE kind = ? AND key = ? ORDER BY version DESC, id DESC LIMIT 1`;

/** The newest version of one document; null when there is none. */
export function countyDoc(file: ReadDb, kind: CountyKind, key: string): CountyDoc | null {
  const text: unknown = file.sql(NEWEST).pluck().get(kind, key);
  return typeof text === 'string' ? (JSON.parse(text) as CountyDoc) : null;
}

/** The newest version of every document of a kind, by key. */
export function newestCountyDocs(file: ReadDb, kind: CountyKind): CountyDoc[] {
  const keys = file
    .sql('SELECT DISTINCT key FROM county_doc WHERE kind = ? ORDER BY key')
    .pluck()
    .all(kind) as string[];
  return keys.flatMap((key) => countyDoc(file, kind, key) ?? []);
}

/** The highest version kept of a document; 0 when there is none. The hub goes on above it. */
export function highestCountyVersion(file: ReadDb, kind: CountyKind, key: string): number {
  return file
    .sql('SELECT coalesce(max(version), 0) FROM county_doc WHERE kind = ? AND key = ?')
    .pluck()
    .get(kind, key) as number;
}

/** The published revocation of a device; null while it is in use. It comes back from the sites after a restore like everything in `county`. */
export function revocationOf(file: ReadDb, device: DeviceId): { readonly at: string; readonly reason: string } | null {
  const data = RevokedDataSchema.safeParse(countyDoc(file, 'revoked', device)?.data);
  return data.success ? { at: data.data.at, reason: data.data.reason } : null;
}
