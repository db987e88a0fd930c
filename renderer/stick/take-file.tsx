/** One file from the stick: chosen, looked into, then taken or left. What looking and taking mean is the page's own. */
import { Alert, Button, Spin } from 'antd';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { FileDrop } from '../components/file-drop.tsx';
import { ErrorNote } from '../components/notes.tsx';
import { readBase64 } from '../components/read-file.ts';
import { STICK_TEXTS } from './texts.ts';
import './stick.css';

const words = STICK_TEXTS.take;

/** Contract of every method that takes a file of a stick. */
const MAX_BYTES = 20 * 1024 * 1024;

interface TakeFileProps<Preview, Taken> {
  readonly testId: string;
  readonly accept: string;
  readonly drop: { readonly title: string; readonly hint: string };
  /** Looks into the file; rejects with what is wrong with it. */
  readonly look: (base64: string) => Promise<Preview>;
  readonly take: (base64: string, preview: Preview) => Promise<Taken>;
  /** The words on that button. */
  readonly confirm: (preview: Preview) => string;
  /** Returns whether this may be taken as it stands. */
  readonly ready?: (preview: Preview) => boolean;
  readonly busyText: string;
  /** What is inside, above the button that takes it; or what came of it. */
  readonly children: (shown: Shown<Preview, Taken>) => ReactNode;
}

type Shown<Preview, Taken> =
  | { readonly is: 'inside'; readonly preview: Preview }
  | { readonly is: 'taken'; readonly taken: Taken };

type Stage<Preview, Taken> =
  | { readonly is: 'choose' }
  | { readonly is: 'reading'; readonly name: string }
  | { readonly is: 'failed'; readonly text: string | null; readonly error: unknown }
  | { readonly is: 'look' | 'taking'; readonly base64: string; readonly preview: Preview }
  | { readonly is: 'taken'; readonly taken: Taken };

export function TakeFile<Preview, Taken>(props: TakeFileProps<Preview, Taken>) {
  const { testId, accept, drop, look, take, confirm, ready, busyText, children } = props;
  const [stage, setStage] = useState<Stage<Preview, Taken>>({ is: 'choose' });

  const load = async (file: File) => {
    if (file.size > MAX_BYTES) return setStage({ is: 'failed', text: words.tooLarge, error: null });
    setStage({ is: 'reading', name: file.name });
    let base64: string;
    try {
      base64 = await readBase64(file);
    } catch {
      return setStage({ is: 'failed', text: words.unreadable, error: null });
    }
    try {
      return setStage({ is: 'look', base64, preview: await look(base64) });
    } catch (error) {
      return setStage({ is: 'failed', text: null, error });
    }
  };

  const go = async (base64: string, found: Preview) => {
    setStage({ is: 'taking', base64, preview: found });
    try {
      setStage({ is: 'taken', taken: await take(base64, found) });
    } catch (error) {
      setStage({ is: 'failed', text: null, error });
    }
  };

  const open = stage.is === 'choose' || stage.is === 'failed' || stage.is === 'taken';
  return (
    <div data-testid={testId} data-stage={stage.is}>
      {stage.is === 'reading' && (
        <p role="status">
          <Spin size="small" /> {words.reading(stage.name)}
        </p>
      )}
      {stage.is === 'failed' &&
        (stage.text !== null ? <Alert type="error" showIcon title={stage.text} /> : <ErrorNote error={stage.error} />)}
      {stage.is === 'taken' && children(stage)}
      {(stage.is === 'look' || stage.is === 'taking') && (
        <>
          {children({ is: 'inside', preview: stage.preview })}
          <div className="bm-buttons">
            <Button
              type="primary"
              autoFocus
              loading={stage.is === 'taking'}
              disabled={ready !== undefined && !ready(stage.preview)}
              onClick={() => void go(stage.base64, stage.preview)}
              data-testid={`${testId}-confirm`}
            >
              {confirm(stage.preview)}
            </Button>
            <Button
              disabled={stage.is === 'taking'}
              onClick={() => setStage({ is: 'choose' })}
              data-testid={`${testId}-other`}
            >
              {words.other}
            </Button>
          </div>
          {stage.is === 'taking' && <p role="status">{busyText}</p>}
        </>
      )}
      {open && (
        <FileDrop
          accept={accept}
          title={drop.title}
          hint={drop.hint}
          testId={testId}
          onFile={(file) => void load(file)}
        />
      )}
    </div>
  );
}
