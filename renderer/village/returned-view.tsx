/** What the centre sent back: why, and the three ways on: put it right, hand it over again, or give it up. */
import { App, Button, Form, Input, Modal } from 'antd';
import type { FormRule } from 'antd';
import { useState } from 'react';
import type { CaseDetail, CaseRow } from '../../shared/api/rows.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import type { StepInput } from '../../shared/case/steps/index.ts';
import { type Applicant, applicantOf } from '../../shared/person/applicant.ts';
import { wordsOf } from '../../shared/person/field-words.ts';
import { personField } from '../../shared/person/person-fields.ts';
import type { PersonKey } from '../../shared/person/person-fields.ts';
import { saysMissing } from '../../shared/person/problems.ts';
import { useApi, useRows } from '../app/client-hooks.ts';
import { describeError } from '../app/errors.ts';
import { useConfirm } from '../components/confirm.tsx';
import { ApplicantName } from '../components/tags.tsx';
import { EmptyNote, ErrorNote, LoadingNote } from '../components/notes.tsx';
import { AMEND_KEYS, amendments } from './amendments.ts';
import type { AmendFields } from './amendments.ts';
import { useReturnFocus } from '../components/use-return-focus.ts';
import { TEXTS } from './texts.ts';
import { ViewHead } from './view-head.tsx';
import { useRouter } from './routes.ts';

const words = TEXTS.returned;

/** Takes a step on the case as it stands now: the heads are read just before. Says what went wrong; true when done. */
function useTakeStep(): (row: CaseRow, step: StepInput, done: string) => Promise<boolean> {
  const api = useApi();
  const { message, notification } = App.useApp();
  return async (row, step, done) => {
    try {
      const detail = await api['cases.get']({ case: row.case });
      await api['cases.step']({ case: row.case, heads: [...detail.heads], step });
      void message.success(done);
      return true;
    } catch (error) {
      const said = describeError(error);
      notification.error({ title: said.message, description: said.action, key: said.code, duration: 8 });
      return false;
    }
  };
}

export function ReturnedView({ today }: { readonly today: LocalDate }) {
  const returned = useRows('cases.list', { list: 'returned', limit: 200 });
  return (
    <div className="vp-page">
      <ViewHead title={words.title} />
      {returned.loading && <LoadingNote />}
      {returned.error !== null && <ErrorNote error={returned.error} onRetry={returned.retry} />}
      {!returned.loading && returned.error === null && returned.rows.length === 0 && <EmptyNote text={words.none} />}
      <ul className="vp-cards" data-testid="returned">
        {returned.rows.map((row) => (
          <ReturnedCard key={row.case} row={row} today={today} />
        ))}
      </ul>
      {returned.hasMore && <Button onClick={returned.loadMore}>{TEXTS.results.more}</Button>}
    </div>
  );
}

function ReturnedCard({ row, today }: { readonly row: CaseRow; readonly today: LocalDate }) {
  const step = useTakeStep();
  const confirm = useConfirm();
  const router = useRouter();
  const [open, setOpen] = useState<'amend' | 'withdraw' | null>(null);
  const again = async () => {
    if (!(await confirm({ title: words.againSure(row.name), yes: words.again }))) return;
    await step(row, { type: 'handed-over', data: { list: words.againList(today), count: 1 } }, words.againDone);
  };
  return (
    <li className="vp-card" data-testid="returned-row" data-case={row.case}>
      <div className="vp-card-what">
        <ApplicantName row={row} />
        <span>{row.matterName}</span>
        <span className="bm-num bm-quiet">{row.on}</span>
        <span className="bm-num">{row.idNumber}</span>
        <span className="bm-num">{row.phone}</span>
      </div>
      <p className="vp-card-why" data-testid="return-reason">
        <strong>{words.reason}：</strong>
        {row.returnReason}
      </p>
      <div className="vp-card-buttons">
        <Button onClick={() => setOpen('amend')} data-testid="amend">
          {words.amend}
        </Button>
        <Button type="primary" onClick={() => void again()} data-testid="hand-over-again">
          {words.again}
        </Button>
        <Button onClick={() => setOpen('withdraw')} data-testid="withdraw">
          {words.withdraw}
        </Button>
        <Button type="link" onClick={() => router.go({ view: 'case', case: row.case })}>
          {words.whole}
        </Button>
      </div>
      {open === 'amend' && <AmendForm row={row} today={today} onClose={() => setOpen(null)} />}
      {open === 'withdraw' && (
        <WithdrawForm
          onClose={() => setOpen(null)}
          onSure={async (reason) => {
            if (await step(row, { type: 'withdrawn', data: { reason } }, words.withdrawDone)) setOpen(null);
          }}
        />
      )}
    </li>
  );
}

/** What can't be kept is refused; a doubt is shown, and saved knowingly. */
function rulesOf(field: PersonKey, of: Applicant, today: LocalDate): FormRule[] {
  const read = (text: string) => personField(field).read(text, { today, isVillage: () => true, of });
  const say = (text: string | undefined) => (text === undefined ? Promise.resolve() : Promise.reject(new Error(text)));
  return [
    { validator: (_rule, text: string) => say(read(text).refused?.message) },
    {
      warningOnly: true,
      validator: (_rule, text: string) => say(read(text).doubts.find((doubt) => !saysMissing(doubt))?.message),
    },
  ];
}

interface AmendFormProps {
  readonly row: CaseRow;
  readonly today: LocalDate;
  readonly onClose: () => void;
}

function AmendForm({ row, today, onClose }: AmendFormProps) {
  useReturnFocus();
  const api = useApi();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const save = async (fields: AmendFields) => {
    const changes = amendments(row, fields, words.amendReason);
    if (changes.length === 0) return void message.info(words.amendNothing);
    setBusy(true);
    setError(null);
    try {
      let detail: CaseDetail = await api['cases.get']({ case: row.case });
      for (const data of changes) {
        // Each correction is an event of its own; one after another, so that the history reads in order.
        // oxlint-disable-next-line no-await-in-loop
        detail = await api['cases.remark']({
          case: row.case,
          about: detail.row.case,
          remark: { type: 'amended', data },
        });
      }
      void message.success(words.amendDone);
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
    return undefined;
  };
  const of = applicantOf(row);
  const initial = Object.fromEntries(AMEND_KEYS.map((key) => [key, row[key] ?? ''])) as AmendFields;
  return (
    <Modal open title={words.amendTitle(row.name)} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <Form
        layout="vertical"
        initialValues={initial}
        onFinish={(fields: AmendFields) => void save(fields)}
        data-testid="amend-form"
      >
        {AMEND_KEYS.map((field, index) => (
          <Form.Item key={field} name={field} label={wordsOf(field, of).label} rules={rulesOf(field, of, today)}>
            <Input autoFocus={index === 0} autoComplete="off" data-testid={`amend-${field}`} />
          </Form.Item>
        ))}
        {error !== null && <ErrorNote error={error} />}
        <div className="vp-buttons">
          <Button onClick={onClose}>{TEXTS.cancel}</Button>
          <Button type="primary" htmlType="submit" loading={busy} data-testid="amend-save">
            {words.save}
          </Button>
        </div>
      </Form>
    </Modal>
  );
}

/** Typed as plain properties: antd's button types do not name data attributes. */
const withdrawId = { 'data-testid': 'withdraw-confirm' } as const;

function WithdrawForm({
  onClose,
  onSure,
}: {
  readonly onClose: () => void;
  readonly onSure: (reason: string) => Promise<void>;
}) {
  const [reason, setReason] = useState<string>(words.withdrawDefault);
  const [busy, setBusy] = useState(false);
  return (
    <Modal
      open
      title={words.withdrawTitle}
      onCancel={onClose}
      okText={words.withdraw}
      cancelText={TEXTS.cancel}
      okButtonProps={{ ...withdrawId, danger: true, disabled: reason.trim() === '', loading: busy }}
      onOk={() => {
        setBusy(true);
        void onSure(reason.trim()).finally(() => setBusy(false));
      }}
    >
      <label htmlFor="withdraw-reason">{words.withdrawReason}</label>
      <Input.TextArea
        id="withdraw-reason"
        autoFocus
        maxLength={300}
        rows={3}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        data-testid="withdraw-reason"
      />
    </Modal>
  );
}
