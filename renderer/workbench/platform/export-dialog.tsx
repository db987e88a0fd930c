/** What changed since the last time, as a file for the platform; what was handed over before, and taking the last one back. */
import { Alert, App, Button, Modal, Radio } from 'antd';
import { useState } from 'react';
import type { PlatformExported, PlatformFormat, PlatformStatus } from '../../../shared/api/platform-methods.ts';
import { PLATFORM_FORMATS } from '../../../shared/api/platform-methods.ts';
import { useAction, useAnswer } from '../../app/client-hooks.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { download } from '../../components/download.ts';
import { Loaded } from '../../components/notes.tsx';
import { whenWords } from '../../components/when-words.ts';
import { PLATFORM_TEXTS } from './texts.ts';
import './platform.css';

const T = PLATFORM_TEXTS.export;
const FORMATS = Object.entries(PLATFORM_FORMATS).map(([value, label]) => ({ value, label }));

function Batches({ batches }: Pick<PlatformStatus, 'batches'>) {
  const confirm = useConfirm();
  const takeBack = useAction('platform.takeBack', { done: T.takenBack });
  const [last] = batches;
  if (last === undefined) return <p className="bm-quiet">{T.noBatches}</p>;
  const ask = async () => {
    const question = { title: T.takeBackSure(last.name), text: T.takeBackText, yes: T.takeBackYes, danger: true };
    if (await confirm(question)) await takeBack.run({ batch: last.batch });
  };
  return (
    <table className="wb-platform-batches" data-testid="platform-batches">
      <thead>
        <tr>
          <th>{T.batch.name}</th>
          <th>{T.batch.at}</th>
          <th>{T.batch.cases}</th>
          <th>{T.batch.rows}</th>
          <th aria-hidden="true" />
        </tr>
      </thead>
      <tbody>
        {batches.map((each) => (
          <tr key={each.batch} data-testid="platform-batch">
            <td className="bm-num">{each.name}</td>
            <td className="bm-num">{whenWords(each.at)}</td>
            <td className="bm-num">{each.cases}</td>
            <td className="bm-num">{each.rows}</td>
            <td>
              {each === last && (
                <Button
                  size="small"
                  loading={takeBack.busy}
                  onClick={() => void ask()}
                  data-testid="platform-take-back"
                >
                  {T.takeBack}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Made({ made }: { readonly made: PlatformExported }) {
  if (made.file === null) return <Alert type="info" showIcon title={T.nothing} data-testid="platform-made" />;
  return (
    <Alert
      type="success"
      showIcon
      title={T.made(made.cases, made.rows)}
      description={made.left > 0 ? T.left(made.left) : undefined}
      data-testid="platform-made"
    />
  );
}

function ExportPanel({ onClose }: { readonly onClose: () => void }) {
  const { message } = App.useApp();
  const confirm = useConfirm();
  const status = useAnswer('platform.status', {});
  const [format, setFormat] = useState<PlatformFormat>('xlsx');
  const [made, setMade] = useState<PlatformExported | null>(null);
  const make = useAction('platform.export');
  const run = async () => {
    if (make.busy || !(await confirm({ title: T.sure, text: T.sureText, yes: T.make }))) return;
    const loading = message.loading(T.making, 0);
    const answer = await make.run({ format });
    loading();
    if (answer === null) return;
    if (answer.file !== null) download(answer.file);
    setMade(answer);
  };
  return (
    <Modal
      open
      title={T.title}
      footer={null}
      width={760}
      mask={{ closable: false }}
      closable={!make.busy}
      onCancel={onClose}
    >
      {/* The keys of the dialog, wherever in it the focus is. */}
      <div
        className="wb-platform"
        role="presentation"
        data-testid="platform-export"
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !event.ctrlKey) return;
          event.preventDefault();
          void run();
        }}
      >
        <p>{T.lead}</p>
        <p className="bm-quiet">{T.once}</p>
        <Loaded answer={status} lines={3}>
          {({ toLookAt, batches }) => (
            <>
              <p data-testid="platform-to-look-at">{T.toLookAt(toLookAt)}</p>
              <div className="wb-platform-row">
                <span id="platform-format">{T.format}</span>
                <Radio.Group
                  aria-labelledby="platform-format"
                  options={FORMATS}
                  value={format}
                  onChange={(event) => setFormat(event.target.value as PlatformFormat)}
                />
                <Button
                  type="primary"
                  autoFocus
                  loading={make.busy}
                  onClick={() => void run()}
                  data-testid="platform-make"
                >
                  {T.make} <kbd>{T.makeKey}</kbd>
                </Button>
              </div>
              {made !== null && <Made made={made} />}
              <h3>{T.batches}</h3>
              <Batches batches={batches} />
            </>
          )}
        </Loaded>
      </div>
    </Modal>
  );
}

export function PlatformExportButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} data-testid="platform-export-open">
        {T.button}
      </Button>
      {isOpen && <ExportPanel onClose={() => setOpen(false)} />}
    </>
  );
}
