/** Which TLS key the hub answers with: the county's own where two files are named, else the one kept in the encrypted file. */
import { getSetting, setSetting } from '../../store/settings.ts';
import type { DataFile } from '../../store/types.ts';
import { makeTlsKey, readTlsFiles, type TlsFiles, type TlsKey } from './tls-key.ts';

const PRESENT = 'hub-tls';

function kept(file: DataFile, name: string): TlsKey | null {
  const text = getSetting(file, name);
  return text === null ? null : (JSON.parse(text) as TlsKey);
}

/** The key of this start; one is made at the first. Throws ApiError for files that are no pair. */
export function presentKey(file: DataFile, own: TlsFiles | null): TlsKey {
  if (own !== null) return readTlsFiles(own);
  const known = kept(file, PRESENT);
  if (known !== null) return known;
  const made = makeTlsKey();
  setSetting(file, PRESENT, JSON.stringify(made));
  return made;
}
