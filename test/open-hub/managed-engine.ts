/** An engine whose databases are made and removed by whoever asks, as CouchDB's are. */
import { PouchEngine } from '../../hub/couch/pouch-engine.ts';
import { couchError } from '../../hub/http/errors.ts';
import { ManagedDatabase, type ManagedPouch } from './managed-database.ts';

export class ManagedEngine extends PouchEngine {
  allNames(): readonly string[] {
    return [...this.names].sort();
  }

  /** False: it exists already. */
  async create(name: string): Promise<boolean> {
    if (this.names.has(name)) return false;
    this.names.add(name);
    await this.opened(name).pouch.info();
    return true;
  }

  /** False: there was none. */
  async destroy(name: string): Promise<boolean> {
    if (!this.names.has(name)) return false;
    const { pouch } = this.opened(name);
    this.names.delete(name);
    this.instances.delete(name);
    await (pouch as unknown as ManagedPouch).destroy();
    return true;
  }

  /** Throws CouchError 404 where there is no such database. */
  managed(name: string): ManagedDatabase {
    if (!this.names.has(name)) throw couchError('noDatabase');
    return new ManagedDatabase(this.opened(name).pouch as unknown as ManagedPouch);
  }
}
