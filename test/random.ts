/** `npm run test:random [-- ROUNDS [SEED]]`: the tests that make their input by chance, each round with another seed, which is printed. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { closing, HOUSE, runSuite } from './runner/run-suite.ts';

const ROOMS = '{shared,store,sync,pages,entry,service,hub,browser,electron,renderer,test}/**/*.test.{ts,tsx}';
const isByChance = (file: string) =>
  /from 'fast-check'|runner\/seed\.ts'/.test(readFileSync(path.join(HOUSE, file), 'utf8'));

const [rounds = '20', first = String(Math.floor(Math.random() * 2 ** 31))] = process.argv.slice(2);
const files = globSync(ROOMS, { cwd: HOUSE, exclude: ['**/*.page.test.tsx'] }).filter((file) => isByChance(file));
const red: number[] = [];
for (let round = 0; round < Number(rounds); round++) {
  const seed = (Number(first) + round) % 2 ** 31;
  console.log(`\nround ${round + 1} of ${rounds}, TEST_SEED=${seed}`);
  process.env['TEST_SEED'] = String(seed);
  const { text, ok } = closing([await runSuite(files)]);
  console.log(text);
  if (!ok) red.push(seed);
}
console.log(
  red.length === 0 ? `\n${rounds} rounds, all green` : `\nred: ${red.map((seed) => `TEST_SEED=${seed}`).join(' ')}`,
);
process.exitCode = red.length === 0 ? 0 : 1;
