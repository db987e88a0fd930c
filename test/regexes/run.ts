/**
 * Looks at every regular expression of the programs: none may be slow, whatever text it is given (npm run regexes). There are no exceptions:
 * that a text is short is known where it comes in, and forgotten where it is read. Some half a minute of computing.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { house, programs } from '../program-files.ts';
import { expressionsIn } from './expressions.ts';
import { slowness } from './slow.ts';

const all = programs().flatMap((file) => {
  const place = path.join(house, file);
  return expressionsIn(place, readFileSync(place, 'utf8'));
});
const known = new Map<string, string | null>();
let wrong = 0;
for (const { at, source, flags } of all) {
  const key = `/${source}/${flags}`;
  if (source !== null && !known.has(key)) known.set(key, slowness(source, flags));
  const told = source === null ? 'made while the program runs: write it of constants' : known.get(key);
  if (told === null || told === undefined) continue;
  wrong += 1;
  console.error(`${path.relative(house, at)}  ${told}`);
}
console.log(`${all.length} regular expressions, ${known.size} different, ${wrong} wrong`);
process.exitCode = wrong === 0 ? 0 : 1;
