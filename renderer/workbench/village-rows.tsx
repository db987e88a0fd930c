/** Rows that villages handed over: received or returned one by one, or received together. By mouse and by keys. */
import { App, Button } from 'antd';
import { useState } from 'react';
import type { CaseRow, SiteStatus } from '../../shared/api/rows.ts';
import { useAction, useAnswer } from '../app/client-hooks.ts';
import type { Rows } from '../app/hooks.tsx';
import { StepDialog } from '../components/case-actions/step-dialog.tsx';
import { useConfirm } from '../components/confirm.tsx';
import { VirtualTable } from '../components/virtual-table.tsx';
import type { Column } from '../components/virtual-table.tsx';
import { listColumns } from './columns.tsx';
import { emptyText } from './lists.ts';
import { WORKBENCH_TEXTS as T } from './texts.ts';

interface VillageRowsProps {
  readonly rows: Rows<CaseRow>;
  readonly status: SiteStatus;
  readonly query: string;
  readonly onOpen: (row: CaseRow) => void;
}

/** Why a row goes back to its village. Its present heads are asked for first, so that the step stands on what was seen. */
function ReturnDialog(props: { readonly row: CaseRow; readonly status: SiteStatus; readonly onClose: () => void }) {
  const { row, status, onClose } = props;
  const { message } = App.useApp();
  const detail = useAnswer('cases.get', { case: row.case });
  const take = useAction('cases.step', { quiet: true });
  if (detail.data === undefined) return null;
  const { heads, materials } = detail.data;
  return (
    <StepDialog
      step="returned-to-village"
      context={{
        today: status.today,
        materials,
        window: row.window,
        county: status.county,
        limit: null,
        detail: detail.data,
      }}
      lead={`${row.name} ${row.matterName}`}
      busy={take.busy}
      error={take.error}
      onClose={onClose}
      onSubmit={async ({ input }) => {
        const saved = await take.run({ case: row.case, heads: [...heads], step: input });
        if (saved === null) return;
        void message.success(T.returned(row.name));
        onClose();
      }}
    />
  );
}

/** At most so many go in one call (contract). */
const CALL_MAX = 500;

export function VillageRows({ rows, status, query, onOpen }: VillageRowsProps) {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [returning, setReturning] = useState<CaseRow | null>(null);
  const { message } = App.useApp();
  const confirm = useConfirm();
  const receive = useAction('cases.receiveMany');
  const there = rows.rows.filter((row) => marked.has(row.case)).slice(0, CALL_MAX);

  const run = async (cases: readonly CaseRow[]) => {
    const done = await receive.run({ cases: cases.map((row) => row.case) });
    if (done === null) return;
    setMarked(new Set());
    void message.success(T.received(done.received, done.skipped));
  };
  const runMany = async (cases: readonly CaseRow[], title: string) => {
    if (await confirm({ title, text: T.receiveAsk(cases.length), yes: T.receive })) await run(cases);
  };
  const handle: Column<CaseRow> = {
    key: 'handle',
    title: T.columns.handle,
    width: '8.5rem',
    // The column needs the two actions of this list; it is data, not a component of its own.
    // oxlint-disable-next-line react/no-unstable-nested-components
    cell: (row) => (
      <span className="bm-row-buttons" onClick={(event) => event.stopPropagation()} role="presentation">
        <Button size="small" type="primary" tabIndex={-1} onClick={() => void run([row])} data-testid="receive">
          {T.receive}
        </Button>
        <Button size="small" danger tabIndex={-1} onClick={() => setReturning(row)} data-testid="return">
          {T.returnOne}
        </Button>
      </span>
    ),
  };
  return (
    <>
      {rows.rows.length > 0 && (
        <div className="wb-bar">
          <Button
            type="primary"
            disabled={there.length === 0}
            loading={receive.busy}
            onClick={() => void runMany(there, T.receiveMarked(there.length))}
            data-testid="receive-marked"
          >
            {T.receiveMarked(there.length)}
          </Button>
          <Button
            loading={receive.busy}
            onClick={() => void runMany(rows.rows.slice(0, CALL_MAX), T.receiveAll)}
            data-testid="receive-all"
          >
            {T.receiveAll}
          </Button>
          <span className="bm-quiet">{T.villageKeys}</span>
        </div>
      )}
      <VirtualTable
        label={T.columns.handle}
        columns={[...listColumns('from-villages', status.place?.name ?? ''), handle]}
        rows={rows}
        rowKey={(row) => row.case}
        onOpen={onOpen}
        selection={{ keys: marked, change: setMarked }}
        empty={emptyText('from-villages', query)}
        takeFocus
        testId="village-rows"
        onRowKey={(event, row) => {
          const key = event.key.toLowerCase();
          if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return false;
          if (key === 'r') void run([row]);
          else if (key === 't') setReturning(row);
          else return false;
          return true;
        }}
      />
      {returning !== null && <ReturnDialog row={returning} status={status} onClose={() => setReturning(null)} />}
    </>
  );
}
