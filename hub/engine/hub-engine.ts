/** The engine as the county's hub runs it. The hub's own file always holds every document; the engine is what sites read from. */
import type { EngineStatus } from '../../shared/api/county.ts';
import type { Engine } from '../couch/database.ts';

export interface HubEngine extends Engine {
  /**
   * Begins its work beside the hub's. `onReconciled` is called when the cases that were left due because of `reconciling` can be projected. Throws
   * CouchdbTrouble where it would be wrong to go on.
   */
  start(onReconciled: () => void): Promise<void>;
  status(): EngineStatus;
  canRead(): boolean;
  /** Resolves when what was just stored in the file can be read from the engine, or when that cannot be waited for: it follows later. */
  delivered(name: string): Promise<void>;
  /** The file's sequence up to which all documents of a database can be read from the engine. */
  readableTo(name: string): number;
  /** Databases that the engine is about to bring more of: what the hub would ask now it may have asked already. */
  reconciling(): readonly string[];
  close(): Promise<void>;
}
