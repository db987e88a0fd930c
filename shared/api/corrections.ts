/** What the page of a case may put right (docs/CASES.md). */
import type { EventId } from '../base/brands.ts';
import type { StepType } from '../case/steps/index.ts';

/** What may be put right of a case by its reader. */
export interface Corrections {
  readonly matter: boolean;
  /** The step that may be taken back. */
  readonly undo: { readonly step: EventId; readonly label: string } | null;
  /** What steps say now, by their ids: those that the reader may put right. */
  readonly steps: Readonly<Record<EventId, CorrectableStep>>;
}

export interface CorrectableStep {
  readonly type: StepType;
  readonly isFirst: boolean;
  /** By the names of the rows of its form (shared/case/correctable.ts). */
  readonly values: Readonly<Record<string, unknown>>;
}
