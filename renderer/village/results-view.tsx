/** Results that a villager has not heard of yet: told, and handed over. */
import { Button, Modal, Radio } from 'antd';
import { useState } from 'react';
import type { CaseRow, SiteStatus } from '../../shared/api/rows.ts';
import { useAction, useAnswer, useRows } from '../app/client-hooks.ts';
import { StepForm } from '../components/case-actions/step-form.tsx';
import { EmptyNote, ErrorNote, LoadingNote } from '../components/notes.tsx';
import { ApplicantName, StatusTag } from '../components/tags.tsx';
import { TEXTS } from './texts.ts';
import { ViewHead } from './view-head.tsx';
import { useRouter } from './routes.ts';

const words = TEXTS.results;
type Way = keyof typeof words.ways;

/** First the results to be told, then those that were told and whose paper still lies here. */
export function ResultsView({ status }: { readonly status: SiteStatus }) {
  const toTell = useRows('cases.list', { list: 'results', limit: 200 });
  const toCollect = useRows('cases.list', { list: 'to-collect', limit: 200 });
  const untold = new Set(toTell.rows.map((row) => row.case));
  const undelivered = toCollect.rows.filter((row) => !untold.has(row.case));
  const error = toTell.error ?? toCollect.error;
  const isLoaded = !toTell.loading && !toCollect.loading && error === null;
  return (
    <div className="vp-page">
      <ViewHead title={words.title} />
      {(toTell.loading || toCollect.loading) && <LoadingNote />}
      {error !== null && <ErrorNote error={error} onRetry={toTell.error === null ? toCollect.retry : toTell.retry} />}
      {isLoaded && toTell.rows.length + undelivered.length === 0 && <EmptyNote text={words.none} />}
      <Cards rows={toTell.rows} told={false} status={status} testId="results" />
      {toTell.hasMore && <Button onClick={toTell.loadMore}>{words.more}</Button>}
      {undelivered.length > 0 && <h2 className="vp-section">{words.undelivered}</h2>}
      <Cards rows={undelivered} told status={status} testId="undelivered" />
      {toCollect.hasMore && <Button onClick={toCollect.loadMore}>{words.more}</Button>}
    </div>
  );
}

function Cards({
  rows,
  told,
  status,
  testId,
}: {
  readonly rows: readonly CaseRow[];
  readonly told: boolean;
  readonly status: SiteStatus;
  readonly testId: string;
}) {
  return (
    <ul className="vp-cards" data-testid={testId}>
      {rows.map((row) => (
        <ResultCard key={row.case} row={row} told={told} status={status} />
      ))}
    </ul>
  );
}

function ResultCard({
  row,
  told,
  status,
}: {
  readonly row: CaseRow;
  readonly told: boolean;
  readonly status: SiteStatus;
}) {
  const router = useRouter();
  const [open, setOpen] = useState<'told' | 'delivered' | null>(null);
  return (
    <li className="vp-card" data-testid="result-row" data-case={row.case}>
      <div className="vp-card-what">
        <ApplicantName row={row} />
        <span>{row.matterName}</span>
        <StatusTag row={row} />
        <span className="bm-num">{row.phone}</span>
        <span className="bm-num bm-quiet">{row.on}</span>
      </div>
      <div className="vp-card-buttons">
        {!told && (
          <Button onClick={() => setOpen('told')} data-testid="told">
            {words.told}
          </Button>
        )}
        {row.state === 'concluded' && (
          <Button type="primary" onClick={() => setOpen('delivered')} data-testid="delivered">
            {words.delivered}
          </Button>
        )}
        <Button type="link" onClick={() => router.go({ view: 'case', case: row.case })}>
          {TEXTS.returned.whole}
        </Button>
      </div>
      {open === 'told' && <ToldForm row={row} onClose={() => setOpen(null)} />}
      {open === 'delivered' && <DeliveredForm row={row} status={status} onClose={() => setOpen(null)} />}
    </li>
  );
}

interface FormProps {
  readonly row: CaseRow;
  readonly onClose: () => void;
}

function ToldForm({ row, onClose }: FormProps) {
  const remark = useAction('cases.remark', { done: words.toldDone });
  const [way, setWay] = useState<Way>('phone');
  const save = async () => {
    const done = await remark.run({
      case: row.case,
      about: row.case,
      remark: { type: 'notified', data: { way, reached: true } },
    });
    if (done !== null) onClose();
  };
  return (
    <Modal
      open
      title={`${row.name} ${words.toldHow}`}
      onCancel={onClose}
      onOk={() => void save()}
      okText={words.told}
      cancelText={TEXTS.cancel}
      confirmLoading={remark.busy}
      okButtonProps={saveId}
    >
      <Radio.Group value={way} onChange={(event) => setWay(event.target.value as Way)} className="vp-radios">
        {(Object.keys(words.ways) as Way[]).map((key) => (
          <Radio key={key} value={key}>
            {words.ways[key]}
          </Radio>
        ))}
      </Radio.Group>
    </Modal>
  );
}

/** Typed as plain properties: antd's button types do not name data attributes. */
const saveId = { 'data-testid': 'result-save', autoFocus: true } as const;

/** The form of every delivery, which begins with what the village knows: the agent brings it, to the applicant. */
function DeliveredForm({ row, status, onClose }: FormProps & { readonly status: SiteStatus }) {
  const detail = useAnswer('cases.get', { case: row.case });
  if (detail.error !== null)
    return (
      <Modal open title={row.name} onCancel={onClose} footer={null}>
        <ErrorNote error={detail.error} onRetry={() => void detail.refetch()} />
      </Modal>
    );
  if (detail.data === undefined) return null;
  return (
    <StepForm
      detail={detail.data}
      status={status}
      step="delivered"
      lead={`${row.name} ${row.matterName}`}
      onClose={onClose}
    />
  );
}
