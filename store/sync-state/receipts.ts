/**
 * What the hub answers for (LEDGER §5). Its receipts are kept; an event is green when a range of them covers it, and an own event only when
 * the range's end leads back to it through `prev`. A new epoch voids them all.
 */
import type { Receipt } from '../../shared/api/device-api.ts';
import type { DeviceId, EventId, PlaceCode, SeriesId } from '../../shared/base/brands.ts';
import { readIdentity } from '../trust/identity.ts';
import { getSetting, setSetting } from '../file/settings.ts';
import type { ReadDb, WriteDb } from '../types.ts';

const EPOCH = 'receipts-epoch';
const AT = 'receipts-at';
/** Epochs that have ended, as this machine has seen or the hub has said. */
const ENDED = 'receipts-ended';

interface ReceiptsAnswer {
  readonly epoch: SeriesId;
  readonly receipts: readonly Receipt[];
  /** ISO instant of the answer. */
  readonly at: string;
}

interface SaidEpoch extends Omit<ReceiptsAnswer, 'receipts'> {
  /** Epochs before this one, where the hub names them. */
  readonly before?: readonly SeriesId[] | undefined;
}

interface ReceiptsOutcome {
  /** The hub was restored: all earlier receipts are void, and everything must be asked for again. */
  readonly newEpoch: boolean;
  /** Events that became green. */
  readonly received: number;
}

/** The epoch of the receipts kept; null before the first. */
export function receiptsEpoch(file: ReadDb): SeriesId | null {
  return getSetting(file, EPOCH) as SeriesId | null;
}

/** When the hub last gave receipts, as an ISO instant; null before the first. */
export function receiptsAt(file: ReadDb): string | null {
  return getSetting(file, AT);
}

/** How a word of the hub stands to what is kept. */
export type WordAge = 'newer' | 'known' | 'older' | 'new-epoch' | 'past';

/**
 * `known`, `older`: of the present epoch, yet said with or before the newest word kept. `past`: of a life of the hub that has ended. Which of
 * two epochs came first is told by the epochs themselves, as the hub names those before its own and a machine remembers those it left; only where
 * neither knows of the other by the hub's clock, which may have been wrong for a time. `at` is an ISO instant of that clock.
 */
export function ageOfWord(file: ReadDb, { epoch, at, before = [] }: SaidEpoch): WordAge {
  const [kept, keptAt] = [receiptsEpoch(file), receiptsAt(file) ?? ''];
  if (kept === null) return 'newer';
  if (kept === epoch) {
    if (at === keptAt) return 'known';
    return at > keptAt ? 'newer' : 'older';
  }
  if (before.includes(kept)) return 'new-epoch';
  if (endedEpochs(file).includes(epoch)) return 'past';
  return at >= keptAt ? 'new-epoch' : 'past';
}

const endedEpochs = (file: ReadDb): readonly string[] => JSON.parse(getSetting(file, ENDED) ?? '[]') as string[];

/** Remembers epochs that came before `epoch`, in which the hub is now. */
export function noteEnded(file: WriteDb, epoch: SeriesId, ended: readonly SeriesId[]): void {
  const all = new Set([...endedEpochs(file), ...ended]);
  all.delete(epoch);
  setSetting(file, ENDED, JSON.stringify([...all]));
}

function voidAll(file: WriteDb): void {
  file.sql('DELETE FROM receipt_range').run();
  file.sql('UPDATE event_row SET receipted = 0 WHERE receipted = 1').run();
  file
    .sql(
      `UPDATE case_row SET unsynced = (SELECT count(*) FROM event_row e WHERE e.case_id = case_row.case_id
         AND e.ledger = case_row.ledger)`,
    )
    .run();
}

/**
 * Keeps what the hub answered for; each receipt replaces the earlier one of its series. Receipts of another epoch than the kept one
 * void those first. Call it also with no receipts, so that a new epoch is noticed.
 */
export function storeReceipts(file: WriteDb, answer: ReceiptsAnswer): ReceiptsOutcome {
  return file.transaction(() => {
    const known = receiptsEpoch(file);
    const newEpoch = known !== null && known !== answer.epoch;
    if (newEpoch) voidAll(file);
    if (known !== answer.epoch) setSetting(file, EPOCH, answer.epoch);
    if (newEpoch) noteEnded(file, answer.epoch, [known]);
    setSetting(file, AT, answer.at);
    for (const { device, series, ranges } of answer.receipts) {
      file.sql('DELETE FROM receipt_range WHERE device = ? AND series = ?').run(device, series);
      for (const range of ranges)
        file
          .sql(
            `INSERT OR REPLACE INTO receipt_range (device, series, from_seq, to_seq, last_id) VALUES (?, ?, ?, ?, ?)`,
          )
          .run(device, series, range.from, range.to, range.last);
    }
    const cases = new Set<string>();
    let received = 0;
    for (const { device, series } of answer.receipts) received += markSeries(file, device, series, cases);
    recount(file, cases);
    return { newEpoch, received };
  });
}

/**
 * Adds receipts of an `older` word: they fill what is not known yet and undo nothing. Returns how many events became green.
 */
export function addReceipts(file: WriteDb, receipts: readonly Receipt[]): number {
  return file.transaction(() => {
    for (const { device, series, ranges } of receipts)
      for (const { from, to, last } of ranges)
        file
          .sql(
            `INSERT INTO receipt_range (device, series, from_seq, to_seq, last_id)
             SELECT @device, @series, @from, @to, @last WHERE NOT EXISTS (
               SELECT 1 FROM receipt_range WHERE device = @device AND series = @series AND from_seq <= @from AND to_seq >= @to)`,
          )
          .run({ device, series, from, to, last });
    return applyReceipts(file, receipts);
  });
}

interface RangeRow {
  from_seq: number;
  to_seq: number;
  last_id: string;
}
interface MarkedRow {
  id: string;
  case_id: string;
}

// By the index of what is not green yet: a receipt of 100,000 events is looked at again whenever one is added.
const FOREIGN = `UPDATE event_row INDEXED BY event_unsynced SET receipted = 1 WHERE device = ? AND series = ? AND seq BETWEEN ? AND ? AND receipted = 0
  RETURNING id, case_id`;

/** From the range's end back through `prev`, as far as the chain goes and nothing is green yet. */
const OWN = `WITH RECURSIVE chain (id, prev, seq) AS (
    SELECT id, prev, seq FROM event_row WHERE id = @last AND device = @device AND series = @series AND receipted = 0
    UNION ALL
    SELECT e.id, e.prev, e.seq FROM chain c CROSS JOIN event_row e ON e.id = c.prev
    WHERE e.device = @device AND e.series = @series AND +e.seq = c.seq - 1 AND +e.seq >= @from AND e.receipted = 0
  )
  UPDATE event_row SET receipted = 1 WHERE id IN (SELECT id FROM chain) RETURNING id, case_id`;

/** Events of a series that arrived after the receipt may lie behind a green one: the chain walks on from the newest held. */
const OWN_TAIL = `SELECT id FROM event_row INDEXED BY event_unsynced WHERE device = ? AND series = ? AND seq BETWEEN ? AND ? AND receipted = 0 ORDER BY seq DESC`;

function markSeries(file: WriteDb, device: string, series: string, cases: Set<string>): number {
  const own = readIdentity(file)?.device === device;
  const ranges = file
    .sql('SELECT from_seq, to_seq, last_id FROM receipt_range WHERE device = ? AND series = ?')
    .all(device, series) as RangeRow[];
  let marked = 0;
  for (const range of ranges) {
    const rows = own ? markOwn(file, device, series, range) : markForeign(file, device, series, range);
    marked += rows.length;
    for (const row of rows) if (row.case_id !== '') cases.add(row.case_id);
  }
  return marked;
}

function markForeign(file: WriteDb, device: string, series: string, range: RangeRow): MarkedRow[] {
  return file.sql(FOREIGN).all(device, series, range.from_seq, range.to_seq) as MarkedRow[];
}

/** LEDGER §5: an own event is green only if the range's end can be reached from it; a clone's range proves nothing for this branch. */
function markOwn(file: WriteDb, device: string, series: string, range: RangeRow): MarkedRow[] {
  const last = file
    .sql('SELECT receipted FROM event_row WHERE id = ? AND device = ? AND series = ? AND seq = ?')
    .get(range.last_id, device, series, range.to_seq) as { receipted: number } | undefined;
  if (last === undefined) return [];
  if (last.receipted === 0)
    return file.sql(OWN).all({ last: range.last_id, device, series, from: range.from_seq }) as MarkedRow[];
  // The end is green already; what came back from the hub since then lies further down the same chain.
  const late = file.sql(OWN_TAIL).pluck().all(device, series, range.from_seq, range.to_seq) as string[];
  const chain = late.length === 0 ? new Set<string>() : chainDown(file, range);
  const found = late.filter((id) => chain.has(id));
  return found.flatMap(
    (id) => file.sql('UPDATE event_row SET receipted = 1 WHERE id = ? RETURNING id, case_id').all(id) as MarkedRow[],
  );
}

function chainDown(file: ReadDb, range: RangeRow): Set<string> {
  const ids = new Set<string>();
  let id = range.last_id;
  for (let seq = range.to_seq; seq >= range.from_seq; seq -= 1) {
    const prev: unknown = file.sql('SELECT prev FROM event_row WHERE id = ? AND seq = ?').pluck().get(id, seq);
    if (typeof prev !== 'string') break;
    ids.add(id);
    id = prev;
  }
  return ids;
}

function recount(file: WriteDb, cases: ReadonlySet<string>): void {
  if (cases.size === 0) return;
  file
    .sql(
      `UPDATE case_row SET unsynced = (SELECT count(*) FROM event_row e WHERE e.case_id = case_row.case_id
         AND e.ledger = case_row.ledger AND e.receipted = 0)
       WHERE case_id IN (SELECT value FROM json_each(?))`,
    )
    .run(JSON.stringify([...cases]));
}

/**
 * Marks events that arrived after the receipt that covers them (pulled from the hub, carried by stick, rebuilt). `series` limits the
 * work to some; all series with receipts otherwise. Returns how many became green.
 */
export function applyReceipts(file: WriteDb, series?: readonly { device: string; series: string }[]): number {
  return file.transaction(() => {
    const wanted =
      series ??
      (file.sql('SELECT DISTINCT device, series FROM receipt_range').all() as { device: string; series: string }[]);
    const cases = new Set<string>();
    let received = 0;
    for (const each of wanted) received += markSeries(file, each.device, each.series, cases);
    recount(file, cases);
    return received;
  });
}

/** Events without a receipt, of all writers and ledgers held here. */
export function countUnsynced(file: ReadDb): number {
  return file
    .sql('SELECT count(*) FROM event_row INDEXED BY event_unsynced WHERE receipted = 0')
    .pluck()
    .get() as number;
}

/**
 * Ledgers of which events lack a receipt, of those up to the row `upTo`. After a complete run their checkpoints are dropped and everything
 * is offered (LEDGER §5).
 */
export function unsyncedByLedger(
  file: ReadDb,
  upTo: number = Number.MAX_SAFE_INTEGER,
): { readonly ledger: PlaceCode; readonly events: number }[] {
  return file
    .sql(
      'SELECT ledger, count(*) AS events FROM event_row WHERE receipted = 0 AND no <= ? GROUP BY ledger ORDER BY ledger',
    )
    .all(upTo) as { ledger: PlaceCode; events: number }[];
}

/** Events of a ledger without a receipt that arrived after the row `no`, in the order of their arrival. */
export function unsyncedAfter(
  file: ReadDb,
  ledger: PlaceCode,
  no: number,
  limit: number,
): { readonly no: number; readonly id: EventId }[] {
  return file
    .sql('SELECT no, id FROM event_row WHERE ledger = ? AND receipted = 0 AND no > ? ORDER BY no LIMIT ?')
    .all(ledger, no, limit) as { no: number; id: EventId }[];
}

/** The devices that wrote the events without a receipt. */
export function unsyncedWriters(file: ReadDb): DeviceId[] {
  return file
    .sql('SELECT DISTINCT device FROM event_row WHERE receipted = 0 ORDER BY device')
    .pluck()
    .all() as DeviceId[];
}

/** Ids of events of a ledger without a receipt, oldest first. */
export function unsyncedEvents(file: ReadDb, ledger: PlaceCode, limit: number): EventId[] {
  return file
    .sql('SELECT id FROM event_row WHERE ledger = ? AND receipted = 0 ORDER BY no LIMIT ?')
    .pluck()
    .all(ledger, limit) as EventId[];
}
