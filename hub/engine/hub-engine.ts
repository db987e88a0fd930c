/** The engine as the county's hub runs it. The hub's own file always holds every document; the engine is what sites read from. */
import type { Engine } from '../couch/database.ts';

export interface HubEngine extends Engine {
  /** Resolves when what was just stored in the file can be read from the engine, or when that cannot be waited for: it follows later. */
  delivered(name: string): Promise<void>;
  close(): Promise<void>;
}
