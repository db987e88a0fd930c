/** The platform's list: chosen, looked into, and its numbers taken; what differs is shown and left alone. */
import { Alert, Button, Modal, Spin } from 'antd';
import { useState } from 'react';
import type { PlatformImported, PlatformListRow } from '../../../shared/api/platform-methods.ts';
import { PERSON_FIELDS } from '../../../shared/person/person-fields.ts';
import { useAction } from '../../app/client-hooks.ts';
import { FileDrop } from '../../components/file-drop.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { readBase64 } from '../../components/read-file.ts';
import { PLATFORM_TEXTS } from './texts.ts';
import './platform.css';

const T = PLATFORM_TEXTS.import;
/** Contract of platform.import. */
const MAX_BYTES = 20 * 1024 * 1024;
const KINDS = ['new', 'known', 'differs', 'unknown', 'withoutNumber'] as const;

interface ChosenFile {
  readonly fileName: string;
  readonly base64: string;
}
type Stage =
  | { readonly is: 'choose' }
  | { readonly is: 'reading'; readonly name: string }
  | { readonly is: 'failed'; readonly text: string }
  | { readonly is: 'look'; readonly file: ChosenFile; readonly found: PlatformImported }
  | { readonly is: 'done'; readonly found: PlatformImported };

function Rows({ rows }: { readonly rows: readonly PlatformListRow[] }) {
  if (rows.length === 0) return null;
  return (
    <div className="wb-platform-rows">
      <table className="wb-platform-batches">
        <thead>
          <tr>
            <th>{T.row.is}</th>
            <th>{PERSON_FIELDS.name.label}</th>
            <th>{T.row.number}</th>
            <th>{T.row.caseNumber}</th>
            <th>{T.row.notes}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.number} data-testid="platform-row" data-is={row.is}>
              <td>{T.kinds[row.is]}</td>
              <td>{row.name}</td>
              <td className="bm-num">{row.number}</td>
              <td className="bm-num">{row.caseNumber}</td>
              <td>{row.notes.join('；')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Found({ found }: { readonly found: PlatformImported }) {
  const { counts } = found;
  return (
    <>
      <p className="bm-num" data-testid="platform-counts">
        {KINDS.filter((kind) => counts[kind] > 0)
          .map((kind) => `${T.kinds[kind]} ${counts[kind]} 件`)
          .join('，') || T.nothing}
      </p>
      <Rows rows={found.rows} />
    </>
  );
}

function ImportPanel({ onClose }: { readonly onClose: () => void }) {
  const [stage, setStage] = useState<Stage>({ is: 'choose' });
  const look = useAction('platform.import', { quiet: true, refresh: false });
  const take = useAction('platform.import', { quiet: true });

  const load = async (chosen: File) => {
    look.clear();
    take.clear();
    if (chosen.size > MAX_BYTES) return setStage({ is: 'failed', text: T.tooLarge });
    setStage({ is: 'reading', name: chosen.name });
    let base64: string;
    try {
      base64 = await readBase64(chosen);
    } catch {
      return setStage({ is: 'failed', text: T.unreadable });
    }
    const file = { fileName: chosen.name, base64 };
    const found = await look.run(file);
    return setStage(found === null ? { is: 'choose' } : { is: 'look', file, found });
  };
  const write = async (file: ChosenFile) => {
    const found = await take.run({ ...file, write: true });
    if (found !== null) setStage({ is: 'done', found });
  };
  const error: unknown = look.error ?? take.error;
  return (
    <Modal
      open
      title={T.title}
      footer={null}
      width={900}
      mask={{ closable: false }}
      closable={stage.is !== 'reading' && !take.busy}
      onCancel={onClose}
    >
      <div className="wb-platform" data-testid="platform-import" data-stage={stage.is}>
        <p>{T.lead}</p>
        {stage.is === 'reading' && (
          <p role="status">
            <Spin size="small" /> {T.reading(stage.name)}
          </p>
        )}
        {stage.is === 'failed' && <Alert type="error" showIcon title={stage.text} />}
        {error !== null && error !== undefined && <ErrorNote error={error} />}
        {(stage.is === 'choose' || stage.is === 'failed') && (
          <FileDrop
            accept=".xlsx,.xlsm,.xls,.et,.xlsb,.ods,.fods,.xml,.htm,.html,.csv,.txt"
            title={T.drop}
            hint={T.columns}
            testId="platform"
            onFile={(chosen) => void load(chosen)}
          />
        )}
        {stage.is === 'look' && (
          <>
            <Found found={stage.found} />
            <div className="bm-buttons">
              <Button onClick={() => setStage({ is: 'choose' })} disabled={take.busy} data-testid="platform-other">
                {T.other}
              </Button>
              {stage.found.counts.new > 0 && (
                <Button
                  type="primary"
                  autoFocus
                  loading={take.busy}
                  onClick={() => void write(stage.file)}
                  data-testid="platform-write"
                >
                  {T.write(stage.found.counts.new)}
                </Button>
              )}
            </div>
          </>
        )}
        {stage.is === 'done' && (
          <>
            <Alert type="success" showIcon title={T.done(stage.found.linked)} data-testid="platform-done" />
            <Rows rows={stage.found.rows.filter(({ is }) => is !== 'new')} />
            <div className="bm-buttons">
              <Button type="primary" autoFocus onClick={onClose} data-testid="platform-close">
                {T.close}
              </Button>
            </div>
          </>
        )}
      </div>
    </Modal>
  );
}

export function PlatformImportButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} data-testid="platform-import-open">
        {T.button}
      </Button>
      {isOpen && <ImportPanel onClose={() => setOpen(false)} />}
    </>
  );
}
