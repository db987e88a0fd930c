/** Lines of text as a gzip stream and back, piece by piece: no side ever holds the whole. Sites and the hub share it. */
import { pipeline, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import { constants, createGunzip, createGzip } from 'node:zlib';

/**
 * A piece so large is packed by itself: it has letters of its own (signatures beside fields), and the reader that waits for it has it early. Smaller
 * ones are packed together, as a table of letters costs some 70 bytes.
 */
const FLUSH_FROM_CHARS = 4096;
/** Below this the ratio says nothing: a few repeated rows pack well. */
const RATIO_COUNTS_FROM = 1_048_576;

/** Packs pieces of text as they come, and asks for the next when the reader is ready for it. */
export function packPieces(pieces: AsyncIterable<string> | Iterable<string>): Readable {
  const gzip = createGzip({ level: 9, memLevel: 9 });
  const write = promisify((piece: string, done: (error?: Error | null) => void) => void gzip.write(piece, done));
  const flush = promisify((done: () => void) => gzip.flush(constants.Z_SYNC_FLUSH, done));
  const feed = async () => {
    let waiting = 0;
    for await (const piece of pieces) {
      if (waiting > 0 && piece.length >= FLUSH_FROM_CHARS) await flush();
      await write(piece);
      waiting += piece.length;
      if (waiting < FLUSH_FROM_CHARS) continue;
      await flush();
      waiting = 0;
    }
    gzip.end();
  };
  feed().catch((error: unknown) => gzip.destroy(error as Error));
  return gzip;
}

export interface LineLimits {
  /** Unpacked, in bytes. */
  readonly maxBytes: number;
  /** Of one line, in characters. */
  readonly maxLine: number;
  /** Unpacked ÷ packed bytes. */
  readonly maxRatio: number;
}

/** What came is more than the limits allow, or ends in the middle of a line. */
export class LinesError extends Error {
  override readonly name = 'LinesError';
  readonly kind: 'too-large' | 'cut';

  constructor(kind: LinesError['kind']) {
    super(kind);
    this.kind = kind;
  }
}

/** The lines of a gzip stream, each as soon as it is whole. Throws LinesError, zlib's errors (`Z_…`), TypeError for what is not UTF-8. */
export async function* unpackLines(source: AsyncIterable<Uint8Array>, limits: LineLimits): AsyncGenerator<string> {
  let [packed, plain] = [0, 0];
  const gunzip = createGunzip();
  const counted = async function* () {
    for await (const part of source) {
      packed += part.length;
      yield part;
    }
  };
  // What fails on the way comes out of `gunzip` below.
  pipeline(counted, gunzip, () => undefined);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let begun: string[] = [];
  let chars = 0;
  for await (const part of gunzip as AsyncIterable<Buffer>) {
    plain += part.length;
    const exploded = plain > RATIO_COUNTS_FROM && plain > packed * limits.maxRatio;
    if (exploded || plain > limits.maxBytes) throw new LinesError('too-large');
    const [end = '', ...lines] = decoder.decode(part, { stream: true }).split('\n');
    begun.push(end);
    chars += end.length;
    for (const line of lines) {
      yield begun.join('');
      begun = [line];
      chars = line.length;
    }
    if (chars > limits.maxLine) throw new LinesError('too-large');
  }
  if (chars > 0) throw new LinesError('cut');
}
