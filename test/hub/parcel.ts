/** Sends parcels as a site would, or as none should, and reads what comes back. */
import { gzipSync } from 'node:zlib';
import { PARCEL_PATH, PARCEL_TYPE, type ParcelAnswer, ParcelAnswerSchema } from '../../shared/api/parcel.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { fromLean, toLean } from '../../shared/event/lean-events.ts';
import { digestText } from '../../store/trust/crypto.ts';
import type { FakeDevice } from './fake-device.ts';
import type { HubProcess } from './hub-process.ts';

export interface ParcelReply {
  readonly status: number;
  readonly headers: Headers;
  readonly answers: readonly ParcelAnswer[];
  /** The hub's error where it gave one. */
  readonly error: { readonly error: string; readonly reason: string } | null;
}

export async function postPacked(hub: HubProcess, device: FakeDevice | null, packed: Buffer): Promise<ParcelReply> {
  const response = await fetch(hub.address + PARCEL_PATH, {
    method: 'POST',
    headers: {
      'content-type': PARCEL_TYPE,
      'content-encoding': 'gzip',
      ...(device === null ? {} : hub.authorization(device)),
    },
    body: new Uint8Array(packed),
  });
  const { status, headers } = response;
  if (status !== 200)
    return { status, headers, answers: [], error: (await response.json()) as { error: string; reason: string } };
  const lines = (await response.text()).split('\n').slice(0, -1);
  return { status, headers, answers: lines.map((line) => ParcelAnswerSchema.parse(JSON.parse(line))), error: null };
}

export const packed = (lines: readonly unknown[]): Buffer =>
  gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

export interface ParcelParts {
  readonly epoch: string;
  readonly wanted?: readonly (readonly [PlaceCode, number])[];
  readonly most?: number;
  readonly blocks?: readonly (readonly [PlaceCode, readonly object[]])[];
}

export const linesOf = ({ epoch, wanted = [], most = 1000, blocks = [] }: ParcelParts): unknown[] => [
  { kind: 'head', pulse: { token: null, version: '0.1.0', unsynced: 0, drafts: 0 }, epoch, wanted, most },
  ...blocks.map(([ledger, docs]) => ({
    kind: 'block',
    ledger,
    events: toLean(docs as Record<string, unknown>[], digestText),
  })),
];

export const postParcel = (hub: HubProcess, device: FakeDevice, parts: ParcelParts): Promise<ParcelReply> =>
  postPacked(hub, device, packed(linesOf(parts)));

/** The documents of all pages of a ledger, in their order. */
export const broughtDown = ({ answers }: ParcelReply, ledger: PlaceCode): LedgerEvent[] =>
  answers.flatMap((each) =>
    each.kind === 'page' && each.ledger === ledger ? (fromLean(each.events, digestText) as LedgerEvent[]) : [],
  );

/** The last mark that an answer named for a ledger. */
export const markOf = ({ answers }: ParcelReply, ledger: PlaceCode): number | undefined =>
  answers.filter((each) => each.kind === 'page').findLast((each) => each.ledger === ledger)?.seq;
