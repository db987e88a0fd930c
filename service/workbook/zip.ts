/**
 * The parts of a zip, unpacked under limits, so that a small file can't fill the memory. Format: PKWARE APPNOTE 6.3, §4.3. Names are
 * found as Office finds them: without regard to case, to a leading slash and to which way the slashes lean.
 */
import { crc32, inflateRawSync } from 'node:zlib';
import { WorkbookError } from './workbook-error.ts';

const MAX_UNPACKED = 120 * 1024 * 1024;
/** Sheets of repeated text pack to a fiftieth; bombs to a thousandth. Small parts may pack as they like. */
const MAX_RATIO = 300;
const RATIO_COUNTS_FROM = 4 * 1024 * 1024;
const MAX_ENTRIES = 5000;

const END_OF_DIRECTORY = Buffer.from('PK\x05\x06', 'latin1');
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const END_SIZE = 22;
const ZIP64_LOCATOR_SIZE = 20;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED_FLAG = 1;
/** What a size or an offset of 32 bits says when the true one is in the entry's ZIP64 field. */
const SEE_ZIP64 = 0xffff_ffff;
const ZIP64_FIELD = 1;

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
  readonly crc: number;
}

export interface Zip {
  /** Of all parts, with forward slashes and without a leading one. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /** The part's bytes, null when there is none of that name. Throws WorkbookError when it is broken or larger than the limits. */
  read(name: string): Buffer | null;
}

const plainName = (name: string): string => name.replaceAll('\\', '/').replace(/^\/+/u, '');
const keyOf = (name: string): string => plainName(name).toLowerCase();

interface Directory {
  readonly at: number;
  readonly count: number;
}

/** What an end of the directory says, of a large file in the record that stands before it (§4.3.14, §4.3.15). */
function directoryOf(zip: Buffer, end: number): Directory {
  const at = zip.readUInt32LE(end + 16);
  if (at !== SEE_ZIP64) return { at, count: zip.readUInt16LE(end + 10) };
  const large = Number(zip.readBigUInt64LE(end - ZIP64_LOCATOR_SIZE + 8));
  return { at: Number(zip.readBigUInt64LE(large + 48)), count: Number(zip.readBigUInt64LE(large + 32)) };
}

/**
 * The last directory, however much stands behind its end: disks, mail programs and web servers fill files up. One whose first entry is not
 * where it says is that of a zip inside this one.
 */
function findDirectory(zip: Buffer): Directory {
  for (let end = zip.length; end > 0;) {
    end = zip.lastIndexOf(END_OF_DIRECTORY, end - 1);
    if (end < 0 || end + END_SIZE > zip.length) continue;
    const directory = directoryOf(zip, end);
    if (directory.at + 4 <= end && zip.readUInt32LE(directory.at) === DIRECTORY_ENTRY) return directory;
  }
  throw new WorkbookError('cut-off');
}

/** The three numbers of an entry that may be too large for 32 bits, in the order in which the ZIP64 field holds those that are. */
function numbersOf(zip: Buffer, at: number, extra: Buffer): Pick<Entry, 'packed' | 'unpacked' | 'offset'> {
  const large: number[] = [];
  for (let field = 0; field + 4 <= extra.length; field += 4 + extra.readUInt16LE(field + 2)) {
    if (extra.readUInt16LE(field) !== ZIP64_FIELD) continue;
    const end = Math.min(extra.length, field + 4 + extra.readUInt16LE(field + 2));
    for (let value = field + 4; value + 8 <= end; value += 8) large.push(Number(extra.readBigUInt64LE(value)));
  }
  const number = (offset: number): number => {
    const small = zip.readUInt32LE(at + offset);
    return small === SEE_ZIP64 ? (large.shift() ?? small) : small;
  };
  const unpacked = number(24);
  const packed = number(20);
  return { unpacked, packed, offset: number(42) };
}

function readEntries(zip: Buffer): Entry[] {
  const { at: first, count } = findDirectory(zip);
  if (count > MAX_ENTRIES) throw new WorkbookError('unpacks-too-big');
  const entries: Entry[] = [];
  let at = first;
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new WorkbookError('broken');
    const afterName = at + 46 + zip.readUInt16LE(at + 28);
    const afterExtra = afterName + zip.readUInt16LE(at + 30);
    entries.push({
      name: plainName(zip.toString('utf8', at + 46, afterName)),
      flags: zip.readUInt16LE(at + 8),
      method: zip.readUInt16LE(at + 10),
      crc: zip.readUInt32LE(at + 16),
      ...numbersOf(zip, at, zip.subarray(afterName, afterExtra)),
    });
    at = afterExtra + zip.readUInt16LE(at + 32);
  }
  return entries;
}

function unpack(zip: Buffer, entry: Entry, limit: number): Buffer {
  const part = inflated(zip, entry, limit);
  // A byte that came over wrong may stand in the middle of a number. Some programs write no checksum.
  if (entry.crc !== 0 && crc32(part) !== entry.crc) throw new WorkbookError('damaged-part');
  return part;
}

function inflated(zip: Buffer, entry: Entry, limit: number): Buffer {
  if (zip.readUInt32LE(entry.offset) !== LOCAL_ENTRY) throw new WorkbookError('broken');
  const start = entry.offset + 30 + zip.readUInt16LE(entry.offset + 26) + zip.readUInt16LE(entry.offset + 28);
  const packed = zip.subarray(start, start + entry.packed);
  if (entry.method === STORED) return packed;
  if (entry.method !== DEFLATED) throw new WorkbookError('broken');
  try {
    return inflateRawSync(packed, { maxOutputLength: limit });
  } catch (error) {
    const tooLong = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new WorkbookError(tooLong ? 'unpacks-too-big' : 'broken', { cause: error });
  }
}

/** Offsets that point outside the file throw RangeError. */
function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof WorkbookError ? error : new WorkbookError('broken', { cause: error });
  }
}

/** Opens a zip. Throws WorkbookError when it is broken, encrypted, or says of itself that it unpacks to too much. */
export function openZip(bytes: Uint8Array): Zip {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = guarded(() => readEntries(zip));
  if (entries.some((entry) => (entry.flags & ENCRYPTED_FLAG) !== 0)) throw new WorkbookError('encrypted');
  if (entries.reduce((sum, entry) => sum + entry.unpacked, 0) > MAX_UNPACKED)
    throw new WorkbookError('unpacks-too-big');
  const byKey = new Map(entries.map((entry) => [keyOf(entry.name), entry]));
  // Of two parts of one name, programs read different ones: what is seen elsewhere is not what is read here.
  if (byKey.size < entries.length) throw new WorkbookError('broken');
  // The sizes in the directory may lie: what was really unpacked is counted.
  let total = 0;
  return {
    names: entries.map(({ name }) => name),
    has: (name) => byKey.has(keyOf(name)),
    read: (name) => {
      const entry = byKey.get(keyOf(name));
      if (entry === undefined) return null;
      const part = guarded(() => unpack(zip, entry, Math.max(1, MAX_UNPACKED - total)));
      total += part.length;
      if (total > MAX_UNPACKED || (total > RATIO_COUNTS_FROM && total > MAX_RATIO * zip.length))
        throw new WorkbookError('unpacks-too-big');
      return part;
    },
  };
}
