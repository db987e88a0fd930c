/** The county's address of an enrolled machine: another one, or the check of a new key with a code. Data and enrolment stay. */
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { Field } from '../components/field.tsx';
import { ErrorNote } from '../components/notes.tsx';
import { useAction } from './client-hooks.ts';
import { describeError } from './errors.ts';
import { HUB_TEXTS } from './texts.ts';

export function HubForm({ address }: { readonly address: string }) {
  const [values, setValues] = useState({ address, code: '' });
  const move = useAction('site.moveHub', { quiet: true });
  const { message } = App.useApp();
  const words = move.error ? describeError(move.error) : null;
  const fields = [
    ['address', HUB_TEXTS.address, HUB_TEXTS.addressHint],
    ['code', HUB_TEXTS.code, HUB_TEXTS.codeHint],
  ] as const;
  const beside = fields.some(([key]) => key === words?.field);
  const submit = async () => {
    if ((await move.run(values)) === null) return;
    setValues({ ...values, code: '' });
    void message.success(HUB_TEXTS.done);
  };
  return (
    <form
      data-testid="hub-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h3>{HUB_TEXTS.title}</h3>
      <p className="bm-quiet">{HUB_TEXTS.text}</p>
      {fields.map(([key, label, hint]) => (
        <Field key={key} label={label} hint={hint} error={words?.field === key ? words.message : null}>
          <Input
            value={values[key]}
            disabled={move.busy}
            autoComplete="off"
            data-testid={`hub-${key}`}
            onChange={(event) => setValues({ ...values, [key]: event.target.value })}
          />
        </Field>
      ))}
      <Button htmlType="submit" loading={move.busy} data-testid="hub-move">
        {HUB_TEXTS.check}
      </Button>
      {move.busy && <p role="status">{HUB_TEXTS.checking}</p>}
      {move.error !== null && !beside && <ErrorNote error={move.error} />}
    </form>
  );
}
