/** Asks who decides and why, says what follows from it, and decides. */
import { Alert, Input, Modal } from 'antd';
import { useState } from 'react';
import type { IntakeGroup } from '../../shared/api/county-intake.ts';
import { Field } from '../components/field.tsx';
import { ErrorNote } from '../components/notes.tsx';
import { useAction } from './county-hooks.ts';
import { TEXTS } from './texts.ts';

const words = TEXTS.intake;

export interface Choice {
  readonly decision: 'admit' | 'keep-out';
  readonly groups: readonly IntakeGroup[];
}

interface DecisionDialogProps {
  readonly choice: Choice;
  /** The name of who decides. */
  readonly by: string;
  readonly onBy: (by: string) => void;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const WORDS = {
  admit: { title: words.admitTitle, hint: words.admitHint, yes: words.admit, done: words.admitted },
  'keep-out': { title: words.keepOutTitle, hint: words.keepOutHint, yes: words.keepOut, done: words.keptOut },
} as const;

const sendId = { 'data-testid': 'decision-send' } as const;

export function DecisionDialog({ choice, by, onBy, onClose, onDone }: DecisionDialogProps) {
  const { decision, groups } = choice;
  const [reason, setReason] = useState('');
  const said = WORDS[decision];
  const decide = useAction('county.decideIntake', { done: ({ events }) => said.done(events), quiet: true });
  const ready = by.trim() !== '' && reason.trim() !== '';
  const send = async () => {
    if (!ready || decide.busy) return;
    const keys = groups.map(({ key }) => key);
    if ((await decide.run({ keys, decision, by: by.trim(), reason: reason.trim() })) !== null) onDone();
  };
  return (
    <Modal
      open
      title={said.title(groups.reduce((sum, group) => sum + group.events, 0))}
      onCancel={onClose}
      mask={{ closable: false }}
      okText={said.yes}
      cancelText={TEXTS.cases.cancel}
      okButtonProps={{ ...sendId, disabled: !ready, loading: decide.busy }}
      onOk={() => void send()}
    >
      <Alert className="cc-dialog-hint" type={decision === 'admit' ? 'warning' : 'info'} showIcon title={said.hint} />
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
      {decide.error !== null && <ErrorNote error={decide.error} />}
    </Modal>
  );
}
