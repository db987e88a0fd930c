/** What a run works with. */
import type { SyncState } from './sync-state.ts';
import type { HubFetch, HubLine } from './hub-fetch.ts';
import type { PouchDatabase } from './pouch.ts';

export interface RunOptions {
  readonly book: SyncState;
  readonly hub: HubFetch;
  readonly address: string;
  /** The hub's uuid as enrolment told it. */
  readonly uuid: string;
  readonly local: (name: string) => PouchDatabase;
  readonly remote: (name: string, line: HubLine) => PouchDatabase;
  /** Documents in a request; kept between runs. */
  readonly batch: { size: number };
  /** Parcels in a row that broke before they had brought anything; kept between runs. */
  readonly broken: { parcels: number };
  readonly now: () => number;
  readonly stallMs: number;
  /** Hub time minus machine time in ms, as each pulse tells it. */
  readonly heardClock: (offset: number) => void;
}

export interface RunCounts {
  docsUp: number;
  docsDown: number;
}
