/** Counts what was asked since the start: by route, never by the device that asked or the person it asked about. */
import type { Answered } from '../http/request-log.ts';
import { type Metric, histogramSamples } from './exposition.ts';

/** Upper bounds in s: a pulse takes milliseconds, a page of 600 documents tens, nothing should take five seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
/** A client can send any word as a method; labels must stay few. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'COPY']);

interface Durations {
  readonly counts: number[];
  count: number;
  sum: number;
}

export class Traffic {
  readonly #requests = new Map<string, number>();
  readonly #durations = new Map<string, Durations>();
  #bytesIn = 0;
  #bytesOut = 0;

  /** A feed that waits for news says nothing by its duration, so it is left out of those. */
  record({ method, route, status, ms, bytesIn, bytesOut }: Answered, feed: boolean): void {
    const key = `${METHODS.has(method) ? method : 'other'} ${status} ${route}`;
    this.#requests.set(key, (this.#requests.get(key) ?? 0) + 1);
    this.#bytesIn += bytesIn;
    this.#bytesOut += bytesOut;
    if (feed) return;
    const durations = this.#durations.get(route) ?? { counts: BOUNDS.map(() => 0), count: 0, sum: 0 };
    this.#durations.set(route, durations);
    const seconds = ms / 1000;
    BOUNDS.forEach((bound, index) => {
      if (seconds <= bound) durations.counts[index] = (durations.counts[index] ?? 0) + 1;
    });
    durations.count += 1;
    durations.sum += seconds;
  }

  metrics(): Metric[] {
    return [
      {
        name: 'bianmin_http_requests_total',
        help: 'Requests answered, by route pattern.',
        type: 'counter',
        samples: [...this.#requests].map(([key, value]) => {
          const [method = '', status = '', route = ''] = key.split(' ');
          return { labels: { method, route, status }, value };
        }),
      },
      {
        name: 'bianmin_http_request_duration_seconds',
        help: 'Time from the head of a request to the end of its answer, feeds left out.',
        type: 'histogram',
        samples: [...this.#durations].flatMap(([route, durations]) =>
          histogramSamples(BOUNDS, { labels: { route }, ...durations }),
        ),
      },
      {
        name: 'bianmin_http_bytes_total',
        help: 'Bytes of connections, heads included.',
        type: 'counter',
        samples: [
          { labels: { direction: 'in' }, value: this.#bytesIn },
          { labels: { direction: 'out' }, value: this.#bytesOut },
        ],
      },
    ];
  }
}
