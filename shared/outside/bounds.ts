/** How much JSON each kind of text from outside may stand for. One table, so that what one side may write the other can read. */
import type { JsonBounds } from './json.ts';

/** An event: what a person fills in is some four levels deep, and a case's largest step has some 300 values. */
export const EVENT_BOUNDS: JsonBounds = { depth: 32, values: 2000 };

/** Events in one block of a parcel or bundle; the hub and the sites write 250 (shared/api/parcel.ts). */
export const BLOCK_EVENTS_AT_MOST = 1000;

export const BOUNDS = {
  /** A request of ours that is a few fields: enrolment, proof, pulse, a word between two processes of one machine. */
  small: { depth: 16, values: 10_000 },
  /** An answer of the hub with what it holds of every series, and a page's call with a whole grid. */
  large: { depth: 40, values: 1_000_000 },
  /** A line of a parcel or bundle: 250 events of the largest kind as shapes and columns, or receipts of every series. */
  line: { depth: EVENT_BOUNDS.depth + 8, values: 1_200_000 },
  /** Of the county's own CouchDB behind the hub: pages of documents that the hub gave it. */
  peer: { depth: 1000, values: 10_000_000 },
  /** A body of the replication protocol: the documents of others are deeper than ours. */
  protocol: { depth: 1000, values: 1_000_000 },
} as const satisfies Record<string, JsonBounds>;
