/**
 * Events without what their reader can make itself, for thin lines and sticks: id and revision follow from the content; an event of the
 * same block is named by how far back it stands; times and numbers are told as differences. What is left lies in columns, and the
 * signatures, which nothing can pack, stand by themselves. Lossless: the reader has the same documents, byte for byte.
 */
import { z } from 'zod';
import { BLOCK_EVENTS_AT_MOST, EVENT_BOUNDS } from '../outside/bounds.ts';
import { listOf } from '../outside/list-of.ts';
import { ColumnsSchema, fromColumns, isShallow, toColumns } from '../base/columnar.ts';
import { type DigestText, MAX_EVENT_BYTES, nameEvent } from './event.ts';

const SIG_CHARS = 86;
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** Of one row: an event as it may be, and the signature's place beside it. */
const ROW_BOUNDS = { values: EVENT_BOUNDS.values + 8, chars: MAX_EVENT_BYTES };
/** Of canonical JSON, when a block is made documents again: 200 events of the largest size are 13 MB. */
const MAX_BLOCK_BYTES = 16 * 1024 * 1024;

export const LeanBlockSchema = z.strictObject({
  ...ColumnsSchema.shape,
  /** Documents that travel as they are (not named by their content, other fields), each with its place in the block. */
  whole: listOf(z.tuple([z.int().min(0), z.custom<Record<string, unknown>>(isObject)]), BLOCK_EVENTS_AT_MOST),
  /** The signatures of all others, one after the other. */
  sigs: z.string(),
});
export type LeanBlock = z.infer<typeof LeanBlockSchema>;

type Fields = Readonly<Record<string, unknown>>;

const mapFields = (fields: Fields, change: (name: string, value: unknown) => unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, change(name, value)]));

/** The documents before one in its block, as far as it speaks of them. Writer and reader keep the same. */
class Earlier {
  readonly #ids: unknown[] = [];
  readonly #seqs: unknown[] = [];
  readonly #places = new Map<unknown, number>();
  /** Of the last event whose instant was told as a difference, ms UTC. */
  at = 0;

  add(doc: Fields): void {
    this.#places.set(doc['_id'], this.#ids.length);
    this.#ids.push(doc['_id']);
    this.#seqs.push((doc['by'] as Fields | undefined)?.['seq']);
  }

  /** How many places back the event of an id stands; the id where it is not in this block. */
  backTo = (id: unknown): unknown => {
    const place = this.#places.get(id);
    return place === undefined ? id : this.#ids.length - place;
  };

  /** The id that `backTo` gave this for. Throws RangeError. */
  idOf = (back: unknown): unknown => {
    if (typeof back !== 'number') return back;
    const id = this.#ids.at(-back);
    if (id === undefined) throw new RangeError('no event so far back');
    return id;
  };

  /** The number in its series of the event that stands so far back; 0 where none is meant. */
  seqAt(back: unknown): number {
    const seq = typeof back === 'number' ? this.#seqs.at(-back) : 0;
    return typeof seq === 'number' ? seq : 0;
  }
}

/** As much of the envelope as makes a lean field tell from a full one; whether the event is well-formed is asked elsewhere. */
const LeanableSchema = z.looseObject({
  case: z.string().optional(),
  after: z.array(z.string()).optional(),
  about: z.string().optional(),
  at: z.string(),
  by: z.looseObject({ seq: z.int(), prev: z.string().nullable() }),
  sig: z.string().length(SIG_CHARS),
});

/** Undefined for what is not named by its content, or has not the fields of an event: it travels whole. */
function leanFields(doc: Fields, earlier: Earlier, digest: DigestText): Record<string, unknown> | undefined {
  if (!LeanableSchema.safeParse(doc).success || !isShallow(doc)) return undefined;
  const { _id, _rev, ...content } = doc;
  const { sig: _, ...body } = content;
  try {
    const named = nameEvent(body, digest);
    if (named._id !== _id || named._rev !== _rev) return undefined;
  } catch {
    return undefined;
  }
  return mapFields(content, (name, value) => {
    if (name === 'case' || name === 'about') return earlier.backTo(value);
    if (name === 'after') return (value as unknown[]).map(earlier.backTo);
    if (name === 'by') return leanBy(value as Fields, earlier);
    if (name === 'at') return leanInstant(value as string, earlier);
    return name === 'sig' ? '' : value;
  });
}

function leanBy(by: Fields, earlier: Earlier): Fields {
  const prev = earlier.backTo(by['prev']);
  return { ...by, seq: Number(by['seq']) - earlier.seqAt(prev), prev };
}

function leanInstant(at: string, earlier: Earlier): unknown {
  const instant = Date.parse(at);
  // `2026-02-30T…` is an instant to the clock and another text when it is written again.
  if (Number.isNaN(instant) || new Date(instant).toISOString() !== at) return at;
  const difference = instant - earlier.at;
  earlier.at = instant;
  return difference;
}

function fullFields(row: Fields, sig: string, earlier: Earlier): Record<string, unknown> {
  return mapFields(row, (name, value) => {
    if (name === 'case' || name === 'about') return earlier.idOf(value);
    if (name === 'after' && Array.isArray(value)) return value.map(earlier.idOf);
    if (name === 'by') return fullBy(value, earlier);
    if (name === 'at' && typeof value === 'number') return fullInstant(value, earlier);
    return name === 'sig' ? sig : value;
  });
}

function fullBy(value: unknown, earlier: Earlier): unknown {
  if (typeof value !== 'object' || value === null) throw new RangeError('no author');
  const by = value as Fields;
  return { ...by, seq: Number(by['seq']) + earlier.seqAt(by['prev']), prev: earlier.idOf(by['prev']) };
}

function fullInstant(difference: number, earlier: Earlier): string {
  earlier.at += difference;
  return new Date(earlier.at).toISOString();
}

/** Events of one ledger, in their order, made lean. Takes any document; what is no event of ours only becomes no shorter. */
export function toLean(docs: readonly Fields[], digest: DigestText): LeanBlock {
  const earlier = new Earlier();
  const rows: Fields[] = [];
  const whole: [number, Record<string, unknown>][] = [];
  let sigs = '';
  for (const [place, doc] of docs.entries()) {
    const row = leanFields(doc, earlier, digest);
    if (row === undefined) whole.push([place, { ...doc }]);
    else {
      rows.push(row);
      sigs += doc['sig'] as string;
    }
    earlier.add(doc);
  }
  return { ...toColumns(rows), whole, sigs };
}

/** Bytes of canonical JSON that blocks may still become; shared by all blocks of one file. */
export interface LeanBudget {
  left: number;
}

/**
 * The documents again. Their names are made here from their content, so only the signature tells whether a device wrote them.
 * Throws RangeError for a block that `toLean` did not make, or one larger than the budget (MAX_BLOCK_BYTES by itself).
 */
export function fromLean(
  block: LeanBlock,
  digest: DigestText,
  budget: LeanBudget = { left: MAX_BLOCK_BYTES },
): Record<string, unknown>[] {
  const { whole, sigs, ...columns } = block;
  const earlier = new Earlier();
  const rows = fromColumns(columns, ROW_BOUNDS);
  const wholeAt = new Map(whole);
  const docs: Record<string, unknown>[] = [];
  let lean = 0;
  while (docs.length < columns.rows.length + whole.length) {
    let doc = wholeAt.get(docs.length);
    if (doc === undefined) {
      const row: unknown = rows.next().value;
      const sig = sigs.slice(lean * SIG_CHARS, (lean + 1) * SIG_CHARS);
      const { bytes, ...made } = fullDocument(row, sig, earlier, digest);
      doc = made.doc;
      budget.left -= bytes;
      lean += 1;
    }
    if (budget.left < 0) throw new RangeError('block too large');
    earlier.add(doc);
    docs.push(doc);
  }
  return docs;
}

function fullDocument(row: unknown, sig: string, earlier: Earlier, digest: DigestText) {
  if (typeof row !== 'object' || row === null) throw new RangeError('no event');
  const content = fullFields(row as Fields, sig, earlier);
  const { sig: _, ...body } = content;
  try {
    const { _id, _rev, bytes } = nameEvent(body, digest);
    return { doc: { _id, _rev, ...content }, bytes };
  } catch (error) {
    throw new RangeError('no canonical JSON', { cause: error });
  }
}
