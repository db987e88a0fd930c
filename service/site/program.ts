/** What this program is: its version, and when it was put together. */
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import manifest from '../../package.json' with { type: 'json' };

export const PROGRAM_VERSION: string = manifest.version;

/** When the program's files were written, ms UTC: a clock before that is wrong (LEDGER §4). 0 where nobody can tell. */
export function programBuilt(): number {
  try {
    return statSync(fileURLToPath(new URL('../../package.json', import.meta.url))).mtimeMs;
  } catch {
    return 0;
  }
}
