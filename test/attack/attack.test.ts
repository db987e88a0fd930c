/** A brief round of every class of attacks at a real hub with its shipped limits. `npm run attack` plays longer ones (docs/ATTACK.md). */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SEED } from '../runner/seed.ts';
import { CLASSES } from './classes/all.ts';
import { County } from './county.ts';
import { playClass } from './play.ts';

const county = new County();
beforeAll(async () => {
  await county.open();
}, 120_000);
afterAll(() => county.close());

describe('nothing gets through', () => {
  it.each(CLASSES)('$name: $attacked', { timeout: 300_000 }, async (each) => {
    const { tried, through } = await playClass(county, each, { seed: SEED, brief: true });
    expect(through).toEqual([]);
    expect(tried).toBeGreaterThan(1);
  });
});

it('docs/ATTACK.md names every class with what is attacked', () => {
  const page = readFileSync(new URL('../../docs/ATTACK.md', import.meta.url), 'utf8');
  const [, played = ''] = page.split(/^## /m).filter((part, index) => index === 0 || part.startsWith('What is played'));
  expect(played.split('\n').filter((line) => /^\| [a-z]/.test(line) && !line.startsWith('| class'))).toEqual(
    CLASSES.map(({ name, attacked }) => `| ${name} | ${attacked} |`),
  );
});
