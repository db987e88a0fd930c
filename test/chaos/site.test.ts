import { describe, expect, it } from 'vitest';
import { badWeather, killSite } from './site.ts';

const seed = Number(process.env['CRASH_SEED'] ?? Math.floor(Math.random() * 2 ** 32));

describe('a site that is killed while it writes and syncs', () => {
  it('has all it acknowledged, an unbroken chain, and nothing twice', { timeout: 120_000 }, async () => {
    const { faults } = await killSite(5, seed);
    expect(faults, `seed ${seed}`).toEqual([]);
  });
});

describe('a village and its centre in any weather', () => {
  it('hold the same as the hub once it clears, each event with its receipt', { timeout: 120_000 }, async () => {
    const { faults } = await badWeather(60, seed);
    expect(faults, `seed ${seed}`).toEqual([]);
  });
});
