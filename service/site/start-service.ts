/**
 * The whole service of one data folder, ready for any transport: the folder's lock, the socket for others, and what lies in the folder: a site
 * at work, or what there is to go back to.
 */
import type { Answer } from '../../shared/api/contract.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { StoreError } from '../../store/file/errors.ts';
import { clientServer } from '../handlers/all.ts';
import { checkSiteAhead } from './check-ahead.ts';
import type { SiteOptions } from './current-site.ts';
import { folderTrouble, openFolder, type SiteFolder } from './folder.ts';
import { takeOwnership } from './single-instance.ts';
import { recoveryServer } from './recovery-calls.ts';
import { type Recovery, recoveryOf, restoreSite } from './recovery.ts';
import { openSiteIn, type RunningSite } from './start-site.ts';

export interface ServiceOptions extends SiteOptions {
  /** A second start asks this one to show itself; answers an address to print there, where there is no window. */
  readonly show: () => string | null;
  /** Told once a second while the data file is read through before it is opened: a sentence for the person who waits. */
  readonly checking?: (note: string) => void;
  /** Takes an unforeseen error and its method; what is written down of it must not hold what was typed. */
  readonly onBug: (method: string, error: unknown) => void;
}

export interface Service {
  /** Null while the data file is read through, and while it can't be opened: every call then says so, and what to do. */
  readonly site: RunningSite | null;
  /** Resolves when the file is open, or known not to open. */
  readonly ready: Promise<void>;
  call(raw: unknown): Promise<Answer<unknown>>;
  close(): Promise<void>;
}

type Opened = { readonly site: RunningSite } | { readonly recovery: Recovery };

const RUNNING = '程序正在运行，请先关闭再恢复。';

class FolderService {
  readonly #options: ServiceOptions;
  readonly #folder: SiteFolder;
  readonly #working: ReturnType<typeof clientServer>;
  readonly #recovering: ReturnType<typeof recoveryServer>;
  readonly #ending = new AbortController();
  #opened: Opened | null = null;
  /** While the file is read through. */
  #note: (() => string) | null = null;

  constructor(options: ServiceOptions, folder: SiteFolder) {
    this.#options = options;
    this.#folder = folder;
    this.#working = clientServer(options.onBug);
    this.#recovering = recoveryServer(options.onBug);
  }

  get site(): RunningSite | null {
    return this.#opened !== null && 'site' in this.#opened ? this.#opened.site : null;
  }

  /** Opens what lies in the folder; what can't be opened is told by every answer. `begun` is told when that will take a while. */
  async open(begun: () => void = () => undefined): Promise<void> {
    try {
      const checkedFile = await this.#checkAhead(begun);
      if (this.#ending.signal.aborted) return;
      this.#opened = { site: openSiteIn(this.#folder, { ...this.#options, checkedFile }) };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#opened = { recovery: await recoveryOf(error, this.#folder, this.#options.key ?? null) };
    }
  }

  /** The file that was read through; null where none had to be. Throws StoreError `Corrupt`. */
  async #checkAhead(begun: () => void): Promise<string | null> {
    const { key = null, checking = () => undefined } = this.#options;
    try {
      return await checkSiteAhead({
        folder: this.#folder,
        key,
        tell: checking,
        begun: (note) => {
          this.#note = note;
          begun();
        },
        signal: this.#ending.signal,
      });
    } finally {
      this.#note = null;
    }
  }

  call(raw: unknown): Promise<Answer<unknown>> {
    const opened = this.#opened;
    const restore = (backup: string | null) => this.#restore(backup);
    if (opened === null)
      return Promise.resolve({
        ok: false,
        code: 'starting',
        message: this.#note?.() ?? '正在打开数据文件，请稍候。',
      });
    if ('site' in opened) return this.#working.call(raw, { site: opened.site, restore });
    return this.#recovering(raw, { recovery: opened.recovery, restore });
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.site?.close();
  }

  /** `backup`: absolute; the newest whole one if left out. A site at work is left first only where no other program could restore it. */
  async #restore(backup: string | null): Promise<{ readonly setAside: boolean }> {
    const { key = null, clock } = this.#options;
    const opened = this.#opened;
    if (opened === null) throw new ApiError('busy');
    if ('site' in opened && key === null) throw new ApiError('in-use', RUNNING);
    const from = backup ?? ('recovery' in opened ? opened.recovery.newest : null);
    if (from === null) throw new ApiError('not-found', '没有完好的备份可以恢复。');
    this.#opened = null;
    try {
      if ('site' in opened) await opened.site.close();
      return { setAside: restoreSite({ folder: this.#folder, backup: from, key, now: clock.now() }) };
    } finally {
      await this.open();
    }
  }
}

/**
 * Takes the folder and answers for it. Rejects with ApiError `in-use` when another process has it, `read-only` or `disk-full` where it can't be
 * written; a data file that can't be opened is told by every answer. A large file that has to be read through first is read while the service
 * already answers: with `starting` and how far it is.
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const folder = openFolder(options.dataFolder);
  const owner = takeOwnership(folder);
  if (owner === null) throw new ApiError('in-use');
  const service = new FolderService(options, folder);
  let ready: Promise<void> = Promise.resolve();
  try {
    await owner.listen({ call: (raw) => service.call(raw), show: options.show });
    await new Promise<void>((resolve, reject) => {
      ready = service.open(resolve);
      ready.then(resolve, reject);
    });
  } catch (error) {
    await service.close();
    await owner.close();
    throw error instanceof Error && 'code' in error && !(error instanceof ApiError)
      ? folderTrouble(folder.root, String(error.code))
      : error;
  }
  return {
    get site() {
      return service.site;
    },
    ready,
    call: (raw) => service.call(raw),
    async close() {
      await service.close();
      await owner.close();
    },
  };
}
