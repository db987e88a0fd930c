/** The console's pages as files: only plain names below the folder of built pages, each answer with its own nonce. */
import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/** Plain segments that begin with nothing that hides or climbs. Percent signs never pass, so nothing is decoded. */
const PLAIN_PATH = /^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/;
/** Put into the built pages where each answer's nonce goes. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

export interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

export function newNonce(): string {
  return randomBytes(18).toString('base64');
}

/** Scripts only from our own files; antd writes its styles at run time, so they carry the nonce. Nothing is `unsafe-inline`. */
export function pageHeaders(nonce: string): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}

async function readInside(root: string, name: string): Promise<Buffer | null> {
  try {
    const [home, file] = await Promise.all([realpath(root), realpath(path.join(root, name))]);
    return file.startsWith(home + path.sep) ? await readFile(file) : null;
  } catch {
    return null;
  }
}

const NOT_BUILT = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>便民通</title>
<p>县级页面还没有生成。请在程序文件夹里运行 npm run build,再刷新本页。</p></html>`;

/** The file that a path names; null for everything that is no file of a known kind inside `root`. */
export async function readPage(root: string, name: string, nonce: string): Promise<Page | null> {
  const type = TYPES[path.posix.extname(name)];
  if (type === undefined || !PLAIN_PATH.test(name)) return null;
  const body = await readInside(root, name);
  if (body === null) return null;
  const isPage = type.startsWith('text/html');
  return {
    status: 200,
    type,
    body: isPage ? Buffer.from(body.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce)) : body,
  };
}

/** The console's page, or a sentence that says how to build it. */
export async function consolePage(root: string, nonce: string): Promise<Page> {
  const built = await readPage(root, '/county.html', nonce);
  return built ?? { status: 503, type: 'text/html; charset=utf-8', body: Buffer.from(NOT_BUILT) };
}
