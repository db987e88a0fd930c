/**
 * Reading a bundle as far as it can be read without changing anything: seal, signature, limits, schemas, hashes (docs/STICKS.md). What comes
 * out is what the sender wrote; whether its events may lie in their ledgers is for the caller to check.
 */
import { setImmediate } from 'node:timers/promises';
import {
  type About,
  BUNDLE_LIMITS,
  type BundleHeader,
  type Enrolment,
  type Sender,
  type Word,
} from '../../shared/api/bundle.ts';
import { ApiError } from '../../shared/api/errors.ts';
import type { Certificate, CountyDoc } from '../../shared/api/device-api.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import { checkEvent } from '../../shared/event/event.ts';
import { fromLean, type LeanBudget } from '../../shared/event/lean-events.ts';
import type { Places } from '../../shared/place/place.ts';
import { checkCountyDoc, digestText, verifyDocument } from '../../store/trust/crypto.ts';
import { trustedHubKey } from '../../store/trust/device-keys.ts';
import { privateKey, readIdentity } from '../../store/trust/identity.ts';
import type { AnyEvent } from '../../store/projection/event-rows.ts';
import type { ReadDb } from '../../store/types.ts';
import { readLines } from './body.ts';
import { type Opened, openSeal, peekBundle } from './seal.ts';

export interface Bundle {
  readonly header: BundleHeader;
  /** Null when the hub wrote it. */
  readonly certificate: Certificate | null;
  readonly about: About;
  readonly word: Word | null;
  readonly enrolment: Enrolment | null;
  /** Signed by the hub. */
  readonly county: readonly CountyDoc[];
  /** Documents of `county` that this program does not know or the hub did not sign; left out. */
  readonly strangeDocs: number;
  /** Well-formed but for their signatures, in the order of the sender. */
  readonly ledgers: ReadonlyMap<PlaceCode, readonly AnyEvent[]>;
  readonly events: number;
  readonly bytes: number;
}

/** Returns the key by which the bundle must be signed. Throws ApiError `wrong-county`, `sender-unknown`. */
function senderKey(sender: Sender, station: string, hubKey: string, places: Places): string {
  if ('hub' in sender) {
    if (sender.hub !== hubKey) throw new ApiError('wrong-county', '这个数据包是另一个县级服务写的，没有收下。');
    return hubKey;
  }
  const { certificate } = sender;
  if (places.place(certificate.place) === undefined) throw new ApiError('wrong-county');
  const named = station === `${certificate.place}-${certificate.station}`;
  if (!named || !verifyDocument(certificate, hubKey)) throw new ApiError('sender-unknown');
  return certificate.key;
}

interface Body {
  about: About | null;
  word: Word | null;
  enrolment: Enrolment | null;
  strangeDocs: number;
  events: number;
  readonly county: CountyDoc[];
  readonly ledgers: Map<PlaceCode, AnyEvent[]>;
}

function wholeEvent(doc: Record<string, unknown>): AnyEvent {
  const checked = checkEvent(doc, digestText);
  if (checked.kind === 'malformed') throw new ApiError('torn');
  return checked.event;
}

/** `told` is how many events the file says it holds. */
async function readBody(packed: Buffer, hubKey: string, told: number): Promise<Body> {
  const body: Body = {
    about: null,
    word: null,
    enrolment: null,
    strangeDocs: 0,
    events: 0,
    county: [],
    ledgers: new Map(),
  };
  const budget: LeanBudget = { left: BUNDLE_LIMITS.documents };
  for await (const line of readLines(packed)) {
    switch (line.kind) {
      case 'about':
        body.about = line;
        break;
      case 'word':
        body.word = line;
        break;
      case 'enrolment':
        body.enrolment = line;
        break;
      case 'county': {
        const doc = checkCountyDoc(line.doc, hubKey);
        if (doc === null) body.strangeDocs += 1;
        else body.county.push(doc);
        break;
      }
      case 'events': {
        const events = unleaned(line.block, budget);
        const before = body.ledgers.get(line.place);
        if (before === undefined) body.ledgers.set(line.place, events);
        else for (const event of events) before.push(event);
        body.events += events.length;
        if (body.events > told) throw new ApiError('torn');
        // Others are answered between two blocks.
        await setImmediate();
      }
    }
  }
  return body;
}

function unleaned(block: Parameters<typeof fromLean>[0], budget: LeanBudget): AnyEvent[] {
  let docs: Record<string, unknown>[];
  try {
    docs = fromLean(block, digestText, budget);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ApiError(budget.left < 0 ? 'too-large' : 'torn');
  }
  return docs.map(wholeEvent);
}

async function readOpened(opened: Opened, file: Buffer, hubKey: string, places: Places): Promise<Bundle> {
  const { header, sender, packed } = opened;
  // Before anything is unpacked: only a machine of the county gets so far.
  if (!opened.signedBy(senderKey(sender, header.station, hubKey, places))) throw new ApiError('sender-unknown');
  const { about, word, enrolment, ...body } = await readBody(packed, hubKey, header.count);
  const fromHub = 'hub' in sender;
  if (about === null || body.events !== header.count) throw new ApiError('torn');
  // A site gives no receipts and enrols no machine.
  if (!fromHub && (word !== null || enrolment !== null)) throw new ApiError('sender-unknown');
  return {
    ...body,
    header,
    certificate: fromHub ? null : sender.certificate,
    about,
    word,
    enrolment,
    bytes: file.length,
  };
}

/** What a machine that has a place reads bundles by. */
export interface BundleReader {
  readonly file: ReadDb;
  readonly places: Places;
  /** Of the machine's own hub. */
  readonly uuid: string;
}

/**
 * Reads a bundle for this machine. Throws ApiError `not-a-bundle`, `newer-version`, `torn`, `too-large`, `not-for-us`, `wrong-county`,
 * `sender-unknown`.
 */
export async function readBundle(file: Buffer, reader: BundleReader): Promise<Bundle> {
  const { places } = reader;
  const key = privateKey(reader.file);
  const hubKey = trustedHubKey(readIdentity(reader.file));
  if (key === null || hubKey === null) throw new ApiError('not-enrolled');
  if (!peekBundle(file).header.station.startsWith(places.county.code)) throw new ApiError('wrong-county');
  const bundle = await readOpened(openSeal(file, key), file, hubKey, places);
  if (bundle.about.hub !== reader.uuid) throw new ApiError('wrong-county');
  return bundle;
}

/** An answer to an enrolment: its certificate and its hub fit together. That it is the right hub, people find out by comparing check codes. */
export interface AnswerBundle extends Bundle {
  readonly enrolment: Enrolment;
}

/** Reads an answer with the key of the request. Throws as `readBundle`, and `hub-refused` for a certificate that is not for this key. */
export async function readAnswer(
  file: Buffer,
  request: { readonly privateKey: string; readonly publicKey: string },
  places: Places,
): Promise<AnswerBundle> {
  const opened = openSeal(file, request.privateKey);
  if (!('hub' in opened.sender)) throw new ApiError('not-a-bundle', '这不是县里的登记答复，请选对文件。');
  const hubKey = opened.sender.hub;
  const bundle = await readOpened(opened, file, hubKey, places);
  const { enrolment } = bundle;
  if (enrolment === null) throw new ApiError('not-a-bundle', '这不是县里的登记答复，请选对文件。');
  const { certificate, hub } = enrolment.answer;
  const fits = certificate.key === request.publicKey && hub.key === hubKey && hub.uuid === bundle.about.hub;
  if (!fits || !verifyDocument(certificate, hubKey))
    throw new ApiError('hub-refused', '登记答复里的证书不对，没有采用。');
  return { ...bundle, enrolment };
}
