/** Imports a workbook: choose or drop it, wait, read what came of it. */
import { Alert, Button, Modal, Spin } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { ImportSummary } from '../../shared/api/rows.ts';
import { unreadLine } from '../../shared/slips/unread.ts';
import { useApi } from '../app/client-hooks.ts';
import { FileDrop } from '../components/file-drop.tsx';
import { ErrorNote } from '../components/notes.tsx';
import { readBase64 } from '../components/read-file.ts';
import { TEXTS } from './texts.ts';

interface ImportDialogProps {
  /** A file that was dropped on the page. */
  readonly file: File | null;
  /** Saves what was typed first; false when that failed. */
  readonly before: () => Promise<boolean>;
  readonly onDone: (summary: ImportSummary, look: boolean) => Promise<void>;
  readonly onClose: () => void;
}

type Stage =
  | { readonly is: 'choose' }
  | { readonly is: 'reading'; readonly name: string }
  | { readonly is: 'failed'; readonly text: string | null; readonly error: unknown }
  | { readonly is: 'done'; readonly summary: ImportSummary };

/** Contract of batch.import. */
const MAX_BYTES = 20 * 1024 * 1024;

const isNothing = ({ taken, asked, refused, known }: ImportSummary): boolean => taken + asked + refused + known === 0;

const doneTitle = (summary: ImportSummary): string =>
  isNothing(summary) ? TEXTS.import.doneNothing(summary.file) : TEXTS.import.done(summary.file);

export function ImportDialog({ file, before, onDone, onClose }: ImportDialogProps) {
  const api = useApi();
  const [stage, setStage] = useState<Stage>({ is: 'choose' });
  const words = TEXTS.import;

  const load = async (chosen: File) => {
    if (chosen.size > MAX_BYTES) return setStage({ is: 'failed', text: words.tooLarge, error: null });
    setStage({ is: 'reading', name: chosen.name });
    let base64: string;
    try {
      base64 = await readBase64(chosen);
    } catch {
      return setStage({ is: 'failed', text: words.unreadable, error: null });
    }
    try {
      if (!(await before())) return setStage({ is: 'failed', text: TEXTS.grid.leaveUnsaved, error: null });
      setStage({ is: 'done', summary: await api['batch.import']({ fileName: chosen.name, base64 }) });
    } catch (error) {
      setStage({ is: 'failed', text: null, error });
    }
    return undefined;
  };
  const started = useRef(false);
  useEffect(() => {
    if (file === null || started.current) return;
    started.current = true;
    void load(file);
  });

  const close = () => (stage.is === 'done' ? void onDone(stage.summary, false) : onClose());
  return (
    <Modal
      open
      title={stage.is === 'done' ? doneTitle(stage.summary) : words.title}
      footer={null}
      onCancel={close}
      mask={{ closable: false }}
      width={640}
      closable={stage.is !== 'reading'}
    >
      {stage.is === 'reading' && (
        <div className="vp-import-wait" role="status">
          <Spin /> {words.reading(stage.name)}
        </div>
      )}
      {stage.is === 'failed' &&
        (stage.text !== null ? <Alert type="error" showIcon title={stage.text} /> : <ErrorNote error={stage.error} />)}
      {(stage.is === 'choose' || stage.is === 'failed') && (
        <FileDrop
          accept=".xlsx,.xlsm,.xls,.et,.xlsb,.ods,.fods,.xml,.htm,.html,.csv,.txt"
          title={words.drop}
          hint={words.kinds}
          testId="import"
          onFile={(chosen) => void load(chosen)}
        />
      )}
      {stage.is === 'done' && <Summary summary={stage.summary} onDone={onDone} />}
    </Modal>
  );
}

function Summary({
  summary,
  onDone,
}: {
  readonly summary: ImportSummary;
  readonly onDone: ImportDialogProps['onDone'];
}) {
  const words = TEXTS.import;
  const pending = summary.asked + summary.refused;
  const lines = [
    ['✓', words.taken, summary.taken, 'good'],
    ['?', words.asked, summary.asked, 'warn'],
    ['✗', words.refused, summary.refused, 'bad'],
    ['—', words.known, summary.known, 'quiet'],
  ] as const;
  const nothing = isNothing(summary);
  return (
    <div
      data-testid="import-summary"
      data-taken={summary.taken}
      data-asked={summary.asked}
      data-refused={summary.refused}
      data-known={summary.known}
    >
      {nothing ? (
        <Alert type="warning" showIcon title={words.nothing} />
      ) : (
        <ul className="vp-summary">
          {lines.map(([sign, label, count, tone]) => (
            <li key={label} data-tone={count === 0 ? 'quiet' : tone}>
              <span aria-hidden="true">{sign}</span> {label} <strong className="bm-num">{words.rows(count)}</strong>
            </li>
          ))}
        </ul>
      )}
      {summary.unread.map((each) => (
        <Alert key={each.sheet} type="warning" showIcon title={unreadLine(each)} />
      ))}
      <div className="vp-buttons">
        <Button type="primary" autoFocus onClick={() => void onDone(summary, pending > 0)} data-testid="import-close">
          {pending > 0 ? words.look : words.see}
        </Button>
      </div>
    </div>
  );
}
