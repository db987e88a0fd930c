/** Sticks at a site: what is still to be carried, writing, taking. */
import { Button, Modal } from 'antd';
import { useState } from 'react';
import type { SiteStatus } from '../../shared/api/rows.ts';
import type { StickStatus } from '../../shared/api/stick.ts';
import { useAnswer, useApi } from '../app/client-hooks.ts';
import { Loaded } from '../components/notes.tsx';
import { whenWords } from '../components/when-words.ts';
import { PreviewView } from './preview-view.tsx';
import { progressOf } from './progress.ts';
import { TakeFile } from './take-file.tsx';
import { TakenView } from './taken-view.tsx';
import { STICK_TEXTS } from './texts.ts';
import { WritePanel } from './write-panel.tsx';
import './stick.css';

/** Progress of a file is asked for while the dialog is open. */
const ASK_EVERY_MS = 1000;

export function StickButton({ status }: { readonly status: SiteStatus }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button ghost onClick={() => setOpen(true)} data-testid="stick-button">
        {STICK_TEXTS.button}
      </Button>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        title={STICK_TEXTS.title}
        width="58rem"
        mask={{ closable: false }}
        destroyOnHidden
      >
        <StickPage status={status} />
      </Modal>
    </>
  );
}

function StickPage({ status }: { readonly status: SiteStatus }) {
  const api = useApi();
  const stick = useAnswer('stick.status', {}, { everyMs: ASK_EVERY_MS });
  const { done, total } = progressOf(stick.data, 'take');
  return (
    <div className="bm-stick" data-testid="stick-page">
      <p className="bm-quiet">{STICK_TEXTS.lead}</p>
      <Loaded answer={stick} lines={2}>
        {(found) => <Facts stick={found} />}
      </Loaded>
      <div className="bm-stick-columns">
        <WritePanel status={status} stick={stick.data} />
        <section className="bm-stick-panel">
          <h3>{STICK_TEXTS.take.title}</h3>
          <TakeFile
            testId="stick-take"
            accept=".bmt"
            drop={{ title: STICK_TEXTS.take.drop, hint: STICK_TEXTS.take.kinds }}
            look={(base64) => api['stick.preview']({ base64 })}
            take={(base64) => api['stick.take']({ base64 })}
            ready={({ sender }) => !sender.revoked}
            confirm={() => STICK_TEXTS.take.confirm}
            busyText={STICK_TEXTS.take.taking(done, total)}
          >
            {(shown) =>
              shown.is === 'inside' ? <PreviewView preview={shown.preview} /> : <TakenView taken={shown.taken} />
            }
          </TakeFile>
        </section>
      </div>
    </div>
  );
}

function Facts({ stick }: { readonly stick: StickStatus }) {
  const words = STICK_TEXTS.state;
  const when = (iso: string | null) => (iso === null ? words.never : whenWords(iso));
  const facts = [
    [words.unsynced, words.count(stick.unsynced), 'unsynced'],
    [words.copied, words.count(stick.copied), 'copied'],
    [words.carried, words.count(stick.carried), 'carried'],
    [words.lastWritten, when(stick.lastWritten), 'written'],
    [words.lastTaken, when(stick.lastTaken), 'taken'],
    [words.lastWord, when(stick.lastWord), 'word'],
  ] as const;
  return (
    <dl className="bm-stick-facts">
      {facts.map(([label, value, key]) => (
        <div key={key} data-testid={`stick-fact-${key}`}>
          <dt>{label}</dt>
          <dd className="bm-num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
