/** Whether the hub's file takes what is handed in: false once something could not be stored, tried again until something can. */
import { statfsSync } from 'node:fs';
import { asStoreError, StoreError, type StoreErrorKind } from '../../store/file/errors.ts';
import { setSetting } from '../../store/file/settings.ts';
import type { WriteDb } from '../../store/types.ts';

/** The least room on the disk, in bytes: with less the next delivery may fail. */
const LEAST_FREE = 1024 * 1024;
/** As much as a delivery, in characters: what lies free within the file must not look like room. */
const TRIAL_LENGTH = 256 * 1024;
const TRIAL = 'hub-room';
/** How often it is tried whether there is room again, ms. */
const TRY_EVERY_MS = 5000;

const SENTENCES: Readonly<Partial<Record<StoreErrorKind, string>>> = {
  Full: '县级服务的磁盘已满，新交上来的办件存不下，请管理员马上清理磁盘；各站点会自动再交，不会丢失',
  ReadOnly: '县级服务的数据文件写不进去（只读），请管理员检查磁盘和权限；各站点会自动再交，不会丢失',
  Failed: '县级服务的磁盘读写出错，请管理员马上检查这块盘；各站点会自动再交，不会丢失',
};

export interface FileTrouble {
  readonly kind: StoreErrorKind;
  /** The sentence for the county. */
  readonly sentence: string;
}

const troubleOf = (kind: StoreErrorKind): FileTrouble | null => {
  const sentence = SENTENCES[kind];
  return sentence === undefined ? null : { kind, sentence };
};

export class FileHealth {
  readonly #file: WriteDb;
  readonly #now: () => number;
  #trouble: FileTrouble | null = null;
  #triedAt = 0;

  /** `now` in milliseconds that never go back. */
  constructor(file: WriteDb, now: () => number) {
    this.#file = file;
    this.#now = now;
  }

  /** Looks whether a failure is one of the file. */
  note(failure: unknown): void {
    const known = asStoreError(failure);
    const trouble = known instanceof StoreError ? troubleOf(known.kind) : null;
    if (trouble === null) return;
    this.#trouble = trouble;
    this.#triedAt = this.#now();
  }

  /** What keeps the file from taking anything; null while nothing does. */
  trouble(): FileTrouble | null {
    if (this.#trouble !== null && this.#now() - this.#triedAt >= TRY_EVERY_MS) this.#try();
    return this.#trouble ?? (this.#isNearlyFull() ? troubleOf('Full') : null);
  }

  #isNearlyFull(): boolean {
    const { bavail, bsize } = statfsSync(this.#file.path);
    return bavail * bsize < LEAST_FREE;
  }

  #try(): void {
    this.#trouble = null;
    try {
      setSetting(this.#file, TRIAL, 'x'.repeat(TRIAL_LENGTH));
      setSetting(this.#file, TRIAL, null);
    } catch (failure) {
      this.note(failure);
    }
  }
}
