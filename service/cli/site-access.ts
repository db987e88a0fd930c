/** How a command reaches the site: through the program that owns the data folder, or by opening the site itself when no program does. */
import { existsSync } from 'node:fs';
import type { ClientMethods } from '../../shared/api/client.ts';
import type { Answer, InputOf, OutputOf } from '../../shared/api/contract.ts';
import { ApiError } from '../../shared/api/errors.ts';
import type { Clock } from '../../shared/base/local-date.ts';
import { staffOf } from '../../store/projection/site-staff.ts';
import { folderState } from '../../store/file/data-folder.ts';
import { StoreError } from '../../store/file/errors.ts';
import { clientServer } from '../handlers/all.ts';
import type { SiteOptions } from '../site/current-site.ts';
import { checkSiteAhead } from '../site/check-ahead.ts';
import { openFolder, type SiteFolder } from '../site/folder.ts';
import { reachOwner } from '../site/single-instance.ts';
import { recoveryOf } from '../site/recovery.ts';
import { type RunningSite, startSite } from '../site/start-site.ts';

export interface SiteAccess {
  call<K extends keyof ClientMethods>(method: K, input: InputOf<ClientMethods[K]>): Promise<OutputOf<ClientMethods[K]>>;
  close(): Promise<void>;
}

export interface AccessOptions {
  readonly dataFolder: string;
  readonly clock: Clock;
  /** When this program was put together, ms UTC. */
  readonly built: number;
  readonly random: () => number;
  /** Badge number of the member of staff, where the site is opened here; the first active one when left out. */
  readonly staff: string | undefined;
  /** Also a folder in which nothing lies yet, for a machine that is to be enrolled. */
  readonly fresh: boolean;
  /** What takes a while, for the person who waits. */
  readonly say: (line: string) => void;
  readonly onBug: (method: string, error: unknown) => void;
}

type Ask = (call: { readonly method: string; readonly input: unknown }) => Promise<Answer<unknown>>;

function access(ask: Ask, close: () => Promise<void>): SiteAccess {
  return {
    async call(method, input) {
      const answer = await ask({ method, input });
      if (!answer.ok) throw new ApiError(answer.code, answer.message, answer.field);
      return answer.value as never;
    },
    close,
  };
}

/** A file that does not open is told with the way back. Throws ApiError. */
async function siteOrRecovery(
  folder: SiteFolder,
  options: SiteOptions,
  say: (line: string) => void,
): Promise<RunningSite> {
  try {
    const { signal } = new AbortController();
    const checkedFile = await checkSiteAhead({
      folder,
      key: null,
      tell: () => undefined,
      begun: (note) => say(note()),
      signal,
    });
    return startSite({ ...options, checkedFile });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const { code, message } = await recoveryOf(error, folder, null);
    throw new ApiError(code, message);
  }
}

/** A misspelt folder is said, not made. */
export const noFolder = (dataFolder: string): ApiError =>
  new ApiError(
    'not-found',
    `没有数据文件夹 ${dataFolder}。数据在别处的，请用 --data 写明；还没有用过的电脑，请先运行 npm start。`,
  );

/** Throws ApiError when the site can't be reached; nothing is made then. */
export async function accessSite({
  dataFolder,
  clock,
  built,
  random,
  staff,
  fresh,
  say,
  onBug,
}: AccessOptions): Promise<SiteAccess> {
  if (!fresh && !existsSync(dataFolder)) throw noFolder(dataFolder);
  const folder = openFolder(dataFolder);
  const owner = await reachOwner(folder);
  if (owner !== null)
    return access(
      (call) => owner.call(call),
      async () => owner.close(),
    );
  if (!fresh && folderState(folder).kind === 'new') throw new ApiError('not-enrolled');
  const site = await siteOrRecovery(folder, { dataFolder, clock, built, random }, say);
  const server = clientServer(onBug);
  const desk = site.desk();
  const member =
    desk === null
      ? undefined
      : staffOf(desk.file, desk.place).find(({ id, active }) => active && (staff === undefined || id === staff));
  if (member !== undefined) site.chooseStaff(member);
  else if (staff !== undefined && desk !== null) {
    await site.close();
    throw new ApiError('not-found', '没有这位工作人员，或已停用。', 'id');
  }
  return access(
    (call) => server.call(call, { site }),
    () => site.close(),
  );
}
