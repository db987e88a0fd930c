/** What is inside a bundle, before it is taken. */
import { Alert } from 'antd';
import type { StickLedger, StickPreview } from '../../shared/api/stick.ts';
import { Tag } from '../components/tags.tsx';
import { whenWords } from '../components/when-words.ts';
import { STICK_TEXTS } from './texts.ts';
import './stick.css';

const words = STICK_TEXTS.preview;

const brings = ({ events, known, county, receipts }: StickPreview): boolean =>
  events > known || county.documents > county.known || receipts === 'newer' || receipts === 'new-epoch';

export function PreviewView({ preview }: { readonly preview: StickPreview }) {
  const { sender, ledgers, county, receipts } = preview;
  const facts: readonly (readonly [label: string, value: string])[] = [
    [words.from, sender.kind === 'county' ? words.county : `${sender.name} ${words.station(sender.station)}`],
    [words.madeAt, whenWords(preview.madeAt)],
    [words.inside, words.events(preview.events, preview.known)],
  ];
  return (
    <div data-testid="stick-preview" data-events={preview.events} data-known={preview.known}>
      <dl className="bm-status">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="bm-num">{value}</dd>
          </div>
        ))}
      </dl>
      {sender.revoked && <Alert type="warning" showIcon title={words.revoked} />}
      {ledgers.length > 0 && <Ledgers ledgers={ledgers} />}
      <ul className="bm-stick-lines">
        {county.documents > 0 && <li>{words.countyDocuments(county.documents, county.known)}</li>}
        {receipts !== null && <li data-testid="stick-receipts">{words.receipts[receipts]}</li>}
      </ul>
      {!brings(preview) && <Alert type="info" showIcon title={words.nothingNew} />}
    </div>
  );
}

const daysOf = ({ from, to }: StickLedger): string =>
  from === null || to === null ? '' : from === to ? from : `${from} – ${to}`;

function Ledgers({ ledgers }: { readonly ledgers: readonly StickLedger[] }) {
  return (
    <div className="bm-stick-scroll">
      <table className="bm-stick-table">
        <thead>
          <tr>
            <th>{words.ledger}</th>
            <th data-align="end">{words.cases}</th>
            <th data-align="end">{words.records}</th>
            <th data-align="end">{words.known}</th>
            <th>{words.days}</th>
            <th>{words.kinds}</th>
          </tr>
        </thead>
        <tbody>
          {ledgers.map((ledger) => (
            <tr key={ledger.place} data-testid="stick-ledger" data-place={ledger.place}>
              <th scope="row">
                {ledger.name} {ledger.foreign && <Tag tone="warn" text={words.foreign} />}
              </th>
              <td data-align="end">{ledger.cases}</td>
              <td data-align="end">{ledger.events}</td>
              <td data-align="end">{ledger.known}</td>
              <td>{daysOf(ledger)}</td>
              <td>{ledger.kinds.map(({ label, count }) => words.kindCount(label, count)).join('、')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
