/** The change of agents (代办员交接): what an agent holds is listed and signed over to another, or taken over by the centre, in one transaction. */
import { ApiError } from '../../shared/api/errors.ts';
import type { AgentChange, HandOverInput, HeldCase, HeldInVillage } from '../../shared/api/mandate-methods.ts';
import type { PlaceCode, StaffId } from '../../shared/base/brands.ts';
import { compactDate } from '../../shared/base/local-date.ts';
import { namesOf } from '../../shared/case/materials.ts';
import { placeKind } from '../../shared/place/place.ts';
import { countDrafts } from '../../store/file/drafts.ts';
import { casesHeldIn } from '../../store/projection/held.ts';
import { staffOf } from '../../store/projection/site-staff.ts';
import type { CaseRecord } from '../../store/types.ts';
import { currentCase, rowOf } from './read.ts';
import { appendAfterHeads } from './take-step.ts';
import type { StepBy } from './take-step.ts';
import type { Desk } from '../desk.ts';

/** Throws ApiError `not-allowed` for another village than one's own, or than those that the centre serves. */
function checkVillage(desk: Desk, village: PlaceCode): void {
  const own = placeKind(desk.place) === 'village' ? [desk.place] : desk.places.villagesOf(desk.place, desk.today());
  if (placeKind(village) !== 'village' || !own.includes(village))
    throw new ApiError('not-allowed', '只能交接本村、本中心所服务村的代办件。', 'village');
}

function heldCase(desk: Desk, record: CaseRecord): HeldCase {
  const row = rowOf(desk, record);
  return {
    case: record.case,
    number: record.number,
    name: record.name,
    matterName: row.matterName,
    on: record.on,
    status: row.status,
    holder: record.holder as StaffId | null,
    papers: record.papersHeld ? namesOf(currentCase(desk, record.case).fold.materials, 'received') : [],
    untold: record.toCollect || record.toTell,
  };
}

const nameOf = (desk: Desk, village: PlaceCode, staff: StaffId): string =>
  staffOf(desk.file, village).find(({ id }) => id === staff)?.name ?? staff;

function centreOf(desk: Desk, village: PlaceCode): PlaceCode | null {
  return placeKind(desk.place) === 'centre' ? desk.place : desk.places.centreOf(village, desk.today());
}

/** Throws ApiError. */
export function heldInVillage(desk: Desk, village: PlaceCode): HeldInVillage {
  checkVillage(desk, village);
  const rows = casesHeldIn(desk.file, village).map((record) => heldCase(desk, record));
  const staff = staffOf(desk.file, village);
  const unknown = [...new Set(rows.map(({ holder }) => holder))].filter(
    (id) => id !== null && !staff.some((member) => member.id === id),
  ) as StaffId[];
  const centre = centreOf(desk, village);
  return {
    village,
    villageName: desk.places.nameOf(village),
    centreName: centre === null ? '' : desk.places.nameOf(centre),
    agents: [
      ...staff.map(({ id, name, active }) => ({ id, name, active })),
      ...unknown.map((id) => ({ id, name: id, active: false })),
    ],
    rows,
    drafts: village === desk.place ? countDrafts(desk.file) : 0,
  };
}

/** Unique like a hand-over list, and told from one. */
function listName(desk: Desk, village: PlaceCode): string {
  const station = desk.ledger.identity()?.station ?? '';
  return `${village}-${compactDate(desk.today())}-${station}-J${desk.random().slice(0, 4).toUpperCase()}`;
}

/** Throws ApiError; nothing is written then. */
export function handOverMandates(desk: Desk, input: HandOverInput, by: StepBy): AgentChange {
  const { village, from, to, cases, note = '' } = input;
  checkVillage(desk, village);
  if (from === to) throw new ApiError('bad-input', '交出人和接手人不能是同一个。', 'to');
  if (to !== null && !staffOf(desk.file, village).some(({ id, active }) => id === to && active))
    throw new ApiError('bad-input', '接手人不是本村在岗的代办员，请先在人员里登记。', 'to');
  const centre = centreOf(desk, village);
  const place = to === null ? centre : village;
  if (place === null) throw new ApiError('not-allowed', '没有服务本村的乡镇中心，请选一位代办员接手。', 'to');
  const list = listName(desk, village);
  const rows = desk.ledger.transaction(() => {
    const held = new Map(casesHeldIn(desk.file, village).map((record) => [record.case, record]));
    return cases.map((id) => {
      const record = held.get(id);
      // Signed over, handed out or taken on by another in the meantime.
      if (record === undefined || record.holder !== from) throw new ApiError('conflict');
      const row = heldCase(desk, record);
      const data = {
        ...(from === null ? {} : { from }),
        place,
        ...(to === null ? {} : { staff: to }),
        list,
        papers: row.papers,
        ...(note === '' ? {} : { note }),
      };
      appendAfterHeads(desk, currentCase(desk, id), { type: 'mandate-handed-over', data }, by, desk.today());
      return row;
    });
  });
  desk.wrote('cases');
  const centreName = centre === null ? '' : desk.places.nameOf(centre);
  return {
    list,
    villageName: desk.places.nameOf(village),
    on: desk.today(),
    from: from === null ? centreName : nameOf(desk, village, from),
    to: to === null ? centreName : nameOf(desk, village, to),
    note,
    rows,
  };
}
