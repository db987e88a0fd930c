/** What only shows across rows: the same slip twice, one ID number under two names. */
import type { SlipReasonCode } from './reasons.ts';
import { type SlipRow, withReasons } from './slip-row.ts';

/** Rows of all sheets of a file, in order; the later of two rows that clash asks. */
export function markRepeats(rows: readonly SlipRow[]): SlipRow[] {
  const seen = new Set<string>();
  const nameOf = new Map<string, string>();
  return rows.map((row) => {
    const codes: SlipReasonCode[] = [];
    const person = row.id ?? row.name;
    if (person !== null && row.matter !== null) {
      const key = JSON.stringify([person, row.matter]);
      if (seen.has(key)) codes.push('duplicate');
      seen.add(key);
    }
    if (row.id !== null && row.name !== null) {
      const before = nameOf.get(row.id);
      if (before !== undefined && before !== row.name) codes.push('id-other-name');
      nameOf.set(row.id, before ?? row.name);
    }
    return withReasons(row, codes);
  });
}
