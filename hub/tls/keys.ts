/**
 * Which TLS key the hub answers with: the county's own where two files are named, else the one kept in the encrypted file; and the one that
 * follows it, which is announced to the sites before it is used (docs/HUB.md).
 */
import { createPrivateKey } from 'node:crypto';
import { ApiError } from '../../shared/api/errors.ts';
import { countyDoc } from '../../store/county/county-docs.ts';
import { readIdentity } from '../../store/trust/identity.ts';
import { announceNext } from '../../store/trust/tls-key.ts';
import { getSetting, setSetting } from '../../store/file/settings.ts';
import type { ReadDb, WriteDb } from '../../store/types.ts';
import { listDevices } from '../admin/devices.ts';
import { cancelOpenCodes } from '../device-api/codes.ts';
import type { HubIdentity } from '../admin/hub-file.ts';
import { MAIN, publish } from '../admin/publish.ts';
import { makeTlsKey, pinOfTlsKey, readTlsFiles, type TlsFiles, type TlsKey, withName } from './tls-key.ts';

const PRESENT = 'hub-tls';
const NEXT = 'hub-tls-next';
/** Version of the newest announcement. Sites go by the highest, so a restore must not begin to count again. */
const ANNOUNCED = 'hub-tls-announced';

function kept(file: ReadDb, name: string): TlsKey | null {
  const text = getSetting(file, name);
  return text === null ? null : (JSON.parse(text) as TlsKey);
}

/** The key of this start; one is made at the first, with a certificate for the hub's public name. `own`: the county's, instead. */
export function presentKey(file: WriteDb, own: TlsKey | null, name: string | null = null): TlsKey {
  if (own !== null) return own;
  const known = kept(file, PRESENT);
  const present = known === null ? makeTlsKey(name) : withName(known, name);
  if (present.certificate !== known?.certificate) setSetting(file, PRESENT, JSON.stringify(present));
  return present;
}

export interface KeyContext {
  readonly file: WriteDb;
  readonly hub: HubIdentity;
  readonly present: TlsKey;
  /** The hub's public name. */
  readonly name?: string | null;
  readonly now: number;
}

/** Makes the next key, or takes the county's, and announces it in `county`, signed by the present one. Throws ApiError. */
export function announceKey({ file, hub, present, name = null, now }: KeyContext, own: TlsFiles | null): TlsKey {
  const next = own === null ? makeTlsKey(name) : readTlsFiles(own);
  const pin = pinOfTlsKey(next);
  if (pin === pinOfTlsKey(present)) throw new ApiError('bad-input', '这就是现在用的钥匙，不用更换');
  file.transaction(() => {
    setSetting(file, NEXT, JSON.stringify(next));
    const above = Number(getSetting(file, ANNOUNCED) ?? 0);
    const data = announceNext(createPrivateKey(present.key), pin);
    const { version } = publish(file, hub, { kind: 'tlskey', key: MAIN, data, above }, now);
    setSetting(file, ANNOUNCED, String(version));
  });
  return next;
}

/** Machines in use that were not heard of since the newest announcement: for all the hub knows, they will trust the old key alone. */
function countUnaware(file: ReadDb): number {
  const since = countyDoc(file, 'tlskey', MAIN)?.at ?? '';
  return listDevices(file).filter(({ revoked, lastSeen }) => revoked === null && lastSeen <= since).length;
}

const unaware = (machines: number) =>
  new ApiError(
    'not-allowed',
    `预告之后还有 ${machines} 台电脑没有联系过县里，现在换，它们要各用一个新的登记码核对。请再等等；仍要换，请运行 use-next-key --now`,
  );

/** The present key where it is the one that was announced last: a person who gives the command again has not heard that it was done. */
function takenAlready(file: ReadDb): TlsKey | null {
  const present = kept(file, PRESENT);
  const announced = countyDoc(file, 'tlskey', MAIN)?.data as { readonly next?: unknown } | undefined;
  return present !== null && announced?.next === pinOfTlsKey(present) ? present : null;
}

/**
 * From now on the announced key is the present one; so it stays where it is already. Codes that name the old one end. Throws ApiError when none was
 * announced, and, unless it is to be now, while there are machines that can't have heard of it.
 */
export function takeNextKey(file: WriteDb, now: boolean): TlsKey {
  const next = kept(file, NEXT);
  const taken = next === null ? takenAlready(file) : null;
  if (taken !== null) return taken;
  if (next === null) throw new ApiError('not-found', '还没有预告下一把钥匙，请先运行 next-key');
  const machines = now ? 0 : countUnaware(file);
  if (machines > 0) throw unaware(machines);
  file.transaction(() => {
    setSetting(file, PRESENT, JSON.stringify(next));
    setSetting(file, NEXT, null);
    cancelOpenCodes(file);
  });
  return next;
}

/**
 * The keys of a file that is about to be replaced by an earlier copy: sites may know the hub by the newer one alone. An announced key of the
 * copy that was used meanwhile must not come back, and its codes end where they name a key that is gone.
 */
export function carryKeys(from: WriteDb): (to: WriteDb) => void {
  const [present, next, announced] = [getSetting(from, PRESENT), getSetting(from, NEXT), getSetting(from, ANNOUNCED)];
  const hubKey = readIdentity(from)?.publicKey;
  return (to) =>
    to.transaction(() => {
      // A hub that was begun anew in the folder is another one, whose keys no site knows.
      if (readIdentity(to)?.publicKey !== hubKey) return;
      setSetting(to, NEXT, next);
      setSetting(to, ANNOUNCED, announced);
      if (present === null || present === getSetting(to, PRESENT)) return;
      setSetting(to, PRESENT, present);
      cancelOpenCodes(to);
    });
}
