/** What the page may ask of the shell: one call, as data. The same table of methods as over HTTP stands behind it. */
import type { Answer, Call } from '../shared/api/contract.ts';

export const CALL_CHANNEL = 'bianmin:call';

export interface Bridge {
  call(call: Call): Promise<Answer<unknown>>;
}
