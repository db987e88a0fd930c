/** Which column holds what: headings in any order and under many names. */
import { type Cell, type SheetRow, cellText, labelText } from './cells.ts';
import { HEADINGS, HEADING_WORDS, MEANS_ANOTHER, OTHER_HEADINGS, PERSON_OF_HOUSEHOLD } from './headings.ts';
import type { SlipField } from './slip-fields.ts';
import { type HeadedColumn, personColumns } from './person-columns.ts';

/** Column index by field, and the heading of every column for the raw copy. */
export interface Columns {
  readonly of: Partial<Record<SlipField, number>>;
  readonly headings: readonly string[];
  /** Columns with names of several people whose headings don't say which one is the applicant. */
  readonly rivals?: readonly number[];
  /** Columns with ID numbers of one person, as their headings say: two different ones leave open which counts. */
  readonly numbers?: readonly number[];
  /** Further columns that can be seen and say the same by their headings: what stands in them must not differ. */
  readonly alike?: Partial<Readonly<Record<'matter' | 'date', readonly number[]>>>;
}

interface Known {
  readonly field: SlipField | null;
  readonly rank: number;
}

const CONTAINED_RANK = 1000;
/** Any column that can be seen goes before one that can't. */
const HIDDEN_RANK = 100_000;
const MAX_HEADING = 24;
const LONGEST_LABEL = 6;
const SIGNED = /^(?:签字|签名|盖章|按手印)$/u;

/** The heading without what stands in brackets: 姓名(本人), 申请人(签字). 姓名(代办员) is another's, and its brackets stay. */
function withoutRemark(heading: string): string {
  const plain = (text: string): string => text.toLowerCase().replace(/[\s\p{P}\p{S}]/gu, '');
  const remarks = heading.match(/[(][^()]*[)]/gu) ?? [];
  const another = remarks.map(plain).some((remark) => MEANS_ANOTHER.test(remark) && !SIGNED.test(remark));
  return another ? '' : plain(heading.replace(/[(][^()]*[)]/gu, ''));
}

/** Which field a heading names; null field: a known heading of no use here; undefined: not a heading. */
function knownHeading(cell: Cell): Known | undefined {
  const label = labelText(cell);
  if (label === '' || label.length > MAX_HEADING || cell.kind !== 'text') return undefined;
  for (const [field, names] of Object.entries(HEADINGS)) {
    const rank = names.indexOf(label);
    if (rank >= 0) return { field: field as SlipField, rank };
  }
  const bare = withoutRemark(cellText(cell));
  if (bare !== '' && bare !== label) {
    const plain = knownHeading({ kind: 'text', text: bare });
    if (plain) return plain;
  }
  if (OTHER_HEADINGS.has(label)) return { field: null, rank: 0 };
  if (/\d{4,}/.test(label) || cellText(cell).search(/[:]\s*\S/u) >= 0) return undefined;
  const hit = HEADING_WORDS.find(([, words]) => words.test(label));
  if (hit === undefined || label.length > 14) return undefined;
  return MEANS_ANOTHER.test(label) ? { field: null, rank: 0 } : { field: hit[0], rank: CONTAINED_RANK + label.length };
}

/** The field that a heading or a label names; null for one of no use here, undefined for what is none. */
export const fieldOfHeading = (cell: Cell): SlipField | null | undefined => knownHeading(cell)?.field;

/** Returns whether it is a word that stands over a column, or beside a blank to fill in. */
export const isHeading = (cell: Cell): boolean =>
  knownHeading(cell) !== undefined && cellText(cell).length <= LONGEST_LABEL;

/** Over the day of a slip; 受理日期 and 申请日期 are days of their own. */
const PLAIN_DATE = /^(?:(?:登记|代办|填单)?(?:日期|时间)|年月日|月日)$/u;

function fieldsOf(row: SheetRow): {
  readonly of: Partial<Record<SlipField, number>>;
  readonly rivals: readonly number[];
  readonly numbers: readonly number[];
  readonly alike: NonNullable<Columns['alike']>;
  readonly known: number;
  readonly filled: number;
} {
  const best = new Map<SlipField, { column: number; rank: number }>();
  const people: Record<'name' | 'id', HeadedColumn[]> = { name: [], id: [] };
  const alike: Record<'matter' | 'date', number[]> = { matter: [], date: [] };
  let known = 0;
  let filled = 0;
  row.cells.forEach((cell, column) => {
    if (cell.merged === 'across' || cellText(cell) === '') return;
    filled += 1;
    const heading = knownHeading(cell);
    const inHousehold = PERSON_OF_HOUSEHOLD.test(labelText(cell));
    if (inHousehold && !cell.hidden) people.name.push({ column, label: labelText(cell) });
    if (heading === undefined) return;
    known += 1;
    if (heading.field === null) return;
    if (((heading.field === 'name' && !inHousehold) || heading.field === 'id') && !cell.hidden)
      people[heading.field].push({ column, label: labelText(cell) });
    if (heading.field === 'matter' && !cell.hidden) alike.matter.push(column);
    if (heading.field === 'date' && !cell.hidden && PLAIN_DATE.test(labelText(cell))) alike.date.push(column);
    const old = best.get(heading.field);
    const rank = heading.rank + (cell.hidden ? HIDDEN_RANK : 0);
    if (old === undefined || rank < old.rank) best.set(heading.field, { column, rank });
  });
  const of = Object.fromEntries([...best].map(([field, { column }]) => [field, column])) as Partial<
    Record<SlipField, number>
  >;
  const { name, rivals, numbers } = personColumns(people.name, people.id);
  return { of: name === null ? of : { ...of, name }, rivals, numbers, alike, known, filled };
}

/** Headings hold no ID numbers: a row that does is a slip, whatever its other cells say. */
const LONG_NUMBER = /\d{12}/;

/** Returns whether any cell holds a number as long as an ID number. */
export const holdsLongNumber = (row: SheetRow): boolean => row.cells.some((cell) => LONG_NUMBER.test(cellText(cell)));

const headingsOf = (row: SheetRow): string[] => row.cells.map((cell) => cellText(cell).replace(/\s+/gu, ''));

/** The columns when this row is a heading row: it names the person and at least one thing more, and is headings for the most part. */
export function readHeader(row: SheetRow): Columns | null {
  if (holdsLongNumber(row)) return null;
  const { of, rivals, numbers, alike, known, filled } = fieldsOf(row);
  const fields = Object.keys(of).length;
  const person = of.name !== undefined || of.id !== undefined;
  const enough =
    fields >= 3 || (of.name !== undefined && (of.id !== undefined || of.matter !== undefined) && fields >= 2);
  return person && enough && known * 2 >= filled ? { of, rivals, numbers, alike, headings: headingsOf(row) } : null;
}

/** The columns after a second row of headings under the first (电话 | 地址 under 联系方式), or null when the row holds anything else. */
export function continueHeader(columns: Columns, row: SheetRow): Columns | null {
  const own = row.cells.map((cell): Cell => (cell.merged === undefined ? cell : { kind: 'empty' }));
  const { of, rivals, known, filled } = fieldsOf({ ...row, cells: own });
  if (filled === 0 || known < filled) return null;
  const headings = columns.headings.map((heading, index) => `${heading}${cellText(own[index])}`);
  return { ...columns, of: { ...columns.of, ...of }, rivals: [...(columns.rivals ?? []), ...rivals], headings };
}

/** What a row of headings that was pasted names: the field of each column, null for one of no use, undefined for one that is no heading. */
export interface NamedColumns {
  readonly fields: readonly (SlipField | null | undefined)[];
  /** The columns that count, as an import takes them; the others of the same field are beside them. */
  readonly of: Partial<Record<SlipField, number>>;
}

/** Null for a row of slips: headings are two names of columns at least, or what an import takes for a head row. */
export function readPastedHeader(row: SheetRow): NamedColumns | null {
  const known = row.cells.map(knownHeading);
  const names = known.filter((heading) => heading && heading.field !== null && heading.field !== 'serial');
  const exact = names.filter((heading) => heading && heading.rank < CONTAINED_RANK);
  if (readHeader(row) === null && (exact.length < 2 || holdsLongNumber(row))) return null;
  return { fields: known.map((heading) => heading?.field), of: fieldsOf(row).of };
}

const ID_LIKE = /^\d{17}[\dXx]$|^\d{15}$/;

/** Columns told by their content, for a sheet without headings; null when no column holds ID numbers. */
export function columnsByContent(
  rows: readonly SheetRow[],
  looksLikeMatter: (text: string) => boolean,
): Columns | null {
  const tests: readonly (readonly [SlipField, (text: string, cell: Cell) => boolean])[] = [
    ['id', (text) => ID_LIKE.test(text.replace(/[\s'-]/gu, ''))],
    ['phone', (text) => /^1[3-9]\d{9}$/.test(text.replace(/[\s-]/gu, ''))],
    ['date', (text, cell) => cell.kind === 'date' || /^(\d{2,4}[-./年])?\d{1,2}[-./月]\d{1,2}日?$/u.test(text)],
    ['matter', (text) => looksLikeMatter(text)],
    ['name', (text) => /^\p{Script=Han}{2,4}$/u.test(text) && !looksLikeMatter(text)],
  ];
  const width = Math.max(0, ...rows.map((row) => row.cells.length));
  const of: Partial<Record<SlipField, number>> = {};
  const taken = new Set<number>();
  for (const [field, test] of tests) {
    let best = { column: -1, hits: 0 };
    for (let column = 0; column < width; column += 1) {
      if (taken.has(column)) continue;
      const hits = rows.filter(({ cells }) => {
        const cell = cells[column];
        return cell !== undefined && test(cellText(cell), cell);
      }).length;
      if (hits > best.hits) best = { column, hits };
    }
    if (best.column < 0) continue;
    of[field] = best.column;
    taken.add(best.column);
  }
  return of.id === undefined ? null : { of, headings: Array.from({ length: width }, () => '') };
}
