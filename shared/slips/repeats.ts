/** What only shows across rows: the same slip twice, one ID number under two names. */
import type { SlipReasonCode } from './reasons.ts';
import { type SlipRow, withReasons } from './slip-row.ts';

/** The number that tells the person: an old 15-digit number and its 18-digit form are one. */
const numberOf = (row: SlipRow): string | null => row.idSuggestion ?? row.id;

/** Slips of one matter seen so far. */
class Seen {
  private readonly numbers = new Set<string>();
  /** Names, and those among them that came without a number. */
  private readonly names = new Set<string>();
  private readonly unnumbered = new Set<string>();

  /** Returns whether this person has been seen. Where one of two rows has no number, an equal name is enough to ask. */
  has(name: string | null, number: string | null): boolean {
    if (number !== null && this.numbers.has(number)) return true;
    return name !== null && (number === null ? this.names.has(name) : this.unnumbered.has(name));
  }

  add(name: string | null, number: string | null): void {
    if (number !== null) this.numbers.add(number);
    if (name === null) return;
    this.names.add(name);
    if (number === null) this.unnumbered.add(name);
  }
}

/** Rows of all sheets of a file, in order; the later of two rows that clash asks. */
export function markRepeats(rows: readonly SlipRow[]): SlipRow[] {
  const seen = new Map<string, Seen>();
  const nameOf = new Map<string, string>();
  return rows.map((row) => {
    const codes: SlipReasonCode[] = [];
    const number = numberOf(row);
    if (row.matter !== null) {
      const before = seen.get(row.matter) ?? new Seen();
      seen.set(row.matter, before);
      if (before.has(row.name, number)) codes.push('duplicate');
      before.add(row.name, number);
    }
    if (number !== null && row.name !== null) {
      const other = nameOf.get(number);
      if (other !== undefined && other !== row.name) codes.push('id-other-name');
      nameOf.set(number, other ?? row.name);
    }
    return withReasons(row, codes);
  });
}
