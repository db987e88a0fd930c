/**
 * Keeps CouchDB and the hub's file together: connects, reconciles every database, then sends each document as it is stored. While CouchDB is away
 * it tries again and again; what is stored meanwhile waits in the file. Nothing here keeps a delivery from being taken.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { COUNTY_DATABASE } from '../../../shared/api/device-api.ts';
import type { EngineStatus } from '../../../shared/api/county.ts';
import { StoreError } from '../../../store/file/errors.ts';
import type { Ledger } from '../../../store/types.ts';
import { CouchError } from '../../http/errors.ts';
import type { LogWriter } from '../../http/request-log.ts';
import { failureLine } from '../../http/request-log.ts';
import { handshake } from './handshake.ts';
import { PendingAcks } from './pending-acks.ts';
import type { CouchdbEngine } from './engine.ts';
import { NotTaken, hasParted, reconcile, push } from './reconcile.ts';
import { type CouchdbClient, CouchdbTrouble } from './couchdb-client.ts';
import { countWaiting, waitingIn } from './mirror-progress.ts';

export interface MirrorOptions {
  readonly line: CouchdbClient;
  readonly engine: CouchdbEngine;
  readonly ledger: Ledger;
  /** Public key of the hub: marks the CouchDB as its own. */
  readonly hubKey: string;
  /** Databases that a county has; others at CouchDB are left alone. */
  readonly names: ReadonlySet<string>;
  /** Milliseconds since the Unix epoch, UTC. */
  readonly now: () => number;
  readonly log: LogWriter;
  readonly times?: MirrorTimes;
}

/** All in ms. */
export interface MirrorTimes {
  /** Between two tries to connect, doubled after each failure. */
  readonly retry: number;
  readonly longestRetry: number;
  /** Between two looks whether CouchDB is still there. */
  readonly look: number;
  /** Between two comparisons of the numbers of all databases. */
  readonly compare: number;
  /** A delivery waits no longer than this for CouchDB. */
  readonly delivery: number;
}

const MIRROR_TIMES: MirrorTimes = { retry: 1000, longestRetry: 30_000, look: 5000, compare: 60_000, delivery: 2000 };

/** A CouchDB that says nothing for so long is not there, in ms. */
const LOOK_PATIENCE_MS = 10_000;
/** Documents that CouchDB takes within the time that a delivery waits; behind more than that it would wait for nothing. */
const SOON = 1000;
/** Databases that are worked on at a time: enough to hide CouchDB's commits, few enough to leave it time for readers. */
const AT_A_TIME = 4;

export class Mirror {
  readonly #options: MirrorOptions;
  readonly #times: MirrorTimes;
  /** Names that something is to be done for, in their order. */
  readonly #due = new Set<string>();
  readonly #busy = new Map<string, Promise<void>>();
  /** Databases that have been reconciled since the line was opened. */
  readonly #reconciled = new Set<string>();
  /** What is wrong with single databases. */
  readonly #problems = new Map<string, string>();
  readonly #deliveries: PendingAcks;
  /** To be reconciled when the county's own database is. */
  #afterCounty: string[] = [];
  #trouble: CouchdbTrouble | null = new CouchdbTrouble('down');
  #since: number;
  #server = '';
  #lost: () => void = () => undefined;
  #onReconciled: () => void = () => undefined;
  readonly #ending = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** True until the first handshake is over: what CouchDB may bring is unknown so long. */
  #isFirstHandshake = true;

  constructor(options: MirrorOptions) {
    this.#options = options;
    this.#times = options.times ?? MIRROR_TIMES;
    this.#deliveries = new PendingAcks(options.ledger.file, this.#times.delivery);
    this.#since = options.now();
    options.line.onLost = (trouble) => this.#away(trouble);
    // The hook runs inside the transaction: only after it is there something to send, or nothing.
    options.ledger.file.onWrite((name) => setImmediate(() => this.#touch(name)));
  }

  status(): EngineStatus {
    const problem = this.#trouble?.sentence ?? this.#problems.values().next().value ?? null;
    return {
      kind: 'couchdb',
      connected: this.#trouble === null,
      since: new Date(this.#since).toISOString(),
      waiting: countWaiting(this.#options.ledger.file),
      reconciling: this.reconciling().length,
      problem,
    };
  }

  /**
   * Tries once and goes on by itself from then on. Throws CouchdbTrouble when what answers is not to be used (no CouchDB, a wrong password, another
   * county's): that does not pass by waiting. A CouchDB that is down is waited for. `onReconciled` is called when the cases that were left due
   * because of `reconciling` can be projected.
   */
  async start(onReconciled: () => void): Promise<void> {
    this.#onReconciled = onReconciled;
    try {
      await this.#connect();
    } catch (error) {
      if (!isPassing(error)) throw error;
      this.#say();
    }
    this.#isFirstHandshake = false;
    if (this.#trouble !== null) onReconciled();
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#ending.abort();
    this.#options.line.close();
    this.#lost();
    this.#deliveries.letAllGo();
    await Promise.all([this.#running, ...this.#busy.values()]);
  }

  /** See HubEngine.delivered. */
  async delivered(name: string): Promise<void> {
    const { file } = this.#options.ledger;
    const waiting = waitingIn(file, name);
    if (this.#trouble !== null || waiting === 0 || waiting > SOON) return;
    this.#touch(name);
    await this.#deliveries.wait(name);
  }

  /** Makes a database that a request asked for and CouchDB lacks, and has it filled from the file. */
  async provide(name: string): Promise<void> {
    this.#reconciled.delete(name);
    await this.#options.engine.create(name);
    this.#touch(name);
  }

  /** Databases of which CouchDB may bring more now. */
  reconciling(): readonly string[] {
    if (this.#isFirstHandshake) return this.#options.ledger.file.store.databases();
    if (!this.#options.line.isOpen) return [];
    const ahead = new Set([...this.#afterCounty, ...this.#due, ...this.#busy.keys()]);
    return [...ahead].filter((name) => !this.#reconciled.has(name));
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    for (let pause = this.#times.retry; !signal.aborted;) {
      if (this.#trouble === null) {
        await this.#whileConnected();
        pause = this.#times.retry;
        continue;
      }
      await wait(pause, undefined, { signal, ref: false }).catch(() => undefined);
      pause = Math.min(pause * 2, this.#times.longestRetry);
      if (signal.aborted) return;
      await this.#connect().catch((error: unknown) => {
        const trouble = error instanceof CouchdbTrouble ? error : new CouchdbTrouble('down');
        if (trouble.kind === this.#trouble?.kind) return;
        this.#trouble = trouble;
        this.#say();
      });
    }
  }

  async #connect(): Promise<void> {
    const { line, engine, hubKey } = this.#options;
    this.#server = await handshake(line, hubKey);
    const there = await engine.names();
    line.open();
    this.#trouble = null;
    this.#since = this.#options.now();
    this.#say();
    this.#compareAll(there);
  }

  /** Looks now and then whether it is still there, as nothing else may be asked for hours. */
  async #whileConnected(): Promise<void> {
    const { line } = this.#options;
    const lost = new Promise<void>((resolve) => (this.#lost = resolve));
    if (!line.isOpen) return;
    const look = setInterval(
      () => void line.ask('GET', [], { signal: AbortSignal.timeout(LOOK_PATIENCE_MS) }).catch(() => undefined),
      this.#times.look,
    );
    const compare = setInterval(() => void this.#compareNumbers().catch(() => undefined), this.#times.compare);
    await lost;
    clearInterval(look);
    clearInterval(compare);
  }

  #away(trouble: CouchdbTrouble): void {
    this.#trouble = trouble;
    this.#since = this.#options.now();
    this.#say();
    this.#deliveries.letAllGo();
    this.#onReconciled();
    this.#lost();
  }

  /** Every database of the file and of CouchDB is looked at again, the county's first: it brings the certificates for the others. */
  #compareAll(there: readonly string[]): void {
    const { ledger, names } = this.#options;
    this.#reconciled.clear();
    this.#afterCounty = [...ledger.file.store.databases(), ...there.filter((name) => names.has(name))];
    this.#touch(COUNTY_DATABASE);
  }

  /** A database may be put back or deleted while the line stands: it shows in the numbers of its documents. */
  async #compareNumbers(): Promise<void> {
    const { engine, ledger } = this.#options;
    const quiet = [...this.#reconciled].filter((name) => !this.#busy.has(name));
    for (const [name, info] of await engine.infos(quiet)) {
      if (this.#busy.has(name) || (info !== null && !hasParted(ledger.file, name, this.#server, info))) continue;
      this.#reconciled.delete(name);
      this.#touch(name);
    }
  }

  #touch(name: string): void {
    this.#due.add(name);
    this.#pump();
  }

  #pump(): void {
    if (!this.#options.line.isOpen) return;
    for (const name of this.#due) {
      if (this.#busy.size >= AT_A_TIME) return;
      if (this.#busy.has(name)) continue;
      this.#due.delete(name);
      const wasReconciled = this.#reconciled.has(name);
      const work = this.#tend(name).finally(() => {
        this.#busy.delete(name);
        if (!wasReconciled) this.#onReconciled();
        if (name === COUNTY_DATABASE) for (const other of this.#afterCounty.splice(0)) this.#due.add(other);
        this.#pump();
      });
      this.#busy.set(name, work);
    }
  }

  /** Never rejects: what failed is due again. */
  async #tend(name: string): Promise<void> {
    const { engine, ledger, now } = this.#options;
    const reconciled = { ledger, name, remote: engine.remote(name), now };
    const acknowledged = () => this.#deliveries.acknowledged(name);
    try {
      if (this.#reconciled.has(name)) await push(reconciled, acknowledged);
      else {
        await engine.create(name);
        await reconcile(reconciled, this.#server, acknowledged);
        this.#reconciled.add(name);
      }
      this.#problems.delete(name);
    } catch (error) {
      if (this.#options.line.isOpen) this.#failed(name, error);
    }
  }

  /** A fault of one database; the others go on. */
  #failed(name: string, error: unknown): void {
    this.#reconciled.delete(name);
    this.#problems.set(name, `${name}: ${sentenceOf(error)}`);
    this.#options.log(failureLine(new Date(this.#options.now()).toISOString(), error));
    void wait(this.#times.longestRetry, undefined, { signal: this.#ending.signal, ref: false })
      .then(() => this.#touch(name))
      .catch(() => undefined);
  }

  #say(): void {
    const at = new Date(this.#options.now()).toISOString();
    const waiting = countWaiting(this.#options.ledger.file);
    this.#options.log(JSON.stringify({ at, couchdb: this.#trouble?.kind ?? 'connected', waiting }));
  }
}

/** A CouchDB that is down, or that stumbles over its first words because it is just starting, is waited for. */
const isPassing = (error: unknown): boolean =>
  error instanceof CouchdbTrouble ? error.kind === 'down' : error instanceof CouchError && error.status >= 500;

function sentenceOf(error: unknown): string {
  if (error instanceof NotTaken || error instanceof StoreError) return error.message;
  if (error instanceof CouchError) return `CouchDB 没有完成请求（${error.status} ${error.error}）`;
  return '核对没有完成，原因见程序的日志';
}
