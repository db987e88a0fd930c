/** Asks the hub for its pulse and takes in what concerns the whole site. */
import type { PulseAnswer, PulseRequest } from '../shared/api/device-api.ts';
import { pulse } from './hub-client.ts';
import type { Pulse } from './hub-client.ts';
import { SyncError } from './failures.ts';
import type { RunOptions } from './run-options.ts';

/**
 * What the site says of itself. `token` of the same run, or the kept one. `handedIn` events are with the hub, or about to be, and only wait
 * for the receipts that the answer brings: the county is not told that they are still here.
 */
export function pulseRequest({ book }: RunOptions, token: string | undefined, handedIn: number): PulseRequest {
  const kept = book.pulseRequest();
  const unsynced = Math.max(0, kept.unsynced - handedIn);
  return token === undefined ? kept : { ...kept, token, unsynced };
}

/** Keeps what a pulse tells. Throws SyncError `hub-changed` when it is not the hub of the enrolment; nothing is kept then. */
export function takePulse({ book, uuid }: RunOptions, answer: PulseAnswer): void {
  if (answer.hub !== uuid) throw new SyncError('hub-changed', 'another uuid');
  book.takePulse(answer);
}

/** One pulse; see `pulseRequest`. Rejects with SyncError. */
export async function askPulse(options: RunOptions, token?: string, handedIn = 0): Promise<PulseAnswer> {
  const { answer, offset } = await sendPulse(options, pulseRequest(options, token, handedIn));
  takePulse(options, answer);
  options.heardClock(offset);
  return answer;
}

/** A hub that was restored to a day before our enrolment learns the device again from the certificate that it signed. */
async function sendPulse({ hub, address, now, book }: RunOptions, request: PulseRequest): Promise<Pulse> {
  try {
    return await pulse(hub, address, request, now);
  } catch (error) {
    const certificate = book.certificate();
    if (!(error instanceof SyncError) || error.kind !== 'refused' || certificate === undefined) throw error;
    return await pulse(hub, address, { ...request, certificate }, now);
  }
}
