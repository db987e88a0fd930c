/**
 * The enrolment code as people carry it: 12 characters of secret, of which the hub keeps a hash, and 12 characters of the hash of the
 * hub's TLS key, by which the machine knows the hub before it says a word (docs/HUB.md).
 */
import { EASY_CHARACTERS, grouped, ungrouped } from '../base/easy-text.ts';

export const CODE_SECRET_LENGTH = 12;
const KEY_LENGTH = 12;
const BASE = BigInt(EASY_CHARACTERS.length);
const CODE = new RegExp(`^([${EASY_CHARACTERS}]{${CODE_SECRET_LENGTH}})([${EASY_CHARACTERS}]{${KEY_LENGTH}})$`);

/** 12 easy characters, 59 bits, of a key's pin (SHA-256 of its SubjectPublicKeyInfo, 64 hex digits). */
export function keyPart(pin: string): string {
  let rest = BigInt(`0x${pin}`);
  return Array.from({ length: KEY_LENGTH }, () => {
    const character = EASY_CHARACTERS[Number(rest % BASE)];
    rest /= BASE;
    return character;
  }).join('');
}

/** `abcd-efgh-jkmn-pqrs-tuvw-xyz2` */
export const writeEnrolmentCode = (secret: string, pin: string): string => grouped(secret + keyPart(pin));

export interface EnrolmentCode {
  /** What the hub is told. */
  readonly secret: string;
  /** What the key that answers must begin with, as `keyPart` writes it; it stays here. */
  readonly key: string;
}

/** Returns the code that a person typed, in any case, with or without dashes; null when it can be none. */
export function readEnrolmentCode(typed: string): EnrolmentCode | null {
  const [, secret, key] = CODE.exec(ungrouped(typed)) ?? [];
  return secret === undefined || key === undefined ? null : { secret, key };
}
