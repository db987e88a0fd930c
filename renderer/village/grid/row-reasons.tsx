/** Under a row that waits for a decision: what is wrong, in words and by column, and what can be done about it. */
import { columnLabel } from './model/columns.ts';
import type { GridRow } from './model/grid-state.ts';
import { offersOf } from './model/offers.ts';
import type { Offer } from './model/offers.ts';
import { isDecided, isBeingTyped, shownReasons } from './model/row-layout.ts';
import { TEXTS } from '../texts.ts';

interface RowReasonsProps {
  readonly row: GridRow;
  readonly fresh: boolean;
  readonly lead: number;
  readonly onTake: (offer: Offer) => void;
}

function offerText(offer: Offer): string {
  switch (offer.kind) {
    case 'matter':
      return TEXTS.offers.matter(offer.name);
    case 'fix':
      return TEXTS.offers.fix(offer.text);
    case 'split':
      return TEXTS.offers.split(offer.matters.length);
    default:
      return TEXTS.offers[offer.kind];
  }
}

function decidedText(row: GridRow): string {
  return row.judgement?.verdict === 'dropped' ? TEXTS.offers.dropped : TEXTS.offers.confirmed;
}

export function RowReasons({ row, fresh, lead, onTake }: RowReasonsProps) {
  const offers = offersOf(row);
  if (offers.length === 0 || isBeingTyped(row, fresh)) return null;
  const reasons = shownReasons(row, fresh);
  return (
    <div className="vg-reasons" data-decided={isDecided(row) || undefined} style={{ paddingLeft: lead }}>
      <ul>
        {isDecided(row) ? (
          <li>{decidedText(row)}</li>
        ) : (
          (reasons.length === 0 ? [null] : reasons).map((reason, index) => (
            <li key={`${reason?.code ?? ''}-${index}`} data-testid="reason" data-code={reason?.code}>
              {reason !== null && reason.field !== null && <strong>{columnLabel(reason.field)}：</strong>}
              {reason?.message ?? TEXTS.offers.unknownReason}
            </li>
          ))
        )}
      </ul>
      <div className="vg-offers">
        {offers.map((offer, index) => (
          <button
            key={`${offer.kind}-${offerText(offer)}`}
            type="button"
            tabIndex={-1}
            className="vg-offer"
            data-kind={offer.kind}
            data-testid={`offer-${offer.kind}`}
            title={index < 9 ? `${offerText(offer)} (Alt+${index + 1})` : offerText(offer)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onTake(offer)}
          >
            {offerText(offer)}
          </button>
        ))}
      </div>
    </div>
  );
}
