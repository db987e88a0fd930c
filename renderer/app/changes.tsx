/** Listens for what changed at the service and makes just those answers old. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useApi } from './client-hooks.ts';
import { refreshTouched } from './refresh.ts';

/** Milliseconds before asking again after a call without an answer. */
const RETRY_MS = 2000;
/** Never ask more often than this, whatever the service answers. */
const BREATH_MS = 150;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export function useChanges(): void {
  const api = useApi();
  const queries = useQueryClient();
  useEffect(() => {
    const ended = new AbortController();
    const listen = async () => {
      let since = 0;
      let missed = false;
      while (!ended.signal.aborted) {
        try {
          const { version, topics } = await api['site.changes']({ since });
          if (ended.signal.aborted) return;
          // A lower version is another run of the service: nothing that is shown can be relied on.
          if (missed || version < since) refreshTouched(queries, null);
          else if (topics.length > 0) refreshTouched(queries, topics);
          missed = false;
          since = version;
          await pause(BREATH_MS);
        } catch {
          missed = true;
          since = 0;
          await pause(RETRY_MS);
        }
      }
    };
    void listen();
    return () => ended.abort();
  }, [api, queries]);
}
