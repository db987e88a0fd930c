/** A case to read: applicant, matter, due day, materials, history. Used by the workbench, the village and the county. */
import { paperFacts } from '../../../shared/case/materials.ts';
import { Alert, Button } from 'antd';
import { Fragment, useState } from 'react';
import type { ComponentType, ReactNode } from 'react';
import type { CaseDetail, HistoryItem } from '../../../shared/api/rows.ts';
import type { EventId } from '../../../shared/base/brands.ts';
import { applicantOf } from '../../../shared/person/applicant.ts';
import { valueInWords, wordsOf } from '../../../shared/person/field-words.ts';
import { PERSON_FIELDS, PERSON_KEYS, personField } from '../../../shared/person/person-fields.ts';
import type { PersonKey } from '../../../shared/person/person-fields.ts';
import type { Person } from '../../../shared/person/person.ts';
import { StatusTag, SyncDot, Tag } from '../tags.tsx';
import { CASE_TEXTS, TEXTS } from '../texts.ts';
import { greenWords } from '../tones.ts';
import { DeadlineFacts } from './deadline-facts.tsx';
import { Fact } from './fact.tsx';
import { JointPanel } from './joint-panel.tsx';
import { RatingPanel } from './rating-panel.tsx';
import type { OnRating } from './rating-panel.tsx';
import { MandateFacts } from './mandate-facts.tsx';
import { ResultFacts } from './result-facts.tsx';
import { CaseHistory } from './case-history.tsx';
import './case.css';

interface CaseViewProps {
  readonly detail: CaseDetail;
  /** Controls under the head of the page: the steps that are allowed. */
  readonly actions?: ReactNode;
  readonly historyExtra?: (item: HistoryItem) => ReactNode;
  /** Opens another case of the same filing. */
  readonly onOpenCase?: ((id: EventId) => void) | undefined;
  /** Writes what is said about a rating; absent where cases are only read. */
  readonly onRating?: OnRating;
  /** The list of what is kept beyond what counts. */
  readonly Beyond: ComponentType<{ readonly id: EventId; readonly onClose: () => void }>;
}

/** Those that may be missing are shown where they are there. */
const shownFields = (person: Person): readonly PersonKey[] =>
  PERSON_KEYS.filter((key) => PERSON_FIELDS[key].always || person[key] !== null);

function PersonFact({ field, detail }: { readonly field: PersonKey; readonly detail: CaseDetail }) {
  const { person, row } = detail;
  const { kind, digits } = personField(field);
  const kept = person[field];
  const value = kind === 'village' ? row.villageName : kept && valueInWords(field, kept);
  return (
    <Fact label={wordsOf(field, applicantOf(person)).label}>
      {value && (
        <span className={digits ? 'bm-num' : ''}>
          {value} {field === 'idNumber' && !person.idVerified && <Tag tone="warn" text={TEXTS.unverified} />}
        </span>
      )}
    </Fact>
  );
}

function PersonFacts({ detail }: { readonly detail: CaseDetail }) {
  const { person } = detail;
  const isResident = applicantOf(person).paper === 'resident-id';
  return (
    <section className="bm-panel">
      <h2>{CASE_TEXTS.person}</h2>
      <dl className="bm-facts">
        {shownFields(person).map((key) => (
          <Fragment key={key}>
            <PersonFact field={key} detail={detail} />
            {key === 'idNumber' && isResident && (
              <Fact label={CASE_TEXTS.born}>{detail.birthDate && `${detail.birthDate} ${detail.sex ?? ''}`}</Fact>
            )}
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

function Materials({ detail }: { readonly detail: CaseDetail }) {
  return (
    <section className="bm-panel">
      <h2>{CASE_TEXTS.materials}</h2>
      {detail.materials.length === 0 && <p className="bm-quiet">{CASE_TEXTS.noMaterials}</p>}
      <ul className="bm-materials">
        {detail.materials.map((item) => (
          <li key={item.name} data-state={item.state}>
            <Tag
              tone={item.state === 'received' ? 'good' : item.state === 'missing' ? 'warn' : 'quiet'}
              text={CASE_TEXTS.materialStates[item.state]}
            />
            <span>
              {item.name}
              <span className="bm-quiet"> {paperFacts(item).join('，')}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What needs a person: dispute, open questions, owed materials, the reason of a return. */
function Alerts({ detail, Beyond }: Pick<CaseViewProps, 'detail' | 'Beyond'>) {
  const [isListed, setListed] = useState(false);
  const open = detail.questions.filter((question) => !question.answered);
  return (
    <>
      {detail.dispute !== null && (
        <Alert
          type="error"
          showIcon
          data-testid="case-dispute"
          title={CASE_TEXTS.dispute}
          description={detail.dispute
            .map((branch) => `${branch.on} ${branch.place} ${branch.staff} ${branch.label}`)
            .join('；')}
        />
      )}
      {detail.beyondText !== null && (
        <Alert
          type="warning"
          showIcon
          data-testid="case-beyond"
          title={detail.beyondText}
          action={
            <Button size="small" onClick={() => setListed(true)} data-testid="case-beyond-show">
              {CASE_TEXTS.beyond.show}
            </Button>
          }
        />
      )}
      {isListed && <Beyond id={detail.row.case} onClose={() => setListed(false)} />}
      {open.map((question) => (
        <Alert
          key={question.id}
          type="warning"
          showIcon
          data-testid="case-question"
          title={`${CASE_TEXTS.questions}：${question.text}`}
        />
      ))}
      {detail.doubts.map((doubt) => (
        <Alert key={doubt} type="warning" showIcon data-testid="case-doubt" title={`${CASE_TEXTS.doubt}：${doubt}`} />
      ))}
      {detail.row.answer !== null && (
        <Alert type="warning" showIcon data-testid="case-to-answer" title={TEXTS.answerWhy(detail.row.answer.by)} />
      )}
      {detail.owed !== null && (
        <Alert
          type="warning"
          showIcon
          title={`${CASE_TEXTS.owed}（${CASE_TEXTS.owedBy(detail.owed.deadline)}）：${detail.owed.items.join('、')}`}
        />
      )}
      {detail.row.returnReason !== null && (
        <Alert type="warning" showIcon title={`${CASE_TEXTS.returned}：${detail.row.returnReason}`} />
      )}
    </>
  );
}

export function CaseView({ detail, actions, historyExtra, onOpenCase, onRating, Beyond }: CaseViewProps) {
  const { row } = detail;
  return (
    <article className="bm-case" data-testid="case" data-case={row.case} data-case-state={row.state}>
      <header className="bm-case-head">
        <h1>
          {row.name} <span className="bm-case-matter">{row.matterName}</span>
        </h1>
        <div className="bm-case-line">
          <StatusTag row={row} />
          <Tag tone="plain" text={CASE_TEXTS.kind[row.kind]} />
          {detail.green !== null && (
            <span data-testid="case-green">
              <Tag tone="good" text={[greenWords(detail.green.reason), detail.green.text].filter(Boolean).join('，')} />
            </span>
          )}
          {row.proxied && <Tag tone="plain" text={TEXTS.proxied} />}
          <span className="bm-num" data-testid="case-number">
            {row.number}
          </span>
          <span className="bm-quiet">{row.window}</span>
          <SyncDot synced={row.synced} stick={row.stick} />
        </div>
      </header>
      <Alerts detail={detail} Beyond={Beyond} />
      {actions}
      <div className="bm-case-columns">
        <div>
          <PersonFacts detail={detail} />
          <DeadlineFacts detail={detail} />
          <ResultFacts detail={detail} />
          {detail.mandate !== null && <MandateFacts mandate={detail.mandate} />}
          {detail.joint !== null && <JointPanel joint={detail.joint} current={row.case} onOpen={onOpenCase} />}
          <RatingPanel detail={detail} onRating={onRating} />
          <Materials detail={detail} />
        </div>
        <section className="bm-panel">
          <h2>{CASE_TEXTS.history}</h2>
          <CaseHistory items={detail.history} extra={historyExtra} />
        </section>
      </div>
    </article>
  );
}
