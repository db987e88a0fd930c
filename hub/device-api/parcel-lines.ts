/** The lines of a parcel over HTTP: packed both ways, read and sent as they come. */
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { PARCEL_LIMITS, PARCEL_TYPE, type ParcelAnswer, piecesOf } from '../../shared/api/parcel.ts';
import { LinesError, packPieces, unpackLines } from '../../sync/gzip-lines.ts';
import type { Answer } from '../http/answer.ts';
import { couchError } from '../http/errors.ts';

/** The lines of a request. Throws CouchError 415 (not packed), 413 (too large or a bomb), 400 (not gzip, not UTF-8, cut). */
export async function* linesOf(request: IncomingMessage): AsyncGenerator<string> {
  if (request.headers['content-encoding'] !== 'gzip') throw couchError('encoding');
  try {
    // An answer goes out over the same socket, so it must outlive a request that is refused half way.
    yield* unpackLines(request.iterator({ destroyOnReturn: false }), PARCEL_LIMITS);
  } catch (failure) {
    if (failure instanceof LinesError) throw couchError(failure.kind === 'too-large' ? 'tooLarge' : 'badGzip');
    const isNoText = failure instanceof TypeError || (failure as { code?: string }).code?.startsWith('Z_');
    throw isNoText ? couchError('badGzip') : failure;
  }
}

/** A client that went away, in the middle or before the first line, is no failure of the hub. */
const GONE: readonly unknown[] = ['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_UNABLE_TO_PIPE'];
const isGone = (failure: unknown): boolean => GONE.includes((failure as { code?: unknown } | null)?.code);

/** Made as the client reads it. A failure on the way ends the connection: what has gone out cannot be taken back. */
export function linesAnswer(lines: AsyncIterable<ParcelAnswer>): Answer {
  const pieces = async function* () {
    for await (const line of lines) yield* piecesOf(line);
  };
  return {
    headers: { 'cache-control': 'no-store', 'content-type': PARCEL_TYPE, 'content-encoding': 'gzip' },
    stream: async (response) => {
      try {
        await pipeline(packPieces(pieces()), response);
      } catch (failure) {
        if (!isGone(failure)) throw failure;
      }
    },
  };
}
