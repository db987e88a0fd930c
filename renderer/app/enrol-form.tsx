/** Enrols this machine with the address and the code that the county gave. */
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Field } from '../components/field.tsx';
import { ErrorNote } from '../components/notes.tsx';
import { useAction } from './client-hooks.ts';
import { describeError } from './errors.ts';
import { FIRST_RUN_TEXTS } from './texts.ts';

interface EnrolFormProps {
  /** The address at which the county was last found; '' for a new machine. */
  readonly address?: string;
  readonly onDone?: (() => void) | undefined;
}

export function EnrolForm({ address = '', onDone }: EnrolFormProps) {
  const [values, setValues] = useState({ address, code: '', machine: '' });
  const enrol = useAction('site.enrol', { quiet: true });
  const [asked, setAsked] = useState(false);
  const words = enrol.error ? describeError(enrol.error) : null;
  const errorOf = (key: keyof typeof values) => {
    if (asked && values[key].trim() === '') return FIRST_RUN_TEXTS.mustFill;
    return words?.field === key ? words.message : null;
  };
  const submit = async () => {
    if ((await enrol.run(values)) !== null) onDone?.();
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
        if (Object.values(values).every((value) => value.trim() !== '')) void submit();
      }}
    >
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
