/** What stands before every handler: limits, the requests under way, and what is counted of them. One per hub, whatever it listens on. */
import { Connections } from './connections.ts';
import { OpenRequests } from './open-requests.ts';
import { RateLimit } from './rate-limit.ts';
import type { Limits } from './limits.ts';
import { SignIns } from './sign-ins.ts';
import type { LogWriter } from './request-log.ts';
import { Traffic } from '../metrics/traffic.ts';

export interface RequestControl {
  readonly connections: Connections;
  readonly exchanges: OpenRequests;
  readonly gate: RateLimit;
  readonly traffic: Traffic;
  readonly signIns: SignIns;
}

/** `now` in milliseconds since the Unix epoch, UTC. */
export function openRequestControl(limits: Limits, now: () => number, log: LogWriter): RequestControl {
  const connections = new Connections(limits);
  const exchanges = new OpenRequests(limits.slow);
  const signIns = new SignIns(now, log);
  const gate = new RateLimit({ limits, connections, exchanges, signIns, now });
  return { connections, exchanges, gate, traffic: new Traffic(), signIns };
}
