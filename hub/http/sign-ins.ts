/** Sign-ins that were refused: each is a line of the log with where it came from, and counted, so that guessing is seen. */
import type { IncomingMessage } from 'node:http';
import type { Metric } from '../metrics/exposition.ts';
import type { LogWriter } from './request-log.ts';

/** What was to be opened: the console, the door of a device, or a place by an enrolment code. */
export type SignInDoor = 'console' | 'device' | 'enrolment';
const DOORS: readonly SignInDoor[] = ['console', 'device', 'enrolment'];

export interface Refused {
  readonly door: SignInDoor;
  /** `later`: wrong as well, after too many others from there. */
  readonly because: 'wrong' | 'later';
  /** The device whose id was given, where the county has one of that id. */
  readonly device?: string | null;
}

export class SignIns {
  readonly #now: () => number;
  readonly #log: LogWriter;
  readonly #refused = new Map<SignInDoor, number>(DOORS.map((door) => [door, 0]));

  /** `now` in milliseconds since the Unix epoch, UTC. */
  constructor(now: () => number, log: LogWriter) {
    this.#now = now;
    this.#log = log;
  }

  /** Logs a refused sign-in; of `request` only the address it came from. */
  refused(request: IncomingMessage, { door, because, device = null }: Refused): void {
    this.#refused.set(door, (this.#refused.get(door) ?? 0) + 1);
    const from = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    this.#log(
      JSON.stringify({ at: new Date(this.#now()).toISOString(), signIn: 'refused', door, because, from, device }),
    );
  }

  metrics(): Metric[] {
    return [
      {
        name: 'bianmin_sign_ins_refused_total',
        help: 'Sign-ins and enrolments that were refused, by door.',
        type: 'counter',
        samples: DOORS.map((door) => ({ labels: { door }, value: this.#refused.get(door) ?? 0 })),
      },
    ];
  }
}
