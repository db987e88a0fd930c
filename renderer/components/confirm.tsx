/** Asks before what cannot be taken back. */
import { App } from 'antd';
import { useCallback } from 'react';
import { TEXTS } from './texts.ts';

export interface Question {
  readonly title: string;
  readonly text?: string;
  /** The word on the button, e.g. 作废. */
  readonly yes?: string;
  readonly danger?: boolean;
}

/** A function that asks and resolves with the answer. Enter says yes, or no where the yes is dangerous; Escape says no. */
export function useConfirm(): (question: Question) => Promise<boolean> {
  const { modal } = App.useApp();
  return useCallback(
    async ({ title, text, yes = TEXTS.yes, danger = false }: Question) =>
      modal.confirm({
        title,
        content: text,
        okText: yes,
        cancelText: TEXTS.no,
        okButtonProps: { danger, ...testId('confirm-yes') },
        cancelButtonProps: testId('confirm-no'),
        focusable: { autoFocusButton: danger ? 'cancel' : 'ok' },
        centered: true,
      }),
    [modal],
  );
}

/** Typed as plain properties, because antd's button types do not name data attributes. */
const testId = (id: string) => ({ 'data-testid': id });
