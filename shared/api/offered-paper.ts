/** A paper that need not be handed in again. */
import type { CaseNo, EventId, LocalDate } from '../base/brands.ts';

export interface OfferedPaper {
  /** As the matter that is registered calls it. */
  readonly name: string;
  /** The earlier case, and the day on which the paper was handed in first. */
  readonly case: EventId;
  readonly number: CaseNo;
  readonly matterName: string;
  readonly on: LocalDate;
  /** Calendar days since. */
  readonly days: number;
  /** The last day on which it may be used again. */
  readonly until: LocalDate;
}
