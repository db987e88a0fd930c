/** What lies in a bundle that travels by stick (docs/STICKS.md): the header of the file, the sender, and the lines of its body. */
import { z } from 'zod';
import { validItems, listOf } from '../outside/list-of.ts';
import { PlaceCodeSchema, STATION } from '../base/brands.ts';
import { LeanBlockSchema } from '../event/lean-events.ts';
import {
  CertificateSchema,
  EnrolAnswerSchema,
  EpochSchema,
  HubUuidSchema,
  InstantSchema,
  MOST_RECEIPTS,
  PublicKeySchema,
  ReceiptSchema,
  SignatureSchema,
} from './device-api.ts';

export const BUNDLE_FORMAT = 'bianmin-bundle/1';
export const BUNDLE_ALGORITHM = 'x25519-hkdf-sha256+aes-256-gcm+ed25519';

/**
 * Bytes of a file, of its body unpacked, and of its events as documents; a body that unpacks to more than so many times its size is none of
 * ours. The writer begins another file far below them (sync/stick/contents.ts).
 */
export const BUNDLE_LIMITS = {
  packed: 20 * 1024 * 1024,
  unpacked: 50 * 1024 * 1024,
  documents: 128 * 1024 * 1024,
  ratio: 100,
} as const;

/** The only part that is not sealed. */
export const BundleHeaderSchema = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  algorithm: z.literal(BUNDLE_ALGORITHM),
  /** Place and station of the sender. */
  station: z.string().regex(new RegExp(String.raw`^(\d{6}|\d{11}|\d{12})-${STATION}$`)),
  /** Events. */
  count: z.int().min(0).max(1_000_000),
});
export type BundleHeader = z.infer<typeof BundleHeaderSchema>;

/** Inside the seal, before the signature: the sender, by whose key it is signed. */
export const SenderSchema = z.union([
  z.strictObject({ certificate: CertificateSchema }),
  z.strictObject({ hub: PublicKeySchema }),
]);
export type Sender = z.infer<typeof SenderSchema>;

/** Up to which of the hub's sequences a site took a database (`county`, `ledger-…`) by stick. */
const MarkSchema = z.strictObject({ name: z.string().regex(/^(county|ledger-\d{11,12})$/), seq: z.int().min(0) });
const MarksSchema = z.strictObject({ epoch: EpochSchema, marks: listOf(MarkSchema, 1000) });
export type Marks = z.infer<typeof MarksSchema>;

const AboutSchema = z.strictObject({
  kind: z.literal('about'),
  at: InstantSchema,
  /** Of the program that wrote it. */
  version: z.string().max(40),
  hub: HubUuidSchema,
  /** What a site holds of the hub, and what it still has without a receipt; null in a bundle of the hub. */
  site: z
    .strictObject({
      marks: MarksSchema.nullable(),
      unsynced: z.int().min(0),
      drafts: z.int().min(0),
    })
    .nullable(),
});

/** What a pulse would bring, as of the instant of the bundle, for every series of the ledgers that its place reads. */
const WordSchema = z.strictObject({
  kind: z.literal('word'),
  epoch: EpochSchema,
  /** The hub's epochs before this one; left out while it has had no other. */
  before: listOf(EpochSchema, 1000).optional(),
  receipts: validItems(ReceiptSchema, MOST_RECEIPTS),
  /** Which part of which database is in this bundle: what came after `since`, up to `upTo`. */
  parts: listOf(z.strictObject({ name: MarkSchema.shape.name, since: z.int().min(0), upTo: z.int().min(0) }), 1000),
});
export type Word = z.infer<typeof WordSchema>;

const EnrolmentSchema = z.strictObject({
  kind: z.literal('enrolment'),
  answer: EnrolAnswerSchema,
  /** Of the hub's TLS key: SHA-256 of its SubjectPublicKeyInfo, for the day the machine is given a line. */
  pin: z.string().regex(/^[0-9a-f]{64}$/),
  machine: z.string().min(1).max(40),
});
export type Enrolment = z.infer<typeof EnrolmentSchema>;

/** One line of the body. An event is checked at the door of the ledger, as one that came over a line is. */
export const BodyLineSchema = z.discriminatedUnion('kind', [
  AboutSchema,
  WordSchema,
  EnrolmentSchema,
  /** A document that the hub signed and any site may carry; of kinds that this program need not know. */
  z.strictObject({ kind: z.literal('county'), doc: z.looseObject({ _id: z.string().max(200) }) }),
  /** Events of one ledger; checked at its door, as those that come over a line are. */
  z.strictObject({ kind: z.literal('events'), place: PlaceCodeSchema, block: LeanBlockSchema }),
]);
export type BodyLine = z.infer<typeof BodyLineSchema>;
export type About = z.infer<typeof AboutSchema>;

export const REQUEST_FORMAT = 'bianmin-request/1';

/** A machine's wish to be enrolled: plain JSON, as there is nothing secret in it; signed, so that the key is the machine's own. */
export const EnrolmentRequestSchema = z.strictObject({
  format: z.literal(REQUEST_FORMAT),
  key: PublicKeySchema,
  machine: z.string().trim().min(1).max(40),
  at: InstantSchema,
  sig: SignatureSchema,
});
export type EnrolmentRequest = z.infer<typeof EnrolmentRequestSchema>;
