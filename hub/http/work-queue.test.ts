import { describe, expect, it } from 'vitest';
import { CouchError } from './errors.ts';
import { WorkQueue } from './work-queue.ts';

const turn = () => new Promise((next) => setImmediate(next));

/** Work that lasts until it is told to end, and notes when it begins. */
function works(turns: WorkQueue) {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const start = (n: number) =>
    turns.take(
      () =>
        new Promise<number>((end) => {
          begun.push(n);
          ends[n] = () => end(n);
        }),
    );
  return { begun, ends, start };
}

describe('deliveries', () => {
  it('are worked off in the order they came, so many at a time', async () => {
    const { begun, ends, start } = works(new WorkQueue({ atATime: 2, maxWaitMs: 60_000, longLine: 9 }));
    const all = [0, 1, 2, 3].map(start);
    await turn();
    expect(begun).toEqual([0, 1]);
    ends[1]?.();
    await turn();
    expect(begun).toEqual([0, 1, 2]);
    ends[0]?.();
    ends[2]?.();
    await turn();
    ends[3]?.();
    expect(await Promise.all(all)).toEqual([0, 1, 2, 3]);
  });

  it('give their turn on when they fail', async () => {
    const turns = new WorkQueue({ atATime: 1, maxWaitMs: 60_000, longLine: 9 });
    const failed = turns.take(() => Promise.reject(new Error('planted')));
    const next = turns.take(() => Promise.resolve('done'));
    await expect(failed).rejects.toThrow('planted');
    expect(await next).toBe('done');
    expect(await turns.take(() => Promise.resolve('again'))).toBe('again');
  });

  it('that would wait too long are told in Chinese to come again, and the others keep their place', async () => {
    const { begun, ends, start } = works(new WorkQueue({ atATime: 1, maxWaitMs: 5, longLine: 9 }, () => 0.99));
    const first = start(0);
    const refused = await start(1).catch((failure: unknown) => failure);
    expect(refused).toBeInstanceOf(CouchError);
    expect(refused).toMatchObject({ status: 503, error: 'later', headers: { 'retry-after': '3' } });
    expect((refused as CouchError).message).toMatch(/\p{Script=Han}/u);
    ends[0]?.();
    await first;
    const second = start(2);
    await turn();
    expect(begun).toEqual([0, 2]);
    ends[2]?.();
    expect(await second).toBe(2);
  });

  it('in parts are told so before they are sent, where the line is long', async () => {
    const turns = new WorkQueue({ atATime: 1, maxWaitMs: 60_000, longLine: 1 });
    const { ends, start } = works(turns);
    const all = [start(0), start(1)];
    turns.refuseInLongLine();
    all.push(start(2));
    expect(() => turns.refuseInLongLine()).toThrow(expect.objectContaining({ status: 503, error: 'later' }));
    for (const n of [0, 1, 2]) {
      await turn();
      ends[n]?.();
    }
    await Promise.all(all);
    turns.refuseInLongLine();
  });
});
