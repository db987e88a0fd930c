/** Before handing over: totals by matter are read back and compared with the paper. */
import { Alert, Button, InputNumber } from 'antd';
import { useState } from 'react';
import type { OutputOf } from '../../shared/api/contract.ts';
import type { ClientMethods } from '../../shared/api/client.ts';
import { useAction, useAnswer } from '../app/client-hooks.ts';
import { useConfirm } from '../components/confirm.tsx';
import { EmptyNote, Loaded } from '../components/notes.tsx';
import { TEXTS } from './texts.ts';
import { ViewHead } from './view-head.tsx';
import { useRouter } from './routes.ts';

type Totals = OutputOf<ClientMethods['batch.totals']>;

/** “医保30、养老12,共42件”: what the agent reads aloud over the pile of paper. */
export function totalsAloud(totals: Totals['totals'], ready: number): string {
  return TEXTS.finish.total(totals.map(({ matterName, count }) => `${matterName}${count}`).join('、'), ready);
}

export function FinishView({ centre }: { readonly centre: string }) {
  const totals = useAnswer('batch.totals', {});
  return (
    <div className="vp-page">
      <ViewHead title={TEXTS.finish.title} />
      <Loaded answer={totals}>{(found) => <Finish totals={found} centre={centre} />}</Loaded>
    </div>
  );
}

function PaperCheck({
  ready,
  paper,
  onPaper,
}: {
  readonly ready: number;
  readonly paper: number | null;
  readonly onPaper: (count: number | null) => void;
}) {
  const difference = paper === null ? null : ready - paper;
  return (
    <div className="vp-paper">
      <label htmlFor="paper-count">{TEXTS.finish.paper}</label>
      <InputNumber
        id="paper-count"
        data-testid="paper-count"
        autoFocus
        min={0}
        max={5000}
        precision={0}
        controls={false}
        value={paper}
        onChange={onPaper}
      />
      {difference !== null && (
        <span
          role="status"
          className="vp-paper-says"
          data-tone={difference === 0 ? 'good' : 'warn'}
          data-testid="paper-says"
        >
          {difference === 0
            ? `✓ ${TEXTS.finish.same}`
            : difference < 0
              ? TEXTS.finish.fewer(-difference)
              : TEXTS.finish.more(difference)}
        </span>
      )}
    </div>
  );
}

function Finish({ totals, centre }: { readonly totals: Totals; readonly centre: string }) {
  const router = useRouter();
  const confirm = useConfirm();
  const finish = useAction('batch.finish');
  const sync = useAction('sync.now', { quiet: true });
  const [paper, setPaper] = useState<number | null>(null);
  const words = TEXTS.finish;
  const differs = paper !== null && paper !== totals.ready;
  const onFinish = async () => {
    const sure = await confirm({
      title: differs ? words.sureDifferent : words.sure(totals.ready, centre),
      text: words.sureText,
      yes: words.confirm,
    });
    if (!sure) return;
    const list = await finish.run({});
    if (list === null) return;
    // Not waited for: the list is on disk, and there may be no network for days.
    void sync.run({});
    router.replace({ view: 'list', list: list.list, fresh: true });
  };
  return (
    <section className="vp-finish" data-testid="finish">
      {totals.ready === 0 ? (
        <EmptyNote text={words.nothing} />
      ) : (
        <>
          <p className="vp-read-back" data-testid="read-back" data-ready={totals.ready}>
            {totalsAloud(totals.totals, totals.ready)}
          </p>
          <PaperCheck ready={totals.ready} paper={paper} onPaper={setPaper} />
          <ul className="vp-totals" data-testid="totals">
            {totals.totals.map(({ matter, matterName, count }) => (
              <li key={matter} data-matter={matter}>
                <span>{matterName}</span>
                <strong className="bm-num">{words.items(count)}</strong>
              </li>
            ))}
          </ul>
        </>
      )}
      {totals.asked + totals.refused > 0 && (
        <Alert
          type="warning"
          showIcon
          data-testid="left-over"
          title={words.left(totals.asked, totals.refused)}
          action={
            <Button onClick={() => router.replace({ view: 'grid', problemsOnly: true })} data-testid="see-left-over">
              {words.seeLeft}
            </Button>
          }
        />
      )}
      <div className="vp-buttons">
        <Button size="large" onClick={router.back} data-testid="back-to-grid">
          {words.backToGrid}
        </Button>
        {totals.ready > 0 && (
          <Button
            size="large"
            type="primary"
            loading={finish.busy}
            onClick={() => void onFinish()}
            data-testid="finish-confirm"
          >
            {finish.busy ? words.busy : words.confirm}
          </Button>
        )}
      </div>
    </section>
  );
}
