/** One row of a table as a slip: each field read, and what a person must look at. */
import type { LocalDate, MatterCode } from '../base/brands.ts';
import type { Catalogue } from '../matter/catalogue.ts';
import { addDays, dayNumber } from '../base/local-date.ts';
import { type MatterResolution, resolveMatter } from '../matter/matter-resolve.ts';
import { checkPhone } from '../person/phone.ts';
import { PERSON_FIELDS } from '../person/person-fields.ts';
import { normalValue } from '../person/person.ts';
import type { Places } from '../place/place.ts';
import { LONG_MARK, MOST_CHARACTERS, isTooLong } from './cell-limit.ts';
import { type Cell, type SheetRow, cellText, isDitto, rawText, unreadableReason, valueCell } from './cells.ts';
import type { Columns } from './columns.ts';
import { isHeading } from './columns.ts';
import { type SlipReasonCode, slipReason } from './reasons.ts';
import { commentsOf, rowDoubts } from './row-doubts.ts';
import { type DateContext, type DateReading, readSlipDate, yearsToChoose } from './slip-date.ts';
import { readSlipId } from './slip-id.ts';
import { readSlipName } from './slip-name.ts';
import { type PlainField, SLIP_COLUMNS, type SlipColumn, type SlipField } from './slip-fields.ts';
import { cellOfRow, idInCell, isLinkToNothing, nameInCell } from './person-cells.ts';
import { readMaterials } from './slip-materials.ts';
import { type SlipRow, verdictOf } from './slip-row.ts';
import { otherMatters } from './second-matter.ts';
import { ticksOf } from './ticks.ts';
import type { TableRow } from './table-row.ts';
import { type TitleFacts, readVillage } from './title-lines.ts';

export interface SlipOptions {
  readonly catalogue: Catalogue;
  /** For the village in titles and cells; null: not looked for. */
  readonly places: Places | null;
  /** The day of reading: nothing is dated after it. */
  readonly today: LocalDate;
  /** Columns of cells that carry no headings (a grid, a paste); a heading row among them still counts. Every row but a blank one is a slip. */
  readonly columns?: Partial<Record<SlipField, number>>;
  /** The middle one of the full dates of all rows, where these are but some of a grid; left out: it is found among them. */
  readonly middle?: LocalDate | null;
}

/** A heading is said again in every row below it. */
const LONGEST_HEADING = 60;
/** Older than half a year before the hand-in date is more likely a wrong year or month than a slip in a pocket. */
const OLD_DAYS = 180;
/** The centres were built from 2013 on; before that there were no slips. */
export const FIRST_SLIPS = '2013-01-01' as LocalDate;

/** What the sheet says once for all its slips. */
export interface SheetFacts {
  readonly titles: TitleFacts;
  readonly hidden: boolean;
  /** Matters that the title speaks of. */
  readonly titleMatters: readonly MatterCode[];
}

/** The hand-in date that counts for a row: of the lines, the nearest above it, else the first below. */
function handInFor(row: number, facts: SheetFacts): LocalDate | null {
  const { handIns } = facts.titles;
  const above = handIns.findLast((each) => each.row < row);
  return (above ?? handIns[0])?.date ?? null;
}

/** What the row above came to, for ditto marks. */
export interface Above {
  readonly date: LocalDate | null;
  readonly id: string | null;
  readonly matterText: string;
  readonly texts: Partial<Record<SlipField, string>>;
}

/** A slip and what a ditto mark below it repeats. */
export interface Reading {
  readonly slip: SlipRow;
  readonly above: Above;
}

/** One row of a table as a slip with its verdict. Never throws. */
export function readRow(
  { row, columns, guessed, dayLine, doubt, otherName }: TableRow,
  sheetName: string,
  facts: SheetFacts,
  middle: LocalDate | null,
  above: Above | null,
  options: SlipOptions,
): Reading {
  const codes = new Set<SlipReasonCode>();
  const add = (code: SlipReasonCode | null): void => {
    if (code !== null) codes.add(code);
  };
  const cellOf = (field: SlipField): Cell => cellOfRow(row, columns, field);
  /** The text of a field, that of the row above where a ditto mark stands. */
  const textOf = (field: SlipField): string => {
    const cell = cellOf(field);
    if (isDitto(cell)) return above?.texts[field] ?? '';
    if (unreadableReason(cell) !== null || isLinkToNothing(cell)) return '';
    return cellText(cell);
  };
  const handIn = handInFor(row.row, facts);
  const reference = handIn !== null && handIn <= options.today ? handIn : options.today;

  const idCell = cellOf('id');
  const id = idInCell(idCell, reference);
  const nameCell = cellOf('name');
  const name = nameInCell(nameCell, id.of);
  // A form to fill in has its labels where a table has its people.
  const isForm = guessed && isHeading(nameCell);
  add(isForm ? 'form-cell' : (unreadableReason(nameCell) ?? name.problem));
  const rivals = otherNames(row, columns, name.name);
  if (rivals.length > 0) add('name-which');
  if (otherName !== undefined && otherName !== name.name) rivals.push(otherName);

  id.problems.forEach(add);
  const goodNumbers = (columns.numbers ?? []).map((column) => readSlipId(valueCell(row.cells[column]), reference));
  if (new Set(goodNumbers.filter(({ problems }) => problems.length === 0).map((each) => each.id)).size > 1)
    add('id-which');
  // One name over the rows of a household, and each of its people with a number of their own.
  if (nameCell.merged === 'down' && id.id !== null && id.id !== above?.id) add('name-merged');

  const matterCell = cellOf('matter');
  const matterText = isDitto(matterCell)
    ? (above?.matterText ?? '')
    : unreadableReason(matterCell) === null
      ? cellText(matterCell)
      : '';
  const matter = resolveMatter(options.catalogue, matterText);
  if (unreadableReason(matterCell) !== null) add(unreadableReason(matterCell));
  else if (isDitto(matterCell) && matterText === '') add('ditto-nothing');
  else add(MATTER_REASON[matter.kind]);
  const others = otherMatters(row, columns, matterText, matter, options.catalogue);
  if (others.length > 0 && matterText !== '') add('matter-which');
  if (matter.code !== null && options.catalogue.matter(matter.code)?.proxyable === false) add('not-proxyable');

  const context = { handIn, near: middle, year: facts.titles.year, today: options.today };
  const date = slipDate(cellOf('date'), dayLine, above, context);
  add(date.problem);
  const otherDays = (columns.alike?.date ?? [])
    .map((column) => readSlipDate(valueCell(row.cells[column]), context).date)
    .filter((day) => day !== null && date.date !== null && day !== date.date) as LocalDate[];
  if (otherDays.length > 0) add('date-which');
  const implausible =
    date.date === null ? null : datePlausibility(date.date, handIn, options.columns ? null : middle, reference);
  add(implausible);
  const days =
    date.date === null || implausible === null
      ? ((date.date === null ? date.offers : null) ?? [])
      : yearsToChoose(date.date, handIn ?? middle ?? reference, reference);

  const phone = checkPhone(textOf('phone'));
  add(phone.problem?.code ?? null);
  // What a person's field can't keep is said at its cell.
  for (const { field, person } of PERSON_COLUMNS) {
    const { refused } = PERSON_FIELDS[person].read(
      field === 'name' && nameCell.kind !== 'long' ? rawText(nameCell) : textOf(field),
      { ...anyVillage, of: id.of },
    );
    if (refused?.code.endsWith('-long') === true) add(refused.code);
  }
  for (const field of CARRIED) {
    const closed = unreadableReason(cellOf(field));
    // Of the village's cell nothing is kept.
    if (field !== 'village' || closed !== 'cell-long') add(closed);
  }
  if (row.hidden === true || facts.hidden) add('hidden-row');
  if (DECIDING.some((field) => cellOf(field).hidden === true)) add('hidden-column');
  if (guessed) add('no-header');
  add(doubt ?? null);
  rowDoubts(row, columns).forEach(add);

  const texts = Object.fromEntries(CARRIED.map((field) => [field, textOf(field)])) as Partial<
    Record<SlipField, string>
  >;
  const ticks = ticksOf(row, columns, options.catalogue);
  if (readMaterials(texts.materials ?? '') === null) add('materials-long');
  const note = [texts.note, ticks.text, phone.remark === null ? '' : `电话：${phone.remark}`, commentsOf(row)]
    .filter((text) => text)
    .join(';');
  const noteFits = cellOf('note').kind !== 'long' && note.length <= MOST_CHARACTERS && !isTooLong(note);
  if (!noteFits) add('cell-long');
  const ownVillage = options.places !== null && texts.village ? readVillage(texts.village, options.places) : null;
  const fieldAt = new Map(Object.entries(columns.of).map(([field, index]) => [index, field as SlipField]));
  const slip: SlipRow = {
    sheet: sheetName,
    row: row.row,
    name: isForm ? null : name.name,
    id: id.id,
    paper: id.of.paper,
    applicantKind: id.of.kind,
    matter: matter.code,
    date: date.date,
    ...plainTexts({ ...texts, note: noteFits ? note : LONG_MARK }),
    verdict: verdictOf(codes),
    reasons: Array.from(codes, slipReason),
    phone: phone.phone,
    village: ownVillage ?? facts.titles.village,
    handIn,
    candidates:
      others.length > 0
        ? [...new Set([...(matter.code === null ? matter.candidates : [matter.code]), ...others.flat()])]
        : matter.kind === 'empty' && ticks.matters.length > 0
          ? ticks.matters
          : candidatesOf(matter, facts),
    idSuggestion: id.suggestion,
    offers: {
      ...(rivals.length > 0 && { name: rivals }),
      ...(others.length > 0 && { matter: others.flat().flatMap((code) => options.catalogue.matter(code)?.name ?? []) }),
      ...(days.length + otherDays.length > 0 && { date: [...new Set([...otherDays, ...days])] }),
    },
    raw: row.cells.flatMap((cell, index) =>
      cell.merged === 'across' || cellText(cell) === ''
        ? []
        : [
            {
              heading: (columns.headings[index] ?? '').slice(0, LONGEST_HEADING),
              text: rawText(cell),
              field: fieldAt.get(index) ?? null,
            },
          ],
    ),
  };
  return { slip, above: { date: date.date, id: id.id, matterText, texts } };
}

/** The fields that are kept as written; of a person's, the normal form. */
function plainTexts(texts: Partial<Record<SlipField, string>>): Record<PlainField, string | null> {
  const read = ({ field, person }: SlipColumn): string | null => {
    const text = texts[field] ?? '';
    return (person === null ? text : normalValue(person, text)) || null;
  };
  return Object.fromEntries(PLAIN_COLUMNS.map((column) => [column.field, read(column)])) as Record<
    PlainField,
    string | null
  >;
}

/** A sheet without a column of matters often names its one matter in the title: offered, not taken. */
function candidatesOf(matter: MatterResolution, facts: SheetFacts): readonly MatterCode[] {
  if (matter.code !== null) return [];
  return matter.kind === 'empty' ? facts.titleMatters : matter.candidates;
}

const PLAIN_COLUMNS = SLIP_COLUMNS.filter(({ plain }) => plain);
const PERSON_COLUMNS = SLIP_COLUMNS.flatMap(({ field, person }) => (person === null ? [] : [{ field, person }]));
const CARRIED: readonly SlipField[] = ['phone', 'village', ...PLAIN_COLUMNS.map(({ field }) => field)];
/** The length of a text is the same on any day. */
const anyVillage = { today: FIRST_SLIPS, isVillage: () => true };

/** Without these there is no slip. */
const DECIDING = ['name', 'id', 'matter', 'date'] as const satisfies readonly SlipField[];

const MATTER_REASON = {
  decided: null,
  several: 'matter-several',
  unclear: 'matter-unclear',
  unknown: 'matter-unknown',
  empty: 'matter-missing',
} as const;

/** Returns other people's names in the row, where the headings don't tell which one is the applicant. */
function otherNames(row: SheetRow, { rivals = [], of }: Columns, name: string | null): string[] {
  const names = rivals
    .filter((column) => column !== of.name)
    .map((column) => readSlipName(rawText(valueCell(row.cells[column]))).name);
  return [...new Set(names)].filter((other) => other !== null && other !== name) as string[];
}

type SlipDate = Pick<DateReading, 'date' | 'offers'> & { readonly problem: SlipReasonCode | null };

/** The date of a slip. An empty cell takes the day of the line above the part of the table that the row is in, to be confirmed. */
function slipDate(cell: Cell, dayLine: Cell | null, above: Above | null, context: DateContext): SlipDate {
  if (isDitto(cell)) {
    const date = above?.date ?? null;
    return { date, problem: date === null ? 'ditto-nothing' : null };
  }
  const own = readSlipDate(cell, context);
  if (own.problem !== 'date-missing' || dayLine === null) return own;
  const day = readSlipDate(dayLine, context);
  return day.date === null ? day : { ...day, problem: 'date-line' };
}

/** A date so far from the middle one of its sheet has a wrong year, most likely. */
const FAR_DAYS = 270;

/** Dates after the hand-in date (else today), of long ago, or of another year than all others are asked about, and kept. */
function datePlausibility(
  date: LocalDate,
  handIn: LocalDate | null,
  middle: LocalDate | null,
  reference: LocalDate,
): SlipReasonCode | null {
  if (date > reference) return 'date-future';
  const oldest = handIn === null ? FIRST_SLIPS : addDays(reference, -OLD_DAYS);
  if (date < oldest) return 'date-old';
  const far = middle !== null && Math.abs(dayNumber(date) - dayNumber(middle)) > FAR_DAYS;
  return far ? 'date-far' : null;
}
