/** The hub's data folder: key file, encrypted data file, and the hub's identity. Everything is made at the first start. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createHmac } from 'node:crypto';
import type { DeviceId, PlaceCode, SeriesId, Station } from '../../shared/base/brands.ts';
import { base32 } from '../../shared/event/event.ts';
import { hubDeviceId, makeSigningKey, randomId, randomSecret } from '../../store/trust/crypto.ts';
import { openDataFile } from '../../store/file/data-file.ts';
import { type DataFolder, keyOfFolder } from '../../store/file/data-folder.ts';
import { checkFileAhead, checkingSentence } from '../../store/file/file-check.ts';
import { beginSeries, enrolIdentity, privateKey, readIdentity } from '../../store/trust/identity.ts';
import { RESTORED, getSetting, setSetting } from '../../store/file/settings.ts';
import type { DataFile, ReadDb, WriteDb } from '../../store/types.ts';
import { HUB_MIGRATIONS } from '../migrations/list.ts';
import { naming } from '../start-error.ts';
import { beginBootLog } from '../events/boot-log.ts';

export const KEY_FILE = 'hub.key';
export const DATA_FILE = 'hub.db';
/** Half of a site's: with the connections of a whole county beside it the hub stays below 500 MB, and takes no longer. */
const CACHE_KIB = 32 * 1024;

const LOGIN_KEY = 'hub-login-key';
const UUID = 'hub-uuid';
/** Given to no machine of a site: the hub numbers no cases. */
const HUB_STATION = '22' as Station;

export interface HubIdentity {
  readonly uuid: string;
  /** Changes whenever the file went back in time; it is also the series of the hub's own events (LEDGER §5, §6). */
  epoch: SeriesId;
  readonly device: DeviceId;
  readonly publicKey: string;
  readonly privateKey: string;
  readonly county: PlaceCode;
}

export interface HubFile {
  readonly file: DataFile;
  readonly identity: HubIdentity;
}

function required(file: ReadDb, name: string): string {
  const value = getSetting(file, name);
  if (value === null) throw new Error(`setting ${name} is missing`);
  return value;
}

function makeIdentity(file: WriteDb, county: PlaceCode, now: number): void {
  const key = makeSigningKey();
  setSetting(file, UUID, randomId() + randomId());
  setSetting(file, LOGIN_KEY, randomSecret());
  enrolIdentity(
    file,
    {
      device: hubDeviceId(key.publicKey),
      place: county,
      station: HUB_STATION,
      key,
      certificate: null,
      secret: null,
      hub: null,
      machine: 'hub',
      facts: '',
      series: randomId() as SeriesId,
    },
    now,
  );
}

/**
 * Returns a device's secret. It follows from a key of the hub, so that a hub restored from an earlier backup can still check that a device it has
 * forgotten is the one its certificate names (LEDGER §6); the file keeps its SHA-256 alone.
 */
export function deviceSecret(file: ReadDb, device: DeviceId): string {
  return createHmac('sha256', required(file, LOGIN_KEY)).update(`device ${device}`).digest('base64url');
}

/** Returns eight characters that only this hub, before or after a restore, can put to a text. */
export function tokenMark(file: ReadDb, text: string): string {
  const digest = createHmac('sha256', required(file, LOGIN_KEY)).update(`mark ${text}`).digest();
  return base32(digest).slice(0, 8);
}

/** Begins an epoch: every site voids its receipts and offers again what this file may lack (LEDGER §5). */
export function beginEpoch(file: WriteDb, now: number): SeriesId {
  return file.transaction(() => {
    beginBootLog(file);
    return beginSeries(file, 'restored', now, randomId() as SeriesId);
  });
}

/** Its backups lie where the county keeps them. */
const hubFolder = (folder: string): DataFolder => ({
  dataFiles: [path.join(folder, DATA_FILE)],
  keyFile: path.join(folder, KEY_FILE),
  protectedKey: null,
  backups: null,
});

export interface OpenHubFile {
  readonly folder: string;
  readonly county: PlaceCode;
  readonly now: number;
  /** The data file was read through just now, as `checkHubAhead` answers. */
  readonly isChecked?: boolean;
}

/**
 * Reads a large data file through that the last program did not close, and says so first: sites get no answer until it is done. True where
 * opening need not do it again. Throws StoreError `Corrupt`, StartError.
 */
export async function checkHubAhead(folder: string, say: (line: string) => void): Promise<boolean> {
  const [keyFile, file] = [path.join(folder, KEY_FILE), path.join(folder, DATA_FILE)];
  if (!existsSync(keyFile) || !existsSync(file)) return false;
  const { key } = naming('密钥文件', keyFile, () => keyOfFolder(hubFolder(folder)));
  const begun = (bytes: number) => say(`${checkingSentence(bytes)}，每 GB 约 20 秒；查完自动启动，请不要关机。`);
  return checkFileAhead({ file, key, begun, signal: new AbortController().signal });
}

/** Opens the folder, makes what is missing. A restored file begins a new epoch here. Throws StoreError. */
export function openHubFile({ folder, county, now, isChecked = false }: OpenHubFile): HubFile {
  const [keyFile, dataFile] = [path.join(folder, KEY_FILE), path.join(folder, DATA_FILE)];
  const { key } = naming('密钥文件', keyFile, () => keyOfFolder(hubFolder(folder)));
  const file = naming('数据文件', dataFile, () =>
    openDataFile({ path: dataFile, key, migrations: [HUB_MIGRATIONS], cacheKib: CACHE_KIB, isChecked }),
  );
  try {
    file.transaction(() => {
      if (readIdentity(file) === null) makeIdentity(file, county, now);
      if (getSetting(file, RESTORED) !== null) {
        beginEpoch(file, now);
        setSetting(file, RESTORED, null);
      }
    });
    const identity = readIdentity(file);
    if (identity === null) throw new Error('identity is missing');
    return {
      file,
      identity: {
        uuid: required(file, UUID),
        epoch: identity.series,
        device: identity.device,
        publicKey: identity.publicKey,
        privateKey: privateKey(file) ?? '',
        county: identity.place,
      },
    };
  } catch (error) {
    file.close();
    throw error;
  }
}
