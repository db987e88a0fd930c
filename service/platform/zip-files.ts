/** Several small files as one zip, stored as they are: a page hands over one file, not six. */
import { crc32 } from 'node:zlib';

export interface NamedFile {
  /** ASCII. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Version 2.0, no flags, stored, 2000-01-01: the same files give the same bytes. */
const HEAD = Buffer.from([20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0x28]);

const number16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};
const number32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/** The bytes of the zip. Together under 4 GB, which base64 in an answer never comes near. */
export function zipFiles(files: readonly NamedFile[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const label = Buffer.from(name, 'ascii');
    const size = number32(bytes.length);
    const common = Buffer.concat([HEAD, number32(crc32(bytes)), size, size, number16(label.length), number16(0)]);
    const part = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, label, bytes]);
    directory.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002'), number16(20), common, Buffer.alloc(10), number32(offset), label]),
    );
    parts.push(part);
    offset += part.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.concat([
    Buffer.from('PK\u0005\u0006'),
    Buffer.alloc(4),
    number16(files.length),
    number16(files.length),
    number32(entries.length),
    number32(offset),
    number16(0),
  ]);
  return Buffer.concat([...parts, entries, end]);
}
