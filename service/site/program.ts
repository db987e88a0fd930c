/** What this program is: its version, and the day on which it was put together, as shipped with it in package.json. */
import manifest from '../../package.json' with { type: 'json' };

export const PROGRAM_VERSION: string = manifest.version;

/**
 * The beginning of that day in China, ms UTC: a clock before that is wrong (LEDGER §4). A day that is written down is the same on every machine
 * and inside every archive; the times of files are those of a clone, by a clock that may have run ahead.
 */
export const programBuilt = (): number => Date.parse(`${manifest.released}T00:00:00+08:00`);
