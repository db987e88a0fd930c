/**
 * The names at the top of a compound file, the container of .xls, of .doc and of documents with a password. Deeper ones say nothing: a text
 * document may hold a workbook. Format: [MS-CFB], sections 2.2 to 2.6.
 */
import { WorkbookError } from './workbook-error.ts';

const ENTRY_SIZE = 128;
const LAST_SECTOR = 0xfffffffa;
const NO_ENTRY = 0xffffffff;
/** Sectors of the allocation table that the header lists itself. */
const LISTED_IN_HEADER = 109;
const LISTED_AT = 76;

class CompoundFile {
  private readonly bytes: Buffer;
  private readonly sectorSize: number;
  private readonly table: readonly number[];

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.sectorSize = 2 ** bytes.readUInt16LE(30);
    this.table = this.tableSectors();
  }

  private sector(number: number): Buffer {
    const start = (number + 1) * this.sectorSize;
    return this.bytes.subarray(start, start + this.sectorSize);
  }

  /** The sectors that hold the allocation table: listed in the header, then in a chain of their own. */
  private tableSectors(): number[] {
    const listed = Array.from({ length: LISTED_IN_HEADER }, (_, index) =>
      this.bytes.readUInt32LE(LISTED_AT + index * 4),
    );
    const perSector = this.sectorSize / 4 - 1;
    const most = this.bytes.length / this.sectorSize;
    let next = this.bytes.readUInt32LE(68);
    for (let seen = 0; next < LAST_SECTOR && seen < most; seen += 1) {
      const sector = this.sector(next);
      for (let index = 0; index < perSector; index += 1) listed.push(sector.readUInt32LE(index * 4));
      next = sector.readUInt32LE(perSector * 4);
    }
    return listed;
  }

  /** The sector after this one in its chain. */
  private after(number: number): number {
    const perSector = this.sectorSize / 4;
    const holder = this.table[Math.floor(number / perSector)] ?? NO_ENTRY;
    return this.sector(holder).readUInt32LE((number % perSector) * 4);
  }

  directory(): Buffer {
    const sectors: Buffer[] = [];
    const most = this.bytes.length / this.sectorSize;
    for (let at = this.bytes.readUInt32LE(48); at < LAST_SECTOR && sectors.length < most; at = this.after(at))
      sectors.push(this.sector(at));
    return Buffer.concat(sectors.map((sector) => new Uint8Array(sector)));
  }
}

function nameOf(entry: Buffer): string {
  const length = Math.min(entry.readUInt16LE(64), 64);
  return entry.toString('utf16le', 0, Math.max(0, length - 2));
}

/** Names of the streams and storages at the top. Throws WorkbookError when the file is broken. */
export function topNames(bytes: Uint8Array): ReadonlySet<string> {
  try {
    const directory = new CompoundFile(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).directory();
    const names = new Set<string>();
    const seen = new Set<number>([NO_ENTRY]);
    // The root's child is the root of a tree of its siblings.
    const open = [directory.readUInt32LE(76)];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const entry = directory.subarray(at * ENTRY_SIZE, (at + 1) * ENTRY_SIZE);
      names.add(nameOf(entry));
      open.push(entry.readUInt32LE(68), entry.readUInt32LE(72));
    }
    return names;
  } catch (error) {
    // Numbers that point outside the file throw RangeError.
    throw new WorkbookError('broken', { cause: error });
  }
}
