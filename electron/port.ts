/** Calls over a message port: between the main process, which owns windows only, and the service process, which owns the data. */
import type { Answer } from '../shared/api/contract.ts';
import { ERROR_TEXTS } from '../shared/api/errors.ts';

/** What Electron's and Node's ports have in common once their events are unwrapped. */
export interface Port {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

type Call = (raw: unknown) => Promise<Answer<unknown>>;

/** Answers what comes in. */
export function servePort(port: Port, call: Call): void {
  port.onMessage((message) => {
    const { id, call: raw } = message as { id?: unknown; call?: unknown };
    if (typeof id !== 'number') return;
    void call(raw).then((answer) => port.send({ id, answer }));
  });
}

/** Asks the other side. When it ends, what waits and what comes later is answered with `internal`: nothing hangs. */
export function callOverPort(port: Port): Call {
  const waiting = new Map<number, (answer: Answer<unknown>) => void>();
  const gone: Answer<never> = { ok: false, code: 'internal', message: ERROR_TEXTS.internal };
  let closed = false;
  let next = 0;
  port.onMessage((message) => {
    const { id, answer } = message as { id: number; answer: Answer<unknown> };
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  port.onClose(() => {
    closed = true;
    for (const settle of waiting.values()) settle(gone);
    waiting.clear();
  });
  return (raw) => {
    if (closed) return Promise.resolve(gone);
    next += 1;
    const id = next;
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      port.send({ id, call: raw });
    });
  };
}
