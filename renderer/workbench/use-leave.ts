/** Asks before a form that is half filled in is left. */
import { useCallback, useRef } from 'react';
import { useConfirm } from '../components/confirm.tsx';
import { WORKBENCH_TEXTS as T } from './texts.ts';

export function useLeaveGuard() {
  const confirm = useConfirm();
  const dirty = useRef(false);
  return {
    setDirty: useCallback((next: boolean) => {
      dirty.current = next;
    }, []),
    /** Goes at once when nothing would be lost, otherwise after a yes. */
    leave: async (go: () => void) => {
      if (dirty.current && !(await confirm({ title: T.leaveAsk, text: T.leaveText, yes: T.leaveYes, danger: true })))
        return;
      dirty.current = false;
      go();
    },
  };
}
