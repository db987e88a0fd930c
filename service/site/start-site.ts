/**
 * The life of a site on this machine: takes the data folder, opens its file, and is new, on trial or enrolled. Everything that the pages do
 * beyond that is in service/handlers, over the `Desk` that this hands out.
 */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { ApiError } from '../../shared/api/errors.ts';
import type { SiteStatus, StaffMember } from '../../shared/api/rows.ts';
import type { Clock } from '../../shared/domain/local-date.ts';
import { updateHub } from '../../store/identity.ts';
import { openHighWater } from '../../store/high-water.ts';
import { readOrMakeKeyFile } from '../../store/key-file.ts';
import { hasDataFile } from '../../store/put-in-place.ts';
import { mayEnrolAgain } from '../../sync/store-book.ts';
import { syncStatus } from '../../sync/status.ts';
import type { Site } from '../desk.ts';
import type { SyncLimits } from '../../sync/sync.ts';
import { createChanges } from './changes.ts';
import type { SiteDesk } from './site-desk.ts';
import { enrolMachine } from './enrolment.ts';
import { findHub } from './find-hub.ts';
import { highWaterFolder, openFolder } from './folder.ts';
import type { SiteFolder } from './folder.ts';
import { machineFacts } from './machine-facts.ts';
import { takeOwnership } from './owner.ts';
import type { Owner } from './owner.ts';
import { makeTrial } from '../trial/make-trial.ts';
import { enrolByStick, previewAnswer, stickRequest } from '../stick/stick-enrolment.ts';
import { createSticks, type Sticks } from '../stick/site-sticks.ts';
import { openSite } from './open-site.ts';
import type { OpenSite } from './open-site.ts';
import { PROGRAM_VERSION } from './program.ts';
import { openSiteData } from './site-data.ts';
import type { SiteData } from './site-data.ts';
import { siteStatus } from './site-status.ts';
import type { TrialKind } from './trial.ts';

export interface SiteOptions {
  /** Given at set-up; Chinese names work. Made when it is missing. */
  readonly dataFolder: string;
  readonly clock: Clock;
  /** 0 ≤ r < 1. */
  readonly random: () => number;
  /** The file's key where the shell can protect it; otherwise a key file of the user alone is used. */
  readonly key?: Buffer;
  /** What tells this machine from another; the machine's own by default. */
  readonly facts?: string;
  /** Where high-water notes lie; null for none. */
  readonly highWaterFolder?: string | null;
  readonly built?: number;
  readonly limits?: Partial<SyncLimits>;
}

export interface RunningSite extends Site {
  readonly folder: SiteFolder;
  /** Who holds the folder; it listens once there is something to answer. */
  readonly owner: Owner;
  close(): Promise<void>;
}

/**
 * Takes the folder and opens what lies in it. Throws ApiError `in-use` when another process has it, StoreError when the file can't be
 * opened (see recovery.ts); nothing is changed then.
 */
export function startSite(options: SiteOptions): RunningSite {
  const folder = openFolder(options.dataFolder);
  const owner = takeOwnership(folder);
  if (owner === null) throw new ApiError('in-use');
  try {
    return new StartedSite(options, folder, owner);
  } catch (error) {
    void owner.close();
    throw error;
  }
}

class StartedSite implements RunningSite {
  readonly folder: SiteFolder;
  readonly owner: Owner;
  readonly #options: SiteOptions;
  readonly #key: Buffer;
  readonly #facts: string;
  readonly #changes = createChanges();
  readonly sticks: Sticks;
  #open: OpenSite | null = null;
  #staff: StaffMember | null = null;
  #busy = false;

  constructor(options: SiteOptions, folder: SiteFolder, owner: Owner) {
    this.folder = folder;
    this.owner = owner;
    this.#options = options;
    this.#key = options.key ?? readOrMakeKeyFile(folder.keyFile).key;
    this.#facts = options.facts ?? machineFacts();
    this.sticks = createSticks({
      open: () => this.#open,
      now: () => options.clock.now(),
      tell: (...topics) => this.#changes.tell(...topics),
    });
    for (const file of [folder.dataFile, folder.trialFile]) {
      if (this.#open === null && hasDataFile(file)) this.#openFile(file);
    }
  }

  desk(): SiteDesk | null {
    return this.#open?.desk ?? null;
  }

  staff(): StaffMember | null {
    return this.#staff;
  }

  chooseStaff(member: StaffMember): void {
    this.#staff = member;
    this.#changes.tell('site');
  }

  status(): SiteStatus {
    const now = this.#options.clock.now();
    return siteStatus({
      open: this.#open,
      staff: this.#staff,
      keyProtected: this.#options.key !== undefined,
      version: PROGRAM_VERSION,
      now,
    });
  }

  syncStatus() {
    const open = this.#open;
    if (open?.sync) return open.sync.status();
    const drafts = open ? open.desk.drafts() : 0;
    const isEnrolled = open !== null && open.identity.hub !== null;
    const { unsynced, lastWord } = this.sticks.status();
    return syncStatus({
      mode: isEnrolled ? 'no-line' : open ? 'trial' : 'new',
      running: false,
      unsynced: isEnrolled ? unsynced : 0,
      drafts,
      lastComplete: lastWord === null ? null : Date.parse(lastWord),
      failure: null,
      offset: null,
    });
  }

  async syncNow() {
    if (this.#open?.sync) await this.#open.sync.now();
    return this.syncStatus();
  }

  changes(since: number) {
    return this.#changes.wait(since);
  }

  backup() {
    if (this.#open === null) throw new ApiError('not-enrolled');
    return this.#open.backups.now();
  }

  setToday(today: Parameters<Site['setToday']>[0]): void {
    if (this.#open === null) throw new ApiError('not-enrolled');
    this.#open.clock.set(today);
    this.#changes.tell('site', 'cases');
  }

  async tryDemo(as: TrialKind): Promise<void> {
    await this.#alone(async () => {
      if (this.#open !== null) throw new ApiError('already-enrolled');
      await this.#newTrial(as);
    });
  }

  async enrol(input: Parameters<Site['enrol']>[0]): Promise<void> {
    const { clock, limits } = this.#options;
    await this.#enrolWith(({ file }) =>
      enrolMachine({
        file,
        input,
        now: clock.now(),
        facts: this.#facts,
        idleMs: limits?.idleMs ?? ENROL_IDLE_MS,
      }),
    );
  }

  async moveHub(input: Parameters<Site['moveHub']>[0]): Promise<void> {
    await this.#alone(async () => {
      const open = this.#open;
      if (open === null) throw new ApiError('not-enrolled');
      const idleMs = this.#options.limits?.idleMs ?? ENROL_IDLE_MS;
      const found = await findHub(open.data.file, input, idleMs);
      // Sync is made for one address.
      await this.#closeOpen();
      const data = this.#data(this.folder.dataFile);
      updateHub(data.file, found);
      this.#run(data);
      await this.#open?.sync?.now('start');
    });
  }

  /** Null while it may be enrolled in the file that is not open. Throws ApiError `already-enrolled`. */
  #enrolled(): OpenSite | null {
    const open = this.#open;
    const enrolled = open !== null && open.identity.hub !== null ? open : null;
    if (enrolled !== null && !mayEnrolAgain(enrolled.data.file)) throw new ApiError('already-enrolled');
    return enrolled;
  }

  /** What comes before an enrolment, over the file that will be enrolled. */
  async #beforeEnrolment<T>(work: (data: SiteData) => T | Promise<T>): Promise<T> {
    const enrolled = this.#enrolled();
    if (enrolled !== null) return work(enrolled.data);
    return this.#alone(async () => {
      const data = this.#data(this.folder.dataFile);
      try {
        return await work(data);
      } finally {
        data.close();
      }
    });
  }

  async #enrolWith(work: (data: SiteData) => Promise<unknown>): Promise<void> {
    await this.#alone(async () => {
      const isEnrolled = this.#enrolled() !== null;
      // The file is open once at a time; a failed attempt leaves the site as it was.
      if (isEnrolled) await this.#closeOpen();
      try {
        await this.#enrolFile(work);
      } catch (error) {
        if (this.#open === null && isEnrolled) this.#openFile(this.folder.dataFile);
        throw error;
      }
    });
  }

  async requestByStick(machine: string) {
    return this.#beforeEnrolment((data) => stickRequest(data, machine, this.#options.clock.now()));
  }

  async previewAnswer(bytes: Buffer) {
    return this.#beforeEnrolment((data) => previewAnswer(data, bytes));
  }

  async enrolByStick(bytes: Buffer): Promise<void> {
    await this.#enrolWith((data) => enrolByStick(data, bytes, { now: this.#options.clock.now(), facts: this.#facts }));
  }

  async close(): Promise<void> {
    this.#changes.close();
    await this.#closeOpen();
    await this.owner.close();
  }

  async #closeOpen(): Promise<void> {
    const open = this.#open;
    // First, so that nobody works at a desk whose file is being closed.
    this.#open = null;
    await open?.close();
  }

  /** First run steps exclude each other: two clicks must not make two sites. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy) throw new ApiError('busy');
    this.#busy = true;
    try {
      return await work();
    } finally {
      this.#busy = false;
      this.#changes.tell('site', 'staff', 'cases', 'drafts', 'sync');
    }
  }

  #data(file: string): SiteData {
    const { clock } = this.#options;
    const notes =
      this.#options.highWaterFolder === undefined
        ? highWaterFolder(process.env, process.platform)
        : this.#options.highWaterFolder;
    return openSiteData({
      path: file,
      key: this.#key,
      backups: this.folder.backups,
      clock,
      offset: () => this.#open?.sync?.offset() ?? null,
      highWater: notes === null ? null : openHighWater(notes),
      facts: this.#facts,
    });
  }

  /** Opens a file; without an identity in it (an enrolment that did not come through) it is closed again. */
  #openFile(file: string): void {
    const data = this.#data(file);
    if (data.ledger.identity() === null) data.close();
    else this.#run(data);
  }

  #run(data: SiteData): void {
    this.#open = openSite({
      data,
      options: this.#options,
      key: this.#key,
      folder: this.folder,
      changes: this.#changes,
    });
  }

  async #newTrial(as: TrialKind): Promise<void> {
    const { clock, random } = this.#options;
    const { trialFile, backups } = this.folder;
    makeTrial({ path: trialFile, key: this.#key, backups, facts: this.#facts, clock, random }, as);
    const data = this.#data(trialFile);
    this.#run(data);
  }

  async #enrolFile(work: (data: SiteData) => Promise<unknown>): Promise<void> {
    const data = this.#data(this.folder.dataFile);
    try {
      await work(data);
    } catch (error) {
      const isEnrolled = data.ledger.identity() !== null;
      // What it was before, or has just become, it stays.
      if (isEnrolled) await this.#start(data);
      else data.close();
      throw error;
    }
    await this.#start(data);
    await this.#open?.sync?.now('start');
  }

  async #start(data: SiteData): Promise<void> {
    await this.#leaveTrial();
    this.#run(data);
  }

  /** What was tried is not mixed with what is real, and not thrown away either. */
  async #leaveTrial(): Promise<void> {
    await this.#closeOpen();
    this.#staff = null;
    const { trialFile, backups } = this.folder;
    if (!existsSync(trialFile)) return;
    mkdirSync(backups, { recursive: true, mode: 0o700 });
    renameSync(trialFile, path.join(backups, `trial-${this.#options.clock.now()}.db`));
  }
}

/** The set-up page waits for it. */
const ENROL_IDLE_MS = 20_000;
