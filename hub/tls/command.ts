/** The next TLS key on the hub's command line: the running hub is asked through its folder's socket. */
import path from 'node:path';
import { z } from 'zod';
import { ApiError } from '../../shared/api/errors.ts';
import type { HubSettings } from '../environment.ts';
import { askOwner } from '../admin/lock.ts';
import { WrongCall } from '../admin/wrong-call.ts';
import type { TlsFiles } from './tls-key.ts';

export const OWN_FILES =
  '使用自备证书时：把 BIANMIN_HUB_TLS_CERT 和 BIANMIN_HUB_TLS_KEY 指到预告过的证书和私钥，再重启县级服务';
export const OWN_NEXT = '使用自备证书时：下一把也要自备，请写明文件：npm run hub -- next-key 证书 私钥';

const AskSchema = z.discriminatedUnion('work', [
  z.strictObject({
    work: z.literal('announce'),
    own: z.strictObject({ certificate: z.string(), key: z.string() }).nullable(),
  }),
  z.strictObject({ work: z.literal('use'), now: z.boolean() }),
]);
type Ask = z.infer<typeof AskSchema>;

const AnswerSchema = z.strictObject({ error: z.string().nullable() });

const WORD = 'tls-key ';
export const isKeyLine = (line: string): boolean => line.startsWith(WORD);

export interface KeyHolder {
  announceKey(own: TlsFiles | null): void;
  useNextKey(now: boolean): void;
}

/** What the running hub does. Returns JSON. */
export function answerKeyLine(hub: KeyHolder, line: string): string {
  try {
    const ask = AskSchema.parse(JSON.parse(line.slice(WORD.length)));
    if (ask.work === 'announce') hub.announceKey(ask.own);
    else hub.useNextKey(ask.now);
    return JSON.stringify({ error: null });
  } catch (failure) {
    return JSON.stringify({ error: failure instanceof Error ? failure.message : '' });
  }
}

async function ask({ dataFolder }: HubSettings, what: Ask): Promise<void> {
  const text = await askOwner(dataFolder, WORD + JSON.stringify(what));
  if (text === null) throw new ApiError('not-found', '县级服务没有运行，请先启动');
  const { error } = AnswerSchema.parse(JSON.parse(text));
  if (error !== null) throw new ApiError('bad-input', error);
}

/** Announces a key of the hub's making, or the county's own from two files. Returns the sentence to print. Throws ApiError. */
export async function nextKey(settings: HubSettings, files: readonly string[]): Promise<string> {
  const [certificate, key] = files.map((file) => path.resolve(file));
  if (files.length !== 0 && (files.length !== 2 || certificate === undefined || key === undefined))
    throw new WrongCall('用法：npm run hub -- next-key [证书 私钥]');
  await ask(settings, {
    work: 'announce',
    own: certificate === undefined || key === undefined ? null : { certificate, key },
  });
  return '已预告下一把钥匙。请等各台电脑都联系过（见县级页面“电脑管理”的“最后联系”），再运行 use-next-key。';
}

/** Returns the sentence to print. Throws ApiError. */
export async function useNextKey(settings: HubSettings, words: readonly string[]): Promise<string> {
  const [word] = words;
  if (words.length > 1 || (word !== undefined && word !== '--now'))
    throw new WrongCall('用法：npm run hub -- use-next-key [--now]');
  if (settings.tls !== null) throw new ApiError('not-allowed', OWN_FILES);
  await ask(settings, { work: 'use', now: word !== undefined });
  return '已改用新钥匙。没用过的登记码已作废；没有收到预告的站点，请用新的登记码在“本机状态”里核对。请马上做一次备份。';
}
