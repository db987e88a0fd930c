/** Cases as the county sees them, and what it asks about them. */
import type { BeyondInput, BeyondRow } from '../../shared/api/beyond.ts';
import type { CaseDetail, CaseRow, Page } from '../../shared/api/rows.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { beyondRows } from '../../shared/case/beyond-rows.ts';
import { caseDetail } from '../../shared/case/case-detail.ts';
import { jointFiling } from '../../shared/case/joint-filing.ts';
import { casesOfJoint } from '../../store/projection/joint.ts';
import type { EventId, LocalDate, MatterCode, PlaceCode } from '../../shared/base/brands.ts';
import type { ConsoleFigure } from '../../shared/case/figures.ts';
import { beyondPage, eventsBeyond, readCase } from '../../store/projection/project-case.ts';
import { caseRow } from '../../store/projection/case-row.ts';
import { caseEvents, getCase } from '../../store/projection/cases.ts';
import { isReadable } from '../../store/projection/event-rows.ts';
import { staffOf } from '../../store/projection/site-staff.ts';
import { figureCases } from '../../store/projection/figures.ts';
import type { CaseRecord, FoldedCase } from '../../store/types.ts';
import { findDevice } from '../admin/devices.ts';
import { COUNTY_STAFF } from '../events/held-decisions.ts';
import type { ConsoleDesk } from './desk.ts';

/** `data.rule` of a question that a person asked. */
const ASKED_BY_COUNTY = 'county';

const rowOf = (desk: ConsoleDesk, record: CaseRecord): CaseRow => ({
  ...caseRow(record, {
    today: desk.today(),
    calendar: desk.calendar,
    placeName: (code) => desk.places.nameOf(code),
    matterName: desk.matterName,
    stickOf: () => null,
  }),
  // What is seen here is here.
  synced: true,
});

export interface CasesInput {
  readonly figure: ConsoleFigure;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly centre?: PlaceCode | undefined;
  readonly matter?: MatterCode | undefined;
  readonly village?: PlaceCode | undefined;
  readonly query: string;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** The cases behind a figure. */
export function casesOf(desk: ConsoleDesk, input: CasesInput): Page<CaseRow> {
  const page = figureCases(desk.file, { ...input, today: desk.today() });
  return { ...page, rows: page.rows.map((record) => rowOf(desk, record)) };
}

/** Throws ApiError `not-found`. */
export function detailOf(desk: ConsoleDesk, id: EventId): CaseDetail {
  const folded = readCase(desk.file, id);
  if (folded === null) throw new ApiError('not-found');
  return shown(desk, folded);
}

/** The case as it stands, for its page. Throws ApiError `not-found` where it has no row. */
function shown(desk: ConsoleDesk, { fold, events }: FoldedCase): CaseDetail {
  const record = getCase(desk.file, fold.case);
  if (record === null) throw new ApiError('not-found');
  return caseDetail(rowOf(desk, record), fold, events.filter(isReadable), {
    beyond: eventsBeyond(desk.file, fold.case),
    same: null,
    joint:
      fold.joint &&
      jointFiling(
        fold.joint,
        casesOfJoint(desk.file, fold.joint.key).map((each) => rowOf(desk, each)),
      ),
    today: desk.today(),
    calendar: desk.calendar,
    catalogue: desk.catalogue,
    role: 'county',
    place: desk.places.county.code,
    placeName: (code) => desk.places.nameOf(code),
    matterName: desk.matterName,
    staffName: (place, staff) => staffOf(desk.file, place).find((member) => member.id === staff)?.name ?? null,
    synced: () => true,
  });
}

/** Throws ApiError `not-found`. */
export function beyondOf(desk: ConsoleDesk, { case: id, after = '0', limit }: BeyondInput): Page<BeyondRow> {
  if (getCase(desk.file, id) === null) throw new ApiError('not-found');
  return beyondRows(beyondPage(desk.file, id, { after: Number(after), limit }), {
    placeName: (code) => desk.places.nameOf(code),
    machine: (device) => findDevice(desk.file, device)?.machine ?? device,
    staffName: (place, staff) => staffOf(desk.file, place).find((member) => member.id === staff)?.name ?? null,
  });
}

export interface QuestionInput {
  readonly case: EventId;
  readonly about: EventId;
  readonly text: string;
}

/** Writes the county's question into the ledger of the case; it flows down with it. Throws ApiError `not-found`. */
export function askAbout(desk: ConsoleDesk, input: QuestionInput): CaseDetail {
  const record = getCase(desk.file, input.case);
  const known = caseEvents(desk.file, input.case).some((event) => event._id === input.about);
  if (record === null || !known) throw new ApiError('not-found');
  const asked = desk.ledger.transaction(() => {
    desk.ledger.append({
      ledger: record.ledger,
      type: 'questioned',
      case: input.case,
      about: input.about,
      on: desk.today(),
      staff: COUNTY_STAFF,
      data: { rule: ASKED_BY_COUNTY, text: input.text },
    });
    return desk.ledger.project(input.case);
  });
  if (asked === null) throw new ApiError('not-found');
  return shown(desk, asked);
}
