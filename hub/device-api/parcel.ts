/**
 * A parcel at the hub (docs/SYNC.md). A centre holds the ledgers of some fifty villages; plain replication asks several times for each, and on a line where
 * every request takes a second or two nothing comes through in time. A parcel is one request and its answer for all of them: it takes what the ledgers
 * hand in, block by block, and answers with what the site lacks and with the receipts. Each block is taken whole or not at all, in a transaction and with
 * the rights of its own, so that a refused one stops no other; a page holds everything after the site's mark but what it has just handed in; the pulse
 * comes last, so that an answer without it was cut. Whatever was cut may be sent again: what the hub has already is only counted as known.
 *
 *     the hub holds of a village's ledger one (seq 1, by the village) and note (seq 2, by the centre); the village has the mark 1
 *
 *     head, wanted: ledger after 1        taken: stored 1, held 0, known 1
 *     block of one and two                page: note, mark 3 (two, seq 3, was just handed in)
 *                                         pulse: the ledger's seq 3; receipt of the village's series, 1 to 2
 */
import {
  BLOCK_EVENTS,
  type ParcelAnswer,
  type ParcelBlock,
  ParcelBlockSchema,
  type ParcelHead,
  ParcelHeadSchema,
} from '../../shared/api/parcel.ts';
import { ERROR_TEXTS } from '../../shared/api/errors.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import { fromLean, toLean } from '../../shared/event/lean-events.ts';
import { ledgerName, placeKind } from '../../shared/place/place.ts';
import { BOUNDS } from '../../shared/outside/bounds.ts';
import { JsonError, readJson } from '../../shared/outside/json.ts';
import { isTooLong } from '../../shared/outside/list-of.ts';
import type { z } from 'zod';
import { digestText } from '../../store/trust/crypto.ts';
import { CouchError, couchError } from '../http/errors.ts';
import type { WorkQueue } from '../http/work-queue.ts';
import type { Device } from '../admin/devices.ts';
import { takeDelivery } from './ledger-database.ts';
import { carrierTo } from '../events/receive.ts';
import { answerPulse, type PulseContext } from './pulse.ts';
import { isStopped } from './reading.ts';

export interface ParcelContext extends Omit<PulseContext, 'now'> {
  readonly turns: WorkQueue;
  readonly now: () => number;
}

/** What a parcel brought, and what came of it. */
export interface ParcelTaken {
  readonly head: ParcelHead;
  readonly outcomes: readonly ParcelAnswer[];
  /** Ids of everything handed in: not sent back. */
  readonly handedIn: ReadonlySet<unknown>;
}

/** A site hands in a fifth of it at a time. */
const MOST_HANDED_IN = 5000;

const badInput = () => new CouchError(400, 'bad-input', ERROR_TEXTS['bad-input']);

function parsed<T>(schema: z.ZodType<T>, line: string): T {
  try {
    return schema.parse(readJson(line, BOUNDS.line));
  } catch (error) {
    const isTooMuch = error instanceof JsonError && error.fault !== 'syntax' && error.fault !== 'key';
    throw isTooMuch || isTooLong(error) ? couchError('tooLarge') : badInput();
  }
}

function docsOf(block: ParcelBlock): Record<string, unknown>[] {
  try {
    return fromLean(block.events, digestText);
  } catch {
    throw badInput();
  }
}

/** One block, whole or not at all; a refused one stops no other (LEDGER §6). */
async function takeBlock(
  context: ParcelContext,
  device: Device,
  place: PlaceCode,
  docs: readonly Record<string, unknown>[],
): Promise<ParcelAnswer> {
  const { ledger, engine, now } = context;
  const carrier = carrierTo(ledger, device.certificate, place, now());
  try {
    if (placeKind(place) === 'county') throw new CouchError(404, 'not_found', 'no such ledger');
    const { stored, held, known } = await takeDelivery({ ledger, engine, place, carrier, now }, docs);
    return { kind: 'taken', ledger: place, stored, held, known };
  } catch (failure) {
    if (!(failure instanceof CouchError)) throw failure;
    return { kind: 'refused', ledger: place, code: failure.error };
  }
}

/** Takes each block as it comes. Throws CouchError 400 for a line that is none of ours; blocks before it stay taken. */
export async function takeParcel(
  context: ParcelContext,
  device: Device,
  lines: AsyncIterable<string>,
): Promise<ParcelTaken> {
  let head: ParcelHead | null = null;
  const outcomes: ParcelAnswer[] = [];
  const handedIn = new Set<unknown>();
  let count = 0;
  for await (const line of lines) {
    if (head === null) {
      head = parsed(ParcelHeadSchema, line);
      continue;
    }
    const block = parsed(ParcelBlockSchema, line);
    // Before they are made: a few bytes may stand for millions.
    count += block.events.rows.length + block.events.whole.length;
    if (count > MOST_HANDED_IN) throw couchError('tooLarge');
    const docs = docsOf(block);
    for (const { _id } of docs) handedIn.add(_id);
    outcomes.push(await context.turns.take(() => takeBlock(context, device, block.ledger, docs)));
  }
  if (head === null) throw badInput();
  return { head, outcomes, handedIn };
}

/** The lines of the answer, made one by one as they are read. */
export async function* answerParcel(
  context: ParcelContext,
  device: Device,
  { head, outcomes, handedIn }: ParcelTaken,
): AsyncGenerator<ParcelAnswer> {
  const { ledger, hub, whenProjected, engine, now } = context;
  yield* outcomes;
  // Marks of another epoch say nothing here; the pulse tells the site so.
  const wanted = head.epoch === hub.epoch ? head.wanted : [];
  const mayRead = (place: PlaceCode) =>
    !isStopped(ledger, device.certificate) && carrierTo(ledger, device.certificate, place, now()).holds;
  let left = head.most;
  for (const [place, since] of wanted) {
    // What was handed in is read with what the hub asks about it.
    if (mayRead(place)) await whenProjected([place]);
    for (let mark = since; ;) {
      // Before each page: the site takes them in its own time.
      if (!mayRead(place)) {
        yield { kind: 'closed', ledger: place };
        break;
      }
      if (left <= 0) break;
      const asked = Math.min(BLOCK_EVENTS, left);
      const rows = ledger.file.store.changes(ledgerName(place), mark, asked);
      const isLast = rows.length < asked;
      mark = isLast ? ledger.file.store.info(ledgerName(place)).update_seq : (rows.at(-1)?.seq ?? mark);
      const fresh = rows.filter(({ id }) => !handedIn.has(id)).map(({ doc }) => doc);
      left -= fresh.length;
      yield { kind: 'page', ledger: place, seq: mark, events: toLean(fresh, digestText) };
      if (isLast) break;
    }
  }
  yield {
    kind: 'pulse',
    answer: await answerPulse({ ledger, hub, whenProjected, engine, now: now() }, device, head.pulse),
  };
}
