import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { copyProgram, type ProgramCopy } from '../test/program-copy.ts';
import { pagesFolder, PagesError, pagesState, readyPages } from './built-pages.ts';

let copy: ProgramCopy;
afterEach(() => copy.remove());

const shown = () => readFileSync(path.join(pagesFolder(copy.root), 'county.html'), 'utf8');
const ready = async () => {
  const said: string[] = [];
  await readyPages((line) => said.push(line), copy.root);
  return said;
};
/** What lies beside the pages: nothing half made may stay. */
const beside = () => readdirSync(path.join(copy.root, 'dist'));

describe('pages that an entry needs', () => {
  it('are built when they are missing, and again when their sources say something else, whatever the clock says', async () => {
    copy = copyProgram();
    expect(pagesState(copy.root)).toBe('missing');
    expect(await ready()).toEqual([expect.stringContaining('正在准备页面'), '页面已准备好。']);
    expect(shown()).toContain('one');
    expect(await ready()).toEqual([]);

    // An archive or a clone brings times of its own.
    const source = path.join(copy.root, 'renderer', 'county.html');
    utimesSync(source, 4_000_000_000, 4_000_000_000);
    expect(await ready()).toEqual([]);
    copy.writePages('two');
    utimesSync(source, 1_000_000_000, 1_000_000_000);
    expect(pagesState(copy.root)).toBe('stale');
    expect(await ready()).toHaveLength(2);
    expect(shown()).toContain('two');
    expect(beside()).toEqual(['pages']);
  });

  it('are the old ones, said to be so, where they cannot be built anew; without any it is an error that says why', async () => {
    copy = copyProgram();
    const source = path.join(copy.root, 'renderer', 'page.ts');
    writeFileSync(source, 'this is no program');
    await expect(ready()).rejects.toThrow(PagesError);
    expect(existsSync(pagesFolder(copy.root))).toBe(false);
    writeFileSync(source, 'export const one = 1;');
    await ready();
    writeFileSync(source, 'this is no program');
    expect((await ready()).join('\n')).toMatch(/报错[\s\S]*先用原来的页面/);
    expect(shown()).toContain('one');
    expect(beside()).toEqual(['pages']);
  });

  it('say what to install where the packages for building were left out', async () => {
    copy = copyProgram(['vite']);
    await expect(ready()).rejects.toThrow(/npm ci.*npm run build/);
    expect(existsSync(path.join(copy.root, 'dist'))).toBe(false);
  });
});
