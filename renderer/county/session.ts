/** The sign-in of the console: a key in memory, gone with the page. When the hub no longer knows it, the page asks again. */
import { useSyncExternalStore } from 'react';
import type { Send } from '../app/api.ts';

interface State {
  readonly key: string | null;
  /** It was signed in and the hub said no: so the form explains itself. */
  readonly expired: boolean;
}

export interface Session {
  readonly key: () => string | null;
  readonly state: () => State;
  readonly subscribe: (listener: () => void) => () => void;
  readonly begin: (key: string) => void;
  readonly end: (expired: boolean) => void;
  /** The same way of sending, which ends the session when the hub asks to sign in. */
  readonly watch: (send: Send) => Send;
}

const asksToSignIn = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'code' in answer && answer.code === 'needs-sign-in';

export function createSession(): Session {
  let state: State = { key: null, expired: false };
  const listeners = new Set<() => void>();
  const set = (next: State) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const refuse = (sentWith: string | null) => {
    // An answer to an older session says nothing about the present one.
    if (sentWith !== null && sentWith === state.key) set({ key: null, expired: true });
  };
  return {
    key: () => state.key,
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    begin: (key) => set({ key, expired: false }),
    end: (expired) => set({ key: null, expired }),
    watch: (send) => async (call) => {
      const sentWith = state.key;
      try {
        const answer = await send(call);
        if (asksToSignIn(answer)) refuse(sentWith);
        return answer;
      } catch (error) {
        if (asksToSignIn(error)) refuse(sentWith);
        throw error;
      }
    },
  };
}

export function useSession(session: Session): State {
  return useSyncExternalStore(session.subscribe, session.state);
}
