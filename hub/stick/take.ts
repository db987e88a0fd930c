/** A bundle of a site comes to the hub: looked into, and taken through the event door (docs/STICKS.md, LEDGER §6). */
import { COUNTY_DATABASE, type Certificate } from '../../shared/api/device-api.ts';
import { ApiError } from '../../shared/api/errors.ts';
import type { StickPreview, StickTaken } from '../../shared/api/stick.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import type { AnyEvent } from '../../store/projection/event-rows.ts';
import { moveMark } from '../../store/sync-state/usb-checkpoints.ts';
import { type Bundle, readBundle } from '../../sync/stick/bundle.ts';
import { inPages } from '../../sync/stick/pages.ts';
import { previewBundle } from '../../sync/stick/preview.ts';
import { learnDevice, recordContact } from '../admin/devices.ts';
import { CouchError } from '../http/errors.ts';
import { type Carrier, carrierTo, knownIds, receive, type Received } from '../events/receive.ts';
import type { StickContext } from './context.ts';
import { noteStick } from './journal.ts';

interface SiteBundle extends Bundle {
  readonly certificate: Certificate;
}

async function read(file: Buffer, { ledger, hub }: StickContext): Promise<SiteBundle> {
  const { places } = ledger.reference();
  const { certificate, ...bundle } = await readBundle(file, { file: ledger.file, places, uuid: hub.uuid });
  if (certificate === null) throw new ApiError('not-allowed', '这是县里写给站点的数据包，请拿到站点上去收。');
  return { ...bundle, certificate };
}

/** The sending device is the carrier: what it may hand in over a line it may hand in by stick. */
function carrierOf({ ledger, now }: StickContext, certificate: Certificate): (at: PlaceCode) => Carrier {
  return (at) => carrierTo(ledger, certificate, at, now);
}

/** What is inside. Changes nothing. Throws ApiError as `readBundle`, and `not-allowed` for a bundle of the hub itself. */
export async function previewStick(file: Buffer, context: StickContext): Promise<StickPreview> {
  const bundle = await read(file, context);
  const { ledger } = context;
  const carrier = carrierOf(context, bundle.certificate);
  return previewBundle(bundle, {
    file: ledger.file,
    places: ledger.reference().places,
    belongs: (place) => carrier(place).holds,
    known: (place, ids) => knownIds(ledger, place, ids, carrier(place)),
  });
}

/** What is not here yet, with its signatures checked before the first event is stored: the bundle is taken whole or refused. */
async function newOnes(
  { ledger }: StickContext,
  bundle: Bundle,
  carrier: (at: PlaceCode) => Carrier,
): Promise<Map<PlaceCode, AnyEvent[]>> {
  const found = new Map<PlaceCode, AnyEvent[]>();
  for (const [place, events] of bundle.ledgers) {
    const fresh: AnyEvent[] = [];
    await inPages(events, async (page) => {
      const ids = page.map(({ _id }) => _id);
      const known = knownIds(ledger, place, ids, carrier(place));
      const unknown = page.filter(({ _id }) => !known.has(_id));
      await ledger.verifyAhead(unknown);
      if (unknown.some((event) => ledger.check(event).kind === 'malformed'))
        throw new ApiError('torn', '数据包里有签名不对的记录，整包未收。');
      fresh.push(...unknown);
    });
    found.set(place, fresh);
  }
  return found;
}

/** What the event door refuses is said where the stick is taken. */
function takePage(take: () => Received): Received {
  try {
    return take();
  } catch (error) {
    if (error instanceof CouchError && error.error === 'quota') throw new ApiError('not-allowed', error.message);
    throw error;
  }
}

/** Takes all of it. Safe to repeat. Throws ApiError; no event is taken then, but for those before what is beyond a quota. */
export async function takeStick(file: Buffer, context: StickContext): Promise<StickTaken> {
  const bundle = await read(file, context);
  const { ledger, hub, now } = context;
  const { certificate, about, header } = bundle;
  learnDevice(ledger, hub, certificate, now);
  // What the hub signed and lost in a restore.
  const county = ledger.transaction(() => ledger.file.store.putFirst(COUNTY_DATABASE, bundle.county));
  const carrier = carrierOf(context, certificate);
  let [stored, held] = [0, 0];
  for (const [place, events] of await newOnes(context, bundle, carrier))
    await inPages(events, async (page) => {
      await ledger.verifyAhead(page);
      const received = takePage(() => receive(ledger, place, page, carrier(place), now));
      stored += received.stored;
      held += received.held;
    });
  const known = bundle.events - stored - held;
  const at = new Date(now).toISOString();
  ledger.transaction(() => {
    const marks = about.site?.marks;
    // Of another life of the hub they say nothing.
    if (marks?.epoch === hub.epoch)
      for (const mark of marks.marks) moveMark(ledger.file, certificate.device, hub.epoch, mark);
    recordContact(ledger.file, {
      device: certificate.device,
      at,
      version: about.version,
      // What it said before it handed this over.
      unsynced: Math.max(0, (about.site?.unsynced ?? 0) - bundle.events),
      drafts: about.site?.drafts ?? 0,
    });
    noteStick(ledger.file, {
      at,
      way: 'in',
      place: certificate.place,
      station: header.station,
      events: stored,
      known,
      held,
    });
  });
  return { events: stored, known, county, received: 0, held, leftOut: 0 };
}
