/** The ID cell of a slip: what is kept, and what a person must look at. Nothing is corrected. */
import type { LocalDate } from '../base/brands.ts';
import { PERSON_FIELDS } from '../person/person-fields.ts';
import { type Cell, cellText, unreadableReason } from './cells.ts';
import type { SlipReasonCode } from './reasons.ts';

export interface IdReading {
  /** The number as kept; null when there is none or its digits are lost. */
  readonly id: string | null;
  readonly problems: readonly SlipReasonCode[];
  /** A number that would check, to be confirmed by a person. */
  readonly suggestion: string | null;
}

/** A double keeps 15 digits for certain; of longer numbers Excel has thrown the last digits away. */
const CERTAIN_BELOW = 1e15;

const nothing = (problem: SlipReasonCode): IdReading => ({ id: null, problems: [problem], suggestion: null });

/** Reads the ID cell. `today` is the day the slip was handed in: a birth after it is impossible. Never throws. */
export function readSlipId(cell: Cell, today: LocalDate): IdReading {
  const closed = unreadableReason(cell);
  if (closed !== null) return nothing(closed);
  if (cell.kind === 'number' && Math.abs(cell.value) >= CERTAIN_BELOW) return nothing('id-lost-digits');
  const { value, refused, doubts, suggestion } = PERSON_FIELDS.idNumber.read(cellText(cell), {
    today,
    isVillage: () => true,
  });
  if (refused?.code === 'id-two') return nothing('id-two');
  const codes = [...(refused === null ? [] : [refused]), ...doubts].map(({ code }) => code);
  // A village's people come from everywhere: the number's place is no reason to ask.
  return { id: value, problems: codes.filter((code) => code !== 'id-address'), suggestion };
}
