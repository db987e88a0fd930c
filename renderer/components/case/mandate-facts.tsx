/** Who acts for the villager, what the agent may do, and how the mandate stands. */
import type { CaseDetail } from '../../../shared/api/rows.ts';
import { CASE_TEXTS } from '../texts.ts';
import { Fact } from './fact.tsx';

const words = CASE_TEXTS.mandate;

export function MandateFacts({ mandate }: { readonly mandate: NonNullable<CaseDetail['mandate']> }) {
  return (
    <section className="bm-panel" data-testid="case-mandate" data-state={mandate.state}>
      <h2>{words.title}</h2>
      <dl className="bm-facts">
        <Fact label={words.holder}>{mandate.holderName}</Fact>
        <Fact label={words.state}>{mandate.stateText}</Fact>
        <Fact label={words.powers}>{mandate.powersText}</Fact>
        <Fact label={words.how}>{mandate.howText}</Fact>
      </dl>
    </section>
  );
}
