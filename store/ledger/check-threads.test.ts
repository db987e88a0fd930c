import { expect, it } from 'vitest';
import { checkAside } from './check-threads.ts';

const NO_KEYS = new Map<string, string>();

it('a thread that dies at its very first job is followed by others', async () => {
  expect(await checkAside(['no JSON'], NO_KEYS)).toEqual([null]);
  expect(await checkAside(['{}', '[]'], NO_KEYS)).toEqual(['malformed', 'malformed']);
});

it('what is far too large for an event ends no thread: the others are checked beside it and after it', async () => {
  const small = Array.from({ length: 60 }, (_, n) => JSON.stringify({ _id: `x${n}`, _rev: '1-a' }));
  // Within what a request may hold, and many times as much once it is parsed.
  const huge = `{"_id":"y","_rev":"1-a","data":[${'{},'.repeat(5_000_000)}{}]}`;
  const found = await checkAside([...small.slice(0, 30), huge, ...small.slice(30)], NO_KEYS);
  expect(found).toEqual(small.map(() => 'malformed').toSpliced(30, 0, null as never));
  expect(await checkAside(small, NO_KEYS)).toEqual(small.map(() => 'malformed'));
});
