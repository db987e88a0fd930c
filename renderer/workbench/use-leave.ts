/** Asks before a form that is half filled in is left, be it by a button, a key or the browser's own back. */
import { useCallback, useEffect, useRef } from 'react';
import { useConfirm } from '../components/confirm.tsx';
import { useRouter } from './routes.ts';
import { WORKBENCH_TEXTS as T } from './texts.ts';

export function useLeaveGuard() {
  const confirm = useConfirm();
  const dirty = useRef(false);
  const { guard } = useRouter();
  const mayLeave = async () => {
    if (dirty.current && !(await confirm({ title: T.leaveAsk, text: T.leaveText, yes: T.leaveYes, danger: true })))
      return false;
    dirty.current = false;
    return true;
  };
  useEffect(() => guard(() => !dirty.current || mayLeave()));
  return {
    setDirty: useCallback((next: boolean) => {
      dirty.current = next;
    }, []),
    /** Goes at once when nothing would be lost, otherwise after a yes. */
    leave: async (go: () => void) => {
      if (await mayLeave()) go();
    },
  };
}
