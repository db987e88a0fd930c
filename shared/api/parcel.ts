/**
 * A parcel: one request and its answer that carry several ledgers both ways (docs/SYNC.md). Each side is a gzip stream of lines of JSON;
 * every line is checked on arrival.
 */
import { z } from 'zod';
import { listOf } from '../outside/list-of.ts';
import { PlaceCodeSchema, SeriesIdSchema } from '../base/brands.ts';
import { LeanBlockSchema } from '../event/lean-events.ts';
import { PulseAnswerSchema, PulseRequestSchema } from './device-api.ts';

export const PARCEL_PATH = '/_bianmin/parcel';
export const PARCEL_TYPE = 'application/x-ndjson';

/** Events of one line: enough that columns pay, few enough for a short transaction and a line of some 40 KB packed. */
export const BLOCK_EVENTS = 250;
/** Events that one parcel brings down at most; no request takes more than 5 s. */
export const MOST_EVENTS = 1000;

/** What a parcel may be, unpacked. A block of the largest events is 16 MB; of usual ones 60 KB. */
export const PARCEL_LIMITS = { maxBytes: 32 * 1024 * 1024, maxLine: 20 * 1024 * 1024, maxRatio: 100 } as const;

/** The first line of a request. */
export const ParcelHeadSchema = z.strictObject({
  kind: z.literal('head'),
  /** What the answer's last line is asked with. */
  pulse: PulseRequestSchema.omit({ certificate: true }),
  /** The epoch of the marks in `wanted`. */
  epoch: SeriesIdSchema,
  /** Ledgers to bring down, each with the hub's sequence up to which the site holds everything. */
  wanted: listOf(z.tuple([PlaceCodeSchema, z.int().min(0)]), 2000),
  /** Events to bring down at most. */
  most: z.int().min(1).max(MOST_EVENTS),
});
export type ParcelHead = z.infer<typeof ParcelHeadSchema>;

/** Every other line of a request: events handed in to one ledger, all of them taken or none. */
export const ParcelBlockSchema = z.strictObject({
  kind: z.literal('block'),
  ledger: PlaceCodeSchema,
  events: LeanBlockSchema,
});
export type ParcelBlock = z.infer<typeof ParcelBlockSchema>;

const count = z.int().min(0);

/** A line of an answer: what came of each block in its order, then pages of what was wanted, and the pulse at the end. */
export const ParcelAnswerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('taken'), ledger: PlaceCodeSchema, stored: count, held: count, known: count }),
  /** `code` as the event door says it; nothing of the block was taken. */
  z.strictObject({ kind: z.literal('refused'), ledger: PlaceCodeSchema, code: z.string().regex(/^[a-z0-9_-]{1,40}$/) }),
  /** Events after the mark, without those that this parcel handed in; `seq` is the new mark. */
  z.strictObject({ kind: z.literal('page'), ledger: PlaceCodeSchema, seq: count, events: LeanBlockSchema }),
  /** This device may not read the ledger. */
  z.strictObject({ kind: z.literal('closed'), ledger: PlaceCodeSchema }),
  z.strictObject({ kind: z.literal('pulse'), answer: PulseAnswerSchema }),
]);
export type ParcelAnswer = z.infer<typeof ParcelAnswerSchema>;

/** A line in pieces for packing: the signatures, which nothing can pack, apart from the rest. */
export function piecesOf(line: ParcelHead | ParcelBlock | ParcelAnswer): string[] {
  const text = `${JSON.stringify(line)}\n`;
  // The last field of a block.
  const sigs = 'events' in line ? line.events.sigs.length : 0;
  const cut = text.length - sigs - '"}}\n'.length;
  return sigs > 0 ? [text.slice(0, cut), text.slice(cut)] : [text];
}
