/** The ratings of a case by round: what came of a bad one, until when, and what is to be done next. */
import { Button } from 'antd';
import type { RatingRow } from '../../../shared/api/ratings.ts';
import type { CaseDetail } from '../../../shared/api/rows.ts';
import type { EventId } from '../../../shared/base/brands.ts';
import { CHECK_STATES } from '../../../shared/case/rating-check.ts';
import { RATING_CHANNELS, SCORES } from '../../../shared/case/rating-words.ts';
import { REMARKS } from '../../../shared/case/remarks/index.ts';
import type { RemarkInput } from '../../../shared/case/remarks/index.ts';
import { EXCLUSION_GROUNDS } from '../../../shared/case/remarks/rating-excluded.ts';
import { Tag } from '../tags.tsx';
import { CASE_TEXTS } from '../texts.ts';
import type { Tone } from '../tones.ts';
import './case.css';

/** Writes a remark of that type about the event. */
export type OnRating = (action: RemarkInput['type'], about: EventId) => void;

const words = CASE_TEXTS.ratings;

function toneOf({ source, excluded, score }: RatingRow): Tone {
  if (source === 'default' || excluded !== null) return 'quiet';
  return score >= 3 ? 'good' : 'bad';
}

const titleOf = ({ source, round, channel, score }: RatingRow): string => {
  const level = SCORES[String(score) as keyof typeof SCORES];
  return source === 'default' || channel === null
    ? words.byDefault(level)
    : `${words.round[round]}：${level}（${RATING_CHANNELS[channel]}）`;
};

/** Where the verification stands, in a sentence. */
function Check({ check }: { readonly check: NonNullable<RatingRow['check']> }) {
  const done = [
    check.person === null ? null : words.taken(check.person),
    check.verdict === null ? null : words.found(check.verdict),
    check.rectifiedOn === null ? null : words.rectified(check.rectifiedOn),
    check.toldOn === null ? null : words.told(check.toldOn),
  ].filter((each) => each !== null);
  return (
    <>
      <div className="bm-rating-line" data-testid="rating-check" data-state={check.state} data-late={check.late}>
        <Tag tone={check.closedOn === null ? 'warn' : 'quiet'} text={CHECK_STATES[check.state]} />
        <span className="bm-num">{words.due(check.dueOn)}</span>
        {check.late && <Tag tone="bad" text={check.closedOn === null ? words.late : words.wasLate} />}
        <span className="bm-quiet">{words.limit(check.limit)}</span>
      </div>
      {done.length > 0 && <p className="bm-quiet">{done.join('；')}</p>}
      {check.apart && <p className="bm-rating-apart">{words.apart}</p>}
    </>
  );
}

function RatingItem({ row, onRating }: { readonly row: RatingRow; readonly onRating?: OnRating | undefined }) {
  const { excluded, appeal } = row;
  return (
    <li data-testid="rating" data-source={row.source} data-round={row.round}>
      <div className="bm-rating-line">
        <Tag tone={toneOf(row)} text={titleOf(row)} />
        <span className="bm-num bm-quiet">{row.on}</span>
        {row.doubled && excluded === null && <Tag tone="warn" text={words.doubled} />}
        {appeal !== null && <Tag tone={appeal === 'open' ? 'warn' : 'quiet'} text={words.appeal[appeal]} />}
      </div>
      {excluded !== null && (
        <p className="bm-quiet">
          {words.excluded(
            excluded.on,
            EXCLUSION_GROUNDS[excluded.ground as keyof typeof EXCLUSION_GROUNDS] ?? excluded.ground,
            excluded.approver,
          )}
        </p>
      )}
      {row.check !== null && <Check check={row.check} />}
      {onRating !== undefined && row.actions.length > 0 && (
        <div className="bm-rating-actions bm-screen-only">
          {row.actions.map((action, index) => (
            <Button
              key={action}
              size="small"
              type={index === 0 && row.check?.closedOn === null ? 'primary' : 'text'}
              danger={action === 'rating-excluded'}
              onClick={() => onRating(action, row.about)}
              data-testid={`rating-${row.round}-${action}`}
            >
              {REMARKS[action].label}
            </Button>
          ))}
        </div>
      )}
    </li>
  );
}

interface RatingPanelProps {
  readonly detail: CaseDetail;
  /** Absent where cases are only read. */
  readonly onRating?: OnRating | undefined;
}

export function RatingPanel({ detail, onRating }: RatingPanelProps) {
  const { row } = detail;
  const { rows, offers, cause, nextRound } = detail.rating;
  if (rows.length === 0 && onRating === undefined) return null;
  return (
    <section className="bm-panel" data-testid="ratings">
      <h2>{words.title}</h2>
      {rows.length === 0 && <p className="bm-quiet">{words.cause[cause]}</p>}
      <ul className="bm-ratings">
        {rows.map((each) => (
          <RatingItem key={each.id} row={each} onRating={onRating} />
        ))}
      </ul>
      {onRating !== undefined && offers.length > 0 && (
        <div className="bm-rating-actions bm-screen-only">
          {offers.map((type) => (
            <Button
              key={type}
              size="small"
              onClick={() => onRating(type, detail.heads[0] ?? row.case)}
              data-testid={`offer-${type}`}
            >
              {type === 'rating-given' && nextRound === 2 ? words.second : REMARKS[type].label}
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}
