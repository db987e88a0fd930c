/** Takes a bundle in at a site: documents of the county, events of the ledgers it reads, and the hub's word (docs/STICKS.md). */
import type { Word } from '../../shared/api/bundle.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { COUNTY_DATABASE } from '../../shared/api/device-api.ts';
import type { StickTaken } from '../../shared/api/stick.ts';
import { mayRead } from '../../shared/place/access.ts';
import type { LocalDate, PlaceCode } from '../../shared/base/brands.ts';
import { ledgerName, type Places } from '../../shared/place/place.ts';
import { letInByPerson, unproven } from '../../store/ledger/after-stop.ts';
import { authorFaultIn } from '../../store/ledger/author-rights.ts';
import { revocationOf } from '../../store/county/county-docs.ts';
import { keyOfDevice, saveDeviceKey } from '../../store/trust/device-keys.ts';
import type { AnyEvent } from '../../store/projection/event-rows.ts';
import { readIdentity } from '../../store/trust/identity.ts';
import { addReceipts, ageOfWord, applyReceipts, noteEnded } from '../../store/sync-state/receipts.ts';
import { setSetting } from '../../store/file/settings.ts';
import { forgetReceipted, markOnStick } from '../../store/sync-state/usb-events.ts';
import { moveMark, moveOwnMark, ownMark } from '../../store/sync-state/usb-checkpoints.ts';
import type { Ledger, WriteDb } from '../../store/types.ts';
import { takeWord } from '../sync-state.ts';
import type { Bundle } from './bundle.ts';
import { inPages } from './pages.ts';
import { LAST_TAKEN } from './status.ts';

export interface TakeContext {
  readonly ledger: Ledger;
  readonly places: Places;
  readonly place: PlaceCode;
  readonly on: LocalDate;
  /** ms UTC. */
  readonly now: number;
  /** Hears how many events are in so far. */
  readonly told: (events: number) => void;
}

interface Sorted {
  readonly place: PlaceCode;
  readonly events: readonly AnyEvent[];
  /** How many are here already; nothing of them is looked at again. */
  readonly known: number;
}

/**
 * Returns the test of what is left out of the ledger of a place here: from a site, events that have no business there; from the hub, only events
 * whose writer's key is not here.
 */
function isLeftOut(ledger: Ledger, place: PlaceCode, bySite: boolean): (event: AnyEvent) => boolean {
  const faultOf = authorFaultIn(ledger, place);
  const identity = ledger.identity();
  return bySite
    ? (event) => faultOf(event) !== null
    : (event) => keyOfDevice(ledger.file, identity, event.by.device) === null;
}

const idsOf = (events: readonly AnyEvent[]): string[] => events.map(({ _id }) => _id);

/** What is new and may lie in its ledger; on the rest the hub decides. A bad signature refuses the bundle, as its sender knew better. */
async function newOnes(ledger: Ledger, bundle: Bundle, place: PlaceCode): Promise<Sorted> {
  const events: AnyEvent[] = [];
  const bySite = bundle.certificate !== null;
  const leftOut = isLeftOut(ledger, place, bySite);
  let known = 0;
  await inPages(bundle.ledgers.get(place) ?? [], async (page) => {
    const here = ledger.file.store.has(ledgerName(place), idsOf(page));
    known += here.size;
    const fresh = page.filter((event) => !here.has(event._id) && !leftOut(event));
    await ledger.verifyAhead(fresh);
    if (fresh.some((event) => ledger.check(event).kind === 'malformed')) throw new ApiError('torn');
    events.push(...fresh);
  });
  if (!bySite) return { place, events, known };
  const late = unproven(events, { ledger, place, isHeld: () => false, isLetIn: letInByPerson(ledger) });
  return { place, events: events.filter(({ _id }) => !late.has(_id)), known };
}

/** Returns how many were stored. Those of a site are carried until their receipt comes. */
function store({ ledger }: TakeContext, place: PlaceCode, page: readonly AnyEvent[], bySite: boolean): number {
  return ledger.transaction(() => {
    // What came over a line meanwhile is skipped, and is not carried.
    const here = ledger.file.store.has(ledgerName(place), idsOf(page));
    const fresh = page.filter(({ _id }) => !here.has(_id));
    if (bySite) markOnStick(ledger.file, idsOf(fresh), 'in');
    return ledger.store(place, fresh);
  });
}

/** Returns how many events became green. Within the caller's transaction. */
function takeReceipts(file: WriteDb, word: Word, at: string, isWhole: boolean): number {
  const { epoch, before, receipts } = word;
  const age = ageOfWord(file, { epoch, before, at });
  if (age === 'past') return 0;
  noteEnded(file, epoch, before ?? []);
  const received =
    age === 'older' || age === 'known' ? addReceipts(file, receipts) : takeWord(file, { epoch, now: at, receipts });
  const own = readIdentity(file)?.device;
  if (own !== undefined && isWhole)
    for (const { name, since, upTo } of word.parts)
      if (since <= ownMark(file, own, name, word.epoch)) moveOwnMark(file, own, word.epoch, { name, seq: upTo });
  return received;
}

/** Safe to repeat. Throws ApiError `sender-revoked`, `torn`; no event is taken then. */
export async function takeBundle(bundle: Bundle, context: TakeContext): Promise<StickTaken> {
  const { ledger, places, place, on, now, told } = context;
  const { file } = ledger;
  const { certificate, about, word } = bundle;
  if (certificate !== null && revocationOf(file, certificate.device) !== null) throw new ApiError('sender-revoked');
  const county = ledger.transaction(() => {
    if (certificate !== null) saveDeviceKey(file, certificate);
    return file.store.putFirst(COUNTY_DATABASE, bundle.county);
  });
  const wanted = [...bundle.ledgers.keys()].filter((each) => mayRead(places, place, each, on));
  const sorted: Sorted[] = [];
  for (const each of wanted) sorted.push(await newOnes(ledger, bundle, each));
  const offered = wanted.reduce((sum, each) => sum + (bundle.ledgers.get(each)?.length ?? 0), 0);
  const known = sorted.reduce((sum, each) => sum + each.known, 0);
  let [taken, done] = [0, known];
  for (const { place: at, events } of sorted)
    await inPages(events, (page) => {
      taken += store(context, at, page, certificate !== null);
      done += page.length;
      told(done);
    });
  const received = ledger.transaction(() => {
    const isWhole = done === offered && bundle.strangeDocs === 0;
    const green = word === null ? 0 : takeReceipts(file, word, about.at, isWhole);
    const late = word === null ? 0 : applyReceipts(file);
    const marks = about.site?.marks ?? null;
    if (certificate !== null && marks !== null)
      for (const mark of marks.marks) moveMark(file, certificate.device, marks.epoch, mark);
    forgetReceipted(file);
    setSetting(file, LAST_TAKEN, new Date(now).toISOString());
    return green + late;
  });
  return { events: taken, known: done - taken, county, received, held: 0, leftOut: offered - done };
}
