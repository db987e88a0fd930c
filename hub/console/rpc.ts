/** The one way into the console: the methods of its contract, for who has signed in. */
import { type CountyMethods, countyMethods } from '../../shared/api/county.ts';
import type { Handlers } from '../../shared/api/contract.ts';
import { type RpcServer, rpcServer } from '../../shared/api/rpc.ts';
import { asApiError } from '../../store/api-errors.ts';

/** Who calls: the key of a session, null before signing in. */
export interface ConsoleContext {
  readonly session: string | null;
  readonly signedIn: boolean;
}

export type ConsoleHandlers = Handlers<CountyMethods, ConsoleContext>;

/** `report` is told of what nobody expected. */
export function consoleServer(
  handlers: ConsoleHandlers,
  report: (failure: unknown) => void,
): RpcServer<ConsoleContext> {
  return rpcServer(countyMethods, handlers, {
    refuse: (access, { signedIn }) => (access === 'open' || signedIn ? null : 'needs-sign-in'),
    translate: asApiError,
    onBug: (_method, failure) => report(failure),
  });
}
