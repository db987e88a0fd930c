/** The calls that are answered while the data file can't be opened: what is wrong, and the way back. Every other call is told what is wrong. */
import { clientMethods } from '../../shared/api/client.ts';
import type { Answer, Handlers } from '../../shared/api/contract.ts';
import { rpcServer } from '../../shared/api/rpc.ts';
import { asApiError } from '../../store/file/api-errors.ts';
import type { Recovery } from './recovery.ts';

interface RecoveryContext {
  readonly recovery: Recovery;
  readonly restore: (backup: string | null) => Promise<{ readonly setAside: boolean }>;
}

const methods = {
  'site.recovery': clientMethods['site.recovery'],
  'site.restore': clientMethods['site.restore'],
};

const handlers: Handlers<typeof methods, RecoveryContext> = {
  'site.recovery': (_input, { recovery: { reason, backup } }) => ({ reason, backup }),
  'site.restore': ({ file }, { restore }) => restore(file ?? null),
};

/** `onBug` takes an unforeseen error and its method. */
export function recoveryServer(
  onBug: (method: string, error: unknown) => void,
): (raw: unknown, context: RecoveryContext) => Promise<Answer<unknown>> {
  const server = rpcServer(methods, handlers, { refuse: () => null, translate: asApiError, onBug });
  return async (raw, context) => {
    const answer = await server.call(raw, context);
    if (answer.ok || answer.code !== 'unknown-method') return answer;
    const { code, message } = context.recovery;
    return { ok: false, code, message };
  };
}
