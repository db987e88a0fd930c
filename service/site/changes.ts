/** What changed, for pages that wait: a version that grows and the topics since any earlier version. */
import type { Topic } from '../../shared/api/rows.ts';

/** How long a page's question stays open, in ms: under the idle limits of proxies and virus scanners. */
const WAIT_MS = 25_000;

export interface Changes {
  tell(...topics: readonly Topic[]): void;
  /** Answers at once when something is newer than `since` (or `since` is of an earlier start), else on the next change or after 25 s. */
  wait(since: number): Promise<{ readonly version: number; readonly topics: readonly Topic[] }>;
  /** Answers all waiting pages. */
  close(): void;
}

export function createChanges(waitMs: number = WAIT_MS): Changes {
  const lastChange = new Map<Topic, number>();
  const waiting = new Set<() => void>();
  let version = 0;
  let closed = false;
  const since = (from: number) => ({
    version,
    topics: [...lastChange].filter(([, at]) => at > from).map(([topic]) => topic),
  });
  const wake = () => {
    for (const go of waiting) go();
  };
  return {
    tell(...topics) {
      if (topics.length === 0) return;
      version += 1;
      for (const topic of topics) lastChange.set(topic, version);
      wake();
    },
    async wait(from) {
      // A page that outlived a restart knows a higher version: it must look at everything again.
      const known = from > version ? -1 : from;
      if (known >= version && !closed) {
        await new Promise<void>((resolve) => {
          const go = () => {
            clearTimeout(timer);
            waiting.delete(go);
            resolve();
          };
          const timer = setTimeout(go, waitMs);
          waiting.add(go);
        });
      }
      return since(known);
    },
    close() {
      closed = true;
      wake();
    },
  };
}
