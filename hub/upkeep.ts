/** Backup, restore and a new secret, from the command line. A running hub is asked through its folder's socket; the rest needs it stopped. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ApiError } from '../shared/api/errors.ts';
import { referencePlaces } from '../shared/domain/reference/load.ts';
import { backupTo, restoreBackup } from '../store/backup.ts';
import { readOrMakeKeyFile } from '../store/key-file.ts';
import type { DataFile } from '../store/types.ts';
import type { HubSettings } from './environment.ts';
import { DATA_FILE, KEY_FILE, openHubFile, renewAdminSecret } from './hub-file.ts';
import { askOwner, lockFolder } from './lock.ts';

function absolute(file: string | undefined): string {
  if (file === undefined || file === '') throw new ApiError('bad-input', '请写明备份文件的路径');
  return path.resolve(file);
}

const keyOf = (folder: string) => readOrMakeKeyFile(path.join(folder, KEY_FILE)).key;

/** Runs `work` while no hub can start on the folder. Throws ApiError `in-use`, `not-found`. */
async function whileStopped<T>(folder: string, work: () => Promise<T> | T): Promise<T> {
  if (!existsSync(path.join(folder, KEY_FILE)))
    throw new ApiError('not-found', `文件夹 ${folder} 里没有县级服务的密钥文件 ${KEY_FILE}`);
  const lock = await lockFolder(folder, () => Promise.resolve(''));
  if (lock === null) throw new ApiError('in-use', '县级服务正在运行,请先停止');
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

function openFile(folder: string): DataFile {
  return openHubFile({ folder, county: referencePlaces().county.code, now: Date.now() }).file;
}

/** What a running hub does when it is asked through its socket: `backup <file>`. Answers a sentence. */
export async function answerOwner(file: DataFile, folder: string, line: string): Promise<string> {
  const target = /^backup (.+)$/.exec(line)?.[1];
  if (target === undefined || !path.isAbsolute(target)) return '不认识的请求';
  const { bytes } = await backupTo(file, keyOf(folder), target);
  return backedUp(folder, target, bytes);
}

const backedUp = (folder: string, target: string, bytes: number) =>
  `已备份到 ${target}(${bytes} 字节)。恢复时还需要密钥文件 ${path.join(folder, KEY_FILE)},请另外保管。`;

/** Backs up to a file, with the hub running or not. Answers the sentence to print. */
export async function backupHub({ dataFolder }: HubSettings, given: string | undefined): Promise<string> {
  const target = absolute(given);
  if (existsSync(target)) throw new ApiError('duplicate', `文件 ${target} 已经存在,没有覆盖`);
  const answered = await askOwner(dataFolder, `backup ${target}`);
  if (answered !== null) return answered;
  return whileStopped(dataFolder, async () => {
    const file = openFile(dataFolder);
    try {
      return backedUp(dataFolder, target, (await backupTo(file, keyOf(dataFolder), target)).bytes);
    } finally {
      file.close();
    }
  });
}

/** Puts a backup in place; the next start begins a new epoch, and the sites hand in what the backup lacks. */
export async function restoreHub({ dataFolder }: HubSettings, given: string | undefined): Promise<string> {
  const from = absolute(given);
  return whileStopped(dataFolder, () => {
    const target = path.join(dataFolder, DATA_FILE);
    const { setAside } = restoreBackup({ backup: from, path: target, key: keyOf(dataFolder), now: Date.now() });
    const kept = setAside === null ? '' : `原来的数据文件保留为 ${setAside}。`;
    return `已从 ${from} 恢复。${kept}下次启动后,各站点会把备份之后的办件重新交上来。`;
  });
}

export async function renewSecret({ dataFolder }: HubSettings): Promise<string> {
  return whileStopped(dataFolder, () => {
    const file = openFile(dataFolder);
    try {
      return `新的管理口令(只显示这一次):${renewAdminSecret(file)}`;
    } finally {
      file.close();
    }
  });
}
