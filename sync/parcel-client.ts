/** One parcel over the line: lines go out as they are made, and each line of the answer is handed on as it comes. */
import {
  PARCEL_LIMITS,
  PARCEL_PATH,
  PARCEL_TYPE,
  type ParcelAnswer,
  ParcelAnswerSchema,
  type ParcelBlock,
  type ParcelHead,
  piecesOf,
} from '../shared/api/parcel.ts';
import { BOUNDS } from '../shared/outside/bounds.ts';
import { readPage } from '../shared/outside/json.ts';
import { SyncError, failureOfSocket } from './failures.ts';
import type { HubLine } from './hub-fetch.ts';
import { LinesError, packPieces, unpackLines } from './gzip-lines.ts';

function parsed(line: string): ParcelAnswer {
  try {
    return ParcelAnswerSchema.parse(readPage(line, BOUNDS.line));
  } catch {
    throw new SyncError('not-a-hub', 'line of a parcel');
  }
}

/** What the reading of an answer failed by; errors of `take` are none of the line's. */
function failureOfLines(error: unknown): SyncError {
  if (error instanceof LinesError) return new SyncError(error.kind === 'cut' ? 'stalled' : 'oversized', error.kind);
  if (error instanceof TypeError) return new SyncError('not-a-hub', 'no text');
  return failureOfSocket(error);
}

async function* answersOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<ParcelAnswer> {
  try {
    for await (const line of unpackLines(bytes, PARCEL_LIMITS)) yield parsed(line);
  } catch (error) {
    throw failureOfLines(error);
  }
}

/**
 * Sends a parcel and gives each line of its answer to `take`, one at a time. False where the hub knows no parcels. Rejects with SyncError;
 * what `take` was given stays taken.
 */
export async function sendParcel(
  line: HubLine,
  address: string,
  { head, blocks }: { readonly head: ParcelHead; readonly blocks: Iterable<ParcelBlock> },
  take: (answer: ParcelAnswer) => Promise<void>,
): Promise<boolean> {
  /** Of our own file, while the blocks are made: it must not be taken for the line's. */
  let ownFailure: unknown;
  const pieces = function* () {
    yield* piecesOf(head);
    try {
      for (const block of blocks) yield* piecesOf(block);
    } catch (error) {
      ownFailure = error;
      throw error;
    }
  };
  try {
    const answer = await line.lines(`${address}${PARCEL_PATH}`, PARCEL_TYPE, packPieces(pieces()));
    if (answer === null) return false;
    for await (const each of answersOf(answer)) await take(each);
    return true;
  } catch (error) {
    throw ownFailure ?? error;
  }
}
