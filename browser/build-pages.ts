/** Builds the pages when they are not there, or older than what they are made of. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Where the built pages lie. */
export const PAGES = path.join(ROOT, 'dist', 'pages');
const SOURCES = ['renderer', 'shared'];

/** True when there is nothing to serve, or a source is newer. A packaged program has no sources: its pages are what they are. */
export function pagesAreStale(pages: string = PAGES, root: string = ROOT): boolean {
  const built = statSync(path.join(pages, 'index.html'), { throwIfNoEntry: false })?.mtimeMs;
  if (built === undefined) return true;
  return SOURCES.some((folder) => newest(path.join(root, folder)) > built);
}

function newest(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .reduce((latest, entry) => Math.max(latest, statSync(path.join(entry.parentPath, entry.name)).mtimeMs), 0);
}

/** Runs vite's build; rejects with what it said when it fails. */
export async function buildPages(say: (line: string) => void): Promise<void> {
  say('正在准备页面(只在第一次或更新后需要,约半分钟)…');
  const vite = path.join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--config', path.join(ROOT, 'renderer', 'vite.config.ts'), '--logLevel', 'warn'];
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`页面没有准备好:\n${output}`);
  say('页面已准备好。');
}
