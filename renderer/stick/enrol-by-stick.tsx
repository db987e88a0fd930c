/** Enrols this machine without a line: a request goes out by stick, an answer comes back (docs/STICKS.md). */
import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import type { StickAnswerPreview, StickRequest } from '../../shared/api/stick.ts';
import { useAction, useApi } from '../app/client-hooks.ts';
import { download } from '../components/download.ts';
import { Field } from '../components/field.tsx';
import { ErrorNote } from '../components/notes.tsx';
import { whenWords } from '../components/when-words.ts';
import { CheckCode } from './check-code.tsx';
import { TakeFile } from './take-file.tsx';
import { STICK_TEXTS } from './texts.ts';
import './stick.css';

const words = STICK_TEXTS.enrol;

export function EnrolByStick({ onDone }: { readonly onDone?: () => void }) {
  const [open, setOpen] = useState(false);
  const done = () => {
    setOpen(false);
    onDone?.();
  };
  return (
    <>
      <Button type="link" className="bm-stick-link" onClick={() => setOpen(true)} data-testid="stick-enrol-open">
        {words.open}
      </Button>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        title={words.title}
        width="60rem"
        mask={{ closable: false }}
        destroyOnHidden
      >
        <div className="bm-stick-columns">
          <Request />
          <Answer onDone={done} />
        </div>
      </Modal>
    </>
  );
}

function Request() {
  const [machine, setMachine] = useState('');
  const [asked, setAsked] = useState(false);
  const [made, setMade] = useState<StickRequest | null>(null);
  const request = useAction('stick.request', { quiet: true });
  const missing = asked && machine.trim() === '';
  const make = async () => {
    setAsked(true);
    if (machine.trim() === '') return;
    const file = await request.run({ machine });
    if (file === null) return;
    setMade(file);
    download(file);
  };
  return (
    <form
      className="bm-stick-panel"
      data-testid="stick-request"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <h3>{words.first}</h3>
      <Field label={words.machine} hint={words.machineHint} required error={missing ? words.mustFill : null}>
        <Input
          value={machine}
          maxLength={40}
          autoComplete="off"
          disabled={request.busy}
          onChange={(event) => setMachine(event.target.value)}
          data-testid="stick-machine"
        />
      </Field>
      <div className="bm-buttons">
        <Button type="primary" htmlType="submit" loading={request.busy} data-testid="stick-request-make">
          {words.request}
        </Button>
      </div>
      {request.error !== null && <ErrorNote error={request.error} />}
      {made !== null && (
        <div role="status">
          <p>{words.requested(made.fileName)}</p>
          <CheckCode label={words.code} code={made.checkCode} testId="stick-request-code" />
          <p className="bm-quiet">{words.codeHint}</p>
        </div>
      )}
    </form>
  );
}

function Answer({ onDone }: { readonly onDone: () => void }) {
  const api = useApi();
  const queries = useQueryClient();
  const enrol = async (base64: string) => {
    await api['stick.enrol']({ base64 });
    // The machine has an identity now: everything on the page is asked anew.
    await queries.invalidateQueries();
    onDone();
  };
  return (
    <section className="bm-stick-panel">
      <h3>{words.second}</h3>
      <TakeFile
        testId="stick-answer"
        accept=".bmt"
        drop={{ title: words.drop, hint: STICK_TEXTS.take.kinds }}
        look={(base64) => api['stick.answerPreview']({ base64 })}
        take={enrol}
        confirm={() => words.confirm}
        busyText={STICK_TEXTS.take.taking(0, 0)}
      >
        {(shown) => shown.is === 'inside' && <AnswerPreview preview={shown.preview} />}
      </TakeFile>
    </section>
  );
}

function AnswerPreview({ preview }: { readonly preview: StickAnswerPreview }) {
  return (
    <div data-testid="stick-answer-preview">
      <p>
        {words.willBe} <strong>{preview.placeName}</strong> · {preview.machine} ·{' '}
        {STICK_TEXTS.preview.station(preview.station)} · <span className="bm-num">{whenWords(preview.madeAt)}</span>
      </p>
      <CheckCode label={words.code} code={preview.checkCode} testId="stick-answer-code" />
      <CheckCode label={words.hubCode} code={preview.hubCheckCode} testId="stick-answer-hub-code" />
      <p className="bm-warn-text">{words.compare}</p>
    </div>
  );
}
