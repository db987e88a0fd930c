/** In place of the desk while the data file is not open: it is being checked, or it does not open and there may be a backup. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { ErrorNote, LoadingNote } from '../components/notes.tsx';
import { useAction, useAnswer } from './client-hooks.ts';
import { describeError } from './errors.ts';
import { RECOVERY_TEXTS, STARTING_TEXTS } from './texts.ts';

const ASK_AGAIN_MS = 1000;

interface NotOpenProps {
  readonly error: unknown;
  readonly onRetry: () => void;
}

function Gate({
  title,
  testId,
  children,
}: {
  readonly title: string;
  readonly testId: string;
  readonly children: ReactNode;
}) {
  return (
    <main className="bm-gate" data-testid={testId}>
      <div className="bm-gate-card">
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}

/** Asks again by itself until the file is open. */
function Starting({ error, onRetry }: NotOpenProps) {
  useEffect(() => {
    const timer = setInterval(onRetry, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [onRetry]);
  return (
    <Gate title={STARTING_TEXTS.title} testId="starting">
      <p role="status">{describeError(error).message}</p>
    </Gate>
  );
}

/** What is wrong, and one button where a whole backup lies. */
function Recovery({ error, onRetry }: NotOpenProps) {
  const queries = useQueryClient();
  const recovery = useAnswer('site.recovery', {});
  const restore = useAction('site.restore', { quiet: true, done: RECOVERY_TEXTS.restored });
  if (recovery.data === undefined) return <LoadingNote />;
  // Open by now.
  if (recovery.data === null) return <ErrorNote error={error} onRetry={onRetry} />;
  const { reason, backup } = recovery.data;
  return (
    <Gate title={RECOVERY_TEXTS.title} testId="recovery">
      {reason.split('\n').map((paragraph) => (
        <p key={paragraph} className="bm-gate-why">
          {paragraph}
        </p>
      ))}
      {backup !== null && (
        <>
          <p>{RECOVERY_TEXTS.backup(backup.time)}</p>
          <Button
            type="primary"
            loading={restore.busy}
            data-testid="restore"
            onClick={() => void restore.run({}).then((done) => (done === null ? undefined : queries.resetQueries()))}
          >
            {RECOVERY_TEXTS.restore}
          </Button>
        </>
      )}
      {restore.error !== null && <ErrorNote error={restore.error} />}
    </Gate>
  );
}

const DAMAGED: readonly string[] = ['corrupt', 'wrong-key'];

export function NotOpen({ error, onRetry }: NotOpenProps) {
  const { code } = describeError(error);
  if (code === 'starting') return <Starting error={error} onRetry={onRetry} />;
  if (DAMAGED.includes(code)) return <Recovery error={error} onRetry={onRetry} />;
  return <ErrorNote error={error} onRetry={onRetry} />;
}
