/** Bundles as a machine that turned would write them: whatever lines it likes, sealed and signed as they must be. */
import { gzipSync } from 'node:zlib';
import type { PlaceCode } from '../../shared/base/brands.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { toLean } from '../../shared/event/lean-events.ts';
import { digestText } from '../../store/trust/crypto.ts';
import { sealBundle } from '../../sync/stick/seal.ts';
import { now } from '../clock.ts';
import type { FakeDevice } from '../hub/fake-device.ts';
import type { County } from './county.ts';

/** The hub as a bundle names it, and its key. */
export interface Addressee {
  readonly uuid: string;
  readonly key: string;
}

export interface Craft {
  /** Lines of JSON as they stand in the body. */
  readonly lines: readonly string[];
  /** Events that the header claims. */
  readonly count: number;
}

/** A bundle for the hub with these lines behind the one that every bundle begins with. */
export function sealedLines(hub: Addressee, device: FakeDevice, { lines, count }: Craft): Buffer {
  const { certificate } = device;
  if (certificate === null) throw new Error('nobody to write as');
  const about = {
    kind: 'about',
    at: new Date(now()).toISOString(),
    version: '0.1.0',
    hub: hub.uuid,
    site: { marks: null, unsynced: 0, drafts: 0 },
  };
  return sealBundle({
    station: `${device.place}-${device.station}`,
    count,
    sender: { certificate },
    privateKey: device.key.privateKey,
    recipients: [hub.key],
    packed: gzipSync([JSON.stringify(about), ...lines].map((line) => `${line}\n`).join('')),
  });
}

/** A bundle for the hub with events. */
export function sealed(
  hub: Addressee,
  device: FakeDevice,
  blocks: readonly { readonly place: PlaceCode; readonly events: readonly LedgerEvent[] }[],
): Buffer {
  const lines = blocks.map(({ place, events }) =>
    JSON.stringify({ kind: 'events', place, block: toLean(events, digestText) }),
  );
  return sealedLines(hub, device, { lines, count: blocks.reduce((sum, { events }) => sum + events.length, 0) });
}

/** Brings it to the county's console: what it was answered, `taken` where it was. */
export async function bringStick({ hub }: County, file: Buffer): Promise<string> {
  try {
    await hub.county('county.stickTake', { base64: file.toString('base64') });
    return 'taken';
  } catch (error) {
    return String((error as { code?: unknown }).code ?? error);
  }
}
