/** Runs `validate_doc_update` of design documents, as CouchDB does. Only the open hub of the tests does: a county's hub runs no client's code. */
import vm from 'node:vm';
import type { Database, Doc } from '../../hub/couch/database.ts';
import type { ManagedDatabase } from './managed-database.ts';

type Validate = (doc: unknown, old: unknown, user: unknown, security: unknown) => void;

function compile(source: string): Validate {
  return vm.runInNewContext(`(${source})`) as Validate;
}

async function validators(managed: ManagedDatabase): Promise<readonly Validate[]> {
  const { rows } = (await managed.allDocs({
    startkey: '_design/',
    endkey: '_design0',
    inclusive_end: false,
    include_docs: true,
  })) as { rows: readonly { doc: { validate_doc_update?: string } }[] };
  return rows.flatMap(({ doc }) => (doc.validate_doc_update === undefined ? [] : [compile(doc.validate_doc_update)]));
}

function refusal(error: unknown): { error: string; reason: string; status: number } {
  const thrown = error as { forbidden?: unknown; unauthorized?: unknown };
  if (thrown.unauthorized !== undefined)
    return { error: 'unauthorized', reason: String(thrown.unauthorized), status: 401 };
  if (thrown.forbidden !== undefined) return { error: 'forbidden', reason: String(thrown.forbidden), status: 403 };
  return { error: 'forbidden', reason: String(error), status: 403 };
}

/** The same database with every write passed by the validators first. */
export function validating(database: Database, managed: ManagedDatabase): Database {
  const user = { name: null, roles: ['_admin'] };
  const check = async (docs: readonly Doc[]) => {
    const all = docs.every((doc) => String(doc['_id']).startsWith('_design/')) ? [] : await validators(managed);
    if (all.length === 0) return docs.map(() => null);
    return Promise.all(
      docs.map(async (doc) => {
        if (/^_(design|local)\//.test(String(doc['_id']))) return null;
        const old = await database.get(String(doc['_id']), {}).catch(() => null);
        try {
          for (const validate of all) validate(structuredClone(doc), old, user, {});
          return null;
        } catch (error) {
          return { id: doc['_id'], ...refusal(error) };
        }
      }),
    );
  };
  return Object.assign(Object.create(database) as Database, {
    info: () => database.info(),
    get: database.get.bind(database),
    openRevisions: database.openRevisions.bind(database),
    bulkGet: database.bulkGet.bind(database),
    bulkGetJson: database.bulkGetJson,
    sizes: database.sizes,
    changes: database.changes.bind(database),
    watch: database.watch.bind(database),
    revsDiff: database.revsDiff.bind(database),
    getLocal: database.getLocal.bind(database),
    putLocal: database.putLocal.bind(database),
    removeLocal: database.removeLocal.bind(database),
    put: async (doc: Doc) => {
      const [refused] = await check([doc]);
      if (refused) throw refused;
      return database.put(doc);
    },
    bulkDocs: async (docs: readonly Doc[], newEdits: boolean) => {
      const refused = await check(docs);
      const results = await database.bulkDocs(
        docs.filter((_, index) => !refused[index]),
        newEdits,
      );
      if (!newEdits) return [...results, ...refused.filter((each) => each !== null)];
      let next = 0;
      return refused.map((each) => each ?? results[next++]);
    },
  });
}
