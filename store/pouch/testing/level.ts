import { isDeleted, winningRev, type RevisionNode, type RevisionRoot, type RevisionTree } from 'pouchdb-merge';
import { leavesIn, PURGE_LOG, revisionsIn, treeOf, type Pouch } from './documents.ts';

/** A table of PouchDB's leveldb adapter. */
interface Table {
  prefix(): string[];
  get(key: string, done: (error: unknown, value?: unknown) => void): void;
  batch(changes: Change[], options: object, done: (error?: unknown) => void): void;
}
type Change = { prefix: string[]; key: string; valueEncoding: 'json' } & (
  | { type: 'put'; value: unknown }
  | { type: 'del' }
);
interface Metadata {
  id: string;
  seq: number;
  rev_tree: RevisionTree;
  rev_map: Record<string, number>;
  winningRev: string;
  deleted: boolean;
}
type Done = (error: unknown, results?: unknown[]) => void;
interface Inside {
  purged_infos_limit: number;
  _doCompaction(id: string, revs: string[], done: (error: unknown) => void): void;
  _bulkDocs(request: { docs: { _id: string }[] }, options: object, done: Done): void;
  _doCompactionNoLock(id: string, revs: string[], options: object, done: (error: unknown) => void): void;
}

const DOCUMENTS = 'document-store';
const BODIES = 'by-sequence';

/** The tables of documents and bodies: the adapter shows them to the transaction that it is given for a compaction. */
async function tablesOf(pouch: Pouch, id: string): Promise<Record<string, Table>> {
  const tables: Record<string, Table> = {};
  const onlooker = {
    get(table: Table, key: string, done: (error: unknown, value?: unknown) => void) {
      tables[table.prefix()[0]!] = table;
      table.get(key, done);
    },
    batch() {},
  };
  await new Promise((resolve) => {
    (pouch as unknown as Inside)._doCompactionNoLock(id, ['0-nobody'], { ctx: onlooker }, resolve);
  });
  return tables;
}

function read<T>(table: Table, key: string): Promise<T> {
  return new Promise((resolve, reject) => {
    table.get(key, (error, value) => (error ? reject(error as Error) : resolve(value as T)));
  });
}

const seqKey = (seq: number) => String(seq).padStart(16, '0');

/** What is left of a branch without the leaf; undefined if nothing of it leads to another leaf. */
function without([hash, state, children]: RevisionNode, pos: number, leaf: string): RevisionNode | undefined {
  if (children.length === 0) return `${pos}-${hash}` === leaf ? undefined : [hash, state, []];
  const left = children.map((child) => without(child, pos + 1, leaf)).filter((child) => child !== undefined);
  return left.length === 0 ? undefined : [hash, state, left];
}

interface Answer {
  ok: true;
  deletedRevs: string[];
  documentWasRemovedCompletely: boolean;
}
const refused = (status: number, name: string) => Object.assign(new Error(name), { status, name });

/**
 * Purges a leaf, with all that leads to no other, from a database of PouchDB's leveldb adapter, which has no purge of its own:
 * in its own tables, so that identity, sequences and local documents stay. The database must be opened again afterwards, as
 * it keeps its counters in memory.
 */
export async function purgeInLevel(pouch: Pouch, id: string, rev: string): Promise<Answer> {
  const inside = pouch as unknown as Inside;
  const old = await treeOf(pouch, id);
  if (old === undefined) throw refused(404, 'not_found');
  if (!leavesIn(old).includes(rev)) throw refused(400, 'bad_request');
  const tree = old
    .map(({ pos, ids }) => ({ pos, ids: without(ids, pos, rev) }))
    .filter((root): root is RevisionRoot => root.ids !== undefined);
  const left = revisionsIn(tree);
  const gone = revisionsIn(old).filter((each) => !left.includes(each));
  const tables = await tablesOf(pouch, id);
  const { seq, deleted, rev_map: places } = await read<Metadata>(tables[DOCUMENTS]!, id);
  // A compaction that marks them as missing takes their bodies and attachments away.
  await new Promise((resolve) => {
    inside._doCompaction(
      id,
      gone.filter((each) => each in places),
      resolve,
    );
  });
  const changes: Change[] = [];
  const put = (table: string, key: string, value: unknown) =>
    changes.push({ type: 'put', prefix: [table], key, value, valueEncoding: 'json' });
  let count = (await pouch.info()).doc_count;
  if (tree.length === 0) {
    if (!deleted) count--;
    changes.push({ type: 'del', prefix: [DOCUMENTS], key: id, valueEncoding: 'json' });
  } else {
    const metadata = await read<Metadata>(tables[DOCUMENTS]!, id);
    metadata.rev_tree = tree;
    metadata.winningRev = winningRev(metadata);
    metadata.deleted = isDeleted(metadata, metadata.winningRev);
    count += Number(deleted) - Number(metadata.deleted);
    // Its feed is a walk along the bodies: one has to stand at the document's sequence.
    if (!Object.values(metadata.rev_map).includes(seq)) {
      const place = metadata.rev_map[metadata.winningRev]!;
      put(BODIES, seqKey(seq), await read(tables[BODIES]!, seqKey(place)));
      changes.push({ type: 'del', prefix: [BODIES], key: seqKey(place), valueEncoding: 'json' });
      metadata.rev_map[metadata.winningRev] = seq;
    }
    put(DOCUMENTS, id, metadata);
  }
  put('meta-store', '_local_doc_count', count);
  await new Promise<void>((resolve, reject) => {
    tables[DOCUMENTS]!.batch(changes, {}, (error) => (error ? reject(error as Error) : resolve()));
  });
  await noteInLog(pouch, id, rev, inside.purged_infos_limit);
  return { ok: true, deletedRevs: gone.toReversed(), documentWasRemovedCompletely: tree.length === 0 };
}

interface Log {
  _id: string;
  purges: { docId: string; rev: string; purgeSeq: number }[];
  purgeSeq: number;
}

/** As core does it where its purge works. */
async function noteInLog(pouch: Pouch, docId: string, rev: string, limit: number): Promise<void> {
  const empty: Log = { _id: PURGE_LOG, purges: [], purgeSeq: -1 };
  const log = await pouch.get<Log>(empty._id).catch(() => empty);
  const purgeSeq = log.purgeSeq + 1;
  await pouch.put({ ...log, purges: [...log.purges, { docId, rev, purgeSeq }].slice(-limit), purgeSeq });
}

/**
 * leveldb forgets to drop what it has cut off from a document that comes again in the same batch: so it gets such a batch in
 * parts, in the same order.
 */
export function writeInParts(pouch: Pouch): void {
  const inside = pouch as unknown as Inside;
  const write = inside._bulkDocs.bind(pouch);
  inside._bulkDocs = ({ docs, ...request }, options, done) => {
    const parts: (typeof docs)[] = [];
    for (const doc of docs) {
      const last = parts.at(-1);
      if (last === undefined || last.some(({ _id }) => _id === doc._id)) parts.push([doc]);
      else last.push(doc);
    }
    const all: unknown[] = [];
    const next = (error: unknown, results: unknown[] = []): void => {
      all.push(...results);
      const part = parts.shift();
      if (error || part === undefined) done(error, all);
      else write({ ...request, docs: part }, options, next);
    };
    next(null);
  };
}
