/** The pulse: one small request that tells a site what moved, its receipts, the hub's clock and epoch (DESIGN §5, LEDGER §5). */
import { COUNTY_DATABASE, type PulseAnswer, type PulseRequest, type Receipt } from '../../shared/api/hub-door.ts';
import { PlaceCodeSchema, type PlaceCode } from '../../shared/domain/brands.ts';
import { base32 } from '../../shared/domain/event.ts';
import { localDateOf } from '../../shared/domain/local-date.ts';
import { ledgerName } from '../../shared/domain/place.ts';
import { digestText } from '../../store/crypto.ts';
import { rangesHeld } from '../../store/series-ranges.ts';
import type { Ledger } from '../../store/types.ts';
import { readableLedgers } from '../../shared/domain/access.ts';
import { type Device, recordContact } from '../devices.ts';
import type { HubEngine } from '../engine/hub-engine.ts';
import type { HubIdentity } from '../hub-file.ts';
import { highestMove, movedSince } from '../moves.ts';
import type { Settled } from '../settle.ts';

interface Token {
  readonly move: number;
  readonly ranges: number;
}

const START: Token = { move: 0, ranges: 0 };

/** A mark of the ledgers that a device reads: when it reads another one, what moved there long ago is news to it. */
const rightsMark = (readable: readonly PlaceCode[]): string =>
  base32(digestText(readable.join(' ')).sha256).slice(0, 8);

/** `<epoch>.<rights>.<moves>.<ranges>`; one of another epoch or with other rights, or none at all, means everything. */
function readToken(text: string | null, epoch: string, rights: string): Token {
  const [head, move, ranges] = /^(.{25})\.(\d{1,15})\.(\d{1,15})$/.exec(text ?? '')?.slice(1) ?? [];
  return head === `${epoch}.${rights}` ? { move: Number(move), ranges: Number(ranges) } : START;
}

interface Held {
  readonly token: number;
  readonly receipts: readonly Receipt[];
}

/** A stopped device learns of its own events only. */
function receiptsFor(ledger: Ledger, device: Device, readable: readonly PlaceCode[], since: number): Held {
  const held = rangesHeld(ledger.file, { since, ledgers: readable });
  if (device.revoked === null) return held;
  return { ...held, receipts: held.receipts.filter((each) => each.device === device.certificate.device) };
}

export interface PulseContext {
  readonly ledger: Ledger;
  readonly hub: HubIdentity;
  readonly now: number;
  readonly settled: Settled;
  readonly engine: HubEngine;
}

export async function answerPulse(
  { ledger, hub, now, settled, engine }: PulseContext,
  device: Device,
  request: PulseRequest,
): Promise<PulseAnswer> {
  const { file } = ledger;
  const at = new Date(now).toISOString();
  const { version, unsynced, drafts } = request;
  recordContact(file, { device: device.certificate.device, at, version, unsynced, drafts });
  const readable = readableLedgers(ledger.reference().places, device.certificate.place, localDateOf(now));
  const rights = rightsMark(readable);
  // What a site has just handed in is answered with what the hub asks about it.
  await settled(readable);
  const token = readToken(request.token, hub.epoch, rights);
  const mine = new Set(readable.map((place) => ledgerName(place)));
  const moved = device.revoked === null ? movedSince(file, token.move) : [];
  const held = receiptsFor(ledger, device, readable, token.ranges);
  const countyMoved = moved.some(({ name }) => name === COUNTY_DATABASE);
  // Ledgers come by parcels, which the file answers; the county's documents only by replication, and a site that cannot have them would stop
  // there. It hands in and hears of them again the next time.
  const county = countyMoved && engine.canRead();
  const move = county === countyMoved ? highestMove(file) : token.move;
  return {
    hub: hub.uuid,
    epoch: hub.epoch,
    now: at,
    token: `${hub.epoch}.${rights}.${move}.${held.token}`,
    revoked: device.revoked !== null,
    ledgers: moved
      .filter(({ name }) => mine.has(name))
      .map(({ name }) => {
        const { update_seq: seq } = file.store.info(name);
        const replicated = engine.readableTo(name);
        const place = PlaceCodeSchema.parse(name.slice('ledger-'.length));
        return replicated < seq ? { place, seq, replicated } : { place, seq };
      }),
    county: county ? file.store.info(COUNTY_DATABASE).update_seq : null,
    receipts: [...held.receipts],
  };
}
