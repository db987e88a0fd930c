/** How the process itself is doing. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Metric } from './exposition.ts';

/** How exactly the event loop's delay is measured, ms. */
const RESOLUTION_MS = 20;
const QUANTILES = [0.5, 0.99, 1] as const;

export class ProcessWatch {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #version: string;

  constructor(version: string) {
    this.#version = version;
    this.#delay.enable();
  }

  /** The delay is of the time since the last call. */
  metrics(): Metric[] {
    // The timer's own interval is no delay.
    const seconds = (quantile: number) =>
      Math.max(0, this.#delay.percentile(quantile * 100) / 1e9 - RESOLUTION_MS / 1000);
    const samples = QUANTILES.map((quantile) => ({
      labels: { quantile: String(quantile) },
      value: this.#delay.count === 0 ? 0 : seconds(quantile),
    }));
    this.#delay.reset();
    return [
      {
        name: 'bianmin_event_loop_delay_seconds',
        help: 'How late the event loop came since the last scrape.',
        type: 'gauge',
        samples,
      },
      {
        name: 'bianmin_resident_memory_bytes',
        help: 'Memory of the process.',
        type: 'gauge',
        samples: [{ value: process.memoryUsage.rss() }],
      },
      {
        name: 'bianmin_uptime_seconds',
        help: 'Time since the process began.',
        type: 'gauge',
        samples: [{ value: process.uptime() }],
      },
      {
        name: 'bianmin_build_info',
        help: 'Always 1; the version is the label.',
        type: 'gauge',
        samples: [{ labels: { version: this.#version }, value: 1 }],
      },
    ];
  }

  close(): void {
    this.#delay.disable();
  }
}
