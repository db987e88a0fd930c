/** Work on many events a page at a time, so that others are answered meanwhile. */
import { setImmediate } from 'node:timers/promises';

/** How many events are checked or stored at a time: some ten milliseconds. */
const PAGE = 200;

export async function inPages<T>(
  items: readonly T[],
  work: (page: readonly T[]) => void | Promise<void>,
): Promise<void> {
  for (let from = 0; from < items.length; from += PAGE) {
    await work(items.slice(from, from + PAGE));
    await setImmediate();
  }
}
