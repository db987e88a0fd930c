/** What stands before every handler: limits, the requests under way, and what is counted of them. One per hub, whatever it listens on. */
import { Exchanges } from './exchanges.ts';
import { Gate } from './gate.ts';
import type { Limits } from './limits.ts';
import { Traffic } from '../metrics/traffic.ts';

export interface Front {
  readonly limits: Limits;
  readonly exchanges: Exchanges;
  readonly gate: Gate;
  readonly traffic: Traffic;
}

/** `now` in milliseconds since the Unix epoch, UTC. */
export function openFront(limits: Limits, now: () => number): Front {
  const exchanges = new Exchanges(limits.slow);
  return { limits, exchanges, gate: new Gate({ limits, exchanges, now }), traffic: new Traffic() };
}
