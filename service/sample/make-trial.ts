/**
 * Makes the file of a trial (试用): a place of the county on this machine alone, with invented staff and no hub, one click away. Its past is
 * played by the sample world in a file beside it that gets its name at the end, so that a trial is there as a whole or not at all.
 */
import { renameSync, rmSync } from 'node:fs';
import type { DeviceId, EventId, LocalDate, PlaceCode, StaffId, Station } from '../../shared/base/brands.ts';
import type { StaffMember } from '../../shared/api/rows.ts';
import { addDays, localDateOf } from '../../shared/base/local-date.ts';
import { seededRandom } from '../../shared/base/seeded-random.ts';
import type { Matter } from '../../shared/matter/catalogue.ts';
import { placeKind } from '../../shared/place/place.ts';
import { makeSigningKey, randomId } from '../../store/trust/crypto.ts';
import { enrolIdentity } from '../../store/trust/identity.ts';
import { getCase } from '../../store/projection/cases.ts';
import type { SigningKey } from '../../store/types.ts';
import type { Desk } from '../desk.ts';
import { deskCaller } from '../handlers/desk-caller.ts';
import { openSiteData } from '../site/site-data.ts';
import type { OpenSiteData, SiteData } from '../site/site-data.ts';
import { deskWork } from './desk-work.ts';
import type { DeskWork } from './desk-work.ts';
import { samplePlaces } from './sample-places.ts';

export type TrialKind = 'centre' | 'village';

interface TrialOptions extends Pick<OpenSiteData, 'path' | 'key' | 'backups' | 'facts' | 'clock'> {
  /** 0 ≤ r < 1. */
  readonly random: () => number;
}

/** Never given by a hub, whose stations begin elsewhere; a trial's numbers are recognised by it. */
const TRIAL_STATION = 'zz' as Station;
const STAFF: Readonly<Record<TrialKind, readonly string[]>> = { centre: ['试用甲', '试用乙'], village: ['试用代办员'] };
/** Days of the past that are played: long enough for a promise of 25 working days to run out. */
const DAYS_BACK = 50;
const VILLAGES = 2;
/** Working days from one office day to the next. */
const OFFICE_DAY = 7;
const SLIPS = { least: 2, most: 4 } as const;
/** Visitors a day, by the number of the day: about 35 in the weeks played. */
const VISITORS = [1, 1, 2, 0, 1] as const;
/** Working days from today on which cases fall due, so that the day's lists have something in them. */
const DUE = [-2, -1, 0, 0, 1, 2, 2, 4] as const;
/** Of today and the next working day. */
const APPOINTMENTS: Readonly<Record<TrialKind, number>> = { centre: 6, village: 2 };
/** In order, of the slips that still lie in the grid. */
const DRAFTS = 7;
/** As the console signs. */
const COUNTY_STAFF = 'county' as StaffId;
const MORNING = 'T01:10:00Z';
/** Between two calls on one day. */
const CALL_MS = 2 * 60_000;

/** Writes the trial's file and closes it. Throws StoreError; then there is no trial. */
export function makeTrial(options: TrialOptions, kind: TrialKind): void {
  const clock = { now: options.clock.now() };
  const unfinished = `${options.path}.new`;
  const clear = () => {
    for (const end of ['', '-wal', '-shm']) rmSync(unfinished + end, { force: true });
  };
  clear();
  const opened = { ...options, path: unfinished, clock: { now: () => clock.now }, offset: () => null, highWater: null };
  const data = openSiteData(opened);
  try {
    // Nothing of it counts before it has its name: it is on the disk when it is closed.
    data.file.exec('PRAGMA synchronous = OFF');
    new Trial(data, options, clock).play(kind);
    data.file.exec('PRAGMA synchronous = FULL');
    data.close();
    renameSync(unfinished, options.path);
  } catch (error) {
    data.close();
    clear();
    throw error;
  }
}

class Trial {
  readonly #data: SiteData;
  readonly #clock: { now: number };
  /** The present, where the play ends, ms UTC. */
  readonly #end: number;
  /** The working days that are played; the last is today, working day or not. */
  readonly #days: readonly LocalDate[];
  readonly #random: () => number;
  /** What signs everything in a trial; the invented people of all its places share it. */
  readonly #device: { readonly device: DeviceId; readonly key: SigningKey; readonly facts: string };

  constructor(data: SiteData, { random, facts }: TrialOptions, clock: { now: number }) {
    const today = localDateOf(clock.now);
    const past = Array.from({ length: DAYS_BACK }, (_, index) => addDays(today, index - DAYS_BACK));
    this.#data = data;
    this.#clock = clock;
    this.#end = clock.now;
    this.#days = [...past.filter((day) => data.inForce.now().calendar.day(day).workday), today];
    // The people of a trial differ, whatever the source that gives the seed.
    this.#random = seededRandom(random() * 2 ** 32);
    this.#device = { device: randomId() as DeviceId, key: makeSigningKey(), facts };
  }

  get #today(): LocalDate {
    return this.#days.at(-1) as LocalDate;
  }

  play(kind: TrialKind): void {
    const places = samplePlaces(this.#data.inForce.now().places, this.#today);
    const villages = places.villages.slice(0, kind === 'centre' ? VILLAGES : 1);
    const handed = new Map<EventId, LocalDate>();
    for (const [index, place] of villages.entries()) {
      this.#officeDays(this.#sitDown(place), index + 1, handed);
    }
    this.#workCentre(this.#sitDown(places.centre), handed, kind === 'centre');
    this.#askFromCounty([...handed.keys()][Math.floor(handed.size / 2)]);
    // A desk that wrote nothing of late would ask which day it is.
    const tried = this.#sitDown(kind === 'centre' ? places.centre : places.villages[0], this.#today);
    tried.appointments(APPOINTMENTS[kind]);
    if (kind === 'centre') tried.joint();
    if (kind === 'village') this.#leaveDrafts(tried);
  }

  #goTo(day: LocalDate): void {
    this.#clock.now = Math.min(this.#end, Date.parse(day + MORNING));
  }

  #enrol(place: PlaceCode): void {
    const nobody = { certificate: null, secret: null, hub: null };
    const identity = { ...nobody, ...this.#device, place, station: TRIAL_STATION, machine: '试用' };
    enrolIdentity(this.#data.file, identity, this.#clock.now);
  }

  /** Makes the machine the trial's desk at that place, and names its staff. */
  #sitDown(place: PlaceCode, on = this.#days[0] as LocalDate): DeskWork {
    this.#goTo(on);
    this.#enrol(place);
    const { catalogue, places, calendar } = this.#data.inForce.now();
    const desk: Desk = {
      file: this.#data.file,
      ledger: this.#data.ledger,
      place,
      catalogue,
      places,
      calendar,
      today: () => localDateOf(this.#clock.now),
      now: () => this.#clock.now,
      random: randomId,
      // No page listens yet.
      wrote: () => undefined,
    };
    let staff: StaffMember | null = null;
    const asked = deskCaller({
      desk: () => desk,
      status: () => ({ asksToday: false }),
      staff: () => staff,
      chooseStaff: (member) => (staff = member),
    });
    const call: typeof asked = (method, input) => {
      this.#clock.now = Math.min(this.#end, this.#clock.now + CALL_MS);
      return asked(method, input);
    };
    const work = deskWork({ call, desk, random: this.#random });
    work.open(STAFF[placeKind(place) === 'centre' ? 'centre' : 'village']);
    return work;
  }

  /** The office days of a village, counted back from today; what it handed over is noted in `handed`. */
  #officeDays(village: DeskWork, first: number, handed: Map<EventId, LocalDate>): void {
    for (const [index, day] of this.#days.slice(0, -1).entries()) {
      if ((this.#days.length - 1 - index) % OFFICE_DAY !== first) continue;
      this.#goTo(day);
      const slips = SLIPS.least + Math.floor(this.#random() * (SLIPS.most - SLIPS.least + 1));
      for (const id of village.officeDay(slips)) handed.set(id, day);
    }
  }

  /** The week's slips that have not been handed over: most are in order, some need an answer. */
  #leaveDrafts(village: DeskWork): void {
    const inPerson = this.#data.inForce.now().catalogue.matters.find((matter) => !matter.proxyable);
    // A number with a wrong last digit, a word that means several matters, a slip without a date, one that the person must bring.
    village.drafts(DRAFTS, [
      { idNumber: '43122219630512442X' },
      { matter: '低保' },
      { matter: '证明' },
      { date: '' },
      { matter: inPerson?.name ?? '' },
    ]);
  }

  #workCentre(centre: DeskWork, handed: ReadonlyMap<EventId, LocalDate>, hasVisitors: boolean): void {
    const due = hasVisitors ? this.#dueSoon() : new Map<LocalDate, Matter[]>();
    for (const [index, day] of this.#days.entries()) {
      this.#goTo(day);
      centre.goOn();
      for (const matter of due.get(day) ?? []) centre.accepted(matter);
      if (hasVisitors) for (let n = VISITORS[index % VISITORS.length] ?? 0; n > 0; n -= 1) centre.visitor();
      // At a centre the rows of the last office days still wait.
      if (day === this.#today && hasVisitors) continue;
      // What was handed over since yesterday's close is received in the morning.
      const before = this.#days[index - 1];
      centre.receive((id) => handed.get(id) === before);
    }
  }

  /** Matters to accept on a day so that their promise runs out around today. */
  #dueSoon(): Map<LocalDate, Matter[]> {
    const { matters } = this.#data.inForce.now().catalogue;
    const promised = matters.filter(
      ({ kind, promised: { n, unit } }) => kind === 'promised' && unit === 'working-day' && n > 4,
    );
    const plan = new Map<LocalDate, Matter[]>();
    for (const [index, offset] of DUE.entries()) {
      const matter = promised[(index * 7) % promised.length];
      const day = matter && this.#days[this.#days.length - 1 + offset - matter.promised.n];
      if (matter !== undefined && day !== undefined) plan.set(day, [...(plan.get(day) ?? []), matter]);
    }
    return plan;
  }

  /** One question of the county about a row of a village, for the list of questions. */
  #askFromCounty(asked: EventId | undefined): void {
    const county = this.#data.inForce.now().places.all.find((place) => place.kind === 'county')?.code;
    const ledger = asked === undefined ? undefined : getCase(this.#data.file, asked)?.ledger;
    if (county === undefined || asked === undefined || ledger === undefined) return;
    this.#goTo(this.#today);
    this.#enrol(county);
    const data = { rule: 'asked', text: '登记的电话打不通，请核实申请人的联系方式。' };
    const on = this.#today;
    this.#data.ledger.append({ ledger, type: 'questioned', case: asked, about: asked, on, data, staff: COUNTY_STAFF });
  }
}
