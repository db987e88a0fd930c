/** The days of a case: when it came, by when it is due and by which limit, and what was told about them. */
import type { CaseDetail, DueDayRow } from '../../../shared/api/rows.ts';
import { type Limit, limitWords } from '../../../shared/calendar/limit.ts';
import { APOLOGY_WAYS } from '../../../shared/case/remarks/apologised.ts';
import { DueDay, Tag } from '../tags.tsx';
import { CASE_TEXTS, TEXTS } from '../texts.ts';
import { answerWords, dueWords, toldWords } from '../tones.ts';
import { Fact } from './fact.tsx';

const apologyWords = ({ on, way, reason }: NonNullable<CaseDetail['apology']>): string =>
  CASE_TEXTS.apology(on, APOLOGY_WAYS[way as keyof typeof APOLOGY_WAYS], reason);

interface DueFactProps {
  readonly label: string;
  readonly due: DueDayRow;
  readonly limit: Limit;
  readonly detail: CaseDetail;
  readonly testId: string;
}

/** One of the two due days: the day, how far it is, and the limit that it comes of. */
function DueFact({ label, due, limit, detail: { row }, testId }: DueFactProps) {
  const words = dueWords(due, row.state);
  return (
    <Fact label={label}>
      <span className="bm-due" data-testid={testId}>
        {due.dueOn && (
          <strong>
            <DueDay due={due} />
          </strong>
        )}
        {words && <Tag tone={words.tone} text={words.text} />}
        <span className="bm-quiet">{limit.n === 0 ? CASE_TEXTS.kind.immediate : limitWords(limit)}</span>
      </span>
    </Fact>
  );
}

export function DeadlineFacts({ detail }: { readonly detail: CaseDetail }) {
  const { row, limits } = detail;
  return (
    <section className="bm-panel">
      <h2>{CASE_TEXTS.deadline}</h2>
      <dl className="bm-facts">
        <Fact label={CASE_TEXTS.on}>{row.on}</Fact>
        {row.proxied && <Fact label={CASE_TEXTS.receivedOn}>{row.receivedOn}</Fact>}
        <Fact label={CASE_TEXTS.acceptedOn}>
          {detail.acceptedOn && `${detail.acceptedOn}${detail.deemedAccepted ? ` ${CASE_TEXTS.deemed}` : ''}`}
        </Fact>
        <DueFact label={TEXTS.dueOn} due={row} limit={limits.promised} detail={detail} testId="case-due" />
        {limits.legal === null ? (
          <Fact label={TEXTS.legalDueOn}>{CASE_TEXTS.noLegalLimit}</Fact>
        ) : (
          <DueFact
            label={TEXTS.legalDueOn}
            due={row.legal}
            limit={limits.legal}
            detail={detail}
            testId="case-legal-due"
          />
        )}
        {row.answer !== null && (
          <Fact label={CASE_TEXTS.answerBy}>
            <span className="bm-due" data-testid="case-answer">
              <strong>{row.answer.by}</strong> <Tag {...answerWords(row.answer)} />
            </span>
          </Fact>
        )}
        {row.told !== null && detail.apology !== null && (
          <Fact label={CASE_TEXTS.newDay}>
            <span className="bm-due" data-testid="case-apology">
              <strong>{row.told.newDay}</strong> <Tag {...toldWords(row.told)} />
              <span className="bm-quiet">{apologyWords(detail.apology)}</span>
            </span>
          </Fact>
        )}
        {row.specialUntil !== null && <Fact label={CASE_TEXTS.specialUntil}>{row.specialUntil}</Fact>}
        {detail.collectBy !== null && <Fact label={CASE_TEXTS.collectBy}>{detail.collectBy}</Fact>}
        {detail.platform !== null && (
          <Fact label={CASE_TEXTS.platform}>
            <span className="bm-num" data-testid="case-platform">
              {detail.platform.number}
            </span>{' '}
            <span className="bm-quiet">
              {[detail.platform.system, detail.platform.queryCode && CASE_TEXTS.queryCode(detail.platform.queryCode)]
                .filter(Boolean)
                .join('，')}
            </span>
          </Fact>
        )}
      </dl>
      <p className="bm-quiet" data-testid="deadline-text">
        {detail.deadlineText}
      </p>
    </section>
  );
}
