/** What the rows of a case for the national case tables are made of. */
import type { PlaceCode, StaffId } from '../base/brands.ts';
import type { CaseFold, FoldRemark, FoldStep } from '../case/case-types.ts';
import type { Deadlines } from '../case/deadline.ts';
import { eventLines } from '../case/event-lines.ts';
import type { LineContext } from '../case/lines.ts';
import type { LedgerEvent } from '../event/event.ts';
import type { Matter } from '../matter/catalogue.ts';

/** The reference data in force. */
interface PlatformContext extends LineContext {
  readonly matter: (code: string) => Matter | undefined;
  readonly staffName: (place: PlaceCode, staff: StaffId) => string | null;
}

/** A case with its days. */
export interface CaseSource {
  readonly fold: CaseFold;
  readonly days: Deadlines;
  /** The centre that received it. */
  readonly centre: PlaceCode;
  readonly event: (id: string) => LedgerEvent | undefined;
  readonly context: PlatformContext;
}

/** A row that is made of one event of a case. */
export interface EventSource extends CaseSource {
  readonly step: FoldStep | FoldRemark;
  readonly data: Readonly<Record<string, unknown>>;
  /** The how-manieth of its table in the case, from 1. */
  readonly nth: number;
}

export const effectiveSteps = ({ fold }: CaseSource): readonly FoldStep[] =>
  fold.steps.filter(({ effect }) => effect === 'effective');
export const effectiveRemarks = ({ fold }: CaseSource): readonly FoldRemark[] =>
  fold.remarks.filter(({ effect }) => effect === 'effective');

export const textOf = (data: Readonly<Record<string, unknown>>, key: string): string | null =>
  typeof data[key] === 'string' && data[key] !== '' ? data[key] : null;

export const whoDid = ({ context, step: { by } }: EventSource): string =>
  context.staffName(by.place, by.staff) ?? by.staff;

/** What the event says, but for the fields that have a column of their own, in one text. */
export const explained = ({ step, data, context }: EventSource): string | null =>
  eventLines(step.type, data, context)
    .map(({ label, value }) => `${label}：${value}`)
    .join('；') || null;
