/** Takes the platform's own list: cases that are the same on both sides get the number that they have there, and what differs is said. Nothing is overwritten. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ApiError } from '../../shared/api/errors.ts';
import type { PlatformImported, PlatformListRow } from '../../shared/api/platform-methods.ts';
import { PROVINCIAL_PLATFORM, PlatformNumberSchema } from '../../shared/case/remarks/platform-linked.ts';
import { CASE_STATES } from '../../shared/case/states.ts';
import { PERSON_FIELDS } from '../../shared/person/person-fields.ts';
import { type ListedCase, readPlatformList } from '../../shared/platform/list.ts';
import { casesOfNumber, getCase } from '../../store/projection/cases.ts';
import { casesOfApplicant, casesOfPlatformNumber } from '../../store/projection/platform-cases.ts';
import type { CaseRecord } from '../../store/types.ts';
import { type StepBy, appendRemark } from '../cases/take-step.ts';
import { currentCase } from '../cases/read.ts';
import type { Desk } from '../desk.ts';
import { readWorkbook } from '../workbook/read.ts';
import { requireCentre } from './export.ts';

/** Of each kind the page shows so many; the counts are of all. */
const SHOWN = 300;
/** Links written in one transaction. */
const CHUNK = 50;

const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s/gu, '');

function matterOf({ catalogue }: Desk, listed: ListedCase): string | null {
  if (catalogue.matter(listed.matterCode) !== undefined) return listed.matterCode;
  const name = plain(listed.matterName);
  return name === '' ? null : (catalogue.matters.find((matter) => plain(matter.name) === name)?.code ?? null);
}

const days = (listed: ListedCase): readonly string[] =>
  [listed.accepted, listed.applied].filter((each) => each !== null);
const daysHere = ({ receivedOn, acceptedOn, on }: CaseRecord): readonly (string | null)[] => [
  receivedOn,
  acceptedOn,
  on,
];

/** What both sides know and say otherwise, in words. */
function differences(desk: Desk, listed: ListedCase, here: CaseRecord): string[] {
  const said = (what: string, there: string, own: string): string => `${what}：平台 ${there}，这里 ${own}`;
  const matter = matterOf(desk, listed);
  const out: string[] = [];
  if (listed.name !== '' && plain(listed.name) !== plain(here.name))
    out.push(said(PERSON_FIELDS.name.label, listed.name, here.name));
  if (listed.idNumber !== '' && here.idNumber !== null && listed.idNumber !== here.idNumber) out.push('证件号码不同');
  if (matter !== null && matter !== here.matter)
    out.push(
      said('事项', listed.matterName || listed.matterCode, desk.catalogue.matter(here.matter)?.name ?? here.matter),
    );
  if (days(listed).length > 0 && !days(listed).some((day) => daysHere(here).includes(day)))
    out.push(said('受理日期', days(listed).join('、'), here.receivedOn ?? here.on));
  if (listed.over !== null && listed.over === here.open)
    out.push(said('状态', listed.over ? '已办结' : '办理中', CASE_STATES[here.state]));
  return out;
}

type Verdict = Omit<PlatformListRow, 'sheet' | 'row' | 'number' | 'name'>;

const unknown = (why: string): Verdict => ({ is: 'unknown', case: null, caseNumber: null, notes: [why] });

function verdictOn(desk: Desk, listed: ListedCase): Verdict {
  const found = (is: PlatformListRow['is'], here: CaseRecord, notes: readonly string[]): Verdict => ({
    is,
    case: here.case,
    caseNumber: here.number,
    notes,
  });
  if (/^测试|测试$/u.test(listed.name)) return unknown('测试数据');
  if (!PlatformNumberSchema.safeParse(listed.number).success) return unknown('编号超过 50 个字或中间有空格');
  const [known] = casesOfPlatformNumber(desk.file, listed.number);
  if (known !== undefined) {
    const notes = differences(desk, listed, known);
    return found(notes.length === 0 ? 'known' : 'differs', known, notes);
  }
  // A platform that took our files keeps our numbers.
  const [own] = casesOfNumber(desk.file, listed.number);
  const matter = matterOf(desk, listed);
  if (own === undefined && listed.idNumber === '') return unknown('没有证件号码，对不上');
  if (own === undefined && listed.idNumber.includes('*')) return unknown('证件号码不全，对不上');
  if (own === undefined && matter === null) return unknown(`目录里没有事项“${listed.matterName || listed.matterCode}”`);
  const same = own === undefined ? casesOfApplicant(desk.file, listed.idNumber, matter ?? '') : [own];
  const onDay =
    own === undefined ? same.filter((here) => days(listed).some((day) => daysHere(here).includes(day))) : same;
  const [here, second] = onDay.filter((each) => each.platformNumber === null);
  if (second !== undefined) return unknown('这里有两件都对得上，请逐件填写');
  if (here !== undefined) return found('new', here, differences(desk, listed, here));
  const [other] = onDay.length > 0 ? onDay : same;
  if (other === undefined) return unknown('这里没有这个人的这一事项');
  const linked = other.platformNumber === null ? [] : [`编号：平台 ${listed.number}，这里 ${other.platformNumber}`];
  return found('differs', other, [...linked, ...differences(desk, listed, other)]);
}

/** Throws ApiError for a file without such a list, and for a list of another county. */
async function readList(desk: Desk, file: { readonly fileName: string; readonly base64: string }) {
  const sheets = await readWorkbook(new Uint8Array(Buffer.from(file.base64, 'base64')), file.fileName);
  const list = readPlatformList(sheets);
  if (list === null)
    throw new ApiError(
      'not-a-workbook',
      '这个表里没有平台的办件清单：要有“办件编号”一列，再有证件号码、事项名称、受理日期等列。',
    );
  const county = desk.place.slice(0, 6);
  const foreign = list.counties.find((each) => each !== county);
  if (foreign !== undefined)
    throw new ApiError('wrong-county', `这份清单里有别的县（区划 ${foreign}）的办件，没有导入。请导出本县的清单。`);
  return list;
}

/** Two platform's cases that want one of ours: neither is linked. */
function withoutClashes(rows: readonly PlatformListRow[]): PlatformListRow[] {
  const wanted = Map.groupBy(
    rows.filter(({ is }) => is === 'new'),
    (row) => row.case,
  );
  return rows.map((row) =>
    row.is === 'new' && (wanted.get(row.case)?.length ?? 0) > 1
      ? { ...row, is: 'unknown', notes: ['平台上有两件都对得上这里的一件，请逐件填写'] }
      : row,
  );
}

function summary(rows: readonly PlatformListRow[], withoutNumber: number, linked: number): PlatformImported {
  const of = (is: PlatformListRow['is']) => rows.filter((row) => row.is === is);
  const shown = (['differs', 'unknown', 'new'] as const).flatMap((is) => of(is).slice(0, SHOWN));
  const withNotes = of('known').length;
  return {
    linked,
    counts: {
      new: of('new').length,
      known: withNotes,
      differs: of('differs').length,
      unknown: of('unknown').length,
      withoutNumber,
    },
    rows: shown,
  };
}

/** Looks at a list, and with `by` writes the links that are new. The same list again writes nothing. */
export async function importPlatformList(
  desk: Desk,
  file: { readonly fileName: string; readonly base64: string },
  by: StepBy | null,
): Promise<PlatformImported> {
  requireCentre(desk);
  const list = await readList(desk, file);
  const verdicts: PlatformListRow[] = [];
  for (const [index, listed] of list.cases.entries()) {
    const { sheet, row, number, name } = listed;
    verdicts.push({ sheet, row, number, name, ...verdictOn(desk, listed) });
    // The clerk's calls between them.
    // oxlint-disable-next-line no-await-in-loop
    if (index % CHUNK === CHUNK - 1) await nextTurn();
  }
  const rows = withoutClashes(verdicts);
  if (by === null) return summary(rows, list.withoutNumber.length, 0);
  const listedBy = new Map(list.cases.map((listed) => [listed.number, listed]));
  const fresh = rows.filter(({ is }) => is === 'new');
  let linked = 0;
  for (let at = 0; at < fresh.length; at += CHUNK) {
    linked += desk.ledger.transaction(
      () => fresh.slice(at, at + CHUNK).filter((row) => link(desk, row, listedBy.get(row.number), by)).length,
    );
    // oxlint-disable-next-line no-await-in-loop
    await nextTurn();
  }
  if (linked > 0) desk.wrote('cases');
  return summary(rows, list.withoutNumber.length, linked);
}

/** False where the case was linked in the meantime. */
function link(desk: Desk, row: PlatformListRow, listed: ListedCase | undefined, by: StepBy): boolean {
  const record = row.case === null ? null : getCase(desk.file, row.case);
  if (record === null || listed === undefined || record.platformNumber !== null) return false;
  const data = {
    system: PROVINCIAL_PLATFORM,
    number: listed.number,
    ...(listed.queryCode === null ? {} : { queryCode: listed.queryCode }),
    at: listed.applied ?? listed.accepted ?? desk.today(),
  };
  appendRemark(desk, currentCase(desk, record.case), { type: 'platform-linked', about: record.case, data }, by);
  return true;
}
