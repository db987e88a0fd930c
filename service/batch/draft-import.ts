/**
 * Rows of a workbook into rows of the grid. Importing the same file twice changes nothing: a row is known by its natural key
 * (place, person, matter, slip date, n-th equal row) and by a digest of its cells as the file had them.
 */
import { PERSON_LENGTHS } from '../../shared/person/person-field-spec.ts';
import { LONG_MARK, isTooLong, textToKeep } from '../../shared/slips/cell-limit.ts';
import { type DraftCells, SLIP_COLUMNS, type SlipColumn, type SlipField } from '../../shared/slips/slip-fields.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import type { Catalogue } from '../../shared/matter/catalogue.ts';
import type { DigestText } from '../../shared/event/event.ts';
import { base32 } from '../../shared/event/event.ts';
import { slipKeys } from '../../shared/slips/slip-key.ts';
import type { SlipRow } from '../../shared/slips/slip-row.ts';
import type { Draft } from '../../store/file/drafts.ts';
import { fieldOfReason } from './draft-judge.ts';

const DIGEST_CHARS = 10;
/** Found anew among the rows of the grid or in the cell itself, so an import's word on them is not kept. */
const JUDGED_ANEW: ReadonlySet<string> = new Set(['duplicate', 'id-other-name', 'cell-long']);

/** What an import knows a row by: `<natural key>#<digest of its cells>`. */
export interface ImportedKey {
  readonly key: string;
  readonly cells: string;
}

/** The keys of a file's rows, in order. */
export function importKeys(place: PlaceCode, slips: readonly SlipRow[], digest: DigestText): ImportedKey[] {
  const keys = slipKeys(place, slips);
  return slips.map((slip, index) => ({
    key: keys[index] as string,
    // The serial number is left out: the same slip keeps its identity when a row above it is deleted.
    cells: base32(
      digest(
        JSON.stringify(
          slip.raw.filter(({ field }) => field !== 'serial').map(({ heading, text }) => [heading, text.trim()]),
        ),
      ).sha256,
    ).slice(0, DIGEST_CHARS),
  }));
}

function rawOf(slip: SlipRow, field: SlipField): string {
  return slip.raw.find((cell) => cell.field === field)?.text.trim() ?? '';
}

/** The cells as they stand in the grid: what was read where that is plain, else what was written. Lost digits are not shown as if they were there. */
function cellsOf(slip: SlipRow, catalogue: Catalogue): DraftCells {
  const lost = slip.reasons.some(({ code }) => code === 'id-lost-digits');
  const matter = slip.matter === null ? null : (catalogue.matter(slip.matter)?.name ?? slip.matter);
  const cellOf = ({ field, plain }: SlipColumn): string => {
    const written = rawOf(slip, field);
    if (isTooLong(written)) return LONG_MARK;
    const read = field === 'matter' ? matter : slip[field];
    // The reader may have cut it at the length that a case keeps.
    const cut = (field === 'name' || field === 'phone') && (read?.length ?? 0) >= PERSON_LENGTHS[field];
    return textToKeep(cut ? written : (read ?? (plain || (field === 'id' && lost) ? '' : written)));
  };
  return Object.fromEntries(SLIP_COLUMNS.map((column) => [column.key, cellOf(column)])) as DraftCells;
}

/** One imported row as a row of the grid. */
export function importedDraft(
  slip: SlipRow,
  known: ImportedKey,
  place: { readonly id: string; readonly position: number; readonly file: string },
  catalogue: Catalogue,
): Draft {
  const cells = cellsOf(slip, catalogue);
  return {
    id: place.id,
    position: place.position,
    cells,
    source: 'imported',
    origin: { file: place.file, sheet: slip.sheet, row: slip.row },
    importKey: known.key,
    importCells: known.cells,
    sticky: slip.reasons
      .filter(({ code }) => !JUDGED_ANEW.has(code))
      .map(({ code }) => {
        const field = fieldOfReason(code);
        const offers = field === 'name' || field === 'date' || field === 'matter' ? (slip.offers[field] ?? []) : [];
        return { code, field, cell: field === null ? '' : cells[field], offers };
      }),
    decision: null,
    confirmed: [],
  };
}
