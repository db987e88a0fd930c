/** What may come of a registration in one action, by kind of matter (DESIGN §3; WORKFLOWS a1, a2). Data first. */
import type { Matter } from '../../../shared/matter/catalogue.ts';
import type { LaterStepType, StepInput } from '../../../shared/case/steps/index.ts';

export type ResultAction = 'accept-conclude' | 'accept' | 'receive' | 'supplement' | 'short' | 'refuse';

interface ActionSpec {
  /** Steps that need nothing more to be asked. */
  readonly steps: readonly StepInput[];
  /** A step whose form is filled in first. */
  readonly form?: LaterStepType;
  /** Takes the materials for complete: asks when a required one is missing. */
  readonly complete: boolean;
}

export const RESULT_ACTIONS: Readonly<Record<ResultAction, ActionSpec>> = {
  'accept-conclude': {
    steps: [
      { type: 'accepted', data: {} },
      { type: 'concluded', data: { result: 'approved' } },
    ],
    complete: true,
  },
  accept: { steps: [{ type: 'accepted', data: {} }], complete: true },
  receive: { steps: [], complete: false },
  supplement: { steps: [], form: 'supplement-requested', complete: false },
  short: { steps: [], form: 'accepted-short', complete: false },
  refuse: { steps: [], form: 'refused', complete: false },
};

/** The first one is the main action (Ctrl+Enter). */
export function actionsOf(matter: Pick<Matter, 'kind'>): readonly [ResultAction, ...ResultAction[]] {
  return matter.kind === 'immediate'
    ? ['accept-conclude', 'receive', 'supplement', 'refuse']
    : ['accept', 'receive', 'supplement', 'short', 'refuse'];
}
