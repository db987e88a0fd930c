/** What stands in place of content: nothing there, still loading, failed. */
import { Alert, Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { describeError } from '../app/errors.ts';
import { TEXTS } from './texts.ts';
import './components.css';

interface ErrorNoteProps {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** A failure as a sentence, what to do about it, and a button where asking again helps. */
export function ErrorNote({ error, onRetry }: ErrorNoteProps) {
  const words = describeError(error);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      data-testid="error-note"
      data-code={words.code}
      title={words.message}
      description={words.action}
      action={
        onRetry && (
          <Button onClick={onRetry} data-testid="retry">
            {TEXTS.retry}
          </Button>
        )
      }
    />
  );
}

/** Nothing there, and what to do next. */
export function EmptyNote({ text, children }: { readonly text: string; readonly children?: ReactNode }) {
  return (
    <div className="bm-empty" data-testid="empty">
      <p>{text}</p>
      {children}
    </div>
  );
}

/** Grey lines in the place of content that is on its way. */
export function LoadingNote({ lines = 6 }: { readonly lines?: number }) {
  return (
    <div className="bm-loading" role="status" aria-label={TEXTS.loading}>
      <Skeleton active={false} title={false} paragraph={{ rows: lines }} />
    </div>
  );
}

interface AnswerNoteProps<T> {
  readonly answer: {
    readonly data: T | undefined;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  readonly lines?: number;
  readonly children: (value: T) => ReactNode;
}

/** Loading, failure or content of one answer. An answer that is there stays while a newer one fails. */
export function Loaded<T>({ answer, lines, children }: AnswerNoteProps<T>) {
  if (answer.data !== undefined) return children(answer.data);
  if (answer.error !== null && answer.error !== undefined)
    return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  return lines === undefined ? <LoadingNote /> : <LoadingNote lines={lines} />;
}
