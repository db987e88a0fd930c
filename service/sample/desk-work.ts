/**
 * The one sample world of demo and trial: what invented people bring to a desk on a day, and what becomes of it, through the same calls that
 * pages make. The day is the desk's: the caller puts its clock forward from one to the next.
 */
import type { EventId, LocalDate, StaffId } from '../../shared/base/brands.ts';
import { addDays, compactDate } from '../../shared/base/local-date.ts';
import { HOURS } from '../../shared/case/appointments.ts';
import { fitsNow } from '../../shared/case/buttons.ts';
import { PROVINCIAL_PLATFORM } from '../../shared/case/remarks/platform-linked.ts';
import type { StepInput } from '../../shared/case/steps/index.ts';
import { appliesDoubts } from '../../shared/matter/applies-to.ts';
import type { Matter } from '../../shared/matter/catalogue.ts';
import { mattersOfSet, papersOfSet } from '../../shared/matter/matter-sets.ts';
import { RESIDENT } from '../../shared/person/applicant.ts';
import { type InventedPerson, inventPerson } from '../../shared/person/invented-people.ts';
import { placeKind } from '../../shared/place/place.ts';
import { type DraftCells, EMPTY_CELLS } from '../../shared/slips/slip-fields.ts';
import type { Desk } from '../desk.ts';
import type { DeskCaller } from '../handlers/desk-caller.ts';
import { RATING_STORIES } from './rating-stories.ts';
import { STORIES, PASSED_ON } from './stories.ts';
import type { PutRight, Story } from './stories.ts';

export interface DeskWork {
  /** Names the staff and puts the first at the desk. */
  open(staff: readonly string[]): void;
  /** Takes the noted steps whose day has come; at a centre, puts what came in some days ago into the platform. */
  goOn(): void;
  /** One visitor at the window, who lives a story; what happens later is noted. */
  visitor(): void;
  /** One visitor whose matter is accepted at once. */
  accepted(matter: Matter): void;
  /** Office day in a village: so many slips, entered and handed over. Returns the cases that they became. */
  officeDay(slips: number): readonly EventId[];
  /** Slips that still lie in the grid, in order but for what `parts` says of some. */
  drafts(count: number, parts: readonly Partial<DraftCells>[]): void;
  /** A visitor with several matters at once (一件事), of which the first is decided today. */
  joint(): void;
  /** Appointments of today and the next days: so many, one an hour. */
  appointments(count: number): void;
  /** Receives what villages handed over; one in so many goes back instead. `isMeant` chooses among what waits. */
  receive(isMeant?: (id: EventId) => boolean): void;
}

interface Player {
  readonly call: DeskCaller;
  readonly desk: Desk;
  /** 0 ≤ r < 1. */
  readonly random: () => number;
}

interface Noted {
  readonly on: LocalDate;
  readonly case: EventId;
  readonly steps: Story['steps'];
}

/** One in so many rows goes back to its village. */
const RETURNS = 8;
const BACK: StepInput = { type: 'returned-to-village', data: { reason: 'materials-missing', text: '缺户口簿复印件' } };
const ACCEPTED: Story['steps'] = [{ after: 0, step: { type: 'accepted', data: {} } }];
/** This part of a centre's visitors comes from the villages that it serves. */
const FROM_VILLAGES = 0.5;
/** What is written down of the mandates of an office day's first slips; the others say nothing beyond the slip. */
const MANDATES: readonly StepInput[] = [
  {
    type: 'mandate-taken',
    data: { powers: ['hand-in', 'supplement', 'collect'], how: 'written', given: 'self', renews: false },
  },
  { type: 'mandate-suspended', data: { reason: '本人回村，过几天自己补材料' } },
];
const GROUPS = ['一组', '二组', '三组', '四组', '五组', '六组'];
/** So many days after the receipt a case is in the platform; the last ones still wait. */
const KEYED_AFTER = 6;
/** A slip was written so many days before it is entered, at most. */
const SLIP_AGE = 5;
/** Enough for a matter of one sex and an age, and few for one that is for no person at all. */
const TRIES = 40;

/** Throws ApiError when the service refuses what a story asks: then the story is wrong. */
export function deskWork({ call, desk, random }: Player): DeskWork {
  const { matters, windows } = desk.catalogue;
  const villages = desk.places.villagesOf(desk.place, desk.today());
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const weighted = STORIES.flatMap((story) => Array.from({ length: story.weight }, () => story));
  let noted: Noted[] = [];
  let received = 0;
  let keyed = 0;
  let handedOver = 0;

  /** An invented person that the matters are for; after many tries anyone, with the reason why all the same. */
  function applicantFor(asked: readonly Matter[]): InventedPerson & { readonly despite?: string } {
    const today = desk.today();
    for (let tries = 0; tries < TRIES; tries += 1) {
      const one = inventPerson(random);
      if (asked.every(({ appliesTo }) => appliesDoubts(appliesTo, RESIDENT, one.idNumber, today).length === 0))
        return one;
    }
    return { ...inventPerson(random), despite: '证明材料已核对' };
  }

  /** Puts right what was entered wrongly, as a person at the desk would. */
  function putRight(id: EventId, what: PutRight): void {
    const { row, heads, history, corrections } = call('cases.get', { case: id });
    const seen = { case: id, heads: [...heads] };
    if (what === 'undo' && corrections.undo !== null)
      call('cases.undo', { ...seen, step: corrections.undo.step, reason: '点错了，结果还没有出来' });
    const last = history.findLast((item) => item.id in corrections.steps);
    const on = last === undefined ? row.on : addDays(last.on, -1);
    if (what === 'day' && last !== undefined && on >= row.on)
      call('cases.correct', { case: id, about: last.id, values: { on }, reason: '前一天已经办了，录入时没改日期' });
    const right = matters.find(({ code, kind }) => kind === row.kind && code > row.matter);
    if (what === 'matter' && corrections.matter && right !== undefined) {
      const materials = right.materials.map(({ name }) => ({ name, state: 'received' as const }));
      call('cases.correctMatter', { ...seen, matter: right.code, materials, reason: '登记时选错了事项' });
    }
  }

  /** Takes the steps of today; what is for later is noted. */
  function live(id: EventId, steps: Story['steps']): void {
    const [next, ...rest] = steps;
    if (next === undefined) return;
    const today = desk.today();
    if (next.after > 0) {
      const { date } = desk.calendar.addWorkdays(today, next.after);
      noted.push({ on: date, case: id, steps: [{ after: 0, step: next.step }, ...rest] });
      return;
    }
    if (typeof next.step === 'string') {
      putRight(id, next.step);
      return live(id, rest);
    }
    const { row, rating, heads, allowed, decidedBy, forwardedOn, person } = call('cases.get', { case: id });
    if ('remark' in next.step) {
      const remark = next.step.remark(today);
      if (fitsNow(remark.type, { ...row, rating })) call('cases.remark', { case: id, about: id, remark });
      return live(id, rest);
    }
    const meant = typeof next.step === 'function' ? next.step(today, person) : next.step;
    const isCountys = decidedBy === 'county' && forwardedOn === null;
    const step = meant.type === 'concluded' && isCountys ? PASSED_ON : meant;
    // A matter may be stricter than the story: then the case stays where it is, as cases do.
    if (!allowed.includes(step.type)) return;
    call('cases.step', { case: id, heads: [...heads], step });
    if (step.type === 'delivered') {
      live(id, RATING_STORIES[handedOver % RATING_STORIES.length] ?? []);
      handedOver += 1;
    }
    live(id, rest);
  }

  function visit(matter: Matter, steps: Story['steps']): void {
    const { name, idNumber, phone, despite } = applicantFor([matter]);
    const village = villages.length > 0 && random() < FROM_VILLAGES ? pick(villages) : null;
    const group = village === null ? null : pick(GROUPS);
    const made = call('cases.register', {
      matter: matter.code,
      person: { name, idNumber, idVerified: true, phone, village, group, address: null },
      materials: matter.materials.map((material) => ({ name: material.name, state: 'received' as const })),
      window: matter.window,
      ...(despite === undefined ? {} : { despite }),
    });
    live(made.case, steps);
  }

  /** What the platform answers to a case: a number of its own and a query code. */
  function key(): void {
    const { rows } = call('cases.list', { list: 'to-key', limit: 200 });
    const today = desk.today();
    for (const row of rows.filter(({ keyAge }) => (keyAge ?? 0) >= KEYED_AFTER)) {
      keyed += 1;
      const number = `${desk.place.slice(0, 6)}27${compactDate(today)}${String(keyed).padStart(6, '0')}`;
      const queryCode = String((keyed * 7919) % 1_000_000).padStart(6, '0');
      const data = { system: PROVINCIAL_PLATFORM, number, queryCode, at: today };
      call('cases.remark', { case: row.case, about: row.case, remark: { type: 'platform-linked', data } });
    }
  }

  function slip(part: Partial<DraftCells> = {}): DraftCells {
    const matter = pick(matters.filter((each) => each.proxyable && each.appliesTo?.home !== 'elsewhere'));
    const { name, idNumber, phone } = applicantFor([matter]);
    return {
      ...EMPTY_CELLS,
      date: addDays(desk.today(), -Math.floor(random() * SLIP_AGE)),
      name,
      idNumber,
      group: pick(GROUPS),
      phone: phone ?? '',
      matter: matter.name,
      materials: matter.materials
        .slice(0, 2)
        .map((material) => material.name)
        .join('、'),
      ...part,
    };
  }

  function enter(slips: readonly DraftCells[]) {
    call('batch.open', {});
    const rows = slips.map((cells, position) => ({
      id: `sample-${desk.place}-${desk.today()}-${position}`,
      position,
      cells,
      source: 'typed' as const,
    }));
    return call('batch.save', { rows }).rows;
  }

  return {
    open(staff) {
      const at = placeKind(desk.place) === 'centre' ? windows.map((window) => window.name) : [];
      for (const [index, name] of staff.entries())
        call('staff.save', { id: `S${String(index + 1).padStart(2, '0')}` as StaffId, name, windows: at });
      call('staff.choose', { id: 'S01' as StaffId });
    },
    goOn() {
      const today = desk.today();
      const due = noted.filter(({ on }) => on <= today);
      noted = noted.filter(({ on }) => on > today);
      for (const one of due) live(one.case, one.steps);
      if (placeKind(desk.place) === 'centre') key();
    },
    visitor() {
      const story = pick(weighted);
      visit(pick(matters.filter((matter) => matter.kind === story.kind)), story.steps);
    },
    accepted: (matter) => visit(matter, ACCEPTED),
    joint() {
      const set = pick(desk.catalogue.sets ?? []);
      const ofSet = mattersOfSet(desk.catalogue, set);
      const { name, idNumber, phone, despite } = applicantFor(ofSet);
      const papers = papersOfSet(ofSet);
      const handedIn = papers.map((paper) => ({ name: paper.name, state: 'received' as const }));
      const { cases } = call('cases.registerJoint', {
        set: set.code,
        person: { name, idNumber, phone },
        papers: handedIn,
        accept: true,
        ...(despite === undefined ? {} : { despite }),
      });
      const [first] = cases;
      if (first !== undefined) live(first, [{ after: 0, step: { type: 'concluded', data: { result: 'approved' } } }]);
    },
    officeDay(slips) {
      const rows = enter(Array.from({ length: slips }, () => slip()));
      // Two invented people may be alike: such a row would wait for an answer that the sample does not give.
      const unclear = rows.filter((row) => row.verdict !== 'take').map((row) => row.id);
      if (unclear.length > 0) call('batch.remove', { ids: unclear });
      if (unclear.length === rows.length) return [];
      const cases = call('batch.finish', {}).rows.map((row) => row.case);
      for (const [n, step] of MANDATES.entries()) {
        const id = cases[n];
        if (id !== undefined) call('cases.step', { case: id, heads: [...call('cases.get', { case: id }).heads], step });
      }
      return cases;
    },
    drafts(count, parts) {
      enter([...Array.from({ length: count }, () => slip()), ...parts.map((part) => slip(part))]);
    },
    appointments(count) {
      const first = desk.calendar.sameOrNextWorkday(desk.today()).date;
      const second = desk.calendar.sameOrNextWorkday(addDays(first, 1)).date;
      const perDay = Math.ceil(count / 2);
      for (let n = 0; n < count; n += 1) {
        const { name, idNumber, phone } = inventPerson(random);
        const home = n % 4 === 3;
        const date = n < perDay ? first : second;
        const matter = pick(matters);
        const hour = HOURS[n % perDay] ?? 9;
        const address = home ? { address: `${pick(GROUPS)}老屋旁` } : {};
        call('appointments.make', {
          person: { name, idNumber, phone, ...address },
          matter: matter.code,
          date,
          hour,
          home,
        });
      }
    },
    receive(isMeant = () => true) {
      const { rows } = call('cases.list', { list: 'from-villages', limit: 200 });
      for (const row of rows.filter((each) => isMeant(each.case))) {
        const { heads } = call('cases.get', { case: row.case });
        received += 1;
        const isBack = received % RETURNS === 0;
        const step: StepInput = isBack ? BACK : { type: 'received', data: { window: row.window } };
        call('cases.step', { case: row.case, heads: [...heads], step });
        if (!isBack) live(row.case, pick(weighted.filter((story) => story.kind === row.kind)).steps);
      }
    },
  };
}
