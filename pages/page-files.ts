/** The built pages as files: only plain names below one folder, whatever a request asks for. */
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { withNonce } from './csp.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.json': 'application/json; charset=utf-8',
};

/** Segments of plain characters that begin with none that would hide or climb. Percent signs never pass, so nothing is decoded. */
const PLAIN_PATH = /^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/;

export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
}

/**
 * The file that a request's path names, with the nonce put into pages; null for everything that is not a file of a known kind
 * inside `root` (also through links). `/` is the client's page.
 */
export async function pageFile(root: string, requestPath: string, nonce: string): Promise<PageFile | null> {
  const wanted = requestPath === '/' ? '/index.html' : requestPath;
  const type = TYPES[path.posix.extname(wanted)];
  if (!PLAIN_PATH.test(wanted) || type === undefined) return null;
  const body = await readInside(root, wanted);
  if (body === null || !type.startsWith('text/html')) return body && { type, body };
  return { type, body: Buffer.from(withNonce(body.toString('utf8'), nonce)) };
}

async function readInside(root: string, wanted: string): Promise<Buffer | null> {
  try {
    const [home, file] = await Promise.all([realpath(root), realpath(path.join(root, wanted))]);
    return file.startsWith(home + path.sep) ? await readFile(file) : null;
  } catch {
    return null;
  }
}
