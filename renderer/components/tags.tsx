/** Small marks that say the state of a case: by word first, by colour second. */
import type { CaseRow, DueDayRow } from '../../shared/api/rows.ts';
import { estimateWords } from '../../shared/calendar/estimate-words.ts';
import { TEXTS } from './texts.ts';
import { bothDueDays, greenWords, rowDueWords, toldWords, toneOfState } from './tones.ts';
import type { Tone } from './tones.ts';
import './components.css';

interface TagProps {
  readonly tone: Tone;
  readonly text: string;
  readonly title?: string | undefined;
}

export function Tag({ tone, text, title }: TagProps) {
  return (
    <span className="bm-tag" data-tone={tone} title={title ?? text}>
      {text}
    </span>
  );
}

/** The name of the applicant, before it the mark of the green channel. */
export function ApplicantName({ row: { name, green } }: { readonly row: Pick<CaseRow, 'name' | 'green'> }) {
  return (
    <strong>
      {green !== null && (
        <>
          <Tag tone="good" text={TEXTS.greenShort} title={greenWords(green)} />{' '}
        </>
      )}
      {name}
    </strong>
  );
}

/** The state in words (收件, 视同受理 …), then what stands out: disputed, waiting, owed, questions. */
export function StatusTag({ row }: { readonly row: CaseRow }) {
  return (
    <span className="bm-tags" data-testid="status">
      <Tag tone={toneOfState(row.state)} text={row.status} />
      {row.disputed && <Tag tone="bad" text={TEXTS.disputed} />}
      {row.waiting && <Tag tone="warn" text={TEXTS.waiting} />}
      {row.owed && <Tag tone="warn" text={TEXTS.owed} />}
      {row.openQuestions > 0 && <Tag tone="warn" text={TEXTS.question(row.openQuestions)} />}
    </span>
  );
}

/** How many working days are left, or by how many it is overdue, by the promise or by the law. */
export function DueTag({ row }: { readonly row: CaseRow }) {
  const due = rowDueWords(row);
  return (
    due && (
      <Tag tone={due.tone} text={due.text} title={row.answer ? TEXTS.answerWhy(row.answer.by) : bothDueDays(row)} />
    )
  );
}

/** Whether the applicant of a late case was told a new day, and which. */
export function ToldTag({ row: { told } }: { readonly row: Pick<CaseRow, 'told'> }) {
  if (told === null) return <Tag tone="warn" text={TEXTS.notTold} />;
  const { tone, text } = toldWords(told);
  return <Tag tone={tone} text={text} title={told.newDay} />;
}

/** A due day; one that was counted through a year without published holidays says so. */
export function DueDay({ due: { dueOn, estimated } }: { readonly due: Pick<DueDayRow, 'dueOn' | 'estimated'> }) {
  if (dueOn === null) return null;
  if (!estimated) return <span className="bm-num">{dueOn}</span>;
  return (
    <span className="bm-num" title={estimateWords(dueOn)} data-testid="due-estimated">
      {dueOn} <Tag tone="quiet" text={TEXTS.estimated} />
    </span>
  );
}

interface SyncDotProps {
  readonly synced: boolean;
  /** While not synced: where the records are on their way by stick (CaseRow.stick). */
  readonly stick?: CaseRow['stick'];
}

/** Green only by the hub's receipt; half filled while a stick carries it. */
export function SyncDot({ synced, stick = null }: SyncDotProps) {
  const text = synced ? TEXTS.synced : stick === null ? TEXTS.unsynced : TEXTS.stick[stick];
  return (
    <span
      className="bm-dot"
      data-synced={synced}
      data-stick={synced ? undefined : (stick ?? undefined)}
      role="img"
      aria-label={text}
      title={text}
    />
  );
}
