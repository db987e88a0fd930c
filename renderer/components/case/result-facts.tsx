/** What came of a case: its result with what was handed out, or how it ended, why, and what a refused applicant may do about it. */
import { SIGNERS, WAYS } from '../../../shared/case/collector.ts';
import { CASE_OUTCOMES } from '../../../shared/case/outcome-codes.ts';
import type { OutcomeFacts } from '../../../shared/case/outcome-facts.ts';
import type { Remedies } from '../../../shared/case/remedies.ts';
import { PAPER_LABELS } from '../../../shared/person/applicant.ts';
import { CASE_TEXTS } from '../texts.ts';
import { Fact } from './fact.tsx';

const words = CASE_TEXTS.outcome;

function EndFacts({ ended }: { readonly ended: NonNullable<OutcomeFacts['ended']> }) {
  return (
    <>
      <Fact label={CASE_TEXTS.result}>
        {CASE_OUTCOMES[ended.outcome].label} {ended.on}
      </Fact>
      {ended.reason && <Fact label={CASE_TEXTS.resultReason}>{ended.reason}</Fact>}
      {ended.whereToGo && <Fact label={words.whereToGo}>{ended.whereToGo}</Fact>}
    </>
  );
}

function GrantFacts({ result }: { readonly result: NonNullable<OutcomeFacts['result']> }) {
  return (
    <>
      <Fact label={CASE_TEXTS.result}>
        {CASE_TEXTS.results[result.result]} {result.on}
      </Fact>
      {result.reason && <Fact label={CASE_TEXTS.resultReason}>{result.reason}</Fact>}
      {result.kind && <Fact label={CASE_TEXTS.resultKind}>{CASE_TEXTS.resultKinds[result.kind]}</Fact>}
      {result.resultNo && <Fact label={words.resultNo}>{result.resultNo}</Fact>}
      {result.issuer && <Fact label={words.issuer}>{result.issuer}</Fact>}
      {(result.validFrom || result.validTo) && (
        <Fact label={CASE_TEXTS.validity}>{CASE_TEXTS.validDays(result.validFrom, result.validTo)}</Fact>
      )}
    </>
  );
}

function RemedyFacts({ remedies }: { readonly remedies: Remedies }) {
  const { reviewBody, reviewDays, court, courtMonths } = remedies;
  return (
    <Fact label={words.remedies}>
      <ul className="bm-remedies" data-testid="case-remedies">
        {(reviewBody !== null || reviewDays !== null) && <li>{words.review(reviewBody, reviewDays)}</li>}
        {(court !== null || courtMonths !== null) && <li>{words.sue(court, courtMonths)}</li>}
      </ul>
    </Fact>
  );
}

/** Who took the result, by which paper, and when. */
function DeliveryFacts({ delivery }: { readonly delivery: NonNullable<OutcomeFacts['delivery']> }) {
  const { on, minute, way, signer, signerName, relation, paper, number, trackingNo } = delivery;
  const { labels } = words.delivery;
  return (
    <section className="bm-panel" data-testid="case-delivery">
      <h2>{words.delivery.title}</h2>
      <dl className="bm-facts">
        <Fact label={labels.minute}>
          <span className="bm-num">
            {on} {minute}
          </span>
        </Fact>
        {way && <Fact label={labels.way}>{WAYS[way]}</Fact>}
        <Fact label={labels.signer}>{[SIGNERS[signer], signerName].filter(Boolean).join(' ')}</Fact>
        {relation && <Fact label={labels.relation}>{relation}</Fact>}
        {paper && (
          <Fact label={PAPER_LABELS[paper]}>
            <span className="bm-num">{number}</span>
          </Fact>
        )}
        {trackingNo && (
          <Fact label={labels.trackingNo}>
            <span className="bm-num">{trackingNo}</span>
          </Fact>
        )}
      </dl>
    </section>
  );
}

function CameOf({ result, ended, remedies }: OutcomeFacts) {
  return (
    <section className="bm-panel" data-testid="case-outcome">
      <h2>{words.title}</h2>
      <dl className="bm-facts">
        {result !== null && <GrantFacts result={result} />}
        {ended !== null && <EndFacts ended={ended} />}
        {remedies !== null && <RemedyFacts remedies={remedies} />}
      </dl>
    </section>
  );
}

/** Nothing while the case is open. */
export function ResultFacts({ detail }: { readonly detail: OutcomeFacts }) {
  return (
    <>
      {(detail.result !== null || detail.ended !== null) && <CameOf {...detail} />}
      {detail.delivery !== null && <DeliveryFacts delivery={detail.delivery} />}
    </>
  );
}
