/**
 * Makes the file of a trial: an invented place at work. The past is played by the same functions that real desks use, in a file beside it
 * that gets its name at the end, so that a trial is there as a whole or not at all.
 */
import { renameSync, rmSync } from 'node:fs';
import type { DeviceId, EventId, LocalDate, PlaceCode, StaffId } from '../../shared/base/brands.ts';
import { seededRandom } from '../../shared/base/seeded-random.ts';
import { addDays, localDateOf } from '../../shared/base/local-date.ts';
import type { Places } from '../../shared/place/place.ts';
import { makeSigningKey, randomId } from '../../store/trust/crypto.ts';
import { getCase } from '../../store/projection/cases.ts';
import type { Desk } from '../desk.ts';
import { openSiteData } from '../site/site-data.ts';
import type { OpenSiteData, SiteData } from '../site/site-data.ts';
import { appendTrialStaff, enrolTrial, trialPlace } from '../site/trial.ts';
import type { TrialDevice, TrialKind } from '../site/trial.ts';
import { trialDrafts, villageSlips } from './slips.ts';
import { workCentre } from './centre-work.ts';

interface TrialOptions extends Pick<OpenSiteData, 'path' | 'key' | 'backups' | 'facts' | 'clock'> {
  /** 0 ≤ r < 1. */
  readonly random: () => number;
}

/** The desk of a place on a day of the play. */
export interface PlayedDesk {
  readonly desk: Desk;
  /** Puts the clock on a day; later calls on the same day are some minutes later. */
  goTo(day: LocalDate): void;
  readonly days: readonly LocalDate[];
  readonly random: () => number;
}

/** Days of the past that are played: long enough for a promise of 25 working days to run out. */
const DAYS_BACK = 50;
const VILLAGES = 2;
/** Working days from one office day to the next. */
const OFFICE_DAY = 7;
/** As the console signs. */
const COUNTY_STAFF = 'county' as StaffId;
const MORNING = 'T01:10:00Z';
const STEP_MS = 4 * 60_000;

/** Writes the trial's file and closes it. Throws StoreError; then there is no trial. */
export function makeTrial(options: TrialOptions, kind: TrialKind): void {
  const time = { now: options.clock.now() };
  const unfinished = `${options.path}.new`;
  const clear = () => {
    for (const end of ['', '-wal', '-shm']) rmSync(unfinished + end, { force: true });
  };
  clear();
  const opened = { ...options, path: unfinished, clock: { now: () => time.now }, offset: () => null, highWater: null };
  const data = openSiteData(opened);
  try {
    play(data, options, kind, time);
    data.close();
    renameSync(unfinished, options.path);
  } catch (error) {
    data.close();
    clear();
    throw error;
  }
}

function play(data: SiteData, options: TrialOptions, kind: TrialKind, time: { now: number }): void {
  const now = time.now;
  const today = localDateOf(now);
  const { places, catalogue, calendar } = data.inForce.now();
  const past = Array.from({ length: DAYS_BACK }, (_, index) => addDays(today, index - DAYS_BACK));
  const days = [...past.filter((day) => calendar.day(day).workday), today];
  const device: TrialDevice = { device: randomId() as DeviceId, key: makeSigningKey(), facts: options.facts };
  // The people of a trial differ, whatever the source that gives the seed.
  const random = seededRandom(options.random() * 2 ** 32);
  const windows = catalogue.windows.map((window) => window.name);
  const sitDown = (place: PlaceCode, as: TrialKind, from = days[0] as LocalDate): PlayedDesk => {
    const played = playedDesk(data, place, days, random, time, now);
    played.goTo(from);
    enrolTrial(data.file, device, place, time.now);
    appendTrialStaff(data.ledger, place, as, windows, from);
    return played;
  };
  const centre = trialPlace(places, 'centre', today);
  const villages = kind === 'centre' ? villagesOf(places, centre, today) : [trialPlace(places, 'village', today)];
  const handed = villages.flatMap((village, index) =>
    villageSlips(sitDown(village, 'village'), (day) => day % OFFICE_DAY === index + 1),
  );
  data.ledger.transaction(() =>
    workCentre(sitDown(centre, 'centre'), { handed, villages, visitors: kind === 'centre' }),
  );
  askFromCounty(data, device, handed.at(Math.floor(handed.length / 2))?.case, time.now);
  const tried = sitDown(trialPlace(places, kind, today), kind, today);
  if (kind === 'village') trialDrafts(tried);
}

/** One question of the county about a row of a village, for the list of questions. */
function askFromCounty(data: SiteData, device: TrialDevice, asked: EventId | undefined, now: number): void {
  const county = data.inForce.now().places.all.find((place) => place.kind === 'county')?.code;
  const ledger = asked === undefined ? undefined : getCase(data.file, asked)?.ledger;
  if (county === undefined || asked === undefined || ledger === undefined) return;
  enrolTrial(data.file, device, county, now);
  const question = { rule: 'asked', text: '登记的电话打不通,请核实申请人的联系方式。' };
  const on = localDateOf(now);
  data.ledger.append({
    ledger,
    type: 'questioned',
    case: asked,
    about: asked,
    on,
    data: question,
    staff: COUNTY_STAFF,
  });
}

const villagesOf = (places: Places, centre: PlaceCode, on: LocalDate): readonly PlaceCode[] =>
  places.villagesOf(centre, on).slice(0, VILLAGES);

function playedDesk(
  data: SiteData,
  place: PlaceCode,
  days: readonly LocalDate[],
  random: () => number,
  time: { now: number },
  end: number,
): PlayedDesk {
  const { catalogue, places, calendar } = data.inForce.now();
  const day = { is: days[0] as LocalDate, steps: 0 };
  return {
    days,
    random,
    goTo(next) {
      day.steps = next === day.is ? day.steps + 1 : 0;
      day.is = next;
      time.now = Math.min(end, Date.parse(`${next}${MORNING}`) + day.steps * STEP_MS);
    },
    desk: {
      file: data.file,
      ledger: data.ledger,
      place,
      catalogue,
      places,
      calendar,
      today: () => day.is,
      now: () => time.now,
      random: randomId,
      // No page listens yet.
      wrote: () => undefined,
    },
  };
}
