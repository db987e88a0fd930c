/** The sessions that are signed in at the console: keys in memory only, so a restart ends all of them. */
import { hashSecret, randomSecret } from '../../store/trust/crypto.ts';

/** A working day. */
const LIFE_MS = 12 * 3_600_000;
const MAX_SESSIONS = 200;

export interface Session {
  readonly session: string;
  readonly expiresAt: string;
}

export class Sessions {
  /** Sessions by the hash of their key: keys themselves are not kept in memory. */
  readonly #ends = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  open(): Session {
    const now = this.#now();
    for (const [key, end] of this.#ends) if (end <= now || this.#ends.size >= MAX_SESSIONS) this.#ends.delete(key);
    const session = randomSecret();
    this.#ends.set(hashSecret(session), now + LIFE_MS);
    return { session, expiresAt: new Date(now + LIFE_MS).toISOString() };
  }

  has(session: string): boolean {
    return (this.#ends.get(hashSecret(session)) ?? 0) > this.#now();
  }

  close(session: string): void {
    this.#ends.delete(hashSecret(session));
  }
}
