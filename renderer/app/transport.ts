/** How calls leave the page: over the bridge of the desktop shell, or by HTTP to the server that served the page. */
import type { Call } from '../../shared/api/contract.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { ConnectionLost } from './api.ts';
import type { Send } from './api.ts';

interface Bridge {
  call(call: Call): Promise<unknown>;
}

declare global {
  interface Window {
    /** Put there by the preload script of the desktop shell. */
    readonly bianmin?: Bridge;
  }
}

/** The token in the fragment of the page's address: `#<token>` or `#token=<token>`; null without one. */
export function tokenOf(hash: string): string | null {
  const text = hash.replace(/^#/, '').replace(/^(token|t)=/, '');
  return /^[A-Za-z0-9_-]{16,200}$/.test(text) ? text : null;
}

async function post(path: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
  } catch {
    throw new ConnectionLost();
  }
  try {
    return await response.json();
  } catch {
    throw response.status === 401 || response.status === 403 ? new ApiError('needs-sign-in') : new ConnectionLost();
  }
}

/** Over the desktop shell's bridge. */
function bridgeSend(bridge: Bridge): Send {
  return async (call) => {
    try {
      return await bridge.call(call);
    } catch {
      throw new ConnectionLost();
    }
  };
}

const isRefusedKey = (answer: unknown) => (answer as { readonly code?: unknown } | null)?.code === 'needs-sign-in';

/**
 * Opens the way to the local service. In the browser host the single-use token of the address is exchanged for a key that lives in
 * this page's memory only; the address is cleaned first, so that no history keeps it. Rejects when the token is missing or used up.
 */
export async function openClient(): Promise<Send> {
  if (window.bianmin) return bridgeSend(window.bianmin);
  const token = tokenOf(location.hash);
  history.replaceState(null, '', location.pathname);
  if (token === null) throw new ApiError('needs-sign-in');
  const answer = (await post('/session', { token }, {})) as { readonly key?: unknown } | null;
  const key = answer?.key;
  if (typeof key !== 'string') throw new ApiError('needs-sign-in');
  return async (call) => {
    const answer = await post('/rpc', call, { 'x-bianmin-key': key });
    // Another run of the program sits there now: it does not know this page, which has to be opened anew.
    if (isRefusedKey(answer)) throw new ConnectionLost();
    return answer;
  };
}

/** To the hub that served the console; `session` gives the present sign-in, null before it. */
export function countySend(session: () => string | null): Send {
  return (call) => {
    const key = session();
    return post('/rpc', call, key === null ? {} : { 'x-bianmin-session': key });
  };
}
