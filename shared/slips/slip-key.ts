/** The natural key of a slip, so that importing the same file twice changes nothing. */
import type { LocalDate, MatterCode, PlaceCode } from '../base/brands.ts';

export interface SlipKeyParts {
  readonly place: PlaceCode;
  readonly name: string | null;
  readonly id: string | null;
  readonly matter: MatterCode | null;
  readonly date: LocalDate | null;
  /** 1 for the first of several rows that are equal in all of the above, 2 for the second … */
  readonly ordinal: number;
}

/** Longest key that an event keeps. */
export const SLIP_KEY_LENGTH = 200;

/** What a row has in place of a name or a number is put right later; its key remains. Nothing in it becomes longer as JSON. */
const plain = (text: string | null, most: number): string =>
  (text ?? '')
    .replace(/[^\p{L}\p{N} ·]/gu, '')
    .slice(0, most)
    .toWellFormed();

/** Canonical text of the key: place, person, matter, slip date, n-th equal row. Holds personal data: for events and the store only. */
export function slipKey(parts: SlipKeyParts): string {
  const { place, name, id, matter, date, ordinal } = parts;
  const keyOf = (person: readonly string[]) => JSON.stringify([place, ...person, matter ?? '', date ?? '', ordinal]);
  const key = keyOf([name ?? '', id ?? '']);
  return key.length <= SLIP_KEY_LENGTH ? key : keyOf([plain(name, 50), plain(id, 30)]);
}

/** Keys of rows in their order; equal rows are counted. */
export function slipKeys(place: PlaceCode, rows: readonly Omit<SlipKeyParts, 'place' | 'ordinal'>[]): string[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const base = slipKey({ place, ...row, ordinal: 0 });
    const ordinal = (seen.get(base) ?? 0) + 1;
    seen.set(base, ordinal);
    return slipKey({ place, name: row.name, id: row.id, matter: row.matter, date: row.date, ordinal });
  });
}
