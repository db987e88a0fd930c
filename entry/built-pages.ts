/** The pages that every shell shows: built from the sources beside the program when they are not there, or of other sources. */
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(fileURLToPath(new URL('..', import.meta.url)));
const SOURCES: readonly string[] = ['renderer', 'shared'];
/** Names the versions of all packages that pages are made with. */
const PACKAGES = 'package-lock.json';
/** In the folder of the pages: the mark of the sources that they were built from. */
const MARK = 'built-from.txt';

/** Where the built pages of the program in `root` lie. */
export const pagesFolder = (root: string = ROOT): string => path.join(root, 'dist', 'pages');

/** Why there are no new pages, and what to do: one Chinese sentence, what the build said below it. */
export class PagesError extends Error {
  override readonly name = 'PagesError';
}

function sourceFiles(root: string): string[] {
  const inside = SOURCES.filter((folder) => existsSync(path.join(root, folder))).flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
  );
  return [...inside.sort(), ...(existsSync(path.join(root, PACKAGES)) ? [PACKAGES] : [])];
}

/** By what the sources say, as their times are those of a clone, of an archive, or of a clock that ran ahead. */
function markOf(root: string): string {
  const hash = createHash('sha256');
  for (const file of sourceFiles(root)) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file.replaceAll(path.sep, '/')} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

export type PagesState = 'missing' | 'stale' | 'fresh';

/** How the pages of the program in `root` stand to their sources. */
export function pagesState(root: string = ROOT): PagesState {
  const folder = pagesFolder(root);
  if (!existsSync(path.join(folder, 'index.html'))) return 'missing';
  const mark = path.join(folder, MARK);
  return existsSync(mark) && readFileSync(mark, 'utf8').trim() === markOf(root) ? 'fresh' : 'stale';
}

/** The bundler's program; it is not there where packages for building were left out. */
function bundler(root: string): string | null {
  const file = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  return existsSync(file) ? file : null;
}

/** Returns what the bundler said where it failed, else null. */
async function bundle(program: string, root: string, outDir: string): Promise<string | null> {
  const config = path.join(root, 'renderer', 'vite.config.ts');
  const args = [program, 'build', '--config', config, '--outDir', outDir, '--logLevel', 'warn'];
  // It would keep its own code in the temporary folder, where other users find it.
  const env = { ...process.env, NODE_ENV: 'production', NODE_DISABLE_COMPILE_CACHE: '1' };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return code === 0 ? null : output;
}

/** In a folder of its own until they are whole: a killed build, or two at once, leave no half pages. */
async function build(program: string, root: string): Promise<void> {
  const folder = pagesFolder(root);
  const fresh = `${folder}.${randomBytes(4).toString('hex')}.part`;
  try {
    mkdirSync(path.dirname(folder), { recursive: true });
    const mark = markOf(root);
    const said = await bundle(program, root, fresh);
    if (said !== null) throw new PagesError(`页面没有生成：生成的程序报错如下\n${said}`);
    writeFileSync(path.join(fresh, MARK), `${mark}\n`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (error instanceof PagesError) throw error;
    // Another start was faster.
    if (pagesState(root) === 'fresh') return;
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new PagesError(
      `页面没有生成：写不进 ${path.dirname(folder)}（${code}）。请用能写程序文件夹的账户在那里运行一次 npm run build`,
    );
  }
}

/** Builds the pages of the program in `root`, whatever is there. Throws PagesError; what was there stays then. */
export async function buildPages(root: string = ROOT): Promise<void> {
  const program = bundler(root);
  if (program === null)
    throw new PagesError(
      `页面没有生成：没有安装生成页面的程序。请在 ${root} 里运行 npm ci（不带 --omit=dev）和 npm run build，或从别的电脑拷来 dist/pages 文件夹`,
    );
  await build(program, root);
}

/**
 * Makes sure that there are pages to show: builds them when they are missing or of other sources. Old ones that can't be built anew are
 * better than none, and said to be old. Throws PagesError when there are none.
 */
export async function readyPages(say: (line: string) => void, root: string = ROOT): Promise<void> {
  const state = pagesState(root);
  if (state === 'fresh') return;
  say('正在准备页面（只在第一次或更新后需要，约半分钟）…');
  try {
    await buildPages(root);
    say('页面已准备好。');
  } catch (error) {
    if (!(error instanceof PagesError) || state === 'missing') throw error;
    say(`${error.message}。先用原来的页面。`);
  }
}
