/**
 * The callers of the loopback server: a page that brings a token made a moment ago, once, gets a key and sends it from then on.
 * The token lives for 30 s, since it passes through a file and the address of a page; the key never leaves the page's memory.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../shared/base/local-date.ts';

/** DESIGN §7. */
export const TOKEN_MS = 30_000;
/** A printed address is typed or clicked by a person. */
export const PRINTED_TOKEN_MS = 5 * 60_000;

export interface Sessions {
  /** A new single-use token; base64url of 256 random bits. */
  issueToken(livesMs?: number): string;
  /** The key for a token that was not used and has not expired, else null. Either way the token is gone. */
  exchange(token: unknown): string | null;
  isKey(key: unknown): boolean;
  /** Returns whether a page has come with this token. */
  isUsed(token: string): boolean;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export function createSessions(clock: Clock): Sessions {
  // Only hashes are kept: what lies in memory is not what opens the door.
  const tokens: { hash: Buffer; until: number }[] = [];
  const keys: Buffer[] = [];
  const used: Buffer[] = [];

  const find = (hashes: readonly Buffer[], text: unknown): number => {
    if (typeof text !== 'string') return -1;
    const wanted = digest(text);
    return hashes.findIndex((hash) => timingSafeEqual(hash, wanted));
  };

  return {
    issueToken(livesMs = TOKEN_MS) {
      const token = randomBytes(32).toString('base64url');
      tokens.push({ hash: digest(token), until: clock.now() + livesMs });
      return token;
    },
    exchange(token) {
      const index = find(
        tokens.map((one) => one.hash),
        token,
      );
      const [found] = index < 0 ? [] : tokens.splice(index, 1);
      if (!found || clock.now() >= found.until) return null;
      used.push(found.hash);
      const key = randomBytes(32).toString('base64url');
      keys.push(digest(key));
      return key;
    },
    isKey: (key) => find(keys, key) >= 0,
    isUsed: (token) => find(used, token) >= 0,
  };
}
