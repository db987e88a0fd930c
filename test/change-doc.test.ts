import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { house, isDeclared, textOf } from './program-files.ts';

const page = textOf('docs/CHANGE.md');

/** What builders come for; a recipe is renamed here and there together. */
const RECIPES = [
  'A step',
  'A field of a step',
  'A field of a person',
  'A column of the village grid',
  'A list of cases',
  'A figure',
  'A page',
  'A method of the contract',
  'A migration',
  'A table of the projection',
  'A county document',
];

const recipes = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((text): [string, string] => [text.slice(0, text.indexOf('\n')), text]),
);

/** `room/file`, `room/folder` or `room/file#name`, each once. */
const placesIn = (text: string): readonly string[] => [
  ...new Set(Array.from(text.matchAll(/`([\w.-]+\/[^`\s]*)`/g), ([, place = '']) => place)),
];

describe('docs/CHANGE.md', () => {
  it('has every recipe, each with places in their order', () => {
    expect([...recipes.keys()].filter((title) => title.startsWith('A '))).toEqual(RECIPES);
    for (const title of RECIPES) {
      const rows = Array.from((recipes.get(title) ?? '').matchAll(/^\| (\d+) \| ([^|]+) \| ([^|]+) \|/gm));
      expect([title, rows.map(([, number]) => Number(number))]).toEqual([title, rows.map((_, at) => at + 1)]);
      expect([title, rows.length >= 3]).toEqual([title, true]);
    }
  });

  it.each(placesIn(page))('names %s, which is there', (place) => {
    const [file = '', name] = place.split('#');
    expect(existsSync(path.join(house, file))).toBe(true);
    if (name !== undefined) expect([place, isDeclared(file, name)]).toEqual([place, true]);
  });

  it('is found from the README and by who wants to change something', () => {
    for (const file of ['README.md', 'CONTRIBUTING.md'])
      expect([file, textOf(file).includes('(docs/CHANGE.md)')]).toEqual([file, true]);
  });
});
