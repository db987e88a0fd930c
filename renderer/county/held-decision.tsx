/** Asks for the person and the reason, says what follows from the decision, and decides. */
import { Alert, Input, Modal } from 'antd';
import { useState } from 'react';
import type { HeldGroup } from '../../shared/api/county-held.ts';
import { Field } from '../components/field.tsx';
import { ErrorNote } from '../components/notes.tsx';
import { useAction } from './county-hooks.ts';
import { TEXTS } from './texts.ts';

const words = TEXTS.held;

export type HeldDecision = 'admit' | 'keep-out';

export interface Choice {
  readonly decision: HeldDecision;
  readonly groups: readonly HeldGroup[];
}

interface WhoDecides {
  /** The name of the person who decides. */
  readonly by: string;
  readonly onBy: (by: string) => void;
  readonly onClose: () => void;
}

const WORDS = {
  admit: { title: words.admitTitle, hint: words.admitHint, yes: words.admit, done: words.admitted },
  'keep-out': { title: words.keepOutTitle, hint: words.keepOutHint, yes: words.keepOut, done: words.keptOut },
} as const;

const sendId = { 'data-testid': 'decision-send' } as const;

interface AskProps extends WhoDecides {
  readonly decision: HeldDecision;
  readonly title: string;
  readonly busy: boolean;
  readonly error: unknown;
  /** The progress of a decision that takes a while. */
  readonly progress?: string | null;
  readonly onSend: (said: { readonly by: string; readonly reason: string }) => Promise<void>;
}

/** The person, and the reason. */
export function AskDecision({ decision, title, by, onBy, onClose, busy, error, progress = null, onSend }: AskProps) {
  const [reason, setReason] = useState('');
  const ready = by.trim() !== '' && reason.trim() !== '';
  const send = () => {
    if (ready && !busy) void onSend({ by: by.trim(), reason: reason.trim() });
  };
  return (
    <Modal
      open
      title={title}
      onCancel={onClose}
      closable={!busy}
      mask={{ closable: false }}
      okText={WORDS[decision].yes}
      cancelText={TEXTS.cases.cancel}
      cancelButtonProps={{ disabled: busy }}
      okButtonProps={{ ...sendId, disabled: !ready, loading: busy }}
      onOk={send}
    >
      <Alert
        className="cc-dialog-hint"
        type={decision === 'admit' ? 'warning' : 'info'}
        showIcon
        title={WORDS[decision].hint}
      />
      <Field label={words.by} required>
        <Input
          autoFocus={by === ''}
          maxLength={30}
          aria-label={words.by}
          value={by}
          onChange={(event) => onBy(event.target.value)}
          data-testid="decision-by"
        />
      </Field>
      <Field label={words.reason} required>
        <Input.TextArea
          autoFocus={by !== ''}
          rows={3}
          maxLength={300}
          aria-label={words.reason}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          data-testid="decision-reason"
        />
      </Field>
      {progress !== null && (
        <p className="bm-quiet" role="status" data-testid="decision-progress">
          {progress}
        </p>
      )}
      {error !== null && error !== undefined && <ErrorNote error={error} />}
    </Modal>
  );
}

interface DecisionDialogProps extends WhoDecides {
  readonly choice: Choice;
  readonly onDone: () => void;
}

export function DecisionDialog({ choice, onDone, ...who }: DecisionDialogProps) {
  const { decision, groups } = choice;
  const said = WORDS[decision];
  const decide = useAction('county.decideHeld', { done: ({ events }) => said.done(events), quiet: true });
  return (
    <AskDecision
      {...who}
      decision={decision}
      title={said.title(groups.reduce((sum, group) => sum + group.events, 0))}
      busy={decide.busy}
      error={decide.error}
      onSend={async ({ by, reason }) => {
        const keys = groups.map(({ key }) => key);
        if ((await decide.run({ keys, decision, by, reason })) !== null) onDone();
      }}
    />
  );
}
