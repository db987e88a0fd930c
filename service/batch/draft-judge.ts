/**
 * The verdict on every row of the grid, by the same rules as an imported sheet. Pure: rows in, judgements out. What an import
 * asked stays asked until the cell it was about is changed or a person says yes, as the cell alone may no longer show it
 * (a number that lost its digits, a date after the sheet was handed in).
 */
import type { DraftRow } from '../../shared/api/rows.ts';
import type { LocalDate, MatterCode } from '../../shared/base/brands.ts';
import { APPLIES_CODES, appliesDoubts, type AppliesProblem } from '../../shared/matter/applies-to.ts';
import type { Catalogue } from '../../shared/matter/catalogue.ts';
import type { Cell, Sheet } from '../../shared/slips/cells.ts';
import { boundedSheet, isTooLong, textToKeep } from '../../shared/slips/cell-limit.ts';
import { RESIDENT } from '../../shared/person/applicant.ts';
import { PERSON_FIELDS } from '../../shared/person/person-fields.ts';
import { type GridRow, gridReach } from '../../shared/slips/grid-reach.ts';
import { readSlipSheets } from '../../shared/slips/read-slips.ts';
import { REFUSING, SLIP_REASONS, type SlipReasonCode } from '../../shared/slips/reasons.ts';
import {
  CELL_KEYS,
  type CellKey,
  type DraftCells,
  SLIP_COLUMNS,
  type SlipField,
} from '../../shared/slips/slip-fields.ts';
import type { SlipRow } from '../../shared/slips/slip-row.ts';
import type { Draft } from '../../store/file/drafts.ts';

/** Reasons beside those of a sheet: what this machine's own cases and earlier imports say. */
const HERE_REASONS = {
  'already-open': '这个人的同一事项已有一件在办，可能重复',
  'already-handed-in': '这一单以前已经登记移交过，可能重复',
  'changed-since': '这一行以前导入过，但内容不同，请核对',
} as const;
/** Those have a sentence of their own for each row. */
type SaidOfHere = SlipReasonCode | keyof typeof HERE_REASONS;
type DraftReasonCode = SaidOfHere | AppliesProblem;

export interface JudgeContext {
  readonly catalogue: Catalogue;
  readonly today: LocalDate;
  /** Returns which is here already: an open case of this person and matter, or a slip with this key; null for neither. */
  readonly here: (slip: SlipRow) => 'already-open' | 'already-handed-in' | null;
}

export interface JudgedDraft {
  readonly draft: Draft;
  readonly row: DraftRow;
  /** What the row would become as a case; null for a row with nothing in it. */
  readonly slip: SlipRow | null;
}

/** The column of each field in a sheet made of the grid. */
const COLUMNS = Object.fromEntries(SLIP_COLUMNS.map(({ field }, index) => [field, index])) as Partial<
  Record<SlipField, number>
>;

/** Reasons whose code begins with the name of no field. */
const CELL_OF: Readonly<Record<string, CellKey>> = { not: 'matter' };

/** The cell beside which the reason is shown; null: the whole row. */
export function fieldOfReason(code: string): CellKey | null {
  const [word = ''] = code.split('-');
  return CELL_OF[word] ?? SLIP_COLUMNS.find(({ field }) => field === word)?.key ?? null;
}

/** The cells that a reason is about. A note can be too long only together with what is said beside the phone. */
function fieldsOf(code: DraftReasonCode, cells: DraftCells): readonly (CellKey | null)[] {
  if (code !== 'cell-long') return [fieldOfReason(code)];
  const long = CELL_KEYS.filter((field) => isTooLong(cells[field]));
  return long.length === 0 ? ['note'] : long;
}

/**
 * A person may say yes to a doubt about a value that is there or knowingly missing (待核). Where the row cannot become a case
 * without a change (no name, no day, no matter, two of anything) only the change helps.
 */
const CONFIRMABLE: ReadonlySet<DraftReasonCode> = new Set<DraftReasonCode>([
  'id-missing',
  'id-other-paper',
  'id-length',
  'id-characters',
  'id-letters',
  'id-birth',
  'id-birth-future',
  'id-checksum',
  'id-birth-old',
  'id-other-name',
  'id-lost-digits',
  'id-which',
  'name-odd',
  'name-which',
  'name-beside',
  'name-merged',
  'date-old',
  'date-far',
  'date-line',
  'date-which',
  'matter-which',
  ...APPLIES_CODES,
  'phone-odd',
  'duplicate',
  'id-rounded',
  'cell-error',
  'cell-picture',
  'form-cell',
  'hidden-column',
  'hidden-row',
  'struck-out',
  'called-off',
  'has-comment',
  'no-header',
  'left-over',
  'already-open',
  'already-handed-in',
  'changed-since',
]);

const MESSAGES: Readonly<Record<SaidOfHere, string>> = { ...SLIP_REASONS, ...HERE_REASONS };

/** Two names in one cell are two rows, unless only the surnames say so: a person knows whether it is one. */
const isConfirmable = (code: DraftReasonCode, draft: Draft, { today }: JudgeContext): boolean =>
  CONFIRMABLE.has(code) ||
  (code === 'name-two' &&
    PERSON_FIELDS.name.read(draft.cells.name, { today, isVillage: () => true, of: RESIDENT }).refused === null);

/** Returns whether the row says nothing by itself. */
const isBlankDraft = ({ cells, sticky }: Draft): boolean =>
  sticky.length === 0 && SLIP_COLUMNS.every(({ key, own }) => !own || cells[key].trim() === '');

/** A row of the grid in which nothing is, and that was not set aside. */
export const isEmpty = (draft: Draft): boolean => isBlankDraft(draft) && draft.decision !== 'dropped';

const cellOf = (text: string): Cell => (text.trim() === '' ? { kind: 'empty' } : { kind: 'text', text });

/** The row with its cells within their limit; the row itself where they are. Rows of older programs may hold more. */
export function keptDraft(draft: Draft): Draft {
  const cells = Object.fromEntries(CELL_KEYS.map((key) => [key, textToKeep(draft.cells[key])])) as DraftCells;
  return CELL_KEYS.every((key) => cells[key] === draft.cells[key]) ? draft : { ...draft, cells };
}

/** The grid as a sheet: the row number is the index among the rows given. */
const asSheet = (drafts: readonly Draft[]): Sheet => ({
  sheet: '',
  rows: drafts.map((draft, index) => ({
    row: index + 1,
    cells: CELL_KEYS.map((key) => cellOf(draft.cells[key])),
  })),
});

/** Every reason of a row with its sentence. */
type Reasons = ReadonlyMap<DraftReasonCode, string>;

function reasonsOf(draft: Draft, slip: SlipRow | undefined, context: JudgeContext): Reasons {
  const codes = new Set<SaidOfHere>();
  for (const { code, field, cell } of draft.sticky)
    if (field === null || draft.cells[field] === cell) codes.add(code as SaidOfHere);
  // A number whose digits were lost is not there: one reason says it, not two.
  for (const { code } of slip?.reasons ?? [])
    if (code !== 'id-missing' || !codes.has('id-lost-digits')) codes.add(code);
  if (slip === undefined) codes.add('name-missing');
  else {
    const here = context.here(slip);
    if (here !== null) codes.add(here);
  }
  const matter = context.catalogue.matter(slip?.matter ?? '');
  const who = { kind: slip?.applicantKind ?? RESIDENT.kind, paper: slip?.paper ?? RESIDENT.paper };
  const strangers = appliesDoubts(matter?.appliesTo, who, slip?.id ?? null, slip?.date ?? context.today);
  return new Map<DraftReasonCode, string>([
    ...Array.from(codes, (code) => [code, MESSAGES[code]] as const),
    ...strangers.map(({ code, message }) => [code, message] as const),
  ]);
}

/** What the cell of this reason may be changed to: what the import offered, then what the cell itself suggests. */
function fixesFor(code: DraftReasonCode, draft: Draft, slip: SlipRow | undefined): string[] {
  const field = fieldOfReason(code);
  if (field === null) return [];
  const imported = draft.sticky.find((each) => each.code === code && each.cell === draft.cells[field])?.offers ?? [];
  const own = field === 'idNumber' ? [slip?.idSuggestion ?? ''] : (slip?.offers[field as 'name' | 'date'] ?? []);
  return [...new Set([...imported, ...own])].filter((text) => text !== '' && text !== draft.cells[field]);
}

function verdictOf(draft: Draft, codes: readonly DraftReasonCode[], context: JudgeContext): DraftRow['verdict'] {
  if (draft.decision === 'dropped') return 'dropped';
  if (codes.some((code) => REFUSING.has(code as SlipReasonCode))) return 'refuse';
  if (codes.length === 0) return 'take';
  const confirmed = new Set(draft.confirmed);
  return draft.decision === 'confirmed' &&
    codes.every((code) => confirmed.has(code) && isConfirmable(code, draft, context))
    ? 'confirmed'
    : 'ask';
}

function judged(draft: Draft, slip: SlipRow | undefined, context: JudgeContext): JudgedDraft {
  const blank = isBlankDraft(draft);
  const reasons: Reasons = blank ? new Map() : reasonsOf(draft, slip, context);
  const codes = [...reasons.keys()];
  const nameOf = (code: MatterCode) => context.catalogue.matter(code)?.name ?? code;
  const row: DraftRow = {
    id: draft.id,
    position: draft.position,
    cells: draft.cells,
    source: draft.source,
    origin: draft.origin,
    verdict: blank ? (draft.decision === 'dropped' ? 'dropped' : 'empty') : verdictOf(draft, codes, context),
    reasons: codes.flatMap((code) =>
      fieldsOf(code, draft.cells).map((field) => ({
        code,
        message: reasons.get(code) ?? '',
        field,
        fixes: fixesFor(code, draft, slip),
      })),
    ),
    confirmable: codes.length > 0 && codes.every((code) => isConfirmable(code, draft, context)),
    matterCode: slip?.matter ?? null,
    matterName: slip?.matter ? nameOf(slip.matter) : null,
    candidates: (slip?.candidates ?? []).map((code) => ({ code, name: nameOf(code) })),
  };
  return { draft, row, slip: blank ? null : (slip ?? null) };
}

const inOrder = (drafts: readonly Draft[]): Draft[] =>
  drafts.toSorted((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));

/** A row set aside counts for nothing. */
const counts = (draft: Draft): boolean => draft.decision !== 'dropped';

/**
 * Judges rows of the grid together (repeats and ditto marks look at the rows above); `middle`: the middle one of the full dates of the whole
 * grid, where these are but some of its rows.
 */
export function judgeDrafts(
  drafts: readonly Draft[],
  context: JudgeContext,
  middle?: LocalDate | null | undefined,
): JudgedDraft[] {
  const ordered = inOrder(drafts);
  const counting = ordered.filter(counts);
  const options = { catalogue: context.catalogue, places: null, today: context.today, columns: COLUMNS };
  const { slips } = readSlipSheets([asSheet(counting)], middle === undefined ? options : { ...options, middle });
  const slipOf = new Map(slips.map((slip) => [counting[slip.row - 1] as Draft, slip]));
  return ordered.map((draft) => judged(draft, slipOf.get(draft), context));
}

/**
 * Judges the rows that a change may have given another verdict, as they were and as they are, and those that are asked for (`also`). A row
 * that did not change itself must be the same object before and after. All others are judged as before.
 */
export function judgeChange(
  before: readonly Draft[],
  after: readonly Draft[],
  also: Iterable<string>,
  context: JudgeContext,
): { readonly before: JudgedDraft[]; readonly after: JudgedDraft[] } {
  const rows = new Map<Draft, GridRow>();
  const gridOf = (drafts: readonly Draft[]): GridRow[] => {
    const counting = inOrder(drafts).filter(counts);
    return boundedSheet(asSheet(counting)).rows.map(({ cells }, index) => {
      const draft = counting[index] as Draft;
      const row = rows.get(draft) ?? { id: draft.id, cells };
      rows.set(draft, row);
      return row;
    });
  };
  const [was, is] = [
    new Map(before.map((draft) => [draft.id, draft])),
    new Map(after.map((draft) => [draft.id, draft])),
  ];
  const changed = [...is.keys(), ...was.keys()].filter((id) => was.get(id) !== is.get(id));
  const touched = new Set([...also, ...changed]);
  const reach = gridReach(
    { before: gridOf(before), after: gridOf(after), touched },
    { of: COLUMNS, headings: [] },
    context.today,
  );
  const part = (drafts: readonly Draft[], middle: LocalDate | null | undefined) =>
    judgeDrafts(
      drafts.filter(({ id }) => reach.rows.has(id)),
      context,
      middle,
    );
  return { before: part(before, reach.middleBefore), after: part(after, reach.middleAfter) };
}
