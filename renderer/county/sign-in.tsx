/** The county's secret opens the console. */
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { ErrorNote } from '../components/notes.tsx';
import { useAction } from './county-hooks.ts';
import type { Session } from './session.ts';
import { TEXTS } from './texts.ts';

const words = TEXTS.signIn;

export function SignIn({ session, expired }: { readonly session: Session; readonly expired: boolean }) {
  const [secret, setSecret] = useState('');
  const signIn = useAction('county.signIn', { quiet: true });
  const enter = async () => {
    const opened = await signIn.run({ secret: secret.trim() });
    if (opened !== null) session.begin(opened.session);
  };
  return (
    <main className="cc-gate" data-testid="sign-in">
      <form
        className="cc-gate-card"
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <h1>{words.title}</h1>
        {expired && <Alert type="warning" showIcon title={words.expired} />}
        <p className="bm-quiet">{words.hint}</p>
        <label htmlFor="secret">{words.secret}</label>
        <Input.Password
          id="secret"
          autoFocus
          size="large"
          autoComplete="off"
          maxLength={200}
          value={secret}
          onChange={(event) => setSecret(event.target.value)}
          data-testid="secret"
        />
        {signIn.error !== null && <ErrorNote error={signIn.error} />}
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          block
          disabled={secret.trim() === ''}
          loading={signIn.busy}
          data-testid="sign-in-enter"
        >
          {words.enter}
        </Button>
      </form>
    </main>
  );
}
