/** Which of this machine's two files is open, the real one or the trial's, and the site that runs on it: one at a time. */
import { ApiError } from '../../shared/api/errors.ts';
import type { StaffMember } from '../../shared/api/rows.ts';
import type { Clock } from '../../shared/base/local-date.ts';
import { openHighWater } from '../../store/trust/high-water.ts';
import { beginDataFile, folderState, keyOfFolder } from '../../store/file/data-folder.ts';
import { placeKey, readKeyFile } from '../../store/file/key-file.ts';
import { hasDataFile } from '../../store/file/replace-file.ts';
import type { SyncLimits } from '../../sync/sync.ts';
import type { Changes } from './changes.ts';
import { highWaterFolder } from './folder.ts';
import type { SiteFolder } from './folder.ts';
import { machineFacts } from './machine-facts.ts';
import { openSite } from './open-site.ts';
import type { OpenSite } from './open-site.ts';
import { openSiteData } from './site-data.ts';
import type { SiteData } from './site-data.ts';

export interface SiteOptions {
  /** Given at set-up; Chinese names work. Made when it is missing. */
  readonly dataFolder: string;
  readonly clock: Clock;
  /** 0 ≤ r < 1. */
  readonly random: () => number;
  /** The file's key where the shell can protect it; otherwise a key file of the user alone is used. */
  readonly key?: Buffer;
  /** That key as the operating system wrapped it, where it does not lie in the folder yet: kept when the first data file is made. */
  readonly wrappedKey?: Uint8Array;
  /** A data file that this process has just read through. */
  readonly checkedFile?: string | null;
  /** What tells this machine from another; the machine's own by default. */
  readonly facts?: string;
  /** Where high-water notes lie; null for none. */
  readonly highWaterFolder?: string | null;
  /** When this program was put together, ms UTC: a clock before that is wrong. 0 where that is not checked. */
  readonly built: number;
  readonly limits?: Partial<SyncLimits>;
}

export class CurrentSite {
  readonly options: SiteOptions;
  readonly folder: SiteFolder;
  readonly facts: string;
  /** The member of staff at the desk. */
  staff: StaffMember | null = null;
  readonly #changes: Changes;
  /** Null while the machine is new: a key is made with the first data file. */
  #key: Buffer | null;
  #open: OpenSite | null = null;
  #busy = false;

  /** Opens what lies in the folder. Throws StoreError for a folder that lost something, and for a file that can't be opened. */
  constructor(options: SiteOptions, folder: SiteFolder, changes: Changes) {
    this.options = options;
    this.folder = folder;
    const state = folderState(folder, options.key !== undefined);
    if (state.kind === 'damaged') throw state.error;
    this.#key = options.key ?? (state.kind === 'sound' ? readKeyFile(folder.keyFile).key : null);
    this.facts = options.facts ?? machineFacts();
    this.#changes = changes;
    for (const file of [folder.dataFile, folder.trialFile]) {
      if (this.#open === null && hasDataFile(file)) this.open(file);
    }
  }

  /** Null before the machine belongs to a place, and while it becomes something else. */
  get site(): OpenSite | null {
    return this.#open;
  }

  /** True while it becomes something else (enrolled, restored, a trial). */
  get isBusy(): boolean {
    return this.#busy;
  }

  /** Throws ApiError `not-enrolled` where there is no site. */
  required(): OpenSite {
    if (this.#open === null) throw new ApiError('not-enrolled');
    return this.#open;
  }

  /** The folder's key; made, or kept, where `path` is the first data file of a new machine. Throws StoreError. */
  keyFor(path: string): Buffer {
    const { key, wrappedKey } = this.options;
    if (key === undefined) return (this.#key ??= keyOfFolder(this.folder, path).key);
    if (wrappedKey !== undefined && folderState(this.folder, true).kind === 'new') {
      beginDataFile(path);
      placeKey(this.folder.protectedKey, wrappedKey);
    }
    return key;
  }

  /** Opens a file without running a site on it; the caller runs or closes it. */
  data(path: string): SiteData {
    const { clock, highWaterFolder: given } = this.options;
    const notes = given === undefined ? highWaterFolder(process.env, process.platform) : given;
    return openSiteData({
      path,
      key: this.keyFor(path),
      backups: this.folder.backups,
      isChecked: path === this.options.checkedFile,
      clock,
      offset: () => this.#open?.sync?.offset() ?? null,
      highWater: notes === null ? null : openHighWater(notes),
      facts: this.facts,
    });
  }

  run(data: SiteData): void {
    this.#open = openSite({
      data,
      options: this.options,
      key: this.keyFor(data.file.path),
      folder: this.folder,
      changes: this.#changes,
    });
  }

  /** Opens a file; without an identity in it (an enrolment that did not come through) it is closed again. */
  open(path: string): void {
    const data = this.data(path);
    if (data.ledger.identity() === null) data.close();
    else this.run(data);
  }

  async close(): Promise<void> {
    const open = this.#open;
    // First, so that no call reaches a desk whose file is being closed.
    this.#open = null;
    await open?.close();
  }

  /** Steps that make it something else exclude each other: two clicks must not make two sites. Throws ApiError `busy`. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy) throw new ApiError('busy');
    this.#busy = true;
    try {
      return await work();
    } finally {
      this.#busy = false;
      this.#changes.tell('site', 'staff', 'cases', 'drafts', 'sync');
    }
  }
}
