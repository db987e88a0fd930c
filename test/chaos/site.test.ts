import { describe, expect, it } from 'vitest';
import { SEED } from '../runner/seed.ts';
import { badWeather, killSite } from './site.ts';

describe('a site that is killed while it writes and syncs', () => {
  it('has all it acknowledged, an unbroken chain, and nothing twice', { timeout: 120_000 }, async () => {
    const { faults } = await killSite(5, SEED);
    expect(faults, `seed ${SEED}`).toEqual([]);
  });
});

describe('a village and its centre in any weather', () => {
  it('hold the same as the hub once it clears, each event with its receipt', { timeout: 120_000 }, async () => {
    const { faults } = await badWeather(60, SEED);
    expect(faults, `seed ${SEED}`).toEqual([]);
  });
});
