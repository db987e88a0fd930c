/** Fills a bundle with what its writer has for it, block by block, until it is full; the rest goes into the next one. */
import { setImmediate } from 'node:timers/promises';
import type { BodyLine } from '../../shared/api/bundle.ts';
import { COUNTY_DATABASE } from '../../shared/api/device-api.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { type PlaceCode, PlaceCodeSchema } from '../../shared/base/brands.ts';
import { toLean } from '../../shared/event/lean-events.ts';
import { ledgerName } from '../../shared/place/place.ts';
import { digestText } from '../../store/trust/crypto.ts';
import { unsyncedAfter } from '../../store/sync-state/receipts.ts';
import { placeOfLedger } from '../../store/projection/event-rows.ts';
import type { ReadDb } from '../../store/types.ts';

interface Item {
  /** Where the item stands in its database; the next file goes on after it. */
  readonly seq: number;
  readonly doc: Readonly<Record<string, unknown>>;
}

/** Documents of one database. */
export interface Source {
  /** `county` or `ledger-…`. */
  readonly name: string;
  /** Where it begins. */
  readonly since: number;
  /** Up to `limit` items after `since`, in order; fewer only at the end. */
  readonly read: (since: number, limit: number) => readonly Item[];
}

export interface Filled {
  readonly lines: readonly BodyLine[];
  /** Of the events. */
  readonly ids: readonly string[];
  /** Those that events are of. */
  readonly ledgers: readonly PlaceCode[];
  /** By database: the last item that is inside; databases of which nothing more was wanted are complete. */
  readonly reached: ReadonlyMap<string, { readonly since: number; readonly seq: number; readonly complete: boolean }>;
  /** Where the next file goes on; null when everything is inside. */
  readonly next: string | null;
}

/** Of the lines, and of the events as documents: a block of the largest events more, and receipts, stay under the limits of the reader. */
const FULL = { lines: 24 * 1024 * 1024, documents: 64 * 1024 * 1024 };
/** As many of the largest events as a lean block may hold. */
const BLOCK = 200;

/** The documents of a database that changed after the source's beginning. */
export function changesOf(
  file: ReadDb,
  name: string,
  since: number,
  wanted: (doc: Readonly<Record<string, unknown>>) => boolean = () => true,
): Source {
  return {
    name,
    since,
    read: (from, limit) => {
      const found: Item[] = [];
      for (let at = from; found.length < limit;) {
        const page = file.store.changes(name, at, limit);
        for (const { seq, doc, deleted, id } of page)
          if (!deleted && !id.startsWith('_') && wanted(doc)) found.push({ seq, doc });
        const last = page.at(-1);
        if (last === undefined) break;
        at = last.seq;
      }
      return found;
    },
  };
}

/** The events of a ledger without a receipt, in the order of their arrival. */
export function unconfirmedOf(file: ReadDb, place: PlaceCode): Source {
  return {
    name: ledgerName(place),
    since: 0,
    read: (since, limit) => {
      return unsyncedAfter(file, place, since, limit).flatMap(({ no, id }) => {
        const doc = file.store.get(ledgerName(place), id);
        return doc === undefined ? [] : [{ seq: no, doc }];
      });
    },
  };
}

function linesOf(name: string, items: readonly Item[]): BodyLine[] {
  const docs = items.map(({ doc }) => doc);
  if (name === COUNTY_DATABASE)
    return docs.map((doc) => ({ kind: 'county', doc: { ...doc, _id: String(doc['_id']) } }));
  const place = PlaceCodeSchema.parse(placeOfLedger(name));
  return [{ kind: 'events', place, block: toLean(docs, digestText) }];
}

const CURSOR = /^(\d{1,4})\.(\d{1,15})$/;

function begin(after: string | undefined): { readonly source: number; readonly seq: number | null } {
  if (after === undefined) return { source: 0, seq: null };
  const [, source, seq] = CURSOR.exec(after) ?? [];
  if (source === undefined) throw new ApiError('bad-input', '续写的位置不对，请从头再拷一次。', 'after');
  return { source: Number(source), seq: Number(seq) };
}

/** `after` is the `next` of the file before; `told` hears how many events are in so far. Throws ApiError `bad-input` for an `after` that is none. */
export async function fill(
  sources: readonly Source[],
  after: string | undefined,
  told: (events: number) => void,
): Promise<Filled> {
  const start = begin(after);
  const lines: BodyLine[] = [];
  const ids: string[] = [];
  const reached = new Map<string, { since: number; seq: number; complete: boolean }>();
  const size = { lines: 0, documents: 0 };
  const outcome = () => {
    const places = lines.flatMap((line) => (line.kind === 'events' ? [line.place] : []));
    return { lines, ids, reached, ledgers: [...new Set(places)] };
  };
  for (const [index, { name, since: first, read }] of sources.entries()) {
    if (index < start.source) continue;
    const since = index === start.source ? (start.seq ?? first) : first;
    const state = { since, seq: since, complete: false };
    reached.set(name, state);
    for (;;) {
      const items = read(state.seq, BLOCK);
      const last = items.at(-1);
      if (last === undefined) break;
      for (const line of linesOf(name, items)) {
        lines.push(line);
        size.lines += Buffer.byteLength(JSON.stringify(line));
      }
      for (const { doc } of items) size.documents += Buffer.byteLength(JSON.stringify(doc));
      if (name !== COUNTY_DATABASE) ids.push(...items.map(({ doc }) => String(doc['_id'])));
      state.seq = last.seq;
      told(ids.length);
      if (size.lines >= FULL.lines || size.documents >= FULL.documents)
        return { ...outcome(), next: `${index}.${last.seq}` };
      // Others are answered meanwhile.
      await setImmediate();
    }
    state.complete = true;
  }
  return { ...outcome(), next: null };
}
