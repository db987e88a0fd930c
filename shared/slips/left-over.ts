/**
 * People whom no table took: right of the headings, in lines around a table, on sheets without headings. The last look at a sheet after
 * it was read: each of them is a slip to be asked about, so that no person is lost in silence.
 */
import { checkIdNumber } from '../person/identity.ts';
import type { LocalDate } from '../base/brands.ts';
import { type Cell, EMPTY_CELL, type SheetRow, cellText, isBlank } from './cells.ts';
import { fieldOfHeading } from './columns.ts';
import { COMMON_SURNAMES } from './common-surnames.ts';
import type { SlipField } from './slip-fields.ts';
import { isLabel, isOfficials } from './not-slips.ts';
import { readSlipName } from './slip-name.ts';
import type { Layout, TableRow } from './table-row.ts';

export interface Looking {
  readonly today: LocalDate;
  /** Returns whether the text is, for certain or possibly, one or more matters of the catalogue; null where not. */
  readonly named: (text: string) => 'decided' | 'possible' | null;
}

/** A number of 18 characters or one alone in its cell of 15. */
const NUMBER = /(?<![\dXx])\d{17}[\dXx](?![\dXx])/gu;
const OLD_NUMBER = /^\d{15}$/;
const PHONE = /^1[3-9]\d{9}$/;
const DAY = /^(?:(?:19|20)?\d{2}\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?$/u;
/** The ID numbers in a text that check, without blanks and marks between their digits. */
export function goodNumbersIn(cell: Cell | undefined, today: LocalDate): string[] {
  if (cell?.kind !== 'text' && cell?.kind !== 'long') return [];
  const text = cellText(cell).replace(/(?<=\d)[\s'-]+(?=[\dXx])/gu, '');
  const found = OLD_NUMBER.test(text) ? [text] : (text.match(NUMBER) ?? []);
  return found.flatMap((each) => {
    const { verdict, number, suggestion } = checkIdNumber(each, today);
    if (verdict === 'ok' || verdict === 'warn') return [number];
    return OLD_NUMBER.test(each) && suggestion !== null ? [suggestion] : [];
  });
}

type Kind = Extract<SlipField, 'id' | 'phone' | 'date' | 'matter' | 'name'>;

interface Piece {
  readonly column: number;
  readonly kind: Kind | null;
  /** A name that begins with a surname most people bear. */
  readonly surname: boolean;
}

function pieceOf(cell: Cell, column: number, { today, named }: Looking): Piece {
  const is = (kind: Kind | null, surname = false): Piece => ({ column, kind, surname });
  const text = cellText(cell);
  if (goodNumbersIn(cell, today).length > 0) return is('id');
  if (PHONE.test(text.replace(/[\s-]/gu, ''))) return is('phone');
  if (cell.kind === 'date' || DAY.test(text)) return is('date');
  if (cell.kind !== 'text' || isLabel(text) || fieldOfHeading(cell) !== undefined) return is(null);
  if (/^[\d\p{P}\p{S}\s]*$/u.test(text)) return is(null);
  const matter = named(text);
  if (matter === 'decided') return is('matter');
  const { name, problem } = readSlipName(cell.text);
  const surname = problem === null && COMMON_SURNAMES.has(name?.charAt(0) ?? '');
  if (surname || (matter === null && problem === null)) return is('name', surname);
  return is(matter === null ? null : 'matter');
}

/** What stands side by side about one person: a kind that comes a second time begins the next. */
function peopleIn(pieces: readonly Piece[]): Piece[][] {
  const people: Piece[][] = [];
  let kinds = new Set<Kind>();
  for (const piece of pieces) {
    if (people.length === 0 || (piece.kind !== null && kinds.has(piece.kind))) {
      people.push([]);
      kinds = new Set();
    }
    people.at(-1)?.push(piece);
    if (piece.kind !== null) kinds.add(piece.kind);
  }
  return people;
}

/** Returns whether these pieces are a person who applies for something. `line`: they stand outside of all tables, where names and days mean little. */
function isPerson(pieces: readonly Piece[], line: boolean): boolean {
  const has = (kind: Kind): boolean => pieces.some((piece) => piece.kind === kind);
  if (has('id')) return true;
  const name = pieces.find(({ kind }) => kind === 'name');
  if (name === undefined || (line && !name.surname)) return false;
  return has('matter') || (!line && (has('phone') || (name.surname && has('date'))));
}

/** What a sentence says of a person: 补：石明明 433022… 低保. Nothing of a cell that holds the number alone. */
function toldWithin(cell: Cell, looking: Looking): { readonly kind: Kind; readonly text: string }[] {
  const text = cellText(cell);
  const [number] = goodNumbersIn(cell, looking.today);
  if (number === undefined || !/[\p{Script=Han}]/u.test(text)) return [];
  const words = text.match(/\p{Script=Han}+/gu) ?? [];
  const kinds = words.map((word) => ({ word, ...pieceOf({ kind: 'text', text: word }, 0, looking) }));
  const matter =
    kinds.find(({ word }) => looking.named(word) === 'decided') ?? kinds.find(({ kind }) => kind === 'matter');
  const name = kinds.find(({ surname }) => surname);
  return [
    { kind: 'id', text: number },
    ...(name === undefined ? [] : [{ kind: 'name' as const, text: name.word }]),
    ...(matter === undefined ? [] : [{ kind: 'matter' as const, text: matter.word }]),
  ];
}

function slipOf(row: SheetRow, pieces: readonly Piece[], looking: Looking): TableRow {
  const own = new Set(pieces.map(({ column }) => column));
  const of: Partial<Record<SlipField, number>> = {};
  for (const { kind, column } of pieces) if (kind !== null) of[kind] = column;
  const cells: Cell[] = row.cells.map((cell, column) => (own.has(column) ? cell : EMPTY_CELL));
  // Beside the sentence itself, which stays as it was written.
  const sentence = of.id === undefined ? [] : toldWithin(row.cells[of.id] ?? EMPTY_CELL, looking);
  for (const { kind, text } of sentence) {
    if (kind !== 'id' && of[kind] !== undefined) continue;
    of[kind] = cells.length;
    cells.push({ kind: 'text', text });
  }
  return {
    row: { ...row, cells },
    columns: { of, headings: [] },
    guessed: false,
    dayLine: null,
    doubt: 'left-over',
  };
}

/** Numbers that the slips themselves tell, the old form of a number as the new one. */
type Told = ReadonlySet<string>;

function inLine(row: SheetRow, looking: Looking, told: Told): TableRow[] {
  const own = row.cells.flatMap((cell, column) => (isBlank(cell) ? [] : [{ cell, column }]));
  const pieces = own.map(({ cell, column }) => pieceOf(cell, column, looking));
  const around = own.some(({ cell }) => isLabel(cellText(cell)) || fieldOfHeading(cell) !== undefined);
  return peopleIn(pieces).flatMap((person) => {
    const number = person.find(({ kind }) => kind === 'id');
    if (number === undefined) return !around && isPerson(person, true) ? [slipOf(row, person, looking)] : [];
    const known = goodNumbersIn(row.cells[number.column], looking.today).every((each) => told.has(each));
    const isNoApplicants = known || isOfficials(row, number.column);
    return isNoApplicants && !person.some(({ kind }) => kind === 'matter') ? [] : [slipOf(row, person, looking)];
  });
}

/** Columns that no heading names and that are not read as a field. */
function freeColumns({ row, columns }: TableRow): number[] {
  const fields = new Set<number>(Object.values(columns.of));
  return row.cells.flatMap((cell, column) =>
    isBlank(cell) || fields.has(column) || (columns.headings[column] ?? '') !== '' ? [] : [column],
  );
}

interface Beside {
  readonly slip: TableRow;
  readonly people: readonly TableRow[];
  /** Of a name that stands alone. */
  readonly lone: { readonly column: number; readonly name: string } | null;
}

function besideSlip(slip: TableRow, looking: Looking, told: Told): Beside {
  const { row } = slip;
  const pieces = freeColumns(slip).map((column) => pieceOf(row.cells[column] as Cell, column, looking));
  const people = peopleIn(pieces).filter((person) => {
    if (!isPerson(person, false)) return false;
    const number = person.find(({ kind }) => kind === 'id');
    const known =
      number !== undefined && goodNumbersIn(row.cells[number.column], looking.today).every((each) => told.has(each));
    return !known || person.some(({ kind }) => kind === 'matter');
  });
  const alone = people.length > 0 || slip.guessed ? undefined : pieces.find(({ surname }) => surname);
  const name = alone === undefined ? null : readSlipName(cellText(row.cells[alone.column])).name;
  return {
    slip,
    people: people.map((person) => slipOf(row, person, looking)),
    lone: alone === undefined || name === null ? null : { column: alone.column, name },
  };
}

/** Returns whether another field than the ID holds the ID number of a person of whom there is no slip. */
function namesAnother({ row, columns }: TableRow, looking: Looking, told: Told): boolean {
  return Object.entries(columns.of).some(
    ([field, column]) =>
      field !== 'id' && goodNumbersIn(row.cells[column], looking.today).some((number) => !told.has(number)),
  );
}

/** Returns whether one name stands all down its column: it is the writer of the sheet then. */
function isEverywhere(lone: NonNullable<Beside['lone']>, all: readonly Beside[]): boolean {
  const column = all.flatMap((each) => (each.lone?.column === lone.column ? [each.lone.name] : []));
  return column.length > 1 && new Set(column).size === 1;
}

/**
 * The layouts of one sheet with doubts about names that stand alone beside a slip, and with one more for the people they left over.
 * The same array where nothing is left over. `told`: the numbers that slips of the whole file hold.
 */
export function withLeftOver(layouts: readonly Layout[], looking: Looking, told: Told): readonly Layout[] {
  const read = layouts.map(({ slips }) => slips.map((slip) => besideSlip(slip, looking, told)));
  // Tables side by side have the lines above them in common.
  const lines = [...new Set(layouts.flatMap((layout) => layout.lines))];
  const inLines = lines.flatMap((line) => inLine(line, looking, told).map((slip) => ({ line, slip })));
  const people = [...read.flat().flatMap((each) => each.people), ...inLines.map(({ slip }) => slip)];
  const used = new Set(inLines.map(({ line }) => line));
  const doubted = layouts.map((layout, index): Layout => ({
    lines: layout.lines.filter((line) => !used.has(line)),
    slips: (read[index] ?? []).map(({ slip, lone }, _, all): TableRow => {
      if (lone !== null && !isEverywhere(lone, all)) return { ...slip, doubt: 'name-beside', otherName: lone.name };
      return namesAnother(slip, looking, told) ? { ...slip, doubt: slip.doubt ?? 'name-beside' } : slip;
    }),
  }));
  const [first] = doubted;
  if (people.length > 0 && first !== undefined) return [...doubted, { lines: first.lines, slips: people }];
  return doubted.some(({ slips }) => slips.some(({ doubt }) => doubt === 'name-beside')) ? doubted : layouts;
}
