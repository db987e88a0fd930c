/** For a few seconds after a step: it is there, and one key takes it back. Nothing is deleted, the undo is an event of its own. */
import { App, Button } from 'antd';
import { useEffect } from 'react';
import type { CaseDetail } from '../../../shared/api/rows.ts';
import { useAction } from '../../app/client-hooks.ts';
import { ACTION_TEXTS as T } from './texts.ts';

/** Long enough to read the line and to move the hand. */
const UNDO_SECONDS = 10;

interface UndoBarProps {
  readonly detail: CaseDetail;
  readonly undo: NonNullable<CaseDetail['corrections']['undo']>;
  /** The time is over. */
  readonly onGone: () => void;
  /** It was taken back: the case as it is now. */
  readonly onUndone?: (detail: CaseDetail) => void;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, .ant-modal-wrap') !== null;

/** One of its own for each step (`key`): the time begins anew. */
export function UndoBar({ detail, undo, onGone, onUndone }: UndoBarProps) {
  const { message } = App.useApp();
  const take = useAction('cases.undo');
  const takeBack = async () => {
    if (take.busy) return;
    const input = { case: detail.row.case, heads: [...detail.heads], step: undo.step, reason: T.undoAtOnce };
    const after = await take.run(input);
    if (after !== null) {
      void message.success(T.undone(undo.label));
      onUndone?.(after);
    }
    onGone();
  };
  useEffect(() => {
    const timer = setTimeout(onGone, UNDO_SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [onGone]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'z' || !event.ctrlKey || event.repeat || isTyping(event.target)) return;
      event.preventDefault();
      void takeBack();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  });
  return (
    <div className="bm-undo bm-screen-only" role="status" data-testid="undo-bar">
      <span>{T.saved(undo.label)}</span>
      <Button size="small" loading={take.busy} onClick={() => void takeBack()} data-testid="undo">
        {T.undo} <kbd>{T.undoKey}</kbd>
      </Button>
    </div>
  );
}
