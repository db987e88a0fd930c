/** The one way into the console: the methods of its contract, for a person who has signed in. */
import { type CountyMethods, countyMethods } from '../../shared/api/county.ts';
import type { Handlers } from '../../shared/api/contract.ts';
import { type RpcServer, rpcServer } from '../../shared/api/rpc.ts';
import { asApiError } from '../../store/file/api-errors.ts';

/** The caller: the key of a session, null before signing in. */
export interface ConsoleContext {
  readonly session: string | null;
  readonly signedIn: boolean;
  /** Notes that the secret was wrong, with where it came from; answers what is to be said. */
  readonly refuse: () => 'needs-sign-in' | 'too-many-tries';
}

export type ConsoleHandlers = Handlers<CountyMethods, ConsoleContext>;

/** `report` takes unforeseen failures, and what is wrong with the file. */
export function consoleServer(
  handlers: ConsoleHandlers,
  report: (failure: unknown) => void,
): RpcServer<ConsoleContext> {
  return rpcServer(countyMethods, handlers, {
    refuse: (access, { signedIn }) => (access === 'open' || signedIn ? null : 'needs-sign-in'),
    translate: (failure) => {
      const known = asApiError(failure);
      if (known !== null && known.code !== 'internal') report(failure);
      return known;
    },
    onBug: (_method, failure) => report(failure),
  });
}
