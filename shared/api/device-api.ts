/**
 * What a site and the hub say to each other besides CouchDB replication (DESIGN §5, LEDGER §5, §6): enrolment, the pulse,
 * and the signed documents of the `county` database. Every field is checked on arrival, on both sides.
 */
import { z } from 'zod';
import { validItems, listOf } from '../outside/list-of.ts';
import { DeviceIdSchema, EventIdSchema, PlaceCodeSchema, SeriesIdSchema, StationSchema } from '../base/brands.ts';

export const ENROL_PATH = '/_bianmin/enrol';
export const PULSE_PATH = '/_bianmin/pulse';
export const BUNDLE_PATH = '/_bianmin/bundle';
export const PROOF_PATH = '/_bianmin/proof';
export const COUNTY_DATABASE = 'county';

/** Raw Ed25519 public key, base64url: 32 bytes. */
export const PublicKeySchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/, '公钥格式不对');
export const SignatureSchema = z.string().regex(/^[A-Za-z0-9_-]{86}$/, '签名格式不对');
export const InstantSchema = z.iso.datetime();
export const EpochSchema = SeriesIdSchema;
export const HubUuidSchema = z.string().max(64);

/** Signed by the hub's key over the canonical JSON of all fields but `sig`. The device carries it, so a restored hub learns it again (LEDGER §6). */
export const CertificateSchema = z.strictObject({
  v: z.literal(1),
  device: DeviceIdSchema,
  key: PublicKeySchema,
  /** The place the device writes for. */
  place: PlaceCodeSchema,
  station: StationSchema,
  from: InstantSchema,
  to: InstantSchema.nullable(),
  sig: SignatureSchema,
});
export type Certificate = z.infer<typeof CertificateSchema>;

export const EnrolRequestSchema = z.strictObject({
  code: z.string().min(8).max(40),
  key: PublicKeySchema,
  machine: z.string().min(1).max(40),
});
export type EnrolRequest = z.infer<typeof EnrolRequestSchema>;

export const EnrolAnswerSchema = z.strictObject({
  certificate: CertificateSchema,
  /** 256 random bits, base64url; the password of basic authentication, with the device as user. */
  secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  hub: z.strictObject({ uuid: HubUuidSchema, key: PublicKeySchema, epoch: EpochSchema }),
});
export type EnrolAnswer = z.infer<typeof EnrolAnswerSchema>;

export const ProofRequestSchema = z.strictObject({
  /** 256 random bits of the asking site, base64url. */
  nonce: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});

/** In the signed text, so that it can't be taken for anything else that the hub's key signs. */
export const PROOF_PURPOSE = 'bianmin-hub-proof/1' as const;

/** What the hub's signing key says of the connection: it does not fit a machine between that passes it on, as its connection shows another pin. */
export const ProofSchema = z.strictObject({
  purpose: z.literal(PROOF_PURPOSE),
  uuid: HubUuidSchema,
  nonce: z.string().max(43),
  /** The pin of the TLS key on the connection over which the proof was asked for. */
  pin: z.string().max(64),
  sig: SignatureSchema,
});
export type Proof = z.infer<typeof ProofSchema>;

/**
 * Ranges of one series. A machine that writes to two ledgers in turn has one for every other event while only one of them is handed in; the hub
 * keeps apart what would make more of them, until the gaps are closed (hub/events/receive.ts).
 */
export const MOST_RANGES = 500;
/** Ranges in one answer, of all series; the rest comes with the next one. */
export const MOST_RANGES_TOLD = 20_000;
/** An answer may say as much of each series as one range, and one series more than that. */
export const MOST_RECEIPTS = 2 * MOST_RANGES_TOLD;
/** Ledgers that a place reads: a county has some 430 places. */
const MOST_LEDGERS = 2000;

/** The part of a series that the hub holds: seq `from`…`to` without a gap, `last` = id of the event at `to`. */
const RangeSchema = z.strictObject({ from: z.int().min(1), to: z.int().min(1), last: EventIdSchema });
export const ReceiptSchema = z.strictObject({
  device: DeviceIdSchema,
  series: SeriesIdSchema,
  ranges: listOf(RangeSchema, MOST_RANGES),
});
export type Receipt = z.infer<typeof ReceiptSchema>;

export const PulseRequestSchema = z.strictObject({
  /** The token of the last answer; null for everything. A token of another epoch counts as null. */
  token: z.string().max(80).nullable(),
  version: z.string().max(40),
  /** What the site still holds without a receipt, for the county's view of its sites. */
  unsynced: z.int().min(0),
  drafts: z.int().min(0),
  /** The certificate, until the hub is known to hold it (after a restore it may not). */
  certificate: CertificateSchema.optional(),
});
export type PulseRequest = z.infer<typeof PulseRequestSchema>;

export const PulseAnswerSchema = z.strictObject({
  hub: HubUuidSchema,
  epoch: EpochSchema,
  now: InstantSchema,
  token: z.string().max(80),
  revoked: z.boolean(),
  /** Ledgers this device may read that moved since the token, with the hub's update_seq of each. */
  ledgers: listOf(
    z.strictObject({
      place: PlaceCodeSchema,
      seq: z.int().min(0),
      /** Up to where plain replication brings it, while the engine behind the hub has not all of it yet. */
      replicated: z.int().min(0).optional(),
    }),
    MOST_LEDGERS,
  ),
  /** update_seq of the `county` database when it moved, else null. */
  county: z.int().min(0).nullable(),
  /** Receipts of all writers of those ledgers that changed since the token. One that can't be read voids itself alone: its rows stay as they are. */
  receipts: validItems(ReceiptSchema, MOST_RECEIPTS),
});
export type PulseAnswer = z.infer<typeof PulseAnswerSchema>;

/** A centre asks for a bundle of the hub for a village that it serves, to be carried there by stick (docs/STICKS.md). */
export const BundleRequestSchema = z.strictObject({
  place: PlaceCodeSchema,
  everything: z.boolean(),
  after: z.string().max(200).optional(),
  /** What the village's machines said they hold of the hub's databases, in bundles that the centre took. */
  said: listOf(
    z.strictObject({
      device: DeviceIdSchema,
      epoch: EpochSchema,
      marks: listOf(z.strictObject({ name: z.string().max(40), seq: z.int().min(0) }), 10),
    }),
    50,
  ),
});
export type BundleRequest = z.infer<typeof BundleRequestSchema>;

export const BundleAnswerSchema = z.strictObject({
  fileName: z.string().max(100),
  base64: z.base64().max(28_000_000),
  events: z.int().min(0),
  next: z.string().max(200).nullable(),
});
export type BundleAnswer = z.infer<typeof BundleAnswerSchema>;

/** Kinds of documents in `county`. A published version never changes. */
export const COUNTY_KINDS = ['catalogue', 'places', 'holidays', 'device', 'revoked', 'notice', 'tlskey'] as const;

/**
 * `_id` = `<kind>:<key>:<version>:<hash>`; hash = first 26 base32 characters of SHA-256 over the canonical JSON of all but `_id`, `_rev`, `sig`;
 * `sig` over hash by the hub's key.
 */
export const CountyDocSchema = z.strictObject({
  _id: z.string().regex(/^[a-z]+:[A-Za-z0-9-]{1,40}:\d{1,6}:[a-z2-7]{26}$/),
  _rev: z.string().regex(/^1-[0-9a-f]{32}$/),
  kind: z.enum(COUNTY_KINDS),
  key: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
  version: z.int().min(1).max(999_999),
  at: InstantSchema,
  data: z.unknown(),
  sig: SignatureSchema,
});
export type CountyDoc = z.infer<typeof CountyDocSchema>;

/** The hub's next TLS key, announced and signed by the present one (store/trust/tls-key.ts). */
export const TlsKeyDataSchema = z.strictObject({
  /** SubjectPublicKeyInfo of the key that signs, DER, base64url. */
  key: z.string().regex(/^[A-Za-z0-9_-]{40,2000}$/),
  /** Pin of the next one. */
  next: z.string().regex(/^[0-9a-f]{64}$/),
  sig: z.string().regex(/^[A-Za-z0-9_-]{40,2000}$/),
});
export type TlsKeyData = z.infer<typeof TlsKeyDataSchema>;

export const RevokedDataSchema = z.strictObject({
  device: DeviceIdSchema,
  at: InstantSchema,
  reason: z.string().max(200),
});
