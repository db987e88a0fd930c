/** The `county` database: down only, but for what the hub itself signed and lost in a restore (LEDGER §2). */
import { COUNTY_DATABASE } from '../../shared/api/device-api.ts';
import type { DeviceId } from '../../shared/base/brands.ts';
import { checkCountyDoc } from '../../store/trust/crypto.ts';
import type { WriteDb } from '../../store/types.ts';
import type { Database } from '../couch/database.ts';
import { CouchError } from '../http/errors.ts';
import { restrictedDatabase, missingFrom } from './restricted-database.ts';

const notOurs = () => new CouchError(403, 'forbidden', '县里的目录和通知只能下发，不能上传。整批未收');

interface CountyReader {
  readonly file: WriteDb;
  readonly hubKey: string;
  readonly device: DeviceId;
  readonly mayRead: () => void;
}

export function countyDatabase(held: Database | null, { file, hubKey, device, mayRead }: CountyReader): Database {
  return restrictedDatabase(
    held,
    {
      async bulkDocs(docs, newEdits) {
        if (newEdits) throw notOurs();
        const signed = docs.map(({ _revisions, ...doc }) => checkCountyDoc(doc, hubKey));
        const ours = signed.filter((doc) => doc !== null);
        if (ours.length < signed.length) throw notOurs();
        file.transaction(() => file.store.putFirst(COUNTY_DATABASE, ours));
        return [];
      },
      put: () => Promise.reject(notOurs()),
      revsDiff: async (revs) => missingFrom(revs, file.store.has(COUNTY_DATABASE, Object.keys(revs))),
    },
    mayRead,
    { file, device, name: COUNTY_DATABASE },
  );
}
