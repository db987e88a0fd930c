/** The secret that signs in at the console: made when the hub listens, shown once, kept as a hash. */
import { grouped, ungrouped } from '../../shared/base/easy-text.ts';
import { hashSecret, sameSecret } from '../../store/trust/crypto.ts';
import { getSetting, setSetting } from '../../store/file/settings.ts';
import type { ReadDb, WriteDb } from '../../store/types.ts';
import { randomEasy } from './readable-secret.ts';

const ADMIN = 'hub-admin';
/** Set from the moment a secret is made until it has been printed: a hub that is killed in between makes another at its next start. */
const UNSHOWN = 'hub-admin-unshown';
/** 99 random bits: short enough to type, and out of reach of guessing at the pace the sign-in allows. */
const ADMIN_SECRET_LENGTH = 20;

/** A new secret for the console; the old one ends. */
export function renewAdminSecret(file: WriteDb): string {
  const secret = randomEasy(ADMIN_SECRET_LENGTH);
  file.transaction(() => {
    setSetting(file, ADMIN, hashSecret(secret));
    setSetting(file, UNSHOWN, null);
  });
  return grouped(secret);
}

/** Returns a new secret where none has been printed yet, else null. It counts as shown from {@link noteSecretShown} on. */
export function unshownAdminSecret(file: WriteDb): string | null {
  if (getSetting(file, ADMIN) !== null && getSetting(file, UNSHOWN) === null) return null;
  return file.transaction(() => {
    const secret = renewAdminSecret(file);
    setSetting(file, UNSHOWN, '1');
    return secret;
  });
}

export const noteSecretShown = (file: WriteDb): void => setSetting(file, UNSHOWN, null);

export function isAdminSecret(file: ReadDb, typed: string): boolean {
  const hash = getSetting(file, ADMIN);
  return hash !== null && sameSecret(ungrouped(typed), hash);
}
