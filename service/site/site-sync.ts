/** Sync of an enrolled site: over its open data, telling the pages what came of it. */
import type { Topic } from '../../shared/api/rows.ts';
import { localDatabase } from '../../sync/pouch.ts';
import type { PouchDatabase } from '../../sync/pouch.ts';
import { createSyncState } from '../../sync/sync-state.ts';
import { createSync } from '../../sync/sync.ts';
import type { Sync, SyncLimits } from '../../sync/sync.ts';
import { PROGRAM_VERSION } from './program.ts';
import type { SiteData } from './site-data.ts';

interface SiteSyncOptions {
  readonly data: SiteData;
  readonly hub: { readonly address: string; readonly uuid: string; readonly device: string; readonly secret: string };
  readonly local: (name: string) => PouchDatabase;
  readonly now: () => number;
  readonly random: () => number;
  readonly limits: Partial<SyncLimits> | undefined;
  readonly tell: (...topics: readonly Topic[]) => void;
}

export function siteSync({ data, hub, local, now, random, limits, tell }: SiteSyncOptions): Sync {
  return createSync({
    hub,
    book: createSyncState({ ledger: data.ledger, now, version: PROGRAM_VERSION }),
    local,
    now,
    random,
    changed(documents) {
      const topics: Topic[] = ['sync'];
      if (documents) topics.push('cases', 'staff', ...(data.refreshReference() ? (['site'] as const) : []));
      tell(...topics);
    },
    ...(limits ? { limits } : {}),
  });
}

interface Databases {
  readonly get: (name: string) => PouchDatabase;
  readonly close: () => Promise<void>;
}

/** PouchDB's handles over the one file, made at first use. */
export function openDatabases(data: SiteData): Databases {
  const open = new Map<string, PouchDatabase>();
  return {
    get(name) {
      const known = open.get(name) ?? localDatabase(data.file.store, name, (docs) => data.ledger.verifyAhead(docs));
      open.set(name, known);
      return known;
    },
    async close() {
      await Promise.all([...open.values()].map((database) => database.close()));
    },
  };
}
