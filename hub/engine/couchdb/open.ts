/** The CouchDB engine of a county's hub: what the door needs, and the mirror behind it. */
import type { Ledger } from '../../../store/types.ts';
import type { Database } from '../../couch/database.ts';
import type { LogWriter } from '../../http/request-log.ts';
import type { HubEngine } from '../hub-engine.ts';
import { CouchdbEngine } from './engine.ts';
import { OfflineDatabase } from './offline-database.ts';
import { Mirror, type MirrorTimes } from './mirror.ts';
import { type CouchdbAddress, CouchdbClient } from './couchdb-client.ts';
import { readProgress } from './mirror-progress.ts';

export interface CouchdbOptions {
  readonly address: CouchdbAddress;
  readonly ledger: Ledger;
  /** Public key of the hub. */
  readonly hubKey: string;
  readonly names: readonly string[];
  /** Milliseconds since the Unix epoch, UTC. */
  readonly now: () => number;
  readonly log: LogWriter;
  readonly times?: MirrorTimes;
}

export function couchdbEngine(options: CouchdbOptions): HubEngine {
  const { address, ledger } = options;
  const { file } = ledger;
  const line = new CouchdbClient(address);
  const engine = new CouchdbEngine(line);
  const names = new Set(options.names);
  const mirror = new Mirror({ ...options, line, engine, names });
  const kept = new Map<string, Database>();
  return {
    open: async (name) => {
      if (!names.has(name)) return null;
      const held = kept.get(name) ?? new OfflineDatabase({ line, file, name, provide: () => mirror.provide(name) });
      kept.set(name, held);
      return held;
    },
    start: (onReconciled) => mirror.start(onReconciled),
    status: () => mirror.status(),
    canRead: () => line.isOpen,
    readableTo: (name) => readProgress(file, name).pushed,
    delivered: (name) => mirror.delivered(name),
    reconciling: () => mirror.reconciling(),
    close: () => mirror.close(),
  };
}
