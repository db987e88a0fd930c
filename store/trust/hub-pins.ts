/**
 * The TLS keys by which this site knows its hub: the one it saw last, and those that were announced from there on, each by a signature of
 * the key before it. An announcement that another key signed is no news of ours.
 */
import { TlsKeyDataSchema } from '../../shared/api/device-api.ts';
import { announcedNext } from './tls-key.ts';
import { readIdentity, updateHub } from './identity.ts';
import type { ReadDb, WriteDb } from '../types.ts';

/** By the pin of the key that signs: the pin of the key that follows. A later announcement of the same key takes its place. */
function announced(file: ReadDb): ReadonlyMap<string, string> {
  const rows = file
    .sql("SELECT json_extract(document, '$.data') FROM county_doc WHERE kind = 'tlskey' ORDER BY version, id")
    .pluck()
    .all() as string[];
  const next = new Map<string, string>();
  for (const row of rows) {
    const data = TlsKeyDataSchema.safeParse(JSON.parse(row));
    const told = data.success ? announcedNext(data.data) : null;
    if (told !== null) next.set(told.by, told.next);
  }
  return next;
}

/** Returns whether this key may speak for the hub. */
export function isTrustedPin(file: ReadDb, pin: string): boolean {
  const next = announced(file);
  const seen = new Set<string>();
  let known = readIdentity(file)?.hub?.pin;
  while (known !== undefined && known !== '' && !seen.has(known)) {
    if (known === pin) return true;
    seen.add(known);
    known = next.get(known);
  }
  return false;
}

/** The hub answered by this key: those before it are not accepted any more. */
export function sawPin(file: WriteDb, pin: string): void {
  if (readIdentity(file)?.hub?.pin !== pin) updateHub(file, { pin });
}
