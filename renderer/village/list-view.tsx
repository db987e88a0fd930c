/** Hand-over lists: the paper that goes with the slips, and afterwards where each row stands. */
import { Alert, Button } from 'antd';
import type { HandOverList } from '../../shared/api/rows.ts';
import { LISTED_COLUMNS, SLIP_FIELDS } from '../../shared/slips/slip-fields.ts';
import { useAction, useAnswer, useRows } from '../app/client-hooks.ts';
import { EmptyNote, Loaded } from '../components/notes.tsx';
import { totalsAloud } from './finish-view.tsx';
import { TEXTS } from './texts.ts';
import { ViewHead } from './view-head.tsx';
import { useRouter } from './routes.ts';

const words = TEXTS.list;

const CELL_STYLES = { name: 'vp-name', digits: 'bm-num vp-nowrap', short: 'vp-group', text: '' } as const;

export function ListsView() {
  const router = useRouter();
  const lists = useAnswer('batch.lists', {});
  return (
    <div className="vp-page">
      <ViewHead title={words.earlier} />
      <Loaded answer={lists}>
        {(found) =>
          found.length === 0 ? (
            <EmptyNote text={words.none} />
          ) : (
            <ul className="vp-cards" data-testid="lists">
              {found.map(({ list, on, count }) => (
                <li key={list}>
                  <button
                    type="button"
                    className="vp-card vp-card-button"
                    data-testid="list-row"
                    data-list={list}
                    onClick={() => router.go({ view: 'list', list })}
                  >
                    <strong className="bm-num">{on}</strong>
                    <span className="bm-num">{words.count(count)}</span>
                    <span className="bm-quiet">{list}</span>
                    <span className="vp-card-open">{words.open} ›</span>
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}

export function ListView({ list, fresh }: { readonly list: string; readonly fresh: boolean }) {
  const found = useAnswer('batch.list', { list });
  return (
    <div className="vp-page vp-list">
      <ViewHead title={words.title}>
        <Button type="primary" size="large" autoFocus onClick={() => window.print()} data-testid="print-list">
          {words.print}
        </Button>
      </ViewHead>
      {fresh && <SentNote />}
      <p className="bm-screen-only bm-quiet">{words.printHint}</p>
      <Loaded answer={found}>{(sheet) => <Sheet sheet={sheet} />}</Loaded>
    </div>
  );
}

/** After handing over: it lies on this machine, and goes up when there is a line. */
function SentNote() {
  const status = useAnswer('sync.status', {});
  const sync = useAction('sync.now');
  const done = status.data?.unsynced === 0;
  return (
    <div className="bm-screen-only" data-testid="sent-note" data-synced={done}>
      <Alert
        type={done ? 'success' : 'info'}
        showIcon
        title={done ? words.synced : words.notSynced}
        description={done ? undefined : status.data?.text}
        action={
          !done && (
            <Button loading={sync.busy} onClick={() => void sync.run({})} data-testid="list-sync-now">
              {words.syncNow}
            </Button>
          )
        }
      />
    </div>
  );
}

function Sheet({ sheet }: { readonly sheet: HandOverList }) {
  const router = useRouter();
  // Why a row came back stands in the list of returned cases.
  const returned = useRows(
    'cases.list',
    { list: 'returned', limit: 200 },
    { when: sheet.rows.some((row) => row.state === 'returned-to-village') },
  );
  const reasons = new Map(returned.rows.map((row) => [row.case, row.returnReason]));
  return (
    <article className="vp-sheet" data-testid="hand-over-list" data-list={sheet.list}>
      <h2>{words.title}</h2>
      <dl className="vp-sheet-facts">
        <div>
          <dt>{words.from}</dt>
          <dd>{sheet.villageName}</dd>
        </div>
        <div>
          <dt>{words.to}</dt>
          <dd>{sheet.centreName}</dd>
        </div>
        <div>
          <dt>{words.on}</dt>
          <dd className="bm-num">{sheet.on}</dd>
        </div>
        <div>
          <dt>{words.agent}</dt>
          <dd>{sheet.agent}</dd>
        </div>
        <div>
          <dt>{words.number}</dt>
          <dd className="bm-num">{sheet.list}</dd>
        </div>
      </dl>
      <table>
        <thead>
          <tr>
            <th>{SLIP_FIELDS.serial.label}</th>
            {LISTED_COLUMNS.map(({ key, label }) => (
              <th key={key}>{label}</th>
            ))}
            <th className="bm-screen-only">{words.columns.state}</th>
            <th className="bm-print-only vp-check">{words.columns.check}</th>
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map((row, index) => (
            <tr key={row.case} data-testid="list-item" data-state={row.state}>
              <td className="bm-num">{index + 1}</td>
              {LISTED_COLUMNS.map(({ key, style }) => (
                <td key={key} className={CELL_STYLES[style]}>
                  {row[key]}
                </td>
              ))}
              <td className="bm-screen-only">
                <button type="button" className="vp-link" onClick={() => router.go({ view: 'case', case: row.case })}>
                  {row.status}
                </button>
                {row.state === 'returned-to-village' && (
                  <div className="vp-why">{words.returned(reasons.get(row.case) ?? '')}</div>
                )}
              </td>
              <td className="bm-print-only" />
            </tr>
          ))}
        </tbody>
      </table>
      <p className="vp-sheet-totals">
        <strong>{words.totals}：</strong>
        {totalsAloud(sheet.totals, sheet.rows.length)}
      </p>
      <div className="vp-signatures">
        {words.signatures.map((label) => (
          <span key={label}>{label}：</span>
        ))}
      </div>
    </article>
  );
}
