/** The pulse: one small request that tells a site what changed, its receipts, the hub's clock and epoch (DESIGN §5, LEDGER §5). */
import {
  COUNTY_DATABASE,
  MOST_RANGES_TOLD,
  type PulseAnswer,
  PulseAnswerSchema,
  type PulseRequest,
  type Receipt,
} from '../../shared/api/device-api.ts';
import { PlaceCodeSchema, type PlaceCode } from '../../shared/base/brands.ts';
import { localDateOf } from '../../shared/base/local-date.ts';
import { ledgerName } from '../../shared/place/place.ts';
import { rangesHeld } from '../../store/projection/series-ranges.ts';
import type { Ledger } from '../../store/types.ts';
import { readableLedgers } from '../../shared/place/access.ts';
import { type Device, recordContact } from '../admin/devices.ts';
import type { HubEngine } from '../engine/hub-engine.ts';
import { beginEpoch, type HubIdentity, tokenMark } from '../admin/hub-file.ts';
import { highestChange, changedSince } from '../events/change-counter.ts';
import type { WhenProjected } from '../events/projector.ts';
import { isStopped } from './reading.ts';
import { type Counters, countersOf, presentBoot, reachedInBoot } from '../events/boot-log.ts';

interface Token extends Counters {
  /** The boot in which it was given; '' in a token of an earlier program, which does not say. */
  readonly boot: string;
}

const START: Token = { boot: '', change: 0, ranges: 0 };

/** A device that reads other ledgers than before gets another mark: what changed there long ago is news to it. */
function makeToken(
  { file }: Ledger,
  epoch: string,
  readable: readonly PlaceCode[],
  { boot, change, ranges }: Token,
): string {
  const told = boot === '' ? [change, ranges] : [boot, change, ranges];
  return [epoch, tokenMark(file, [epoch, ...told, ...readable].join(' ')), ...told].join('.');
}

/**
 * Returns what the device was told. START, so that it is told everything, where it brings no token, or one of another epoch, of other rights or of
 * another hub.
 */
function readToken(text: string | null, ledger: Ledger, epoch: string, readable: readonly PlaceCode[]): Token {
  const [, boot = '', change, ranges] = /^.{25}\.(?:([a-z2-7]{8})\.)?(\d{1,15})\.(\d{1,15})$/.exec(text ?? '') ?? [];
  const token = { boot, change: Number(change), ranges: Number(ranges) };
  return makeToken(ledger, epoch, readable, token) === text ? token : START;
}

/**
 * Returns whether a token of this epoch tells of a boot that the file does not know, or of more than it had come to by the end of that boot. Then the
 * machine was put back from an image without `restore`, or its disk lost what it had acknowledged: receipts were given for what may be gone.
 */
function isFromBeyond({ file }: Ledger, { boot, change, ranges }: Token): boolean {
  const reached = boot === '' ? countersOf(file) : reachedInBoot(file, boot);
  return reached === null || change > reached.change || ranges > reached.ranges;
}

interface Held {
  readonly token: number;
  readonly receipts: readonly Receipt[];
}

/** A stopped device learns of its own events only. */
function receiptsFor(
  ledger: Ledger,
  device: Device,
  stopped: boolean,
  readable: readonly PlaceCode[],
  since: number,
): Held {
  const held = rangesHeld(ledger.file, { since, ledgers: readable, most: MOST_RANGES_TOLD });
  if (!stopped) return held;
  return { ...held, receipts: held.receipts.filter((each) => each.device === device.certificate.device) };
}

export interface PulseContext {
  readonly ledger: Ledger;
  readonly hub: HubIdentity;
  readonly now: number;
  readonly whenProjected: WhenProjected;
  readonly engine: HubEngine;
}

export async function answerPulse(
  { ledger, hub, now, whenProjected, engine }: PulseContext,
  device: Device,
  request: PulseRequest,
): Promise<PulseAnswer> {
  const { file } = ledger;
  const at = new Date(now).toISOString();
  const { version, unsynced, drafts } = request;
  recordContact(file, { device: device.certificate.device, at, version, unsynced, drafts });
  const readable = readableLedgers(ledger.reference().places, device.certificate.place, localDateOf(now));
  // What a site has just handed in is answered with what the hub asks about it.
  await whenProjected(readable);
  // From here on nothing is waited for: it may have been stopped since it logged in.
  const stopped = isStopped(ledger, device.certificate);
  const told = readToken(request.token, ledger, hub.epoch, readable);
  const isBehind = isFromBeyond(ledger, told);
  if (isBehind) hub.epoch = beginEpoch(file, now);
  const token = isBehind ? START : told;
  const mine = new Set(readable.map((place) => ledgerName(place)));
  const changed = stopped ? [] : changedSince(file, token.change);
  const held = receiptsFor(ledger, device, stopped, readable, token.ranges);
  const isCountyChanged = changed.some(({ name }) => name === COUNTY_DATABASE);
  // Ledgers come by parcels, which the file answers; the county's documents only by replication, and a site that cannot have them would stop
  // there. It hands in and hears of them again the next time.
  const county = isCountyChanged && engine.canRead();
  const change = county === isCountyChanged ? highestChange(file) : token.change;
  // By the schema that sites read it by: what they would refuse is never said.
  return PulseAnswerSchema.parse({
    hub: hub.uuid,
    epoch: hub.epoch,
    now: at,
    token: makeToken(ledger, hub.epoch, readable, { boot: presentBoot(file), change, ranges: held.token }),
    revoked: stopped,
    ledgers: changed
      .filter(({ name }) => mine.has(name))
      .map(({ name }) => {
        const { update_seq: seq } = file.store.info(name);
        const replicated = engine.readableTo(name);
        const place = PlaceCodeSchema.parse(name.slice('ledger-'.length));
        return replicated < seq ? { place, seq, replicated } : { place, seq };
      }),
    county: county ? file.store.info(COUNTY_DATABASE).update_seq : null,
    receipts: [...held.receipts],
  } satisfies PulseAnswer);
}
