/** What each effective step does to a case. Whether it may be taken is case-rules.ts' affair. */
import { NOTHING_YET } from './progress.ts';
import type { CaseProgress } from './progress.ts';
import type { Terms } from './terms.ts';
import { STEPS } from './steps/index.ts';
import type { FirstFact, StepFact, StepSpec } from './steps/index.ts';

/** The case as its first step leaves it. */
export function beginCase(fact: FirstFact): CaseProgress {
  const { first }: StepSpec = STEPS[fact.type];
  return { ...NOTHING_YET, ...first?.begin(fact) };
}

/** The case after an effective step. */
export function applyStep(progress: CaseProgress, fact: StepFact): CaseProgress {
  const step: StepSpec = STEPS[fact.type];
  return { ...progress, ...step.apply(progress, fact) };
}

/** The case after the twin of a step that counts: what the twin still adds. */
export function applyTwin(progress: CaseProgress, fact: StepFact): CaseProgress {
  const step: StepSpec = STEPS[fact.type];
  return { ...progress, ...step.twin?.(progress, fact) };
}

/** The terms that a case stands under: those it began with, or those of the right matter. */
export const termsOfCase = ({ rightMatter }: CaseProgress, first: FirstFact): Terms =>
  rightMatter?.terms ?? first.data.terms;
