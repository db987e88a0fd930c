/** The last weeks of a trial's centre: visitors at the window, the villages' rows, and what became of them. */
import type { EventId, LocalDate, PlaceCode, StaffId } from '../../shared/base/brands.ts';
import type { Matter } from '../../shared/matter/catalogue.ts';
import { inventPerson } from '../../shared/person/invented-people.ts';
import { allowedSteps } from '../../shared/case/judge.ts';
import type { StepInput } from '../../shared/case/steps/index.ts';
import { registerCase } from '../cases/register.ts';
import type { FoldedCase } from '../../store/types.ts';
import { currentCase } from '../cases/read.ts';
import { appendStep } from '../cases/take-step.ts';
import type { PlayedDesk } from './make-trial.ts';
import type { HandedRow } from './slips.ts';
import { STORIES } from './stories.ts';
import type { Story } from './stories.ts';

interface CentreWork {
  /** Rows of the villages, to be received or returned. */
  readonly handed: readonly HandedRow[];
  readonly villages: readonly PlaceCode[];
  /** True when people come to the window, too. */
  readonly visitors: boolean;
}

interface Noted {
  readonly on: LocalDate;
  readonly case: EventId;
  readonly steps: Story['steps'];
}

const CLERK = { staff: 'S01' as StaffId };
/** One in so many rows goes back to its village. */
const RETURNS = 8;
/** Working days from today on which cases fall due, so that the day's lists have something in them. */
const DUE = [-2, -1, 0, 0, 1, 2, 2, 4] as const;
/** Visitors a day, by the number of the day: about 35 in the weeks played. */
const VISITORS = [1, 1, 2, 0, 1] as const;
const ACCEPTED: Story['steps'] = [{ after: 0, step: { type: 'accepted', data: {} } }];
const BACK: StepInput = { type: 'returned-to-village', data: { reason: 'materials-missing', text: '缺户口簿复印件' } };

/** Throws ApiError when a story asks what the rules forbid: then the story is wrong. */
export function workCentre(played: PlayedDesk, { handed, villages, visitors }: CentreWork): void {
  const { desk, days, random } = played;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const weighted = STORIES.flatMap((story) => Array.from({ length: story.weight }, () => story));
  const matters = desk.catalogue.matters;
  let noted: Noted[] = [];

  const take = (before: FoldedCase, step: StepInput): FoldedCase =>
    desk.ledger.transaction(() => appendStep(desk, before, step, CLERK, desk.today()));

  function live(on: LocalDate, now: FoldedCase, steps: Story['steps']): void {
    const [next, ...rest] = steps;
    if (next === undefined) return;
    if (next.after > 0) {
      const day = desk.calendar.addWorkdays(on, next.after).date;
      noted.push({ on: day, case: now.fold.case, steps: [{ after: 0, step: next.step }, ...rest] });
      return;
    }
    const step = typeof next.step === 'function' ? next.step(on) : next.step;
    // A matter may be stricter than the story: then the case stays where it is, as cases do.
    if (!allowedSteps(now.fold, 'clerk').includes(step.type)) return;
    played.goTo(on);
    live(on, take(now, step), rest);
  }

  function visitor(day: LocalDate, matter: Matter, steps: Story['steps']): void {
    played.goTo(day);
    const { name, idNumber, phone } = inventPerson(random);
    const village = random() < 0.6 ? pick(villages) : null;
    const made = registerCase(
      desk,
      {
        matter: matter.code,
        person: {
          name,
          idNumber,
          idVerified: true,
          phone,
          village,
          group: village === null ? null : `${1 + Math.floor(random() * 9)}组`,
          address: null,
        },
        materials: matter.materials.map((material) => ({ name: material.name, state: 'received' as const })),
        window: matter.window,
        steps: [],
      },
      CLERK,
    );
    live(day, made, steps);
  }

  function receive(day: LocalDate, row: HandedRow, index: number): void {
    played.goTo(day);
    const waiting = currentCase(desk, row.case);
    if (index % RETURNS === RETURNS - 1) {
      take(waiting, BACK);
      return;
    }
    const matter = desk.catalogue.matter(waiting.fold.matter);
    const received = take(waiting, { type: 'received', data: { window: matter?.window ?? '' } });
    live(day, received, pick(weighted.filter((story) => story.kind === matter?.kind)).steps);
  }

  const due = visitors ? dueSoon(played) : new Map<LocalDate, Matter[]>();
  for (const [index, day] of days.entries()) {
    for (const one of noted.filter(({ on }) => on <= day)) live(day, currentCase(desk, one.case), one.steps);
    noted = noted.filter(({ on }) => on > day);
    for (const matter of due.get(day) ?? []) visitor(day, matter, ACCEPTED);
    if (visitors) {
      for (let n = VISITORS[index % VISITORS.length] ?? 0; n > 0; n -= 1) {
        const story = pick(weighted);
        visitor(day, pick(matters.filter((matter) => matter.kind === story.kind)), story.steps);
      }
    }
    // What was handed over since yesterday's close is received in the morning; the rows of the last office days still wait.
    const before = days[index - 1];
    if (day === days.at(-1) && visitors) continue;
    for (const [number, row] of handed.entries()) if (row.on === before) receive(day, row, number);
  }
}

/** Matters to accept on a day so that their promise runs out around today. */
function dueSoon({ desk, days }: PlayedDesk): Map<LocalDate, Matter[]> {
  const plan = new Map<LocalDate, Matter[]>();
  const promised = desk.catalogue.matters.filter((matter) => matter.kind === 'promised' && matter.promisedDays > 4);
  for (const [index, offset] of DUE.entries()) {
    const matter = promised[(index * 7) % promised.length];
    // The last of the days is today, workday or not.
    const day = matter && days[days.length - 1 + offset - matter.promisedDays];
    if (matter !== undefined && day !== undefined) plan.set(day, [...(plan.get(day) ?? []), matter]);
  }
  return plan;
}
