/** The copy sheet of a case: one key puts the next field onto the clipboard, for the platform's form in another window. */
import { Alert, Button, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { CaseDetail } from '../../../shared/api/rows.ts';
import type { CopyField } from '../../../shared/platform/copy-sheet.ts';
import { useAnswer } from '../../app/client-hooks.ts';
import { Loaded } from '../../components/notes.tsx';
import { browserHost, lendClipboard } from './clipboard.ts';
import { PLATFORM_TEXTS } from './texts.ts';
import './platform.css';

const T = PLATFORM_TEXTS.sheet;

function Sheet({ fields }: { readonly fields: readonly CopyField[] }) {
  const [lent] = useState(() => lendClipboard(browserHost));
  /** The field that is on the clipboard; -1 before the first. */
  const [at, setAt] = useState(-1);
  const [isRefused, setRefused] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const isDone = at >= fields.length;
  // Left in any way, the clipboard is given back.
  useEffect(() => () => void lent.clear(), [lent]);
  useEffect(() => {
    list.current?.children[Math.min(at, fields.length - 1)]?.scrollIntoView({ block: 'nearest' });
  }, [at, fields]);
  const copy = async (index: number) => {
    const field = fields[index];
    if (field === undefined) {
      await lent.clear();
      return setAt(index < 0 ? -1 : fields.length);
    }
    const copied = await lent.copy(field.value);
    setRefused(!copied);
    return copied ? setAt(index) : undefined;
  };
  return (
    <div className="wb-platform" data-testid="copy-sheet" data-at={at}>
      <p className="bm-quiet">{T.lead}</p>
      {isRefused && <Alert type="error" showIcon title={T.refused} data-testid="copy-refused" />}
      <ol className="wb-copy-fields" ref={list}>
        {fields.map((field, index) => (
          <li key={field.label} data-testid="copy-field" aria-current={index === at ? 'step' : undefined}>
            <button type="button" tabIndex={-1} onClick={() => void copy(index)}>
              <span>{field.label}</span>
              <span className="bm-num">{field.value}</span>
              <span className="bm-quiet">{index === at ? T.here : index < at ? T.copied : ''}</span>
            </button>
          </li>
        ))}
      </ol>
      <div className="wb-platform-row">
        <span role="status">{isDone ? T.done : T.progress(Math.max(at + 1, 0), fields.length)}</span>
        <span className="bm-buttons">
          <Button disabled={at <= 0} onClick={() => void copy(at - 1)} data-testid="copy-back">
            {T.back}
          </Button>
          <Button type="primary" autoFocus onClick={() => void copy(isDone ? 0 : at + 1)} data-testid="copy-next">
            {isDone ? T.again : at + 1 >= fields.length ? T.finish : T.next(fields[at + 1]?.label ?? '')}{' '}
            <kbd>{T.key}</kbd>
          </Button>
        </span>
      </div>
    </div>
  );
}

function SheetDialog({ detail, onClose }: { readonly detail: CaseDetail; readonly onClose: () => void }) {
  const answer = useAnswer('platform.sheet', { case: detail.row.case });
  return (
    <Modal open title={T.title} footer={null} width={680} mask={{ closable: false }} onCancel={onClose}>
      <Loaded answer={answer} lines={6}>
        {({ fields }) => <Sheet fields={fields} />}
      </Loaded>
    </Modal>
  );
}

/** Of a case that the centre has. */
export function CopySheetButton({ detail }: { readonly detail: CaseDetail }) {
  const [isOpen, setOpen] = useState(false);
  if (detail.row.receivedOn === null || detail.row.state === 'voided') return null;
  return (
    <>
      <Button type="text" onClick={() => setOpen(true)} data-testid="copy-sheet-open">
        {T.button}
      </Button>
      {isOpen && <SheetDialog detail={detail} onClose={() => setOpen(false)} />}
    </>
  );
}
