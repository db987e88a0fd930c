/** The secret that signs in at the console: made when the hub listens, shown once, kept as a hash. */
import { grouped, ungrouped } from '../../shared/base/easy-text.ts';
import { hashSecret, sameSecret } from '../../store/trust/crypto.ts';
import { getSetting, setSetting } from '../../store/file/settings.ts';
import type { DataFile } from '../../store/types.ts';
import { randomEasy } from './readable-secret.ts';

const ADMIN = 'hub-admin';
/** Set from when a secret is made until somebody has been shown it: who is killed between makes another at the next start. */
const UNSHOWN = 'hub-admin-unshown';
/** 99 random bits: typed by a person, and guessed by nobody at the pace the sign-in allows. */
const ADMIN_SECRET_LENGTH = 20;

/** A new secret for the console; the old one ends. */
export function renewAdminSecret(file: DataFile): string {
  const secret = randomEasy(ADMIN_SECRET_LENGTH);
  file.transaction(() => {
    setSetting(file, ADMIN, hashSecret(secret));
    setSetting(file, UNSHOWN, null);
  });
  return grouped(secret);
}

/** A new secret where nobody has been shown one yet, else null. It counts as shown from {@link noteSecretShown} on. */
export function unshownAdminSecret(file: DataFile): string | null {
  if (getSetting(file, ADMIN) !== null && getSetting(file, UNSHOWN) === null) return null;
  return file.transaction(() => {
    const secret = renewAdminSecret(file);
    setSetting(file, UNSHOWN, '1');
    return secret;
  });
}

export const noteSecretShown = (file: DataFile): void => setSetting(file, UNSHOWN, null);

export function isAdminSecret(file: DataFile, typed: string): boolean {
  const hash = getSetting(file, ADMIN);
  return hash !== null && sameSecret(ungrouped(typed), hash);
}
