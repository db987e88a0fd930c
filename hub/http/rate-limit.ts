/**
 * Holds a client to its limits: a device by its id once it has logged in, all others by address. A client that only knows a device's id never uses up
 * the device's share, and a right login never waits behind the wrong ones from the same address.
 */
import type { IncomingMessage } from 'node:http';
import type { ReadDb } from '../../store/types.ts';
import { CouchError } from './errors.ts';
import type { Device } from '../admin/devices.ts';
import { deviceNamedBy, loginOf } from '../device-api/login.ts';
import { TokenBuckets } from './token-buckets.ts';
import { type Connections, originOf } from './connections.ts';
import type { OpenRequests } from './open-requests.ts';
import type { Limits } from './limits.ts';
import type { SignIns } from './sign-ins.ts';

const LATER = '请求太多，县里请这台电脑稍后再来';
const HEAVY = /\/(_bulk_docs|_bulk_get|_changes|_revs_diff|parcel|bundle)(\/|\?|$)/;
const FEED = /[?&]feed=(longpoll|continuous|live|eventsource)(&|$)/;

/** Returns whether the request waits for changes to come. */
export const isFeed = ({ url = '' }: IncomingMessage): boolean => FEED.test(url);

/** The longest time for which a client is sent away, in s. */
const LONGEST_S = 300;

function later(waitMs: number): CouchError {
  const seconds = Math.min(LONGEST_S, Math.max(1, Math.ceil(waitMs / 1000)));
  return new CouchError(429, 'later', `${LATER}（${seconds} 秒后）`, { 'retry-after': String(seconds) });
}

export interface RateLimitOptions {
  readonly limits: Limits;
  readonly connections: Connections;
  readonly exchanges: OpenRequests;
  readonly signIns: SignIns;
  /** Milliseconds since the Unix epoch, UTC. */
  readonly now: () => number;
}

export class RateLimit {
  readonly #options: RateLimitOptions;
  readonly #requests: TokenBuckets;
  readonly #bytesIn: TokenBuckets;
  readonly #bytesOut: TokenBuckets;
  readonly #strangers: TokenBuckets;
  /** Heavy requests and feeds under way, by `kind device`. */
  readonly #atOnce = new Map<string, number>();

  constructor(options: RateLimitOptions) {
    this.#options = options;
    const { device, address } = options.limits;
    this.#requests = new TokenBuckets(device.requests);
    this.#bytesIn = new TokenBuckets(device.bytesIn);
    this.#bytesOut = new TokenBuckets(device.bytesOut);
    this.#strangers = new TokenBuckets(address.requests);
  }

  /** Counts a request without a login that the hub knows. Throws CouchError 429. */
  stranger(request: IncomingMessage): void {
    const now = this.#options.now();
    const origin = originOf(request);
    const wait = this.#strangers.wait(origin, now);
    if (wait > 0) throw later(wait);
    this.#strangers.take(origin, 1, now);
  }

  /** Counts a request of a device that has logged in. Throws CouchError 429. */
  device(device: string, request: IncomingMessage): void {
    this.#options.connections.isOf(request, device);
    this.#options.exchanges.isOf(request, device);
    const now = this.#options.now();
    const wait = Math.max(...[this.#requests, this.#bytesIn, this.#bytesOut].map((each) => each.wait(device, now)));
    if (wait > 0) throw later(wait);
    this.#requests.take(device, 1, now);
    this.#hold(device, request);
    this.#options.exchanges.whenOver(request, ({ bytesIn, bytesOut }) => {
      const over = this.#options.now();
      this.#bytesIn.take(device, bytesIn, over);
      this.#bytesOut.take(device, bytesOut, over);
    });
  }

  #hold(device: string, request: IncomingMessage): void {
    const url = request.url ?? '';
    if (!HEAVY.test(url)) return;
    const { heavyAtOnce, feedsAtOnce } = this.#options.limits.device;
    const [kind, most] = isFeed(request) ? ['feed', feedsAtOnce] : ['heavy', heavyAtOnce];
    const key = `${kind} ${device}`;
    const held = this.#atOnce.get(key) ?? 0;
    if (held >= most) throw later(0);
    this.#atOnce.set(key, held + 1);
    this.#options.exchanges.whenOver(request, () => {
      const left = (this.#atOnce.get(key) ?? 1) - 1;
      if (left === 0) this.#atOnce.delete(key);
      else this.#atOnce.set(key, left);
    });
  }

  /** Returns the device that sends the request, held to its limits; null for one without credentials. Throws CouchError 401, 429. */
  login(file: ReadDb, request: IncomingMessage): Device | null {
    let device: Device | null;
    try {
      device = loginOf(file, request);
    } catch (wrong) {
      const known = deviceNamedBy(file, request);
      this.#options.signIns.refused(request, {
        door: 'device',
        because: 'wrong',
        device: known?.certificate.device ?? null,
      });
      this.stranger(request);
      throw wrong;
    }
    if (device === null) this.stranger(request);
    else this.device(device.certificate.device, request);
    return device;
  }
}
