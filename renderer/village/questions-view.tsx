/** Questions of the county about cases of this village, each with room for the answer. */
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { CaseRow } from '../../shared/api/rows.ts';
import type { EventId } from '../../shared/base/brands.ts';
import { useAction, useAnswer, useRows } from '../app/client-hooks.ts';
import { ApplicantName } from '../components/tags.tsx';
import { EmptyNote, ErrorNote, Loaded, LoadingNote } from '../components/notes.tsx';
import { TEXTS } from './texts.ts';
import { ViewHead } from './view-head.tsx';
import { useRouter } from './routes.ts';

const words = TEXTS.questions;

export function QuestionsView() {
  const asked = useRows('cases.list', { list: 'questions', limit: 200 });
  return (
    <div className="vp-page">
      <ViewHead title={words.title} />
      {asked.loading && <LoadingNote />}
      {asked.error !== null && <ErrorNote error={asked.error} onRetry={asked.retry} />}
      {!asked.loading && asked.error === null && asked.rows.length === 0 && <EmptyNote text={words.none} />}
      <ul className="vp-cards" data-testid="questions">
        {asked.rows.map((row) => (
          <QuestionCard key={row.case} row={row} />
        ))}
      </ul>
    </div>
  );
}

function QuestionCard({ row }: { readonly row: CaseRow }) {
  const router = useRouter();
  const detail = useAnswer('cases.get', { case: row.case });
  return (
    <li className="vp-card vp-card-column" data-testid="question-row" data-case={row.case}>
      <div className="vp-card-what">
        <ApplicantName row={row} />
        <span>{row.matterName}</span>
        <span className="bm-num bm-quiet">{row.on}</span>
        <Button type="link" onClick={() => router.go({ view: 'case', case: row.case })}>
          {TEXTS.returned.whole}
        </Button>
      </div>
      <Loaded answer={detail} lines={2}>
        {(found) =>
          found.questions
            .filter((question) => !question.answered)
            .map((question) => <Answer key={question.id} caseId={row.case} question={question} />)
        }
      </Loaded>
    </li>
  );
}

function Answer({
  caseId,
  question,
}: {
  readonly caseId: EventId;
  readonly question: { readonly id: EventId; readonly text: string };
}) {
  const remark = useAction('cases.remark', { done: words.done });
  const [text, setText] = useState('');
  return (
    <div className="vp-answer">
      <p className="vp-card-why">{question.text}</p>
      <Input.TextArea
        rows={2}
        maxLength={500}
        placeholder={words.placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
        data-testid="answer-text"
      />
      <Button
        type="primary"
        disabled={text.trim() === ''}
        loading={remark.busy}
        onClick={() =>
          void remark.run({
            case: caseId,
            about: question.id,
            remark: { type: 'answered', data: { text: text.trim() } },
          })
        }
        data-testid="answer-send"
      >
        {words.send}
      </Button>
    </div>
  );
}
