/**
 * The event envelope (LEDGER §1): what every document of a ledger is, how its id follows from its content, and what
 * "well-formed" means. Hashing and signatures are passed in, as this room knows no Node.
 */
import canonicalize from 'canonicalize';
import { z } from 'zod';
import zhCN from 'zod/v4/locales/zh-CN.js';
import { DeviceIdSchema, EventIdSchema, PlaceCodeSchema, SeriesIdSchema, StaffIdSchema } from '../base/brands.ts';
import type { EventId, LocalDate } from '../base/brands.ts';
import { boundBroken } from '../outside/json.ts';
import { EVENT_BOUNDS } from '../outside/bounds.ts';
import { listOf } from '../outside/list-of.ts';
import { compactDate, LocalDateSchema } from '../base/local-date.ts';
import type { Problem } from '../base/problem.ts';

/** The version of the envelope that this program writes. Newer ones are kept and replicated, not read. */
export const EVENT_VERSION = 1;
/** LEDGER §1: an event is at most 64 KB of canonical JSON, checked before it is acknowledged. */
export const MAX_EVENT_BYTES = 65_536;
/** How many heads a step may name. */
export const MAX_AFTER = 64;

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
/** A clock can be wrong by decades, yet not by more than this; keeps `at + offset` a safe number. */
const MAX_OFFSET_MS = 100 * 366 * 86_400_000;

const BySchema = z.strictObject({
  place: PlaceCodeSchema,
  window: z.string().max(20).optional(),
  staff: StaffIdSchema,
  device: DeviceIdSchema,
  series: SeriesIdSchema,
  seq: z.int().min(1),
  prev: EventIdSchema.nullable(),
});

const sortedIds = listOf(EventIdSchema, MAX_AFTER).refine(
  (ids) => ids.length > 0 && ids.every((id, i) => i === 0 || (ids[i - 1] as string) < id),
  { message: 'after 应为不重复的升序编号' },
);

/** The envelope of version 1. `data` is checked per type (shared/case): a rule broken there is questioned, not refused. */
export const EnvelopeSchema = z.strictObject({
  _id: EventIdSchema,
  _rev: z.string().regex(/^1-[0-9a-f]{32}$/, '只接受第一代修订'),
  v: z.literal(EVENT_VERSION),
  type: z.string().regex(/^[a-z][a-z0-9.-]{1,39}$/),
  case: EventIdSchema.optional(),
  after: sortedIds.optional(),
  about: EventIdSchema.optional(),
  on: LocalDateSchema,
  at: z
    .string()
    .regex(INSTANT)
    .refine((at) => !Number.isNaN(Date.parse(at)), { message: 'at 应为存在的时刻' }),
  offset: z.int().min(-MAX_OFFSET_MS).max(MAX_OFFSET_MS).nullable(),
  by: BySchema,
  data: z.record(z.string(), z.unknown()),
  sig: z.string().regex(/^[A-Za-z0-9_-]{86}$/, '签名应为 86 个 base64url 字符'),
});

/** What a reader needs of an envelope written by a newer program to keep it, count it in chains and pass it on. */
const NewerEnvelopeSchema = z.looseObject({
  _id: EventIdSchema,
  _rev: z.string().regex(/^1-[0-9a-f]{32}$/),
  v: z.int().min(EVENT_VERSION + 1),
  by: z.looseObject({
    place: PlaceCodeSchema,
    device: DeviceIdSchema,
    series: SeriesIdSchema,
    seq: z.int().min(1),
    prev: EventIdSchema.nullable(),
  }),
  sig: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});

export type LedgerEvent = z.infer<typeof EnvelopeSchema>;
export type NewerEvent = z.infer<typeof NewerEnvelopeSchema>;
/** The event before it has a name and a signature. */
export type EventBody = Omit<LedgerEvent, '_id' | '_rev' | 'sig'>;

/** SHA-256 (32 bytes) of a text in UTF-8, and how many bytes the text has. */
export type DigestText = (text: string) => { readonly sha256: Uint8Array; readonly bytes: number };
/** True when `sig` (base64url) is an Ed25519 signature of `message` by the device's certified key. */
export type VerifySignature = (device: string, message: string, sig: string) => boolean;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
/** Of a hash as text, and the bytes that they say: 130 bits. */
const HASH_CHARS = 26;
const HASH_BYTES = 17;

/** RFC 4648 base32, lower case, without padding. */
export function base32(bytes: Uint8Array): string {
  let out = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      out += BASE32[(value >>> (bits - 5)) & 31];
      bits -= 5;
    }
  }
  return bits > 0 ? out + BASE32[(value << (5 - bits)) & 31] : out;
}

/** RFC 8785 text of any JSON value. Throws on what JSON cannot say and on lone surrogates. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  if (!text.isWellFormed()) throw new TypeError('lone surrogate in text');
  return text;
}

/** Names an event by its content. `hash` is what the device signs, `text` what was hashed. Throws TypeError when the body is not canonical JSON. */
export function nameEvent(
  body: EventBody | Record<string, unknown>,
  digest: DigestText,
): { _id: EventId; _rev: string; hash: string; bytes: number; text: string } {
  const text = canonicalJson(body);
  const { sha256, bytes } = digest(text);
  const hash = base32(sha256.subarray(0, HASH_BYTES)).slice(0, HASH_CHARS);
  // The revision is content too, so that two writers of one event never make two revisions of it.
  let rev = '';
  for (const byte of sha256.subarray(0, 16)) rev += HEX[byte];
  const on = String((body as { on?: unknown }).on ?? '');
  return { _id: `${compactDate(on as LocalDate)}-${hash}` as EventId, _rev: `1-${rev}`, hash, bytes, text };
}

/** What is wrong with the size of a named event; null when it may be written. Writer and readers ask the same. */
export function sizeFault({ bytes, text }: { readonly bytes: number; readonly text: string }): string | null {
  if (bytes > MAX_EVENT_BYTES) return '事件超过 64 KB';
  const broken = boundBroken(text, EVENT_BOUNDS);
  if (broken === null) return null;
  return broken === 'key' ? '事件里有不允许的字段名' : '事件里的内容太多或嵌套太深';
}

type MalformedCode = 'envelope' | 'hash' | 'signature' | 'size' | 'generation';

export type EventCheck =
  | { readonly kind: 'event'; readonly event: LedgerEvent }
  | { readonly kind: 'newer'; readonly event: NewerEvent }
  | { readonly kind: 'malformed'; readonly problem: Problem<MalformedCode> };

/** Where the schema has no words of its own: what is wrong reaches people at the hub and at the site. */
const IN_CHINESE = { error: zhCN().localeError };

const malformed = (code: MalformedCode, message: string, field?: string): EventCheck => ({
  kind: 'malformed',
  problem: field === undefined ? { code, message } : { code, message, field },
});

/** True for `v` above ours: such events are stored and shown as "needs a newer version". */
function isNewer(doc: unknown): boolean {
  const v = (doc as { v?: unknown } | null)?.v;
  return typeof v === 'number' && Number.isInteger(v) && v > EVENT_VERSION;
}

/**
 * Returns whether a document is a well-formed event, and what is wrong with it (LEDGER §1: envelope, hash, signature, size, generation 1). Never throws.
 * `verify` is left out only where the signature has been checked before.
 */
export function checkEvent(doc: unknown, digest: DigestText, verify?: VerifySignature): EventCheck {
  const rev = (doc as { _rev?: unknown } | null)?._rev;
  if (typeof rev === 'string' && !rev.startsWith('1-'))
    return malformed('generation', '事件只能写一次，不接受修改后的版本', '_rev');
  const parsed = isNewer(doc)
    ? NewerEnvelopeSchema.safeParse(doc, IN_CHINESE)
    : EnvelopeSchema.safeParse(doc, IN_CHINESE);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return malformed('envelope', `事件格式不对：${issue?.message ?? ''}`, issue?.path.join('.'));
  }
  const event = parsed.data;
  // Of the document as it came, which is what is stored: the schema's copy loses what copying changes.
  const { _id, _rev: _, sig, ...body } = doc as typeof event;
  let named: ReturnType<typeof nameEvent>;
  try {
    named = nameEvent(body, digest);
  } catch {
    return malformed('envelope', '事件内容不是规范的 JSON');
  }
  const tooMuch = sizeFault(named);
  if (tooMuch !== null) return malformed('size', tooMuch);
  if (named._id !== _id) return malformed('hash', '事件编号与内容不符', '_id');
  if (verify && !verify(event.by.device, named.hash, sig)) return malformed('signature', '事件签名不对', 'sig');
  return event.v === EVENT_VERSION
    ? { kind: 'event', event: event as LedgerEvent }
    : { kind: 'newer', event: event as NewerEvent };
}

/** Milliseconds UTC of the instant of the event by its writer's clock, corrected by what it knew of the hub's clock. */
export function instantOf(event: Pick<LedgerEvent, 'at' | 'offset'>): number {
  return Date.parse(event.at) + (event.offset ?? 0);
}
