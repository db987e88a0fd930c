/** A copy of the program in a folder of its own, as a fresh clone is; its pages are small ones that are built in a moment. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const HOUSE = path.resolve(import.meta.dirname, '..');
const COPIED: readonly string[] = [
  'shared',
  'store',
  'sync',
  'pages',
  'entry',
  'service',
  'hub',
  'browser',
  'package.json',
  'package-lock.json',
  'own-node.cjs',
];
const VITE_CONFIG = `
import path from 'node:path';
const here = (name) => path.join(import.meta.dirname, name);
export default { root: here('.'), base: './', build: { emptyOutDir: true,
  outDir: here('../dist/pages'), rollupOptions: { input: { index: here('index.html'), county: here('county.html') } } } };`;
const page = (text: string) =>
  `<!doctype html><html><body>${text}<script type="module" src="./page.ts"></script></body></html>`;

export interface ProgramCopy {
  readonly root: string;
  /** Changes what the pages say. */
  writePages(text: string): void;
  remove(): void;
}

/** `without`: packages that were not installed. */
export function copyProgram(without: readonly string[] = []): ProgramCopy {
  const root = mkdtempSync(path.join(tmpdir(), 'bianmin-program-'));
  for (const name of COPIED) cpSync(path.join(HOUSE, name), path.join(root, name), { recursive: true });
  mkdirSync(path.join(root, 'node_modules'));
  for (const name of readdirSync(path.join(HOUSE, 'node_modules')))
    if (!without.includes(name))
      symlinkSync(path.join(HOUSE, 'node_modules', name), path.join(root, 'node_modules', name), 'junction');
  const renderer = path.join(root, 'renderer');
  mkdirSync(renderer);
  writeFileSync(path.join(renderer, 'vite.config.ts'), VITE_CONFIG);
  writeFileSync(path.join(renderer, 'page.ts'), 'export const one: number = 1;\n');
  const writePages = (text: string) => {
    for (const name of ['index.html', 'county.html']) writeFileSync(path.join(renderer, name), page(text));
  };
  writePages('one');
  return { root, writePages, remove: () => rmSync(root, { recursive: true, force: true }) };
}
