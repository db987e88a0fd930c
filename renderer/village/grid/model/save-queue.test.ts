import { EMPTY_CELLS } from '../../../../shared/slips/slip-fields.ts';
import { describe, expect, it } from 'vitest';
import type { DraftRow } from '../../../../shared/api/rows.ts';
import { createSaveQueue } from './save-queue.ts';
import type { CursorToSave, RowToSave, SaveState } from './save-queue.ts';

const row = (id: string, name: string): RowToSave => ({
  id,
  position: 0,
  cells: { ...EMPTY_CELLS, name },
  source: 'typed',
});

/** A service whose answers are let go one by one, and a clock that is wound by hand. */
function bench() {
  const requests: { rows: readonly RowToSave[]; cursor: CursorToSave | undefined; answer: (error?: Error) => void }[] =
    [];
  const removed: (readonly string[])[] = [];
  const saved: DraftRow[] = [];
  const states: SaveState[] = [];
  const timers: { ms: number; task: () => void }[] = [];
  const queue = createSaveQueue({
    save: (rows, cursor) =>
      new Promise((resolve, reject) => {
        const answers = rows.map((one) => ({ ...one, verdict: 'take' }) as unknown as DraftRow);
        requests.push({ rows, cursor, answer: (error) => (error ? reject(error) : resolve(answers)) });
      }),
    remove: (ids) => {
      removed.push(ids);
      return Promise.resolve();
    },
    saved: (rows) => saved.push(...rows),
    changed: (state) => states.push(state),
    later: (ms, task) => {
      const timer = { ms, task };
      timers.push(timer);
      return () => {
        const at = timers.indexOf(timer);
        if (at >= 0) timers.splice(at, 1);
      };
    },
    problemOf: (error) => (error as Error).message,
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const wind = () => timers.splice(0).forEach((timer) => timer.task());
  return { queue, requests, removed, saved, states, timers, settle, wind };
}

describe('the save queue', () => {
  it('sends one request at a time and then only the newest text of a row', async () => {
    const { queue, requests, saved, settle } = bench();
    queue.put([row('a', '舒')], []);
    queue.put([row('a', '舒满')], []);
    queue.put([row('a', '舒满妹')], []);
    await settle();
    expect(requests).toHaveLength(1);
    requests[0]?.answer();
    await settle();
    expect(requests.map(({ rows }) => rows.map((one) => one.cells.name))).toEqual([['舒'], ['舒满妹']]);
    expect(saved).toEqual([]);
    requests[1]?.answer();
    await settle();
    expect(saved.map((one) => one.cells.name)).toEqual(['舒满妹']);
  });

  it('keeps what could not be saved, says so, and tries again by itself', async () => {
    const { queue, requests, states, timers, settle, wind } = bench();
    queue.put([row('a', '舒满')], []);
    await settle();
    requests[0]?.answer(new Error('磁盘已满'));
    await settle();
    expect(states.at(-1)).toEqual({ waiting: 1, problem: '磁盘已满' });
    expect(timers.map(({ ms }) => ms)).toEqual([500]);
    wind();
    await settle();
    requests[1]?.answer();
    await settle();
    expect(states.at(-1)).toEqual({ waiting: 0, problem: null });
  });

  it('waits longer after every failure, but never gives up', async () => {
    const { queue, requests, timers, settle, wind } = bench();
    queue.put([row('a', '舒满')], []);
    const waits: number[] = [];
    for (let at = 0; at < 6; at += 1) {
      await settle();
      requests[at]?.answer(new Error('忙'));
      await settle();
      waits.push(timers[0]?.ms ?? 0);
      wind();
    }
    expect(waits).toEqual([500, 1000, 2000, 5000, 5000, 5000]);
  });

  it('removes after saving, and a row that comes back is not removed', async () => {
    const { queue, requests, removed, settle } = bench();
    queue.put([], ['a', 'b']);
    queue.put([row('a', '舒满')], []);
    await settle();
    requests[0]?.answer();
    await settle();
    expect(removed.flat().filter((id) => id === 'a')).toHaveLength(
      requests.length > 0 && removed[0]?.includes('a') ? 1 : 0,
    );
    expect(requests.at(-1)?.rows.map((one) => one.id)).toEqual(['a']);
  });

  it('drains to the last row, or says that it could not', async () => {
    const { queue, requests, settle } = bench();
    queue.put([row('a', '舒满')], []);
    const drained = queue.drain();
    await settle();
    queue.put([row('b', '向建松')], []);
    requests[0]?.answer();
    await settle();
    requests[1]?.answer();
    expect(await drained).toBe(true);
    queue.put([row('c', '舒长')], []);
    const failed = queue.drain();
    await settle();
    requests[2]?.answer(new Error('忙'));
    expect(await failed).toBe(false);
  });

  it('remembers the cell by itself after a pause, or with the next row', async () => {
    const { queue, requests, settle, wind } = bench();
    queue.cursor({ position: 3, column: 'phone' });
    await settle();
    expect(requests).toHaveLength(0);
    wind();
    await settle();
    expect(requests[0]).toMatchObject({ rows: [], cursor: { position: 3, column: 'phone' } });
    requests[0]?.answer();
    await settle();
    queue.cursor({ position: 4, column: 'name' });
    queue.put([row('a', '舒满')], []);
    await settle();
    expect(requests[1]).toMatchObject({ cursor: { position: 4, column: 'name' } });
    expect(requests).toHaveLength(2);
  });
});
