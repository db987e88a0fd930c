/** The body of a bundle: lines of JSON, packed. What comes in is unpacked within limits and each line checked by its schema. */
import { createGunzip, createGzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { BUNDLE_LIMITS, type BodyLine, BodyLineSchema } from '../../shared/api/bundle.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { BOUNDS } from '../../shared/outside/bounds.ts';
import { JsonError, readPage } from '../../shared/outside/json.ts';

/** Below this the ratio says nothing: a few repeated rows pack well. */
const RATIO_COUNTS_FROM = 1024 * 1024;

/** Packs lines as tightly as gzip can: a stick is carried once, and read many times. */
export async function packLines(lines: Iterable<BodyLine>): Promise<Buffer> {
  function* texts() {
    for (const line of lines) yield `${JSON.stringify(line)}\n`;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of Readable.from(texts()).pipe(createGzip({ level: 9 }))) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function unpack(packed: Buffer): Promise<Buffer> {
  const gunzip = createGunzip();
  gunzip.end(packed);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      size += chunk.length;
      const bomb = size > RATIO_COUNTS_FROM && size > packed.length * BUNDLE_LIMITS.ratio;
      if (bomb || size > BUNDLE_LIMITS.unpacked) throw new ApiError('too-large');
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError('torn');
  } finally {
    gunzip.destroy();
  }
  return Buffer.concat(chunks, size);
}

/** The signature was found good before this: a line that is not understood was written by a newer program. */
function readLine(text: string): BodyLine {
  let json: unknown;
  try {
    json = readPage(text, BOUNDS.line);
  } catch (error) {
    throw new ApiError(error instanceof JsonError && error.fault !== 'syntax' ? 'too-large' : 'newer-version');
  }
  const line = BodyLineSchema.safeParse(json);
  if (!line.success) throw new ApiError('newer-version');
  return line.data;
}

/** The lines one by one. Throws ApiError `too-large`, `torn`, `newer-version`. */
export async function* readLines(packed: Buffer): AsyncGenerator<BodyLine> {
  const text = await unpack(packed);
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from);
    if (end < 0) throw new ApiError('torn');
    yield readLine(text.toString('utf8', from, end));
    from = end + 1;
  }
}
