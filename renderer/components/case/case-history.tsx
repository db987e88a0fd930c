/** The whole history of a case, newest last: writer, place, time, content, and whether the county has it. */
import type { HistoryItem } from '../../../shared/api/rows.ts';
import { SyncDot, Tag } from '../tags.tsx';
import { CASE_TEXTS } from '../texts.ts';
import './case.css';

/** What one event says, one row a field. */
export function EventLines({ lines }: Pick<HistoryItem, 'lines'>) {
  if (lines.length === 0) return null;
  return (
    <dl className="bm-history-lines">
      {lines.map((line) => (
        <div key={`${line.label}:${line.value}`}>
          <dt>{line.label}</dt>
          <dd>{line.value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface CaseHistoryProps {
  readonly items: readonly HistoryItem[];
  /** Further controls on a step, e.g. the county's question about it. */
  readonly extra?: ((item: HistoryItem) => React.ReactNode) | undefined;
}

export function CaseHistory({ items, extra }: CaseHistoryProps) {
  return (
    <ol className="bm-history" data-testid="case-history">
      {items.map((item) => (
        <li key={item.id} className="bm-history-item" data-step={item.step} data-effect={item.effect}>
          <div className="bm-history-head">
            <span className="bm-history-label">{item.label}</span>
            <span className="bm-num">{item.on}</span>
            <span className="bm-quiet">
              {item.placeName} {item.staffName ?? item.staff}
            </span>
            {CASE_TEXTS.effects[item.effect] !== '' && <Tag tone="warn" text={CASE_TEXTS.effects[item.effect]} />}
            <SyncDot synced={item.synced} />
            {extra?.(item)}
          </div>
          {item.why !== null && <p className="bm-history-why">{item.why}</p>}
          <EventLines lines={item.lines} />
        </li>
      ))}
    </ol>
  );
}
