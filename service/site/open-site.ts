/** A site at work: its open data with desk, clock, sync and backups, from the moment the machine belongs to a place. */
import { ApiError } from '../../shared/api/errors.ts';
import type { Clock } from '../../shared/base/local-date.ts';
import type { SiteIdentity } from '../../store/types.ts';
import { watchNetwork } from '../../sync/network-watch.ts';
import { lastHubClock } from '../../sync/sync-state.ts';
import type { Sync, SyncLimits } from '../../sync/sync.ts';
import { createBackups } from './backups.ts';
import type { Backups } from './backups.ts';
import type { Changes } from './changes.ts';
import type { SiteFolder } from './folder.ts';
import { createSiteClock } from './site-clock.ts';
import type { SiteClock } from './site-clock.ts';
import type { SiteData } from './site-data.ts';
import { createDesk } from './site-desk.ts';
import type { SiteDesk } from './site-desk.ts';
import { openDatabases, siteSync } from './site-sync.ts';

export interface OpenSite {
  readonly data: SiteData;
  readonly identity: SiteIdentity;
  readonly clock: SiteClock;
  readonly desk: SiteDesk;
  /** Null on trial, and where there is no line. */
  readonly sync: Sync | null;
  readonly backups: Backups;
  close(): Promise<void>;
}

interface WorkOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly built: number;
  readonly limits?: Partial<SyncLimits>;
}

/** What the clock of a site is judged by. */
function clockFacts(data: SiteData, { clock, built }: WorkOptions) {
  return {
    now: () => clock.now(),
    built,
    lastOwn: () => data.lastOwnAt(),
    lastHub: () => lastHubClock(data.ledger),
  };
}

interface OpenSiteOptions {
  readonly data: SiteData;
  readonly options: WorkOptions;
  /** The data file's. */
  readonly key: Buffer;
  readonly folder: SiteFolder;
  readonly changes: Changes;
}

/** Sets a site to work; sync begins at once where there is a hub. Throws ApiError `not-enrolled` for data without an identity. */
export function openSite({ data, options, key, folder, changes }: OpenSiteOptions): OpenSite {
  const identity = data.ledger.identity();
  if (identity === null) throw new ApiError('not-enrolled');
  const now = () => options.clock.now();
  const databases = openDatabases(data);
  const { hub, secret, device } = identity;
  const sync =
    hub !== null && hub.address !== '' && secret !== null
      ? siteSync({
          data,
          hub: { ...hub, device, secret },
          local: databases.get,
          now,
          random: options.random,
          limits: options.limits,
          tell: (...topics) => changes.tell(...topics),
        })
      : null;
  const clock = createSiteClock({ ...clockFacts(data, options), offset: () => sync?.offset() ?? null });
  const desk = createDesk({
    data,
    place: identity.place,
    clock,
    now,
    wrote: (topics) => {
      changes.tell(...topics);
      // Drafts are this machine's own business until they are handed in.
      if (topics.some((topic) => topic !== 'drafts')) sync?.wrote();
    },
  });
  const backups = createBackups({ file: data.file, key, folder: folder.backups, now });
  const stopWatching = sync ? watchNetwork(() => void sync.now('network')) : () => undefined;
  sync?.start();
  return {
    data,
    identity,
    clock,
    desk,
    sync,
    backups,
    async close() {
      stopWatching();
      backups.stop();
      await sync?.stop();
      await databases.close();
      data.close();
    },
  };
}
