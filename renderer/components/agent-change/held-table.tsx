/** What is signed over, as a table on the page and as the list that both sign. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { AgentChange, HeldCase } from '../../../shared/api/mandate-methods.ts';
import { AGENT_CHANGE_TEXTS as T } from './texts.ts';

interface HeldTableProps {
  readonly rows: readonly HeldCase[];
  /** What stands before a row on the page; absent: its number on the paper. */
  readonly renderTick?: (row: HeldCase) => ReactNode;
}

export function HeldTable({ rows, renderTick }: HeldTableProps) {
  const { columns } = T;
  return (
    <table className="bm-change-table" data-testid="held">
      <thead>
        <tr>
          <th />
          <th>{columns.number}</th>
          <th>{columns.name}</th>
          <th>{columns.matter}</th>
          <th>{columns.on}</th>
          <th>{columns.status}</th>
          <th>{columns.papers}</th>
          <th>{columns.result}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={row.case} data-testid="held-row">
            <td className="bm-num">{renderTick === undefined ? index + 1 : renderTick(row)}</td>
            <td className="bm-num bm-change-short">{row.number}</td>
            <td className="bm-change-short">{row.name}</td>
            <td>{row.matterName}</td>
            <td className="bm-num bm-change-short">{row.on}</td>
            <td className="bm-change-short">{row.status}</td>
            <td>{row.papers.length === 0 ? T.none : row.papers.join('、')}</td>
            <td>{row.untold ? T.untold : T.none}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function ChangeSheet({ change, onMore }: { readonly change: AgentChange; readonly onMore: () => void }) {
  return (
    <article className="bm-change-sheet" data-testid="change-sheet" data-list={change.list}>
      <div className="bm-screen-only bm-change-buttons">
        <Button type="primary" autoFocus onClick={() => window.print()} data-testid="change-print">
          {T.print}
        </Button>
        <Button onClick={onMore} data-testid="change-more">
          {T.more}
        </Button>
      </div>
      <h2>{T.sheet}</h2>
      <p>
        {change.villageName}，{T.date} {change.on}，{T.list} {change.list}
      </p>
      <p>
        {T.from} {change.from}，{T.to} {change.to}
      </p>
      <HeldTable rows={change.rows} />
      {change.note !== '' && <p>{change.note}</p>}
      <p className="bm-change-signatures">
        {T.signatures.map((label) => (
          <span key={label}>{label}：</span>
        ))}
      </p>
    </article>
  );
}
