/** A ledger as the protocol sees it through the event door: documents are written once, so reading needs no revision trees. */
import type { PlaceCode } from '../../shared/domain/brands.ts';
import { ledgerName } from '../../shared/domain/place.ts';
import type { Ledger } from '../../store/types.ts';
import type {
  BulkGetRequest,
  ChangesOptions,
  ChangesPage,
  Doc,
  GetOptions,
  RevsDiff,
  RevsMap,
} from '../couch/database.ts';
import { CouchError } from '../couch/errors.ts';
import type { Pouch } from '../couch/pouch-database.ts';
import { type Carrier, knownIds, receive } from '../receive.ts';
import { DoorDatabase } from './door-database.ts';

export interface LedgerDoor {
  readonly ledger: Ledger;
  readonly place: PlaceCode;
  readonly carrier: Carrier;
  readonly now: () => number;
}

const writtenOnce = () => new CouchError(403, 'forbidden', '办件记录只能整批补交(new_edits=false),不能修改。整批未收');

/** Rows of one page when the client names no limit. */
const ALL = 1_000_000;

export class LedgerDatabase extends DoorDatabase {
  readonly #door: LedgerDoor;

  constructor(pouch: Pouch, door: LedgerDoor) {
    super(pouch);
    this.#door = door;
  }

  get #name(): string {
    return ledgerName(this.#door.place);
  }

  override async info() {
    if (!this.#door.carrier.holds) return { doc_count: 0, update_seq: 0 };
    return this.#door.ledger.file.store.info(this.#name);
  }

  /** Every document has one revision and one sequence, so the rows follow from the store alone. */
  override async changes(options: ChangesOptions): Promise<ChangesPage> {
    if (options.descending || options.doc_ids !== undefined) return super.changes(options);
    const { store } = this.#door.ledger.file;
    const { update_seq } = store.info(this.#name);
    const since = options.since === 'now' ? update_seq : Number(options.since);
    const rows = store.changes(this.#name, since, options.limit ?? ALL);
    const last = rows.at(-1)?.seq ?? since;
    return {
      results: rows.map(({ id, rev, seq, doc }) => ({
        seq,
        id,
        changes: [{ rev }],
        ...(options.include_docs ? { doc } : {}),
      })),
      last_seq: last,
      pending: Math.max(0, update_seq - last),
    };
  }

  override async bulkGet(docs: readonly BulkGetRequest[], options: GetOptions) {
    const { store } = this.#door.ledger.file;
    return docs.map(({ id, rev }) => {
      const doc = store.get(this.#name, id);
      if (doc === undefined || (rev !== undefined && doc['_rev'] !== rev && options.latest !== true))
        return { id, docs: [{ error: { id, rev: rev ?? 'undefined', error: 'not_found', reason: 'missing' } }] };
      const [, hash] = String(doc['_rev']).split('-');
      return { id, docs: [{ ok: options.revs ? { ...doc, _revisions: { start: 1, ids: [hash] } } : doc }] };
    });
  }

  override async bulkDocs(docs: readonly Doc[], newEdits: boolean): Promise<readonly unknown[]> {
    if (newEdits) throw writtenOnce();
    const { ledger, place, carrier, now } = this.#door;
    // On other threads, so that a large delivery keeps nobody else waiting; what is wrong with it is said below.
    await ledger.verifyAhead(docs);
    receive(ledger, place, docs, carrier, now());
    return [];
  }

  override put(): Promise<never> {
    return Promise.reject(writtenOnce());
  }

  /** A known id is answered "have it", whatever the rev (LEDGER §6). */
  override async revsDiff(revs: RevsMap): Promise<RevsDiff> {
    const { ledger, place, carrier } = this.#door;
    const known = knownIds(ledger, place, Object.keys(revs), carrier);
    return Object.fromEntries(
      Object.entries(revs)
        .filter(([id]) => !known.has(id))
        .map(([id, missing]) => [id, { missing }]),
    );
  }
}
