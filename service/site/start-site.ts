/**
 * The life of a site on this machine: takes the data folder, opens its file, and is new, on trial or enrolled. Everything that the pages do
 * beyond that is in service/handlers, over the `Desk` that this hands out.
 */
import { ApiError } from '../../shared/api/errors.ts';
import type { SiteStatus, SyncStatus } from '../../shared/api/rows.ts';
import { syncStatus } from '../../sync/status.ts';
import type { Site } from '../desk.ts';
import { createSticks } from '../stick/sticks.ts';
import { createChanges } from './changes.ts';
import { CurrentSite } from './current-site.ts';
import type { SiteOptions } from './current-site.ts';
import { createSiteSteps } from './site-steps.ts';
import { openFolder } from './folder.ts';
import type { SiteFolder } from './folder.ts';
import { takeOwnership } from './single-instance.ts';
import { PROGRAM_VERSION } from './program.ts';
import { siteStatus } from './site-status.ts';

export interface RunningSite extends Site {
  readonly folder: SiteFolder;
  close(): Promise<void>;
}

/**
 * Takes the folder and opens what lies in it, for a program that no page calls. Throws ApiError `in-use` when another process has it,
 * StoreError when the file can't be opened (see recovery.ts); nothing is changed then.
 */
export function startSite(options: SiteOptions): RunningSite {
  const folder = openFolder(options.dataFolder);
  const owner = takeOwnership(folder);
  if (owner === null) throw new ApiError('in-use');
  try {
    const site = openSiteIn(folder, options);
    return {
      ...site,
      async close() {
        await site.close();
        await owner.close();
      },
    };
  } catch (error) {
    void owner.close();
    throw error;
  }
}

/** Opens what lies in a folder that the caller owns. Throws StoreError when the file can't be opened; nothing is changed then. */
export function openSiteIn(folder: SiteFolder, options: SiteOptions): RunningSite {
  const changes = createChanges();
  const current = new CurrentSite(options, folder, changes);
  const now = () => options.clock.now();
  const sticks = createSticks({
    open: () => current.site,
    now,
    tell: (...topics) => changes.tell(...topics),
  });

  let shown: SiteStatus | null = null;
  /** While it becomes something else pages are told what it was: they would show the first run as long as the county does not answer. */
  function status(): SiteStatus {
    if (shown !== null && current.isBusy) return shown;
    shown = siteStatus({
      open: current.site,
      staff: current.staff,
      keyProtected: options.key !== undefined,
      version: PROGRAM_VERSION,
      now: now(),
    });
    return shown;
  }

  /** Of the line, or of what lies here where there is none. */
  function lineStatus(): SyncStatus {
    const { site } = current;
    if (site?.sync) return site.sync.status();
    const isEnrolled = site !== null && site.identity.hub !== null;
    const { unsynced, lastWord } = sticks.status();
    return syncStatus({
      mode: isEnrolled ? 'no-line' : site ? 'trial' : 'new',
      running: false,
      unsynced: isEnrolled ? unsynced : 0,
      drafts: site?.desk.drafts() ?? 0,
      lastComplete: lastWord === null ? null : Date.parse(lastWord),
      failure: null,
      offset: null,
    });
  }

  return {
    ...createSiteSteps(current),
    folder,
    sticks,
    status,
    desk: () => current.site?.desk ?? null,
    staff: () => current.staff,
    chooseStaff(member) {
      current.staff = member;
      changes.tell('site');
    },
    syncStatus: lineStatus,
    async syncNow() {
      await current.site?.sync?.now();
      return lineStatus();
    },
    changes: (since) => changes.wait(since),
    backup: async () => current.required().backups.now(),
    setToday(today) {
      current.required().clock.set(today);
      changes.tell('site', 'cases');
    },
    async close() {
      changes.close();
      await current.close();
    },
  };
}
