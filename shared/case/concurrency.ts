/**
 * What two steps mean to each other when neither writer saw the other's (LEDGER §3). One table, symmetric and complete, made of what each step
 * says in `commutesWith`: `commutes` both count; `same` equal outcome, counts once (otherwise it excludes); `excludes` a person settles it.
 */
import { STEPS, STEP_TYPES } from './steps/index.ts';
import type { StepSpec, StepType } from './steps/index.ts';
import type { LedgerEvent } from '../event/event.ts';

export type Concurrency = 'commutes' | 'same' | 'excludes';

function buildTable(): Readonly<Record<StepType, Readonly<Record<StepType, Concurrency>>>> {
  const table = Object.fromEntries(
    STEP_TYPES.map((a) => [a, Object.fromEntries(STEP_TYPES.map((b) => [b, a === b ? 'same' : 'excludes']))]),
  ) as Record<StepType, Record<StepType, Concurrency>>;
  for (const a of STEP_TYPES) {
    const { commutesWith, besideItself }: StepSpec = STEPS[a];
    if (besideItself === true) table[a][a] = 'commutes';
    for (const b of commutesWith === 'all' ? STEP_TYPES.filter((type) => type !== a) : commutesWith) {
      table[a][b] = 'commutes';
      table[b][a] = 'commutes';
    }
  }
  return table;
}

export const CONCURRENCY = buildTable();

/** The step types that exclude `type`, itself not among them (its twins are told apart by `outcomeOf`). */
export const EXCLUDED_BY: Readonly<Record<StepType, readonly StepType[]>> = Object.fromEntries(
  STEP_TYPES.map((a) => [a, STEP_TYPES.filter((b) => CONCURRENCY[a][b] === 'excludes')]),
) as unknown as Record<StepType, readonly StepType[]>;

/** A text that two steps of one type share exactly when their outcome is equal. */
export function outcomeOf(type: StepType, event: Pick<LedgerEvent, 'data'>): string {
  const step: StepSpec = STEPS[type];
  return step.outcome?.(event.data) ?? '';
}
