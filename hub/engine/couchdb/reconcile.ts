/** Reconciling: makes one database at CouchDB and the hub's file hold the same documents, whichever of the two went back in time. */
import type { PlaceCode } from '../../../shared/base/brands.ts';
import { placeOfLedger } from '../../../store/projection/event-rows.ts';
import type { Ledger, ReadDb } from '../../../store/types.ts';
import type { Change, DatabaseInfo, Doc } from '../../couch/database.ts';
import { noteChange } from '../../events/change-counter.ts';
import { arrived } from '../../events/receive.ts';
import { changeProgress, readProgress, waitingIn } from './mirror-progress.ts';
import type { RemoteDatabase } from './remote-database.ts';

/** Documents of one request: of the largest events 32 MB, of usual ones 300 KB. */
const PAGE = 500;

export interface Reconciled {
  readonly ledger: Ledger;
  readonly name: string;
  /** The database at CouchDB. */
  readonly remote: RemoteDatabase;
  /** Milliseconds since the Unix epoch, UTC. */
  readonly now: () => number;
}

/** CouchDB would not have documents that the file holds. They stay waiting, and it is said. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';

  constructor(count: number, why: string) {
    super(`CouchDB 没有收下 ${count} 条记录（${why}）`);
  }
}

async function send(remote: RemoteDatabase, docs: readonly Doc[]): Promise<void> {
  const results = (await remote.bulkDocs(docs, false)) as readonly { readonly error?: string }[];
  const failed = results.filter(({ error }) => error !== undefined);
  if (failed.length > 0) throw new NotTaken(failed.length, String(failed[0]?.error).slice(0, 40));
}

/** Sends what CouchDB has not acknowledged, in the order of the file. `acknowledged` is told after every page. */
export async function push({ ledger, name, remote }: Reconciled, acknowledged: () => void): Promise<void> {
  const { file } = ledger;
  for (;;) {
    const page = file.store.changes(name, readProgress(file, name).pushed, PAGE);
    const last = page.at(-1)?.seq;
    if (last === undefined) {
      // A sequence without a document belongs to one that was purged.
      if (waitingIn(file, name) > 0) changeProgress(file, name, { pushed: file.store.info(name).update_seq });
      return;
    }
    await send(
      remote,
      page.filter(({ deleted }) => !deleted).map(({ doc }) => doc),
    );
    file.transaction(() => {
      changeProgress(file, name, { pushed: last });
      // A device that reads by replication may have asked before, and found nothing.
      noteChange(file, name);
    });
    acknowledged();
  }
}

/** Returns whether a document is like every one of ours: one revision, of generation 1, without attachments. */
const isOurs = (doc: Doc): boolean =>
  !String(doc['_id']).startsWith('_') && /^1-[^-]+$/.test(String(doc['_rev'])) && !('_attachments' in doc);

/** Puts back documents of the file that were deleted or edited at CouchDB: purges their other revisions and sends them again. */
async function putRight({ ledger, name, remote }: Reconciled, rows: readonly Change[]): Promise<void> {
  for (const { id, changes } of rows) {
    const doc = ledger.file.store.get(name, id);
    const others = changes.map(({ rev }) => rev).filter((rev) => rev !== doc?.['_rev']);
    if (doc === undefined || others.length === 0) continue;
    for (const rev of others) await remote.purge(id, rev);
    await send(remote, [doc]);
  }
}

/** Stores what CouchDB brought; what is not whole is noted as unreadable there. Within the caller's transaction. */
function store(ledger: Ledger, name: string, docs: readonly Doc[], now: number): void {
  const { file } = ledger;
  const place = placeOfLedger(name) as PlaceCode | null;
  const checked = place === null ? [] : docs.map((doc) => ledger.check(doc));
  const events = checked.flatMap((each) => (each.kind === 'malformed' ? [] : [each.event]));
  if (place !== null) ledger.store(place, events);
  file.store.putFirst(name, docs as (Doc & { _id: string; _rev: string })[]);
  if (place !== null) arrived(ledger, place, events, now);
}

async function bodiesOf(remote: RemoteDatabase, ids: readonly string[]): Promise<readonly Doc[]> {
  return ids.length === 0 ? [] : (await remote.documents(ids)).filter((doc) => doc !== null);
}

/** Takes in what CouchDB has and the file lacks. */
async function takeIn(reconciled: Reconciled): Promise<void> {
  const { ledger, name, remote, now } = reconciled;
  const { file } = ledger;
  for (;;) {
    const { since, strange } = readProgress(file, name);
    const page = await remote.changes({ since, limit: PAGE, style: 'all_docs' });
    const ids = page.results.map(({ id }) => id);
    const known = file.store.has(name, ids);
    await putRight(
      reconciled,
      page.results.filter(({ id }) => known.has(id)),
    );
    const found = await bodiesOf(
      remote,
      page.results.filter(({ id, deleted }) => !known.has(id) && deleted !== true).map(({ id }) => id),
    );
    const ours = found.filter(isOurs);
    await ledger.verifyAhead(ours);
    ledger.transaction(() => {
      const before = file.store.info(name).update_seq;
      store(ledger, name, ours, now());
      const after = file.store.info(name).update_seq;
      // What came from there need not go back. Where something else waits before it, it does, and is known there.
      const pushed = readProgress(file, name).pushed === before ? { pushed: after } : {};
      changeProgress(file, name, { since: page.last_seq, strange: strange + found.length - ours.length, ...pushed });
    });
    if (page.results.length === 0 || page.pending === 0) return;
  }
}

/** Documents by which CouchDB has more (less: negative) than the file says it should. Holds while nothing is being sent. */
function surplus(file: ReadDb, name: string, { doc_count }: DatabaseInfo): number {
  // Both numbers of the file grow together when something is handed in meanwhile.
  return doc_count - (file.store.info(name).doc_count - waitingIn(file, name)) - readProgress(file, name).strange;
}

/** A database at CouchDB by the name of its server and the time it was made. */
const instanceOf = (server: string, { instance_start_time = '' }: DatabaseInfo): string =>
  `${server}/${instance_start_time}`;

/** Says a look at the numbers alone that both sides may have parted? */
export function hasParted(file: ReadDb, name: string, server: string, info: DatabaseInfo): boolean {
  return readProgress(file, name).instance !== instanceOf(server, info) || surplus(file, name, info) !== 0;
}

/** Makes both sides equal. `server` is the uuid of CouchDB; of a database that is not the one of the last time nothing is known. */
export async function reconcile(reconciled: Reconciled, server: string, acknowledged: () => void): Promise<void> {
  const { ledger, name, remote } = reconciled;
  const { file } = ledger;
  const instance = instanceOf(server, await remote.info());
  if (readProgress(file, name).instance !== instance)
    changeProgress(file, name, { instance, pushed: 0, since: 0, strange: 0 });
  await push(reconciled, acknowledged);
  await takeIn(reconciled);
  if (surplus(file, name, await remote.info()) === 0) return;
  // One of them went back in time: nothing that was known of the other holds.
  changeProgress(file, name, { pushed: 0, since: 0, strange: 0 });
  await push(reconciled, acknowledged);
  await takeIn(reconciled);
  const left = surplus(file, name, await remote.info());
  if (left < 0) throw new NotTaken(-left, '核对后仍有缺少');
  if (left > 0) changeProgress(file, name, { strange: left });
}
