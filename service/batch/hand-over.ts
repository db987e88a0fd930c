/** Finishing: every row that is taken or confirmed becomes a case and is handed over to the centre, by one list, in one transaction. */
import { ApiError } from '../../shared/api/errors.ts';
import type { HandOverList } from '../../shared/api/rows.ts';
import type { LocalDate, MatterCode } from '../../shared/base/brands.ts';
import { termsOf } from '../../shared/matter/catalogue.ts';
import { compactDate } from '../../shared/base/local-date.ts';
import { CASE_STATES } from '../../shared/case/states.ts';
import type { MaterialItem } from '../../shared/case/materials.ts';
import { placeKind } from '../../shared/place/place.ts';
import { slipKey } from '../../shared/slips/slip-key.ts';
import { readMaterials } from '../../shared/slips/slip-materials.ts';
import type { SlipRow } from '../../shared/slips/slip-row.ts';
import { caseEvents } from '../../store/projection/cases.ts';
import { removeDrafts } from '../../store/file/drafts.ts';
import { staffOf } from '../../store/projection/site-staff.ts';
import { casesOfSlips, handOverCases, handOverLists } from '../../store/projection/slips.ts';
import type { Appended, CaseRecord } from '../../store/types.ts';
import { keptPerson } from '../cases/person.ts';
import type { StepBy } from '../cases/take-step.ts';
import type { Desk } from '../desk.ts';
import { judgedBatch } from './grid.ts';
import type { JudgedDraft } from './draft-judge.ts';

const isReady = ({ row }: JudgedDraft): boolean => row.verdict === 'take' || row.verdict === 'confirmed';

/** Returns the key under which the slip is known from now on: that of its sheet, or one of its own that is not in use yet. */
function keyOf(desk: Desk, { draft }: JudgedDraft, slip: SlipRow): string {
  if (draft.importKey !== null) return draft.importKey;
  for (let ordinal = 1; ; ordinal += 1) {
    const key = slipKey({
      place: desk.place,
      name: slip.name,
      id: slip.id,
      matter: slip.matter,
      date: slip.date,
      ordinal,
    });
    if (casesOfSlips(desk.file, [key]).size === 0) return key;
  }
}

function registerSlip(desk: Desk, judged: JudgedDraft, by: StepBy): Appended {
  const { draft, slip } = judged;
  const identity = desk.ledger.identity();
  const terms = slip?.matter ? termsOf(desk.catalogue, slip.matter) : undefined;
  // Rows with more papers than a case keeps, or a note too long for one, are asked about.
  const materials = readMaterials(slip?.materials ?? '');
  if (
    identity === null ||
    materials === null ||
    slip === null ||
    terms === undefined ||
    slip.name === null ||
    slip.date === null ||
    slip.matter === null
  )
    throw new ApiError('internal');
  const person = {
    applicantKind: slip.applicantKind,
    paper: slip.paper,
    name: slip.name,
    idNumber: slip.id,
    phone: slip.phone,
    village: desk.place,
    group: slip.group,
    address: null,
  };
  return desk.ledger.append({
    ledger: desk.place,
    type: 'proxy-received',
    on: slip.date,
    data: {
      number: desk.ledger.nextNumber(desk.place, slip.date, identity.station),
      matter: slip.matter,
      terms,
      person: keptPerson(desk, person),
      materials,
      ...(slip.date < desk.today() ? { backdated: true } : {}),
      ...(slip.note === null ? {} : { note: slip.note }),
      slip: {
        key: keyOf(desk, judged, slip),
        date: slip.date,
        ...(draft.importCells === null ? {} : { cells: draft.importCells }),
        source: draft.source,
        confirmed: draft.confirmed.slice(0, 20),
      },
    },
    staff: by.staff,
  });
}

/** `<village>-<day>-<station><n>`: unique like a case number, and readable on paper. */
function nextList(desk: Desk, today: LocalDate): string {
  const prefix = `${desk.place}-${compactDate(today)}-${desk.ledger.identity()?.station ?? ''}`;
  const taken = handOverLists(desk.file, desk.place).filter(({ list }) => list.startsWith(prefix)).length;
  return `${prefix}${String(taken + 1).padStart(2, '0')}`;
}

/** Throws ApiError `bad-input` when no row is ready. Rows that are asked about or refused stay in the grid. */
export function finishBatch(desk: Desk, by: StepBy): HandOverList {
  if (placeKind(desk.place) !== 'village') throw new ApiError('not-allowed', '只有村级代办点移交。');
  const today = desk.today();
  const list = desk.ledger.transaction(() => {
    const ready = judgedBatch(desk).filter(isReady);
    if (ready.length === 0) throw new ApiError('bad-input', '还没有可以移交的行。');
    const name = nextList(desk, today);
    for (const judged of ready) {
      const first = registerSlip(desk, judged, by);
      const data = { list: name, count: ready.length };
      desk.ledger.append({
        ledger: desk.place,
        type: 'handed-over',
        case: first.id,
        after: [first.id],
        on: today,
        data,
        staff: by.staff,
      });
    }
    removeDrafts(
      desk.file,
      ready.map(({ draft }) => draft.id),
    );
    return name;
  });
  desk.wrote('cases', 'drafts');
  return handOverList(desk, list);
}

function countByMatter(desk: Desk, matters: readonly MatterCode[]): HandOverList['totals'] {
  return [...Map.groupBy(matters, (code) => code)]
    .map(([matter, all]) => ({ matter, matterName: desk.catalogue.matter(matter)?.name ?? matter, count: all.length }))
    .sort((a, b) => b.count - a.count || (a.matter < b.matter ? -1 : 1));
}

/** What finishing now would hand over. */
export function batchTotals(desk: Desk): {
  ready: number;
  asked: number;
  refused: number;
  totals: HandOverList['totals'];
} {
  const judged = judgedBatch(desk);
  const ready = judged.filter(isReady);
  const count = (verdict: string) => judged.filter(({ row }) => row.verdict === verdict).length;
  return {
    ready: ready.length,
    asked: count('ask'),
    refused: count('refuse'),
    totals: countByMatter(
      desk,
      ready.flatMap(({ slip }) => slip?.matter ?? []),
    ),
  };
}

function paperRow(desk: Desk, record: CaseRecord): HandOverList['rows'][number] {
  const first = caseEvents(desk.file, record.case).find((event) => event._id === record.case);
  const { materials } = (first?.data ?? {}) as { materials?: readonly MaterialItem[] };
  return {
    number: record.number,
    case: record.case,
    name: record.name,
    idNumber: record.idNumber,
    phone: record.phone,
    group: record.group,
    matter: desk.catalogue.matter(record.matter)?.name ?? record.matter,
    date: record.on,
    materials: (materials ?? []).map(({ name }) => name).join('、'),
    state: record.state,
    status: CASE_STATES[record.state],
  };
}

/** A list as it was handed over, each row with what has become of it. Throws ApiError `not-found`. */
export function handOverList(desk: Desk, list: string): HandOverList {
  const made = handOverLists(desk.file).find((each) => each.list === list);
  if (made === undefined) throw new ApiError('not-found', '没有这份移交清单。');
  const records = handOverCases(desk.file, list);
  const centre = desk.places.centreOf(made.ledger, made.on);
  return {
    list,
    village: made.ledger,
    villageName: desk.places.nameOf(made.ledger),
    centreName: centre === null ? '' : desk.places.nameOf(centre),
    on: made.on,
    agent: staffOf(desk.file, made.ledger).find(({ id }) => id === made.staff)?.name ?? made.staff,
    totals: countByMatter(
      desk,
      records.map(({ matter }) => matter),
    ),
    rows: records.map((record) => paperRow(desk, record)),
  };
}
