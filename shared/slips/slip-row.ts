/** One row of a sheet as a slip: what is kept of it and whether it is taken, asked about or refused. */
import type { PlainField, SlipField } from './slip-fields.ts';
import type { LocalDate, MatterCode, PlaceCode } from '../base/brands.ts';
import type { ApplicantKind, Paper } from '../person/applicant.ts';
import { REFUSING, type SlipReason, type SlipReasonCode, slipReason } from './reasons.ts';

export type Verdict = 'take' | 'ask' | 'refuse';

export interface SlipRow extends Readonly<Record<PlainField, string | null>> {
  readonly sheet: string;
  /** The sheet's own row number, from 1. */
  readonly row: number;
  readonly name: string | null;
  /** As kept: in plain spelling, also when it does not check; null when missing or lost. */
  readonly id: string | null;
  /** Whose number it is, where the number tells by itself that it is no resident ID. */
  readonly paper: Paper;
  readonly applicantKind: ApplicantKind;
  readonly matter: MatterCode | null;
  readonly date: LocalDate | null;
  readonly verdict: Verdict;
  /** Empty for a row that is taken. A refused row lists what it would be asked as well. */
  readonly reasons: readonly SlipReason[];
  readonly phone: string | null;
  /** The village the row or the sheet names, where that is plain. */
  readonly village: PlaceCode | null;
  /** The day the sheet was handed in, where it says so. */
  readonly handIn: LocalDate | null;
  /** Matters to choose from when the cell does not decide one. */
  readonly candidates: readonly MatterCode[];
  /** An ID number that would check, to be confirmed. */
  readonly idSuggestion: string | null;
  /** What else a cell may mean, by its field, to be chosen by a person. */
  readonly offers: Partial<Readonly<Record<SlipField, readonly string[]>>>;
  /** Every cell as it was written, with its heading and the field it was read as, so that nothing is lost. */
  readonly raw: readonly { readonly heading: string; readonly text: string; readonly field: SlipField | null }[];
}

/** Refuse wins over ask, ask over take. */
export function verdictOf(codes: Iterable<SlipReasonCode>): Verdict {
  let verdict: Verdict = 'take';
  for (const code of codes) {
    if (REFUSING.has(code)) return 'refuse';
    verdict = 'ask';
  }
  return verdict;
}

/** The row with further reasons and the verdict that follows from all of them. */
export function withReasons(row: SlipRow, codes: readonly SlipReasonCode[]): SlipRow {
  if (codes.length === 0) return row;
  const all = new Set([...row.reasons.map((reason) => reason.code), ...codes]);
  return { ...row, reasons: Array.from(all, slipReason), verdict: verdictOf(all) };
}
