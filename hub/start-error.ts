/** Why a hub does not start, in one line that names the port, address or file. */
import { ApiError } from '../shared/api/errors.ts';
import { asStoreError, StoreError, type StoreErrorKind } from '../store/file/errors.ts';
import { CouchdbTrouble } from './engine/couchdb/couchdb-client.ts';
import { type HubSettings, SettingsError } from './environment.ts';
import { whereOf } from './http/request-log.ts';

/** What keeps a hub from listening; the message is for the person who starts it. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** What the system says of an address or port, by its code. `what` is the variable that sets it. */
const BY_LISTENING: Readonly<Record<string, (place: Place, variable: string) => string>> = {
  EADDRINUSE: ({ host, port }, variable) =>
    `端口 ${port} 已被占用（地址 ${host}），请关闭占用它的程序，或用 ${variable} 指定另一个端口`,
  EADDRNOTAVAIL: ({ host }) => `本机没有这个地址：${host}，请检查 BIANMIN_HUB_ADDRESS`,
  EACCES: ({ port }, variable) => `没有权限使用端口 ${port}，请用 ${variable} 指定另一个端口`,
  EPERM: ({ port }, variable) => `没有权限使用端口 ${port}，请用 ${variable} 指定另一个端口`,
  EAFNOSUPPORT: ({ host }) => `本机不支持地址 ${host} 这一类，请检查 BIANMIN_HUB_ADDRESS`,
};

interface Place {
  readonly host: string;
  readonly port: number;
}

const codeOf = (failure: unknown): string => String((failure as { code?: unknown } | null)?.code ?? '');

/** Returns the error of a failed attempt to listen. `variable` sets the port. */
export function listenError(failure: unknown, place: Place, variable: string): StartError {
  const code = codeOf(failure);
  const known = BY_LISTENING[code]?.(place, variable);
  return new StartError(
    known ?? `不能监听地址 ${place.host} 端口 ${place.port}（${code}），请检查 BIANMIN_HUB_ADDRESS`,
  );
}

const BY_FILE: Readonly<Record<string, string>> = {
  EACCES: '没有权限',
  EPERM: '没有权限',
  EROFS: '磁盘只读',
  ENOSPC: '磁盘已满',
  EDQUOT: '磁盘配额已满',
  EEXIST: '它是一个文件，不是文件夹',
  ENOTDIR: '路径中有一段是文件，不是文件夹',
  EISDIR: '它是一个文件夹，不是文件',
  ERR_FS_EISDIR: '它是一个文件夹，不是文件',
  ENAMETOOLONG: '路径太长',
  ELOOP: '符号链接绕成了圈',
  EMFILE: '打开的文件太多',
};

/** Returns the error of a failed use of a file or folder. `what` says which. */
export function fileError(failure: unknown, what: string, file: string): StartError {
  const code = codeOf(failure);
  return new StartError(`${what} ${file} 不能使用：${BY_FILE[code] ?? (code || '原因不明')}`);
}

/** Runs `work` on a file; what the system says of it names it. */
export function naming<T>(what: string, file: string, work: () => T): T {
  try {
    return work();
  } catch (failure) {
    throw BY_FILE[codeOf(failure)] === undefined ? failure : fileError(failure, what, file);
  }
}

const RESTORE = '用备份恢复：npm run hub -- restore 备份文件';
/** What to do about a data file that does not open, after what is wrong with it. */
const WAYS: Partial<Record<StoreErrorKind, string>> = {
  Corrupt: `。${RESTORE}`,
  WrongKey: `。放回原来的 hub.key 还打不开的，${RESTORE}`,
};

/** The line to print; an unforeseen failure keeps its kind, its text and its place, as no person's data is in it yet. */
export function whyNotStarted(failure: unknown, settings: HubSettings | null): string {
  if (failure instanceof StartError || failure instanceof SettingsError || failure instanceof ApiError)
    return failure.message;
  if (failure instanceof CouchdbTrouble) return `${failure.sentence}（${settings?.couchdb?.url ?? ''}）`;
  const folder = settings === null ? '' : `（数据文件夹 ${settings.dataFolder}）`;
  const known = asStoreError(failure);
  if (known instanceof StoreError) return known.message + folder + (settings === null ? '' : (WAYS[known.kind] ?? ''));
  const { name, message } = failure instanceof Error ? failure : new Error(String(failure));
  return `启动时出错${folder}：${name} ${codeOf(failure)} ${message} ${whereOf(failure)[0] ?? ''}`.replace(/\s+/g, ' ');
}
