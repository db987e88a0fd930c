/**
 * Sets aside what is not well-formed in a ledger: a torn disk, a planted row. The hub refuses a whole request that carries such a document,
 * so it must not stay where replication finds it (LEDGER §6). Nothing is lost: the document is kept beside the ledger, counted and shown.
 */
import type { PlaceCode } from '../../shared/base/brands.ts';
import { checkEvent } from '../../shared/event/event.ts';
import { ledgerName } from '../../shared/place/place.ts';
import { digestText, verifyHash } from '../trust/crypto.ts';
import { keyOfDevice } from '../trust/device-keys.ts';
import type { AnyEvent } from '../projection/event-rows.ts';
import { readIdentity } from '../trust/identity.ts';
import type { WrittenDoc } from '../pouch/index.ts';
import { rebuildProjection } from '../projection/rebuild.ts';
import type { ReadDb, Reference, SiteIdentity, WriteDb } from '../types.ts';
import { clearUnreadable } from '../projection/unreadable.ts';

const PAGE = 500;

interface Finding {
  readonly why: string;
  readonly message: string;
}

/** What is wrong with a document for certain; null when it is whole, or when only its writer's key is unknown here. */
function fault(file: ReadDb, identity: SiteIdentity | null, { doc, deleted }: WrittenDoc): Finding | null {
  if (deleted) return { why: 'deleted', message: '事件不能删除，这一条被标为已删除' };
  const checked = checkEvent(doc, digestText, (device, message, sig) => {
    const key = keyOfDevice(file, identity, device);
    return key === null || verifyHash(key, message, sig);
  });
  return checked.kind === 'malformed' ? { why: checked.problem.code, message: checked.problem.message } : null;
}

interface Sorted {
  /** The one that is whole, where there is one beside others: it stays. */
  readonly whole: AnyEvent | null;
  readonly bad: readonly (Finding & { readonly doc: unknown })[];
}

/** Everything that is kept under one id: a second revision may have been put over, or beside, an event that only this site has yet. */
function sortRevisions(file: ReadDb, identity: SiteIdentity | null, database: string, winner: WrittenDoc): Sorted {
  const others = file.store.otherRevisions(database, winner.id).map((doc) => ({ ...winner, deleted: false, doc }));
  let whole: AnyEvent | null = null;
  const bad: (Finding & { readonly doc: unknown })[] = [];
  for (const written of [winner, ...others]) {
    const problem = fault(file, identity, written);
    if (problem !== null) bad.push({ ...problem, doc: written.doc });
    else whole ??= written.doc as AnyEvent;
  }
  return { whole, bad };
}

interface SetAside extends Finding {
  readonly place: PlaceCode;
  readonly id: string;
  /** ISO instant. */
  readonly at: string;
  readonly doc: unknown;
}

function setAside(file: WriteDb, { place, id, why, message, at, doc }: SetAside): void {
  file
    .sql(`INSERT OR REPLACE INTO quarantine (ledger, id, why, message, at, document) VALUES (?, ?, ?, ?, ?, ?)`)
    .run(place, id, why, message, at, JSON.stringify(doc));
}

/** Takes a document out of its ledger with all its revisions. */
function remove(file: WriteDb, place: PlaceCode, id: string): void {
  file.store.purge(ledgerName(place), id);
  clearUnreadable(file, place, id);
}

/** Returns the documents of a ledger that are whole, but of a writer this site does not know. They never had rows. */
export function strangersIn(file: ReadDb, place: PlaceCode): readonly string[] {
  return file
    .sql("SELECT id FROM unreadable WHERE ledger = ? AND why = 'unknown-device' ORDER BY id")
    .pluck()
    .all(place) as string[];
}

/** Sets one aside that the hub does not know the writer of either. `now` in ms since the epoch. */
export function quarantineStranger(file: WriteDb, place: PlaceCode, id: string, now: number): void {
  file.transaction(() => {
    const doc = file.store.get(ledgerName(place), id);
    const message = '写这一条的设备，县里没有登记过';
    if (doc === undefined) return;
    setAside(file, { place, id, why: 'unknown-device', message, at: new Date(now).toISOString(), doc });
    remove(file, place, id);
  });
}

/** Sets aside every document of a ledger that is not well-formed; answers how many. `now` in ms since the epoch. */
export function quarantineLedger(file: WriteDb, reference: Reference, place: PlaceCode, now: number): number {
  const database = ledgerName(place);
  const identity = readIdentity(file);
  const at = new Date(now).toISOString();
  return file.transaction(() => {
    let found = 0;
    for (let since = 0; ;) {
      const page = file.store.changes(database, since, PAGE);
      const last = page.at(-1);
      if (last === undefined) break;
      since = last.seq;
      for (const written of page) {
        const { id } = written;
        const { whole, bad } = sortRevisions(file, identity, database, written);
        if (bad.length === 0) continue;
        // One row an id; the revisions after the first bear theirs.
        for (const [index, each] of bad.entries())
          setAside(file, {
            place,
            at,
            ...each,
            id: index === 0 ? id : `${id} ${String((each.doc as { _rev?: unknown })._rev)}`,
          });
        remove(file, place, id);
        if (whole !== null) file.store.putFirst(database, [whole]);
        found += 1;
      }
    }
    // The rows of a document that was whole once are gone only by making all of them anew; this is rare.
    if (found > 0) rebuildProjection(file, reference);
    return found;
  });
}
