/** The steps by which the site of a machine becomes another: on trial, enrolled by code or by stick, enrolled anew, or at another address of its hub. */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { ApiError } from '../../shared/api/errors.ts';
import { endDataFile } from '../../store/file/data-folder.ts';
import { updateHub } from '../../store/trust/identity.ts';
import { mayEnrolAgain } from '../../sync/sync-state.ts';
import type { Site } from '../desk.ts';
import { enrolByStick, previewAnswer, stickRequest } from '../stick/stick-enrolment.ts';
import { makeTrial } from '../sample/make-trial.ts';
import type { CurrentSite } from './current-site.ts';
import { enrolMachine } from './enrolment.ts';
import { findHub } from './find-hub.ts';
import type { OpenSite } from './open-site.ts';
import type { SiteData } from './site-data.ts';

/** The set-up page waits for it, ms. */
const ENROL_IDLE_MS = 20_000;

export type SiteSteps = Pick<
  Site,
  'tryDemo' | 'enrol' | 'moveHub' | 'requestByStick' | 'previewAnswer' | 'enrolByStick'
>;

export function createSiteSteps(current: CurrentSite): SiteSteps {
  const { folder, facts, options } = current;
  const now = () => options.clock.now();
  const patience = { idleMs: ENROL_IDLE_MS, ...options.limits };

  /** Null while it may be enrolled in the file that is not open. Throws ApiError `already-enrolled`. */
  function enrolled(): OpenSite | null {
    const { site } = current;
    if (site === null || site.identity.hub === null) return null;
    if (!mayEnrolAgain(site.data.file)) throw new ApiError('already-enrolled');
    return site;
  }

  /** What comes before an enrolment, over the file that will be enrolled. */
  async function beforeEnrolment<T>(work: (data: SiteData) => T | Promise<T>): Promise<T> {
    const known = enrolled();
    if (known !== null) return work(known.data);
    return current.alone(async () => {
      const data = current.data(folder.dataFile);
      try {
        return await work(data);
      } finally {
        data.close();
      }
    });
  }

  /** What was tried is not mixed with what is real, and not thrown away either. */
  async function leaveTrial(): Promise<void> {
    await current.close();
    current.staff = null;
    const { trialFile, backups } = folder;
    if (!existsSync(trialFile)) return;
    mkdirSync(backups, { recursive: true, mode: 0o700 });
    renameSync(trialFile, path.join(backups, `trial-${now()}.db`));
  }

  async function startAnew(data: SiteData): Promise<void> {
    await leaveTrial();
    current.run(data);
  }

  async function enrolFile(work: (data: SiteData) => Promise<unknown>): Promise<void> {
    const data = current.data(folder.dataFile);
    const deviceOf = () => data.ledger.identity()?.device;
    const before = deviceOf();
    try {
      await work(data);
    } catch (error) {
      // What it was before, or has just become, it stays.
      const device = deviceOf();
      if (device === undefined) data.close();
      else if (device === before) current.run(data);
      else await startAnew(data);
      throw error;
    }
    await startAnew(data);
    await current.site?.sync?.now('start');
  }

  async function enrolWith(work: (data: SiteData) => Promise<unknown>): Promise<void> {
    await current.alone(async () => {
      const isEnrolled = enrolled() !== null;
      // The file is open once at a time; a failed attempt leaves the site as it was.
      if (isEnrolled) await current.close();
      try {
        await enrolFile(work);
      } catch (error) {
        if (current.site === null && isEnrolled) current.open(folder.dataFile);
        throw error;
      }
    });
  }

  return {
    tryDemo: (as) =>
      current.alone(async () => {
        if (current.site !== null) throw new ApiError('already-enrolled');
        const { trialFile, backups } = folder;
        const { clock, random } = options;
        makeTrial({ path: trialFile, key: current.keyFor(trialFile), backups, facts, clock, random }, as);
        endDataFile(trialFile);
        current.run(current.data(trialFile));
      }),
    enrol: (input) => enrolWith(({ file }) => enrolMachine({ file, input, now: now(), facts, patience })),
    moveHub: (input) =>
      current.alone(async () => {
        const found = await findHub(current.required().data.file, input, patience);
        // Sync is made for one address.
        await current.close();
        const data = current.data(folder.dataFile);
        try {
          updateHub(data.file, found);
        } finally {
          current.run(data);
        }
        await current.site?.sync?.now('start');
      }),
    requestByStick: (machine) => beforeEnrolment((data) => stickRequest(data, machine, now())),
    previewAnswer: (bytes) => beforeEnrolment((data) => previewAnswer(data, bytes)),
    enrolByStick: (bytes) => enrolWith((data) => enrolByStick(data, bytes, { now: now(), facts })),
  };
}
