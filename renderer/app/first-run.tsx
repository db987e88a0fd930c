/** A machine that is new: try it with a demo county, or enrol it. */
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Field } from '../components/field.tsx';
import { ErrorNote } from '../components/notes.tsx';
import { useAction } from './client-hooks.ts';
import { describeError } from './errors.ts';
import { FIRST_RUN_TEXTS } from './texts.ts';
import './shell.css';

function Try() {
  const attempt = useAction('site.try', { quiet: true });
  return (
    <section className="bm-gate-try">
      <div>
        <h2>{FIRST_RUN_TEXTS.tryTitle}</h2>
        <p className="bm-quiet">{FIRST_RUN_TEXTS.tryText}</p>
      </div>
      <Button
        size="large"
        disabled={attempt.busy}
        onClick={() => void attempt.run({ as: 'centre' })}
        data-testid="try-centre"
      >
        {FIRST_RUN_TEXTS.tryCentre}
      </Button>
      <Button
        size="large"
        disabled={attempt.busy}
        onClick={() => void attempt.run({ as: 'village' })}
        data-testid="try-village"
      >
        {FIRST_RUN_TEXTS.tryVillage}
      </Button>
      {attempt.busy && <p role="status">{FIRST_RUN_TEXTS.preparing}</p>}
      {attempt.error !== null && <ErrorNote error={attempt.error} />}
    </section>
  );
}

const EMPTY = { address: '', code: '', machine: '' };

function Enrol() {
  const [values, setValues] = useState(EMPTY);
  const enrol = useAction('site.enrol', { quiet: true });
  const [asked, setAsked] = useState(false);
  const words = enrol.error ? describeError(enrol.error) : null;
  const errorOf = (key: keyof typeof EMPTY) => {
    if (asked && values[key].trim() === '') return FIRST_RUN_TEXTS.mustFill;
    return words?.field === key ? words.message : null;
  };
  const fields = [
    ['address', FIRST_RUN_TEXTS.address, FIRST_RUN_TEXTS.addressHint],
    ['code', FIRST_RUN_TEXTS.code, FIRST_RUN_TEXTS.codeHint],
    ['machine', FIRST_RUN_TEXTS.machine, FIRST_RUN_TEXTS.machineHint],
  ] as const;
  const beside = fields.some(([key]) => key === words?.field);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (Object.values(values).every((value) => value.trim() !== '')) void enrol.run(values);
      }}
    >
      <h2>{FIRST_RUN_TEXTS.enrolTitle}</h2>
      <p className="bm-quiet">{FIRST_RUN_TEXTS.enrolText}</p>
      {fields.map(([key, label, hint]) => (
        <Field key={key} label={label} hint={hint} required error={errorOf(key)}>
          <Input
            value={values[key]}
            disabled={enrol.busy}
            autoComplete="off"
            data-testid={`enrol-${key}`}
            onChange={(event) => setValues({ ...values, [key]: event.target.value })}
          />
        </Field>
      ))}
      <Button type="primary" size="large" htmlType="submit" loading={enrol.busy} data-testid="enrol">
        {FIRST_RUN_TEXTS.enrol}
      </Button>
      {enrol.busy && <p role="status">{FIRST_RUN_TEXTS.enrolling}</p>}
      {enrol.error !== null && !beside && <ErrorNote error={enrol.error} />}
    </form>
  );
}

export function FirstRun() {
  return (
    <main className="bm-gate" data-testid="first-run">
      <div className="bm-gate-card">
        <h1>{FIRST_RUN_TEXTS.title}</h1>
        <p>{FIRST_RUN_TEXTS.lead}</p>
        <div className="bm-gate-columns">
          <Try />
          <Enrol />
        </div>
      </div>
    </main>
  );
}
