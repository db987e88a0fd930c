/** The slips of a trial's villages: what was handed over on office days, and what still lies in the grid. */
import type { DraftRow } from '../../shared/api/rows.ts';
import { type DraftCells, EMPTY_CELLS } from '../../shared/slips/slip-fields.ts';
import type { EventId, LocalDate, StaffId } from '../../shared/base/brands.ts';
import { inventPerson } from '../../shared/person/invented-people.ts';
import { addDays } from '../../shared/base/local-date.ts';
import { openBatch, removeRows, saveRows } from '../batch/grid.ts';
import { finishBatch } from '../batch/hand-over.ts';
import type { PlayedDesk } from './make-trial.ts';

/** A row that a village handed over, and when. */
export interface HandedRow {
  readonly case: EventId;
  readonly on: LocalDate;
}

const AGENT = { staff: 'S01' as StaffId };
const GROUPS = ['一组', '二组', '三组', '四组', '五组', '六组'];
const SLIPS = { least: 2, most: 4 } as const;

function slip(played: PlayedDesk, day: LocalDate, part: Partial<DraftCells> = {}): DraftCells {
  const { random, desk } = played;
  const person = inventPerson(random);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const matter = pick(desk.catalogue.matters.filter((each) => each.proxyable));
  return {
    ...EMPTY_CELLS,
    date: addDays(day, -Math.floor(random() * 5)),
    name: person.name,
    idNumber: person.idNumber,
    group: pick(GROUPS),
    phone: person.phone ?? '',
    matter: matter.name,
    materials: matter.materials
      .slice(0, 2)
      .map((material) => material.name)
      .join('、'),
    ...part,
  };
}

function save(played: PlayedDesk, cells: readonly DraftCells[]): readonly DraftRow[] {
  openBatch(played.desk);
  const rows = cells.map((each, position) => ({
    id: `trial-${played.desk.place}-${played.desk.today()}-${position}`,
    position,
    cells: each,
    source: 'typed' as const,
  }));
  return saveRows(played.desk, { rows });
}

/** Plays the office days of a village; `isOfficeDay` is asked by the number of the working day. Answers every row that was handed over. */
export function villageSlips(played: PlayedDesk, isOfficeDay: (day: number) => boolean): readonly HandedRow[] {
  const { days, desk, random } = played;
  const officeDays = days.slice(0, -1).filter((_, index) => isOfficeDay(days.length - 1 - index));
  return officeDays.flatMap((day) => {
    played.goTo(day);
    const count = SLIPS.least + Math.floor(random() * (SLIPS.most - SLIPS.least + 1));
    const rows = save(
      played,
      Array.from({ length: count }, () => slip(played, day)),
    );
    // Two invented people may be alike: such a row would wait for an answer that the sample does not give.
    const unclear = rows.filter((row) => row.verdict !== 'take').map((row) => row.id);
    if (unclear.length > 0) removeRows(desk, unclear);
    if (unclear.length === rows.length) return [];
    return finishBatch(desk, AGENT).rows.map((row) => ({ case: row.case, on: day }));
  });
}

/** The week's slips that have not been handed over: most are in order, some need an answer. */
export function trialDrafts(played: PlayedDesk): void {
  const { days, desk } = played;
  const today = days.at(-1) as LocalDate;
  const inPerson = desk.catalogue.matters.find((matter) => !matter.proxyable);
  played.goTo(today);
  save(played, [
    ...Array.from({ length: 7 }, () => slip(played, today)),
    // A number with a wrong last digit, a word that means several matters, a slip without a date, one that the person must bring.
    slip(played, today, { idNumber: '43122219630512442X' }),
    slip(played, today, { matter: '低保' }),
    slip(played, today, { matter: '证明' }),
    slip(played, today, { date: '' }),
    slip(played, today, { matter: inPerson?.name ?? '' }),
  ]);
}
