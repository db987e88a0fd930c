/**
 * One run over all ledgers of a site (docs/SYNC.md): pulse, the county's documents, what lacks a receipt up, what moved down, and
 * the pulse again for receipts. With nothing to do it is one request.
 */
import { COUNTY_DATABASE } from '../shared/api/hub-door.ts';
import type { PulseAnswer, PulseRequest } from '../shared/api/hub-door.ts';
import type { PlaceCode } from '../shared/domain/brands.ts';
import { growBatch, shrinkBatch } from './batch-size.ts';
import type { SyncBook } from './book.ts';
import { handIn, pulse } from './door.ts';
import type { Pulse } from './door.ts';
import { SYNC_FAILURES, SyncError } from './failures.ts';
import type { HubFetch, HubLine } from './hub-fetch.ts';
import type { PouchDatabase } from './pouch.ts';
import { dropPushCheckpoint, replicateOnce } from './replicate.ts';
import type { Direction } from './replicate.ts';

export interface RunOptions {
  readonly book: SyncBook;
  readonly hub: HubFetch;
  readonly address: string;
  /** The hub's uuid as enrolment told it. */
  readonly uuid: string;
  readonly local: (name: string) => PouchDatabase;
  readonly remote: (name: string, line: HubLine) => PouchDatabase;
  /** Documents in a request; kept between runs. */
  readonly batch: { size: number };
  readonly now: () => number;
  readonly stallMs: number;
  /** Hub time minus machine time in ms, as each pulse tells it. */
  readonly heardClock: (offset: number) => void;
}

export interface RunCounts {
  docsUp: number;
  docsDown: number;
}

/** So many ledgers are replicated at a time: enough to hide waiting, few enough for a slow line. */
const AT_A_TIME = 3;
/** Push, then pull what the push moved, then what moved meanwhile; more is left to the next run. */
const ROUNDS = 4;

const ledgerName = (place: PlaceCode): string => `ledger-${place}`;

/** Runs to the end. Rejects with the SyncError that ended it; what came across before stays. */
export async function runOnce(options: RunOptions, counts: RunCounts): Promise<void> {
  const { book } = options;
  const problems: SyncError[] = [];
  let answer = await askPulse(options);
  /** Of the last answer whose every word is here. */
  let token: string | null = null;
  /** What is written from here on is the next run's: the hub can't have confirmed it yet. */
  let mark = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (answer.county !== null) await pullCounty(options, counts);
    mark = book.newest();
    const up = [...book.unsynced().keys()];
    const down = answer.revoked ? [] : answer.ledgers.map((ledger) => ledger.place);
    await replicateAll(options, counts, { up, down, problems });
    if (down.length > 0) book.applyReceipts();
    token = answer.token;
    if (up.length === 0) break;
    answer = await askPulse(options, answer.token, problems.length === 0 ? waiting(book.unsynced(mark), up) : 0);
  }
  if (problems[0]) throw problems[0];
  await offerEverything(options, counts, answer.token, mark);
  if (answer.revoked) throw new SyncError('revoked', 'told by pulse');
  if (token !== null) book.keepToken(token);
  const lacking = book.unsynced(mark).size;
  if (lacking > 0) throw new SyncError('unconfirmed', `${lacking} ledgers`);
}

const waiting = (unsynced: ReadonlyMap<PlaceCode, number>, ledgers: readonly PlaceCode[]): number =>
  ledgers.reduce((sum, place) => sum + (unsynced.get(place) ?? 0), 0);

/**
 * Asks the hub and takes in what concerns the whole site. `token` of the same run, or the kept one. `handedIn` events were just
 * taken by the hub and only wait for the receipts that this answer brings: the county is not told that they are still here.
 */
async function askPulse(options: RunOptions, token?: string, handedIn = 0): Promise<PulseAnswer> {
  const { book, uuid } = options;
  const kept = book.pulseRequest();
  const unsynced = Math.max(0, kept.unsynced - handedIn);
  const { answer, offset } = await knock(options, token === undefined ? kept : { ...kept, token, unsynced });
  if (answer.hub !== uuid) throw new SyncError('hub-changed', 'another uuid');
  book.takePulse(answer);
  options.heardClock(offset);
  return answer;
}

/** A hub that was restored to a day before our enrolment learns the device again from the certificate that it signed. */
async function knock({ hub, address, now, book }: RunOptions, request: PulseRequest): Promise<Pulse> {
  try {
    return await pulse(hub, address, request, now);
  } catch (error) {
    const certificate = book.certificate();
    if (!(error instanceof SyncError) || error.kind !== 'refused' || certificate === undefined) throw error;
    return await pulse(hub, address, { ...request, certificate }, now);
  }
}

async function pullCounty(options: RunOptions, counts: RunCounts): Promise<void> {
  counts.docsDown += await replicate(options, COUNTY_DATABASE, 'pull', null);
  if (!options.book.owesCounty()) return;
  await replicate(options, COUNTY_DATABASE, 'push', null);
  options.book.countyHandedBack();
}

interface Round {
  readonly up: readonly PlaceCode[];
  readonly down: readonly PlaceCode[];
  /** Faults of one ledger; the others go on. */
  readonly problems: SyncError[];
}

/** Own words first: what people entered here is nowhere else yet. */
async function replicateAll(options: RunOptions, counts: RunCounts, round: Round): Promise<void> {
  const each = (direction: Direction) => async (place: PlaceCode) => {
    try {
      const written = await replicate(options, ledgerName(place), direction, place);
      if (direction === 'push') counts.docsUp += written;
      else counts.docsDown += written;
    } catch (error) {
      if (!(error instanceof SyncError) || !isOfOneLedger(error)) throw error;
      round.problems.push(error);
    }
  };
  await inTurns(round.up, AT_A_TIME, each('push'));
  await inTurns(round.down, AT_A_TIME, each('pull'));
}

/** The hub's codes for a ledger that this device has no right to (any more), or that the hub has not. */
const ONE_LEDGER_CODES: readonly string[] = ['forbidden', 'not-found'];

const isOfOneLedger = (error: SyncError): boolean =>
  error.kind === 'denied' || error.kind === 'too-large' || ONE_LEDGER_CODES.includes(error.hubCode);

/** One replication, in smaller and smaller requests where the line or the hub needs it. */
async function replicate(
  options: RunOptions,
  name: string,
  direction: Direction,
  place: PlaceCode | null,
): Promise<number> {
  const { hub, batch, book } = options;
  let inspected = false;
  for (;;) {
    const size = batch.size;
    try {
      const line = hub.line();
      const { written, denied } = await replicateOnce({
        local: options.local(name),
        remote: options.remote(name, line),
        line,
        direction,
        batchSize: size,
        hub,
        stallMs: options.stallMs,
      });
      if (denied.length > 0) throw noteDenied(book, place, denied);
      if (written >= size) batch.size = growBatch(size);
      if (direction === 'push' && place !== null) book.clearDenied(place);
      return written;
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      if (error.hubCode === 'forbidden' && direction === 'push' && place !== null)
        return await handInWaiting(options, place);
      if (!SYNC_FAILURES[error.kind].shrink) throw error;
      if (error.kind === 'denied' && place !== null && !inspected) {
        inspected = true;
        if (book.quarantine(place) + (await quarantineStrangers(options, place)) > 0) continue;
      }
      if (size === 1) throw error.kind === 'denied' ? noteDenied(book, place, ['?'], error.detail) : error;
      batch.size = Math.min(batch.size, shrinkBatch(size));
      // A dead line is not tried again and again: the next run goes on in smaller steps.
      if (error.kind === 'stalled') throw error;
    }
  }
}

/** Reading has ended, handing in has not: what lacks a receipt goes up as it is, in smaller requests where needed. Answers how many. */
async function handInWaiting({ hub, address, book, batch }: RunOptions, place: PlaceCode): Promise<number> {
  const waiting = book.waiting(place);
  const denied: string[] = [];
  for (let from = 0; from < waiting.length;) {
    const size = batch.size;
    const ids = waiting.slice(from, from + size);
    try {
      await handIn(hub, address, place, book.documents(place, ids));
      from += size;
    } catch (error) {
      if (!(error instanceof SyncError) || !SYNC_FAILURES[error.kind].shrink) throw error;
      if (ids.length > 1) batch.size = Math.min(batch.size, shrinkBatch(ids.length));
      if (error.kind === 'stalled') throw error;
      if (ids.length > 1) continue;
      denied.push(...ids);
      from += 1;
    }
  }
  if (denied.length > 0) throw noteDenied(book, place, denied);
  return waiting.length;
}

/**
 * Offers documents of unknown writers one by one: the hub, which knows everybody that was ever certified, takes them or tells that nobody
 * wrote them. Answers how many were set aside.
 */
async function quarantineStrangers({ hub, address, book }: RunOptions, place: PlaceCode): Promise<number> {
  let found = 0;
  for (const id of book.strangers(place)) {
    try {
      await handIn(hub, address, place, book.documents(place, [id]));
    } catch (error) {
      if (!(error instanceof SyncError) || error.kind !== 'denied') throw error;
      book.quarantineStranger(place, id);
      found += 1;
    }
  }
  return found;
}

function noteDenied(
  book: SyncBook,
  place: PlaceCode | null,
  ids: readonly string[],
  why = 'denied by the hub',
): SyncError {
  if (place !== null) book.noteDenied(place, ids, why);
  return new SyncError('denied', `${ids.length} documents`);
}

/**
 * LEDGER §5: if after a complete run the receipts still lack an event that is here, its ledger's checkpoint is dropped and everything
 * offered, always. Two bulk questions find what the hub really lacks, so this is cheap where nothing is missing.
 */
async function offerEverything(options: RunOptions, counts: RunCounts, token: string, mark: number): Promise<void> {
  const lacking = [...options.book.unsynced(mark).keys()];
  if (lacking.length === 0) return;
  await inTurns(lacking, AT_A_TIME, async (place) => {
    const name = ledgerName(place);
    await dropPushCheckpoint(options.local(name), options.remote(name, options.hub));
    counts.docsUp += await replicate(options, name, 'push', place);
  });
  await askPulse(options, token);
}

/** Works through the list, a few at a time. The first failure stops what has not begun. */
async function inTurns<T>(list: readonly T[], atATime: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...list];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      try {
        await work(item);
      } catch (error) {
        left.length = 0;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(atATime, left.length) }, worker));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}
