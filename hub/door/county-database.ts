/** The `county` database: down only, but for what the hub itself signed and lost in a restore (LEDGER §2). */
import { COUNTY_DATABASE } from '../../shared/api/hub-door.ts';
import { checkCountyDoc } from '../../store/crypto.ts';
import type { DataFile } from '../../store/types.ts';
import type { Database, Doc, RevsDiff, RevsMap } from '../couch/database.ts';
import { CouchError } from '../couch/errors.ts';
import { DoorDatabase } from './door-database.ts';

const notOurs = () => new CouchError(403, 'forbidden', '县里的目录和通知只能下发,不能上传。整批未收');

export class CountyDatabase extends DoorDatabase {
  readonly #file: DataFile;
  readonly #hubKey: string;

  constructor(held: Database | null, file: DataFile, hubKey: string) {
    super(held);
    this.#file = file;
    this.#hubKey = hubKey;
  }

  async bulkDocs(docs: readonly Doc[], newEdits: boolean): Promise<readonly unknown[]> {
    if (newEdits) throw notOurs();
    const signed = docs.map(({ _revisions, ...doc }) => checkCountyDoc(doc, this.#hubKey));
    const ours = signed.filter((doc) => doc !== null);
    if (ours.length < signed.length) throw notOurs();
    this.#file.transaction(() => this.#file.store.putFirst(COUNTY_DATABASE, ours));
    return [];
  }

  put(): Promise<never> {
    return Promise.reject(notOurs());
  }

  async revsDiff(revs: RevsMap): Promise<RevsDiff> {
    const known = this.#file.store.has(COUNTY_DATABASE, Object.keys(revs));
    return Object.fromEntries(
      Object.entries(revs)
        .filter(([id]) => !known.has(id))
        .map(([id, missing]) => [id, { missing }]),
    );
  }
}
