/** Which engine the county chose, and what follows for the sites when it chose another one than at the last start. */
import { getSetting, setSetting } from '../../store/file/settings.ts';
import { noteChange, noteChanges } from '../events/change-counter.ts';
import { type CouchdbOptions, couchdbEngine } from './couchdb/open.ts';
import type { CouchdbAddress } from './couchdb/couchdb-client.ts';
import { embeddedEngine } from './embedded.ts';
import type { HubEngine } from './hub-engine.ts';

const ENGINE = 'hub-engine';

export interface EngineOptions extends Omit<CouchdbOptions, 'address'> {
  /** null: the databases lie in the hub's own file. */
  readonly couchdb: CouchdbAddress | null;
}

/** Opens the engine; from here on every write is noted for the sites. */
export function openEngine({ couchdb, ...options }: EngineOptions): HubEngine {
  const { file } = options.ledger;
  const kind = couchdb === null ? 'embedded' : 'couchdb';
  file.transaction(() => {
    // The seqs are others now, and the last writes may have been readable nowhere yet: every site looks once at what it reads.
    if (getSetting(file, ENGINE) !== kind) for (const name of file.store.databases()) noteChange(file, name);
    setSetting(file, ENGINE, kind);
  });
  noteChanges(file);
  return couchdb === null ? embeddedEngine(file, options.names) : couchdbEngine({ ...options, address: couchdb });
}
