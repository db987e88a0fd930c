import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy, withNonce } from './csp.ts';
import { pageFile } from './page-files.ts';

const NONCE = 'abcdefghijklmnop1234';
let folder: string;
let root: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), '便民 pages-'));
  root = path.join(folder, 'pages');
  await mkdir(path.join(root, 'assets'), { recursive: true });
  await writeFile(path.join(root, 'index.html'), '<script nonce="__CSP_NONCE__"></script>');
  await writeFile(path.join(root, 'assets', 'a-1.js'), '"__CSP_NONCE__"');
  await writeFile(path.join(root, '.secret.json'), 'hidden');
  await writeFile(path.join(root, 'data.db'), 'hidden');
  await writeFile(path.join(folder, 'secret.json'), 'hidden');
  await symlink(path.join(folder, 'secret.json'), path.join(root, 'linked.json'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('pages as files', () => {
  it('puts the nonce of this answer into a page and leaves scripts as they are', async () => {
    const page = await pageFile(root, '/', NONCE);
    expect(page?.type).toBe('text/html; charset=utf-8');
    expect(page?.body.toString()).toBe(`<script nonce="${NONCE}"></script>`);
    expect((await pageFile(root, '/assets/a-1.js', NONCE))?.body.toString()).toBe('"__CSP_NONCE__"');
  });

  it('serves nothing outside the folder, hidden, linked outward or of an unknown kind', async () => {
    const asked = [
      '/../secret.json',
      '/assets/../../secret.json',
      '/%2e%2e/secret.json',
      '/..%2fsecret.json',
      '\\..\\secret.json',
      '/.secret.json',
      '/linked.json',
      '/data.db',
      '/assets',
      '/nothing.js',
      '//secret.json',
      '/index.html\u0000.js',
      'index.html',
      '',
    ];
    expect(await Promise.all(asked.map((one) => pageFile(root, one, NONCE)))).toEqual(asked.map(() => null));
  });

  it('never answers a hidden text, whatever is asked', async () => {
    const piece = fc.constantFrom(
      '/',
      '..',
      '.',
      '%2e',
      '\\',
      'assets',
      'secret.json',
      'index.html',
      '\u0000',
      '%2f',
      'linked.json',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const file = await pageFile(root, pieces.join(''), NONCE);
        expect(file?.body.toString()).not.toBe('hidden');
      }),
    );
  });
});

describe('the content security policy', () => {
  it('allows scripts of our own files only, and styles with the nonce', () => {
    const policy = contentSecurityPolicy(NONCE);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain(`style-src 'self' 'nonce-${NONCE}'`);
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('*');
  });

  it('takes nothing for a nonce that could end the directive', () => {
    expect(() => contentSecurityPolicy("x'; script-src *")).toThrow(RangeError);
  });

  it('fills every place that waits for a nonce', () => {
    expect(withNonce('__CSP_NONCE__ __CSP_NONCE__', 'n')).toBe('n n');
  });
});
