/** Files that a person hands in, from sticks and folders: read within a limit of bytes, whatever the name turns out to be. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** It is a device, a pipe or a folder, or larger than it may be; nothing more of it was read. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
  readonly why: 'not-a-file' | 'too-large';

  constructor(why: FileRefused['why']) {
    super(why);
    this.why = why;
  }
}

/**
 * The bytes of a regular file of at most `most` bytes. What is opened is what is looked at, so a link that leads elsewhere meanwhile changes
 * nothing; a file that grows while it is read is refused. Throws FileRefused, and what the file system says.
 */
export async function readBoundedFile(file: string, most: number): Promise<Buffer> {
  // Without waiting for a writer, as the opening of a pipe would.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = await handle.stat();
    if (found.isDirectory()) throw Object.assign(new Error('EISDIR'), { code: 'EISDIR' });
    if (!found.isFile()) throw new FileRefused('not-a-file');
    if (found.size > most) throw new FileRefused('too-large');
    const bytes = Buffer.alloc(found.size + 1);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length);
      if (bytesRead === 0) return bytes.subarray(0, length);
      length += bytesRead;
    }
    throw new FileRefused('too-large');
  } finally {
    await handle.close();
  }
}
