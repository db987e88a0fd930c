/** 批量登记: opens the grid where the agent left it, with its tools above. */
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Switch } from 'antd';
import { useEffect, useState } from 'react';
import type { MouseEvent } from 'react';
import type { DraftBatch, ImportSummary } from '../../../shared/api/rows.ts';
import { useApi } from '../../app/client-hooks.ts';
import { Loaded } from '../../components/notes.tsx';
import { ImportDialog } from '../import-dialog.tsx';
import { TEXTS } from '../texts.ts';
import { useRouter } from '../routes.ts';
import { GridView } from './grid-view.tsx';
import type { SaveState } from './model/save-queue.ts';
import { useGrid } from './use-grid.ts';
import { countVerdicts, isPending } from './model/visible.ts';

interface BatchViewProps {
  readonly scale: number;
  readonly problemsOnly: boolean;
  readonly importing: boolean;
}

/** Read once when the page opens, not by topic: from then on the grid itself knows best what was typed. */
export function BatchView(props: BatchViewProps) {
  const api = useApi();
  const [opening] = useState(() => crypto.randomUUID());
  const batch = useQuery({
    queryKey: ['village-grid', opening],
    queryFn: () => api['batch.open']({}),
    gcTime: 0,
  });
  return <Loaded answer={batch}>{(found) => <Batch {...props} batch={found} />}</Loaded>;
}

/** A click on a tool leaves the keyboard in the grid. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

function SaveMark({ save }: { readonly save: SaveState }) {
  const state = save.problem !== null ? 'failed' : save.waiting > 0 ? 'saving' : 'saved';
  const text =
    save.problem !== null
      ? TEXTS.grid.notSaved(save.waiting, save.problem)
      : save.waiting > 0
        ? TEXTS.grid.saving(save.waiting)
        : TEXTS.grid.saved;
  return (
    <span className="vp-save" role="status" data-state={state} data-testid="save-mark">
      {state === 'saved' && '✓ '}
      {state === 'failed' && '! '}
      {text}
    </span>
  );
}

function Batch({ batch, scale, problemsOnly, importing }: BatchViewProps & { readonly batch: DraftBatch }) {
  const session = useGrid(batch);
  const router = useRouter();
  const { message } = App.useApp();
  const { state, dispatch, save } = session;
  const [dialog, setDialog] = useState(importing);
  const [dropped, setDropped] = useState<File | null>(null);
  const pending = countVerdicts(state.rows);
  const waiting = pending.ask + pending.refuse;
  useEffect(() => {
    if (problemsOnly) dispatch({ do: 'filter', problemsOnly: true });
  }, [problemsOnly, dispatch]);

  const mayLeave = async () => {
    dispatch({ do: 'commit' });
    if (await session.drain()) return true;
    void message.error(TEXTS.grid.leaveUnsaved);
    return false;
  };
  useEffect(() => router.guard(mayLeave));
  const leaveSafely = async (go: () => void) => {
    if (await mayLeave()) go();
  };
  const onImported = async (summary: ImportSummary, look: boolean) => {
    setDialog(false);
    setDropped(null);
    await session.reload();
    if (look && summary.asked + summary.refused > 0) dispatch({ do: 'next-pending' });
  };

  return (
    <div
      className="vp-grid"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const file = event.dataTransfer.files[0];
        if (file === undefined) return;
        setDropped(file);
        setDialog(true);
      }}
    >
      <header className="vp-head">
        <Button onClick={() => void leaveSafely(router.back)} data-testid="back">
          ‹ {TEXTS.back}
        </Button>
        <h1>{TEXTS.grid.title}</h1>
        <SaveMark save={save} />
        <div className="vp-head-actions">
          <label className="vp-filter" onMouseDown={keepFocus}>
            <Switch
              checked={state.problemsOnly}
              onChange={(on) => dispatch({ do: 'filter', problemsOnly: on })}
              data-testid="filter-pending"
            />
            {TEXTS.grid.problemsOnly}
          </label>
          <Button
            disabled={!state.rows.some(isPending)}
            onMouseDown={keepFocus}
            onClick={() => dispatch({ do: 'next-pending' })}
            data-testid="next-pending"
          >
            {TEXTS.grid.nextProblem}
          </Button>
          <Button onClick={() => setDialog(true)} data-testid="open-import">
            {TEXTS.grid.import}
          </Button>
          <Button
            type="primary"
            onClick={() => void leaveSafely(() => router.go({ view: 'finish' }))}
            data-testid="go-finish"
          >
            {TEXTS.grid.finish}
          </Button>
        </div>
      </header>
      <p className="vp-grid-counts bm-quiet" data-testid="grid-counts" data-pending={waiting}>
        {TEXTS.grid.rows(state.rows.length - 1)}
        {waiting > 0 && <strong> {TEXTS.grid.problemsCount(waiting)}</strong>}
        {state.rows.length <= 1 && <> {TEXTS.grid.empty}</>}
      </p>
      {batch.unreadable > 0 && (
        <Alert type="error" showIcon title={TEXTS.grid.unreadable(batch.unreadable)} data-testid="drafts-unreadable" />
      )}
      <GridView session={session} scale={scale} active={!dialog} />
      {dialog && (
        <ImportDialog
          file={dropped}
          before={session.drain}
          onDone={onImported}
          onClose={() => {
            setDialog(false);
            setDropped(null);
          }}
        />
      )}
    </div>
  );
}
