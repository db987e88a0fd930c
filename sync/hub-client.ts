/** What a site says to the hub besides replication: the pulse and the enrolment. Every field of an answer is checked. */
import { BOUNDS } from '../shared/outside/bounds.ts';
import { readJson } from '../shared/outside/json.ts';
import {
  BUNDLE_PATH,
  BundleAnswerSchema,
  ENROL_PATH,
  EnrolAnswerSchema,
  PULSE_PATH,
  PulseAnswerSchema,
} from '../shared/api/device-api.ts';
import type {
  BundleAnswer,
  BundleRequest,
  EnrolAnswer,
  EnrolRequest,
  PulseAnswer,
  PulseRequest,
} from '../shared/api/device-api.ts';
import { z } from 'zod';
import type { PlaceCode } from '../shared/base/brands.ts';
import { ledgerName } from '../shared/place/place.ts';
import { SyncError } from './failures.ts';
import type { HubLine } from './hub-fetch.ts';

/**
 * The hub's address as it is kept: https, host and port without a path, from what a person typed (`10.1.2.3:5980` will do).
 * Null when it is no address of a hub: one speaks TLS or not at all. Credentials in it are refused, as an address is shown and logged.
 */
export function hubAddress(typed: string): string | null {
  // Full-width colons and blanks come from a Chinese keyboard.
  const text = typed.normalize('NFKC').replaceAll(/\s/g, '');
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  let url: URL;
  try {
    url = new URL(withScheme);
  } catch {
    return null;
  }
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hostname === '') return null;
  return url.origin;
}

async function post<T>(hub: HubLine, url: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
  const response = await hub.fetch(url, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new SyncError('not-a-hub', `status ${response.status}`);
  let json: unknown;
  try {
    json = readJson(await response.text(), BOUNDS.large);
  } catch {
    throw new SyncError('not-a-hub', 'no JSON');
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success)
    throw new SyncError('not-a-hub', `field ${parsed.error.issues[0]?.path.map(String).join('.') ?? ''}`);
  return parsed.data;
}

export interface Pulse {
  readonly answer: PulseAnswer;
  /** Hub time minus machine time in ms, taken at the middle of the request. */
  readonly offset: number;
}

/** One small request: what moved, receipts, the hub's clock and epoch. Rejects with SyncError. */
export async function pulse(hub: HubLine, address: string, request: PulseRequest, now: () => number): Promise<Pulse> {
  const asked = now();
  const answer = await post(hub, `${address}${PULSE_PATH}`, request, PulseAnswerSchema);
  const middle = asked + (now() - asked) / 2;
  return { answer, offset: Math.round(Date.parse(answer.now) - middle) };
}

/** Asks for a certificate. The same key may ask again with the same code when the answer was lost. Rejects with SyncError. */
export function enrol(hub: HubLine, address: string, request: EnrolRequest): Promise<EnrolAnswer> {
  return post(hub, `${address}${ENROL_PATH}`, request, EnrolAnswerSchema);
}

/** Asks the hub for a bundle that a village can open. Rejects with SyncError. */
export function askBundle(hub: HubLine, address: string, request: BundleRequest): Promise<BundleAnswer> {
  return post(hub, `${address}${BUNDLE_PATH}`, request, BundleAnswerSchema);
}

const HandInAnswerSchema = z.array(z.unknown());

/**
 * Hands events in without replication: where a device may no longer read, it may keep no checkpoint either, and handing in never ends
 * (LEDGER §6). All of them are taken, or none. Rejects with SyncError.
 */
export async function handIn(hub: HubLine, address: string, place: PlaceCode, docs: readonly object[]): Promise<void> {
  await post(hub, `${address}/${ledgerName(place)}/_bulk_docs`, { docs, new_edits: false }, HandInAnswerSchema);
}
