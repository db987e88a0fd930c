import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { house, programs } from '../program-files.ts';
import { expressionsIn } from './expressions.ts';
import { slowness } from './slow.ts';

describe('an expression', () => {
  it.each([
    ['blanks before the end', /\s+$/u],
    ['what a sign may follow', /\s*[-/]\s*/u],
    ['a mark of several signs that does not end', /<!--[^]*?-->/u],
    ['noughts at both ends', /^0+|0+$/u],
    ['a digit among letters', /^[a-z0-9]*\d[a-z0-9]*$/u],
    ['words that are made of one another', /^(?:登记|服务|登记服务)+$/u],
    ['comments that hold comments', /^(?:<!--[^]*?-->)*<p/u],
  ])('is called slow for %s', (_, { source, flags }) => expect(slowness(source, flags)).toContain(source.slice(-3)));

  it.each([/\s+/gu, /^\s*\d+\s*$/u, /\s?[-/]\s?/u, /\([^()]*\)/u, /^[a-z]*\d[a-z0-9]*$/u, /<\?xml[^>]{0,200}\?>/u])(
    'is called quick where a text only once is passed: %s',
    ({ source, flags }) => expect(slowness(source, flags)).toBe(null),
  );
});

describe('the expressions of a program', () => {
  const found = (text: string) => expressionsIn(path.join(house, 'shared/any.ts'), text).map(({ source }) => source);

  it('are found wherever they stand, and put together where they are made of constants', () => {
    expect(found('export const a = (text: string) => ({ b: () => /x+$/u.test(text) });')).toEqual(['x+$']);
    expect(found('const A = String.raw`\\d+`; const B = `${A}[${2}]`; new RegExp(`^${B}$`, "u");')).toEqual([
      String.raw`^\d+[2]$`,
    ]);
    expect(found("import { EASY_CHARACTERS as E } from './base/easy-text.ts'; RegExp(`[${E}]+`);")[0]).toMatch(
      /^\[\w+\]\+$/,
    );
  });

  it('are unknown where they are made of what comes in', () => {
    expect(found('export const f = (a: string) => new RegExp(`^${a}`);')).toEqual([null]);
  });

  it('are all known before a program runs', () => {
    const all = programs().flatMap((file) => {
      const place = path.join(house, file);
      const text = readFileSync(place, 'utf8');
      return text.includes('RegExp(') ? expressionsIn(place, text) : [];
    });
    expect(all).not.toEqual([]);
    expect(all.filter(({ source }) => source === null).map(({ at }) => path.relative(house, at))).toEqual([]);
  });
});
