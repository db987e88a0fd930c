/** The ledgers of a run that travel by parcel, and which of them do (docs/SYNC.md). */
import { z } from 'zod';
import type { PulseAnswer } from '../shared/api/device-api.ts';
import {
  BLOCK_EVENTS,
  MOST_EVENTS,
  type ParcelAnswer,
  type ParcelBlock,
  type ParcelHead,
} from '../shared/api/parcel.ts';
import { EventIdSchema, type PlaceCode } from '../shared/base/brands.ts';
import { fromLean, type LeanBlock, toLean } from '../shared/event/lean-events.ts';
import { digestText } from '../store/trust/crypto.ts';
import { pulseRequest, takePulse } from './ask-pulse.ts';
import { growBatch, shrinkBatch } from './batch-size.ts';
import { SyncError } from './failures.ts';
import type { SyncFailureKind } from './failures.ts';
import { sendParcel } from './parcel-client.ts';
import type { RunCounts, RunOptions } from './run-options.ts';

/** Without a mark, so few events are fetched again sooner than PouchDB asks for its checkpoints. */
const FEW_EVENTS = 50;

/**
 * From which of the hub's sequences a parcel brings a ledger down; null where plain replication does, which has a checkpoint where parcels
 * have no mark (after an upgrade, or when the hub was restored). `seq` is the hub's, `held` how many events lie here.
 */
export function parcelFrom({ mark, seq, held }: { mark: number | null; seq: number; held: number }): number | null {
  if (mark !== null) return mark;
  return held === 0 || seq <= FEW_EVENTS ? 0 : null;
}

/** Failures of a parcel after which plain replication is tried: the hub or something in between does not understand it. */
const PLAIN_INSTEAD: readonly SyncFailureKind[] = ['denied', 'not-a-hub', 'oversized', 'trouble'];

/**
 * After so many parcels in a row that broke before they had brought anything it may be what they carry, or how, and not the line: plain
 * replication is tried, which asks in other and smaller requests.
 */
const MOST_BROKEN = 3;

/** Of a ledger that changed. */
export interface LedgerNews {
  /** The hub's newest sequence. */
  readonly seq: number;
  /** The one up to which plain replication brings it. */
  readonly replicated: number;
}

/** What a run has to do, and of all its rounds what parcels have done. */
export interface ParcelPlan {
  /** Ledgers that hold events without a receipt which this run has not offered yet. */
  readonly up: readonly PlaceCode[];
  /** Ledgers of which the hub holds more than we do. */
  readonly down: ReadonlyMap<PlaceCode, LedgerNews>;
  /** Of the newest answer. */
  readonly token: string;
  readonly epoch: PulseAnswer['epoch'];
}

const DocSchema = z
  .looseObject({ _id: EventIdSchema, _rev: z.string().regex(/^1-[0-9a-f]{32}$/) })
  .refine((doc) => Object.keys(doc).every((name) => !name.startsWith('_') || name === '_id' || name === '_rev'));

/** Whether they are whole events is asked where they are stored. Throws SyncError for what no store of events can hold. */
function docsOf(block: LeanBlock): z.infer<typeof DocSchema>[] {
  try {
    return z.array(DocSchema).parse(fromLean(block, digestText));
  } catch {
    throw new SyncError('not-a-hub', 'page of a parcel');
  }
}

/** Kept through the rounds of one run. */
export interface ParcelState {
  /** False once the hub has shown that it knows no parcels. */
  usable: boolean;
  /** Ids that this run has offered, by whatever way. */
  readonly offered: Set<string>;
}

export interface Carried {
  /** What is left to plain replication. */
  readonly up: readonly PlaceCode[];
  readonly down: ReadonlyMap<PlaceCode, LedgerNews>;
  /** The pulse that came with the last parcel; null when none came. */
  readonly told: PulseAnswer | null;
}

interface Offer {
  readonly place: PlaceCode;
  readonly ids: readonly string[];
}

/** Carries what it can in as many parcels as it takes. Rejects with SyncError for a line that fails; what came before stays. */
export async function syncByParcel(
  options: RunOptions,
  counts: RunCounts,
  plan: ParcelPlan,
  state: ParcelState,
): Promise<Carried> {
  const job = new ParcelJob(options, counts, plan, state);
  while (state.usable && (await job.sendNext()));
  return job.carried();
}

class ParcelJob {
  readonly #options: RunOptions;
  readonly #counts: RunCounts;
  readonly #plan: ParcelPlan;
  readonly #state: ParcelState;
  readonly #wanted: Map<PlaceCode, LedgerNews>;
  /** What to hand in, of each ledger the oldest first. What is written from here on is the next run's. */
  readonly #waiting: Map<PlaceCode, readonly string[]>;
  /** Ledgers that plain replication has to look at. */
  readonly #plainUp: Set<PlaceCode>;
  readonly #closed = new Set<PlaceCode>();
  #told: PulseAnswer | null = null;
  /** True when the last parcel brought anything further. */
  #hasProgress = true;

  constructor(options: RunOptions, counts: RunCounts, plan: ParcelPlan, state: ParcelState) {
    this.#options = options;
    this.#counts = counts;
    this.#plan = plan;
    this.#state = state;
    const { book } = options;
    // What can't be read may not be well-formed: plain replication finds out, and sets it aside.
    this.#plainUp = new Set(plan.up.filter((place) => book.hasUnreadable(place)));
    this.#waiting = new Map(
      plan.up.map((place) => [place, book.waiting(place).filter((id) => !state.offered.has(id))]),
    );
    this.#wanted = new Map(
      [...plan.down].filter(
        ([place, { seq }]) => parcelFrom({ mark: book.mark(place), seq, held: book.held(place) }) !== null,
      ),
    );
  }

  carried(): Carried {
    const { book } = this.#options;
    const left = (place: PlaceCode) => this.#plainUp.has(place) || this.#left(place).length > 0;
    const behind = ([place, { seq }]: readonly [PlaceCode, LedgerNews]) =>
      !this.#closed.has(place) && (book.mark(place) ?? -1) < seq;
    return { up: this.#plan.up.filter(left), down: new Map([...this.#plan.down].filter(behind)), told: this.#told };
  }

  /** Sends one parcel where there is something for it. False when nothing is left that another could do. */
  async sendNext(): Promise<boolean> {
    const { batch, broken } = this.#options;
    const offers = this.#offers(batch.size);
    const wanted = this.#nextWanted(offers);
    if (!this.#hasProgress || (offers.length === 0 && wanted.length === 0)) return false;
    const size = batch.size;
    this.#hasProgress = false;
    try {
      const count = await this.#send(offers, wanted);
      broken.parcels = 0;
      if (count >= size) batch.size = growBatch(size);
      return true;
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      this.#afterFailure(error, size);
      return true;
    }
  }

  /** Decides whether a smaller parcel, plain replication or only a later run can help. */
  #afterFailure(error: SyncError, size: number): void {
    const { batch, broken } = this.#options;
    const { kind } = error;
    if (kind === 'too-large' || kind === 'stalled') batch.size = Math.min(batch.size, shrinkBatch(size));
    if (kind === 'stalled') broken.parcels = this.#hasProgress ? 0 : broken.parcels + 1;
    const isBroken = kind === 'stalled' && broken.parcels >= MOST_BROKEN;
    if (kind === 'too-large' && size > 1) this.#hasProgress = true;
    else if (kind === 'too-large' || isBroken || PLAIN_INSTEAD.includes(kind)) this.#state.usable = false;
    else throw error;
  }

  #left(place: PlaceCode): readonly string[] {
    return (this.#waiting.get(place) ?? []).filter((id) => !this.#state.offered.has(id));
  }

  /** Events to hand in with the next parcel, in blocks. */
  #offers(most: number): Offer[] {
    const offers: Offer[] = [];
    let left = most;
    for (const place of this.#plan.up) {
      if (this.#plainUp.has(place)) continue;
      const ids = left > 0 ? this.#left(place).slice(0, left) : [];
      left -= ids.length;
      for (let at = 0; at < ids.length; at += BLOCK_EVENTS)
        offers.push({ place, ids: ids.slice(at, at + BLOCK_EVENTS) });
    }
    return offers;
  }

  /** Ledgers that are behind, and those handed in to: what the hub asks about it comes with the same answer. */
  #nextWanted(offers: readonly Offer[]): [PlaceCode, number][] {
    const { book } = this.#options;
    const behind = [...this.#wanted]
      .filter(([place, { seq }]) => (book.mark(place) ?? -1) < seq)
      .map(([place]) => place);
    const handedIn = offers.map(({ place }) => place).filter((place) => book.mark(place) !== null);
    return [...new Set([...behind, ...handedIn])]
      .filter((place) => !this.#closed.has(place))
      .map((place) => [place, book.mark(place) ?? 0]);
  }

  /** Returns how many events went up or down. */
  async #send(offers: readonly Offer[], wanted: [PlaceCode, number][]): Promise<number> {
    const { book, hub, address, batch } = this.#options;
    const count = offers.reduce((sum, { ids }) => sum + ids.length, 0);
    const head: ParcelHead = {
      kind: 'head',
      pulse: pulseRequest(this.#options, this.#told?.token ?? this.#plan.token, count),
      epoch: this.#plan.epoch,
      wanted,
      most: Math.min(batch.size, MOST_EVENTS),
    };
    const blocks = function* (): Generator<ParcelBlock> {
      for (const { place, ids } of offers)
        yield { kind: 'block', ledger: place, events: toLean(book.documents(place, ids), digestText) };
    };
    const open = [...offers];
    let down = 0;
    const take = async (answer: ParcelAnswer) => {
      if (answer.kind === 'taken' || answer.kind === 'refused') this.#takeVerdict(open.shift(), answer);
      else if (answer.kind === 'page') down += await this.#takePage(answer);
      else if (answer.kind === 'closed') this.#closed.add(answer.ledger);
      else {
        takePulse(this.#options, answer.answer);
        this.#told = answer.answer;
      }
    };
    const before = this.#told;
    const known = await sendParcel(hub.line(), address, { head, blocks: blocks() }, take);
    if (!known) this.#state.usable = false;
    else if (this.#told === before) throw new SyncError('stalled', 'a parcel without an end');
    return count + down;
  }

  #takeVerdict(offer: Offer | undefined, answer: Extract<ParcelAnswer, { kind: 'taken' | 'refused' }>): void {
    if (offer === undefined || offer.place !== answer.ledger) throw new SyncError('not-a-hub', 'answer to nothing');
    if (answer.kind === 'refused') this.#plainUp.add(offer.place);
    else {
      for (const id of offer.ids) this.#state.offered.add(id);
      this.#counts.docsUp += answer.stored + answer.held;
      this.#hasProgress = true;
    }
  }

  /** A page and its mark are kept together, so that a cut loses nothing of what was whole. */
  async #takePage({ ledger, seq, events }: Extract<ParcelAnswer, { kind: 'page' }>): Promise<number> {
    const { book } = this.#options;
    const docs = docsOf(events);
    const before = book.mark(ledger) ?? -1;
    this.#counts.docsDown += await book.takePage(ledger, docs, seq);
    if (seq > before) this.#hasProgress = true;
    return docs.length;
  }
}
