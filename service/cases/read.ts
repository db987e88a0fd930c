/** Cases as the pages show them, from the projection and the fold. */
import type { EarlierPerson, SameCase } from '../../shared/api/earlier-person.ts';
import type { BeyondInput, BeyondRow } from '../../shared/api/beyond.ts';
import type { CaseDetail, CaseRow, Page } from '../../shared/api/rows.ts';
import { ApiError } from '../../shared/api/errors.ts';
import type { DeviceId, EventId } from '../../shared/base/brands.ts';
import type { Role } from '../../shared/case/roles.ts';
import { placeKind } from '../../shared/place/place.ts';
import { beyondRows } from '../../shared/case/beyond-rows.ts';
import type { Person } from '../../shared/person/person.ts';
import { PERSON_KEYS } from '../../shared/person/person-fields.ts';
import { caseDetail } from '../../shared/case/case-detail.ts';
import { jointFiling } from '../../shared/case/joint-filing.ts';
import { casesOfJoint } from '../../store/projection/joint.ts';
import { beyondPage, eventsBeyond, readCase } from '../../store/projection/project-case.ts';
import { caseRow } from '../../store/projection/case-row.ts';
import { type ListContext, getCase, receiptedEvents } from '../../store/projection/cases.ts';
import { deviceCertificate } from '../../store/trust/device-keys.ts';
import { isReadable } from '../../store/projection/event-rows.ts';
import { staffOf } from '../../store/projection/site-staff.ts';
import { stickOfCase } from '../../store/sync-state/usb-events.ts';
import type { CaseRecord, FoldedCase } from '../../store/types.ts';
import { type EarlierCase, otherOfPerson } from '../../store/projection/persons.ts';
import type { Desk } from '../desk.ts';

const ROLE_OF: Readonly<Record<ReturnType<typeof placeKind>, Role>> = {
  county: 'county',
  centre: 'clerk',
  village: 'agent',
};
/** The role of the place that this desk is of. */
export const roleOf = (desk: Desk): Role => ROLE_OF[placeKind(desk.place)];

/** "Due soon" reaches to the second working day after today (WORKFLOWS a). */
const SOON_WORKDAYS = 2;

export function listContext(desk: Desk): ListContext {
  const today = desk.today();
  return { today, soon: desk.calendar.addWorkdays(today, SOON_WORKDAYS).date, at: placeKind(desk.place) };
}

export function rowOf(desk: Desk, record: CaseRecord): CaseRow {
  return caseRow(record, {
    today: desk.today(),
    calendar: desk.calendar,
    placeName: (code) => desk.places.nameOf(code),
    matterName: (code) => desk.catalogue.matter(code)?.name ?? code,
    stickOf: (id) => stickOfCase(desk.file, id),
  });
}

/** The case as it stands. Throws ApiError `not-found` where the ledger has no such case. */
export function currentCase(desk: Desk, id: EventId): FoldedCase {
  const folded = readCase(desk.file, id);
  if (folded === null) throw new ApiError('not-found');
  return folded;
}

/** The case for its page. Throws ApiError `not-found` where it has no row. */
export function detailOf(desk: Desk, { fold, events }: FoldedCase): CaseDetail {
  const id = fold.case;
  const record = getCase(desk.file, id);
  if (record === null) throw new ApiError('not-found');
  const receipted = receiptedEvents(desk.file, id);
  const readable = events.filter(isReadable);
  return caseDetail(rowOf(desk, record), fold, readable, {
    beyond: eventsBeyond(desk.file, id),
    same: sameOf(otherOfPerson(desk.file, record)),
    joint:
      fold.joint &&
      jointFiling(
        fold.joint,
        casesOfJoint(desk.file, fold.joint.key).map((each) => rowOf(desk, each)),
      ),
    today: desk.today(),
    calendar: desk.calendar,
    catalogue: desk.catalogue,
    role: roleOf(desk),
    place: desk.place,
    placeName: (code) => desk.places.nameOf(code),
    matterName: (code) => desk.catalogue.matter(code)?.name ?? code,
    staffName: (place, staff) => staffOf(desk.file, place).find((member) => member.id === staff)?.name ?? null,
    synced: (event) => receipted.has(event),
  });
}

/** The station of a machine in its place; its id where its certificate is not here. */
function stationOf({ file, ledger }: Desk, device: DeviceId): string {
  const own = ledger.identity();
  return own?.device === device ? own.station : (deviceCertificate(file, device)?.station ?? device);
}

/** Throws ApiError `not-found`. */
export function beyondOf(desk: Desk, { case: id, after = '0', limit }: BeyondInput): Page<BeyondRow> {
  if (getCase(desk.file, id) === null) throw new ApiError('not-found');
  return beyondRows(beyondPage(desk.file, id, { after: Number(after), limit }), {
    placeName: (code) => desk.places.nameOf(code),
    machine: (device) => stationOf(desk, device),
    staffName: (place, staff) => staffOf(desk.file, place).find((member) => member.id === staff)?.name ?? null,
  });
}

const sameOf = (same: CaseRecord | null): SameCase | null =>
  same && { case: same.case, number: same.number, on: same.on, open: same.open };

export function earlierPerson(desk: Desk, { last, same }: EarlierCase): EarlierPerson {
  // What a list does not hold of a person is not offered.
  const fields = Object.fromEntries(
    PERSON_KEYS.map((key) => [key, key in last ? last[key as keyof CaseRecord] : null]),
  );
  return {
    person: { ...(fields as unknown as Person), idVerified: last.idVerified },
    lastCase: last.case,
    lastMatterName: desk.catalogue.matter(last.matter)?.name ?? last.matter,
    lastOn: last.on,
    same: sameOf(same),
  };
}
