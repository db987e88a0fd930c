/** The ID cell of a slip: what is kept, and what a person must look at. Nothing is corrected. */
import type { LocalDate } from '../base/brands.ts';
import { type Applicant, RESIDENT } from '../person/applicant.ts';
import { kindOfNumber, recognisedPaper } from '../person/paper-number.ts';
import { PERSON_FIELDS } from '../person/person-fields.ts';
import { type Cell, cellText, unreadableReason } from './cells.ts';
import type { SlipReasonCode } from './reasons.ts';

export interface IdReading {
  /** The number as kept; null when there is none or its digits are lost. */
  readonly id: string | null;
  /** Whose number it is, and of what kind of applicant, as the number itself tells. */
  readonly of: Applicant;
  readonly problems: readonly SlipReasonCode[];
  /** A number that would check, to be confirmed by a person. */
  readonly suggestion: string | null;
}

/** A double keeps 15 digits for certain; of longer numbers Excel has thrown the last digits away. */
const CERTAIN_BELOW = 1e15;

export const noNumber = (problem: SlipReasonCode): IdReading => ({
  id: null,
  of: RESIDENT,
  problems: [problem],
  suggestion: null,
});

/** Reads the ID cell. `today` is the day the slip was handed in: a birth after it is impossible. Never throws. */
export function readSlipId(cell: Cell, today: LocalDate): IdReading {
  const closed = unreadableReason(cell);
  if (closed !== null) return noNumber(closed);
  if (cell.kind === 'number' && Math.abs(cell.value) >= CERTAIN_BELOW) return noNumber('id-lost-digits');
  const text = cellText(cell);
  const paper = recognisedPaper(text);
  const of = paper === null ? RESIDENT : { kind: kindOfNumber(paper, text), paper };
  const { value, refused, doubts, suggestion } = PERSON_FIELDS.idNumber.read(text, {
    today,
    isVillage: () => true,
    of,
  });
  if (refused?.code === 'id-two') return noNumber('id-two');
  const codes: SlipReasonCode[] = [...(refused === null ? [] : [refused]), ...doubts].map(({ code }) => code);
  if (paper !== null) codes.push('id-other-paper');
  // A village's people come from everywhere: the number's place is no reason to ask.
  return { id: value, of, problems: codes.filter((code) => code !== 'id-address'), suggestion };
}
