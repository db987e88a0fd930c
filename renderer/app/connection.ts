/** Whether the program behind the page answers. Kept outside React: calls of all kinds report to it. */
import { useSyncExternalStore } from 'react';
import { ConnectionLost } from './api.ts';
import type { Send } from './api.ts';

export interface Connection {
  readonly lost: () => boolean;
  readonly subscribe: (listener: () => void) => () => void;
  /** The same way of sending, which also notes whether the program answers. */
  readonly watch: (send: Send) => Send;
}

export function createConnection(): Connection {
  let isLost = false;
  const listeners = new Set<() => void>();
  const note = (next: boolean) => {
    if (isLost === next) return;
    isLost = next;
    for (const listener of listeners) listener();
  };
  return {
    lost: () => isLost,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watch: (send) => async (call) => {
      try {
        const answer = await send(call);
        note(false);
        return answer;
      } catch (error) {
        if (error instanceof ConnectionLost) note(true);
        throw error;
      }
    },
  };
}

export function useIsConnectionLost(connection: Connection): boolean {
  return useSyncExternalStore(connection.subscribe, connection.lost);
}
