/** Looks into a zip before anything unpacks it, so that a small file can't fill the memory. Format: PKWARE APPNOTE 6.3, §4.3. */
import { inflateRawSync } from 'node:zlib';
import { WorkbookError } from './workbook-error.ts';

const MAX_UNPACKED = 120 * 1024 * 1024;
/** Sheets of repeated text pack to a fiftieth; bombs to a thousandth. Small parts may pack as they like. */
const MAX_RATIO = 300;
const RATIO_COUNTS_FROM = 4 * 1024 * 1024;
const MAX_ENTRIES = 5000;

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const END_SIZE = 22;
const MAX_COMMENT = 65_535;
const DEFLATED = 8;
const ENCRYPTED_FLAG = 1;

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

function findEnd(zip: Buffer): number {
  const lowest = Math.max(0, zip.length - END_SIZE - MAX_COMMENT);
  for (let at = zip.length - END_SIZE; at >= lowest; at -= 1) if (zip.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  throw new WorkbookError('broken');
}

function readEntries(zip: Buffer): Entry[] {
  const end = findEnd(zip);
  const count = zip.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) throw new WorkbookError('unpacks-too-big');
  const entries: Entry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new WorkbookError('broken');
    const nameLength = zip.readUInt16LE(at + 28);
    entries.push({
      name: zip.toString('utf8', at + 46, at + 46 + nameLength),
      flags: zip.readUInt16LE(at + 8),
      method: zip.readUInt16LE(at + 10),
      packed: zip.readUInt32LE(at + 20),
      unpacked: zip.readUInt32LE(at + 24),
      offset: zip.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

/** Unpacks one entry up to the limit: the sizes in the directory may lie. */
function measure(zip: Buffer, entry: Entry, limit: number): number {
  if (entry.method !== DEFLATED) return entry.packed;
  if (zip.readUInt32LE(entry.offset) !== LOCAL_ENTRY) throw new WorkbookError('broken');
  const start = entry.offset + 30 + zip.readUInt16LE(entry.offset + 26) + zip.readUInt16LE(entry.offset + 28);
  try {
    return inflateRawSync(new Uint8Array(zip.subarray(start, start + entry.packed)), { maxOutputLength: limit }).length;
  } catch (error) {
    const tooLong = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new WorkbookError(tooLong ? 'unpacks-too-big' : 'broken', { cause: error });
  }
}

function inspect(zip: Buffer): string[] {
  const entries = readEntries(zip);
  if (entries.some((entry) => (entry.flags & ENCRYPTED_FLAG) !== 0)) throw new WorkbookError('encrypted');
  if (entries.reduce((sum, entry) => sum + entry.unpacked, 0) > MAX_UNPACKED)
    throw new WorkbookError('unpacks-too-big');
  let total = 0;
  for (const entry of entries) {
    total += measure(zip, entry, MAX_UNPACKED - total + 1);
    if (total > MAX_UNPACKED || (total > RATIO_COUNTS_FROM && total > MAX_RATIO * zip.length))
      throw new WorkbookError('unpacks-too-big');
  }
  return entries.map((entry) => entry.name);
}

/** Names of the files in the zip. Throws WorkbookError when it is broken, encrypted or would unpack to too much. */
export function guardZip(bytes: Uint8Array): string[] {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return inspect(zip);
  } catch (error) {
    // Offsets that point outside the file throw RangeError.
    throw error instanceof WorkbookError ? error : new WorkbookError('broken', { cause: error });
  }
}
