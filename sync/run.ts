/**
 * One run over all ledgers of a site (docs/SYNC.md): pulse, the county's documents, what lacks a receipt up and what moved down by parcels,
 * the rest by plain replication, and the pulse again for receipts. With nothing to do it is one request.
 */
import { COUNTY_DATABASE } from '../shared/api/device-api.ts';
import type { PulseAnswer } from '../shared/api/device-api.ts';
import type { PlaceCode } from '../shared/base/brands.ts';
import { ledgerName } from '../shared/place/place.ts';
import { askPulse } from './ask-pulse.ts';
import { syncByParcel, type ParcelPlan, type LedgerNews, type ParcelState } from './parcel-sync.ts';
import { SyncError } from './failures.ts';
import { replicateLedgers } from './replicate-ledger.ts';
import { dropPushCheckpoint } from './replicate.ts';
import type { RunCounts, RunOptions } from './run-options.ts';

/** How many ledgers are replicated at a time: enough to hide waiting, few enough for a slow line. */
const AT_A_TIME = 3;
/** Up, then down what that moved, then what moved meanwhile; more is left to the next run. */
const ROUNDS = 4;

/** Runs to the end. Rejects with the SyncError that ended it; what came across before stays. */
export async function runOnce(options: RunOptions, counts: RunCounts): Promise<void> {
  const { book } = options;
  const news = new News();
  const parcels: ParcelState = { usable: true, offered: new Set() };
  /** Faults of one ledger; the others go on. */
  const problems = new Map<PlaceCode, SyncError>();
  let answer = news.hear(await askPulse(options));
  /** Kept when everything that it stands for is here. */
  let token: string | null = null;
  /** What is written from here on is the next run's: the hub can't have confirmed it yet. */
  let mark = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (news.county) await pullCounty(options, counts);
    news.county = false;
    mark = book.newest();
    const plan = planOf(options, { news, answer, offered: parcels.offered, problems });
    if (plan.up.length === 0 && plan.down.size === 0) {
      token = answer.token;
      break;
    }
    const left = await syncByParcel(options, counts, plan, parcels);
    if (left.told !== null) answer = news.hear(left.told);
    await replicateAll(options, counts, { ...left, offered: parcels.offered, problems });
    if (plan.down.size > 0) book.applyReceipts();
    if (left.up.length > 0) {
      const handedIn = problems.size === 0 ? waiting(book.unsynced(mark), left.up) : 0;
      answer = news.hear(await askPulse(options, answer.token, handedIn));
    }
  }
  for (const problem of problems.values()) throw problem;
  await offerEverything(options, counts, answer.token, mark);
  if (answer.revoked) throw new SyncError('revoked', 'told by pulse');
  if (token !== null) book.keepToken(token);
  const lacking = book.unsynced(mark).size;
  if (lacking > 0) throw new SyncError('unconfirmed', `${lacking} ledgers`);
}

const waiting = (unsynced: ReadonlyMap<PlaceCode, number>, ledgers: readonly PlaceCode[]): number =>
  ledgers.reduce((sum, place) => sum + (unsynced.get(place) ?? 0), 0);

/** What the pulses of a run have told: each tells only what is new since the one before. */
class News {
  readonly moved = new Map<PlaceCode, LedgerNews>();
  county = false;
  #epoch = '';

  hear(answer: PulseAnswer): PulseAnswer {
    // The hub was restored in the middle of the run, and counts anew.
    if (answer.epoch !== this.#epoch) this.moved.clear();
    this.#epoch = answer.epoch;
    for (const { place, seq, replicated = seq } of answer.ledgers) this.moved.set(place, { seq, replicated });
    if (answer.county !== null) this.county = true;
    return answer;
  }
}

interface Known {
  readonly news: News;
  readonly answer: PulseAnswer;
  readonly offered: ReadonlySet<string>;
  readonly problems: ReadonlyMap<PlaceCode, SyncError>;
}

/** What is still to be done, without the ledgers that failed in this run. */
function planOf({ book }: RunOptions, { news, answer, offered, problems }: Known): ParcelPlan {
  const isFine = (place: PlaceCode) => !problems.has(place);
  const isNew = (place: PlaceCode) => book.waiting(place).some((id) => !offered.has(id));
  const behind = [...news.moved].filter(([place, { seq }]) => isFine(place) && (book.mark(place) ?? -1) < seq);
  const up = [...book.unsynced().keys()].filter((place) => isFine(place) && isNew(place));
  const { token, epoch } = answer;
  return { up, down: new Map(answer.revoked ? [] : behind), token, epoch };
}

async function pullCounty(options: RunOptions, counts: RunCounts): Promise<void> {
  counts.docsDown += await replicateLedgers(options, COUNTY_DATABASE, 'pull', null);
  if (!options.book.owesCounty()) return;
  await replicateLedgers(options, COUNTY_DATABASE, 'push', null);
  options.book.countyHandedBack();
}

interface Round {
  readonly up: readonly PlaceCode[];
  readonly down: ReadonlyMap<PlaceCode, LedgerNews>;
  readonly offered: Set<string>;
  readonly problems: Map<PlaceCode, SyncError>;
}

/** By plain replication. Own words first: what people entered here is nowhere else yet. */
async function replicateAll(options: RunOptions, counts: RunCounts, round: Round): Promise<void> {
  const { book } = options;
  const noting = (work: (place: PlaceCode) => Promise<void>) => async (place: PlaceCode) => {
    try {
      await work(place);
    } catch (error) {
      if (!(error instanceof SyncError) || !isOfOneLedger(error)) throw error;
      round.problems.set(place, error);
    }
  };
  const push = noting(async (place) => {
    const offered = book.waiting(place);
    counts.docsUp += await replicateLedgers(options, ledgerName(place), 'push', place);
    for (const id of offered) round.offered.add(id);
  });
  await inTurns(round.up, AT_A_TIME, push);
  const pull = noting(async (place) => {
    counts.docsDown += await replicateLedgers(options, ledgerName(place), 'pull', place);
    // All that could be had when the hub told of it.
    book.keepMark(place, round.down.get(place)?.replicated ?? 0);
  });
  await inTurns([...round.down.keys()], AT_A_TIME, pull);
}

/** The hub's codes for a ledger that this device has no right to (any more), or that the hub has not. */
const ONE_LEDGER_CODES: readonly string[] = ['forbidden', 'not-found'];

const isOfOneLedger = (error: SyncError): boolean =>
  error.kind === 'denied' || error.kind === 'too-large' || ONE_LEDGER_CODES.includes(error.hubCode);

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
    counts.docsUp += await replicateLedgers(options, name, 'push', place);
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
