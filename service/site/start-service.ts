/** The whole service of one data folder, ready for any transport: the site, the calls, and the socket for others. */
import type { Answer } from '../../shared/api/contract.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { StoreError } from '../../store/errors.ts';
import { clientServer } from '../handlers/all.ts';
import { openFolder } from './folder.ts';
import { recoveryCall, recoveryOf } from './recovery.ts';
import { startSite } from './start-site.ts';
import type { SiteOptions } from './current-site.ts';
import type { RunningSite } from './start-site.ts';

export interface ServiceOptions extends SiteOptions {
  /** A second start asks this one to show itself. */
  readonly show: () => void;
  /** Told of what nobody expected, by method; what is written down of it must not hold what was typed. */
  readonly onBug: (method: string, error: unknown) => void;
}

export interface Service {
  /** Null when the data file can't be opened: every call then says so, and what to do. */
  readonly site: RunningSite | null;
  call(raw: unknown): Promise<Answer<unknown>>;
  close(): Promise<void>;
}

/** Rejects with ApiError `in-use` when another process has the folder; a file that can't be opened is told by every answer. */
export async function startService(options: ServiceOptions): Promise<Service> {
  let site: RunningSite;
  try {
    site = startSite(options);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const call = recoveryCall(await recoveryOf(error, openFolder(options.dataFolder), options.key ?? null));
    return { site: null, call, close: () => Promise.resolve() };
  }
  const server = clientServer(options.onBug);
  const call = (raw: unknown) => server.call(raw, { site });
  try {
    await site.owner.listen({ call, show: options.show });
  } catch (error) {
    await site.close();
    throw error instanceof Error && 'code' in error ? new ApiError('read-only') : error;
  }
  return { site, call, close: () => site.close() };
}
