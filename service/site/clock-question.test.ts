import { describe, expect, it } from 'vitest';
import { clockIsDoubtful } from './clock-question.ts';

const day = 86_400_000;
const built = Date.parse('2026-11-23T00:00:00Z');
const facts = { now: built + day, built, lastOwn: null, lastHub: null };

describe('a machine clock', () => {
  it('is taken for right between the newest thing known and 60 days after it', () => {
    expect(clockIsDoubtful(facts)).toBe(false);
    expect(clockIsDoubtful({ ...facts, now: built + 60 * day })).toBe(false);
    expect(clockIsDoubtful({ ...facts, now: built + 200 * day, lastHub: built + 190 * day })).toBe(false);
    expect(clockIsDoubtful({ ...facts, lastHub: facts.now + 60_000 })).toBe(false);
  });

  it('is doubtful before the build, the last own event or the last hub time', () => {
    expect(clockIsDoubtful({ ...facts, now: built - 1 })).toBe(true);
    expect(clockIsDoubtful({ ...facts, lastOwn: facts.now + 1 })).toBe(true);
    expect(clockIsDoubtful({ ...facts, lastHub: facts.now + 11 * 60_000 })).toBe(true);
  });

  it('is doubtful more than 60 days after the newest of them', () => {
    expect(clockIsDoubtful({ ...facts, now: built + 60 * day + 1 })).toBe(true);
    expect(clockIsDoubtful({ ...facts, now: built + 100 * day, lastOwn: built + 10 * day })).toBe(true);
  });
});
