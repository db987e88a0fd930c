/** The files and names that pages of the docs and comments speak of are there: a renaming fails here until they follow. */
import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { house, isDeclared, textOf } from './program-files.ts';

const ROOMS = 'shared|store|sync|pages|entry|service|hub|browser|electron|renderer|test|docs';
const AWAY = ['node_modules', 'dist', '.git', '.cache', 'screenshots'];
const FILES = globSync('**/*', { cwd: house, exclude: (name) => AWAY.includes(path.basename(name)) }).map((file) =>
  file.replaceAll('\\', '/'),
);

const PAGES = FILES.filter((file) => /^(?:docs\/[^/]+|README|CONTRIBUTING|store\/pouch\/README)\.md$/.test(file));
const PROGRAM = FILES.filter((file) => new RegExp(String.raw`^(?:${ROOMS})/.*\.tsx?$`).test(file));

/** Made by the program or its tools, or the name of an invented file. */
const NOT_HERE = /^(?:backups|dist|screenshots|\.cache|_local)\/|(?:^|\/)(?:[abcx]|any)(?:\.test)?\.tsx?$|^\.tsx?$/;

/** Said in backticks: a file, a folder, or a name in a file, as `room/file.ts#name`. */
function saidInBackticks(text: string): readonly string[] {
  const said = Array.from(text.matchAll(/`([^`\s]+)`/g), ([, each = '']) => each);
  const isPlace = (each: string) =>
    /^[\w./*@-]+(?:#\w+)?$/.test(each) &&
    (/\.(?:tsx?|[cm]js|css|html|md)(?:#\w+)?$/.test(each) || new RegExp(`^(?:${ROOMS})/`).test(each));
  return said.filter((each) => isPlace(each) && !NOT_HERE.test(each));
}

/** A file said in full, anywhere in a text that is no import. */
const saidInFull = (text: string): readonly string[] =>
  Array.from(
    text.matchAll(new RegExp(String.raw`(?<![\w./@-])(?:${ROOMS})/[\w./-]*\w\.(?:tsx?|md)\b(?!\.)`, 'g')),
    ([each]) => each,
  ).filter((each) => !NOT_HERE.test(each));

/** Where links of a page lead to, but for other sites and places of the page itself. */
const linkedFrom = (page: string): readonly string[] =>
  Array.from(
    textOf(page)
      .replaceAll(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g),
    ([, to = '']) => to,
  )
    .filter((to) => !to.includes(':'))
    .map((to) => path.posix.join(path.posix.dirname(page), to));

/** The files that a place may mean: from the root, or by its last parts. `*` stands for any part of a name. */
function meant(place: string): readonly string[] {
  const [file = ''] = place.split('#');
  const tail = file
    .replace(/\/$/, '')
    .replaceAll('.', String.raw`\.`)
    .replaceAll('*', '[^/]*');
  return FILES.filter((each) => new RegExp(`(?:^|/)${tail}$`).test(each));
}

/** The places of a text that are not there. */
const missing = (places: readonly string[]): readonly string[] =>
  [...new Set(places)].filter((place) => {
    const [file = '', name] = place.split('#');
    // A hidden file is in no list.
    if (name === undefined && existsSync(path.join(house, file))) return false;
    return !meant(place).some((each) => name === undefined || isDeclared(each, name));
  });

describe('a page of the docs', () => {
  it.each(PAGES)('%s names files and names that are there', (page) => {
    const text = textOf(page);
    expect(missing([...saidInBackticks(text), ...saidInFull(text)])).toEqual([]);
    expect(linkedFrom(page).filter((file) => !existsSync(path.join(house, file)))).toEqual([]);
  });
});

describe('a file of the program', () => {
  it('names other files that are there', () => {
    const wrong = PROGRAM.map((file) => [file, missing(saidInFull(textOf(file)))] as const);
    expect(wrong.filter(([, places]) => places.length > 0)).toEqual([]);
  });
});
