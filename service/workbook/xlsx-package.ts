/** Where the parts of a workbook (.xlsx, .xlsm) lie: told by the relations between them, whatever they are called. ECMA-376 part 2. */
import { WorkbookError } from './workbook-error.ts';
import { isTrue, parseXml } from './xml.ts';
import type { Zip } from './zip.ts';

interface Relation {
  readonly id: string;
  /** The last word of its type: worksheet, sharedStrings, styles, comments … */
  readonly type: string;
  readonly part: string;
}

interface SheetPart {
  readonly name: string;
  readonly hidden: boolean;
  readonly part: string;
}

export interface Package {
  readonly sheets: readonly SheetPart[];
  readonly date1904: boolean;
  readonly strings: string | null;
  readonly styles: string | null;
}

/** A target as its relation writes it, from the folder of the part that it belongs to. */
function resolve(from: string, target: string): string {
  const plain = target.replaceAll('\\', '/');
  const folder = plain.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const step of plain.split('/')) {
    if (step === '..') folder.pop();
    else if (step !== '' && step !== '.') folder.push(step);
  }
  return folder.join('/');
}

function decodedUri(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}

/** The relations of a part; none where it has none. */
export function relationsOf(zip: Zip, part: string): Relation[] {
  const slash = part.lastIndexOf('/') + 1;
  const bytes = zip.read(`${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`);
  const relations: Relation[] = [];
  if (bytes === null) return relations;
  parseXml(bytes, {
    open(name, attributes) {
      if (name !== 'Relationship' || attributes['TargetMode']?.toLowerCase() === 'external') return;
      const target = attributes['Target'] ?? '';
      // Targets are addresses, names in the zip mostly are not; some programs leave out the folder xl.
      const candidates = [target, decodedUri(target)].flatMap((each) => [resolve(part, each), resolve('', each)]);
      relations.push({
        id: attributes['Id'] ?? '',
        type: (attributes['Type'] ?? '').split('/').at(-1) ?? '',
        part: candidates.find((each) => zip.has(each)) ?? candidates[0] ?? '',
      });
    },
  });
  return relations;
}

function workbookPart(zip: Zip): string {
  const told = relationsOf(zip, '').find(({ type, part }) => type === 'officeDocument' && zip.has(part))?.part;
  const found = told ?? zip.names.find((name) => /(?:^|\/)workbook\d*\.xml$/iu.test(name));
  if (found === undefined) throw new WorkbookError('not-workbook');
  return found;
}

/** Each is unpacked and read by itself, whatever it holds. */
const MAX_SHEETS = 500;

/** Sheets without cells: charts and the dialogs of Excel 5. */
const NO_CELLS: ReadonlySet<string> = new Set(['chartsheet', 'dialogsheet']);

/** Finds the workbook's parts. Throws WorkbookError where it names a sheet whose part is not in the file. */
export function openPackage(zip: Zip): Package {
  const workbook = workbookPart(zip);
  const relations = relationsOf(zip, workbook);
  const byId = new Map(relations.map((each) => [each.id, each]));
  const partOf = (type: string, usual: RegExp): string | null =>
    relations.find((each) => each.type === type && zip.has(each.part))?.part ??
    zip.names.find((name) => usual.test(name)) ??
    null;
  const sheets: SheetPart[] = [];
  let date1904 = false;
  let isWorkbook = false;
  parseXml(zip.read(workbook) ?? Buffer.alloc(0), {
    open(name, attributes, path) {
      if (path.length === 0) isWorkbook = name === 'workbook';
      if (name === 'workbookPr') date1904 = isTrue(attributes['date1904']);
      if (name !== 'sheet' || path.at(-1) !== 'sheets') return;
      const relation = byId.get(attributes['id'] ?? '');
      // A module of Visual Basic may stand among the sheets without a part.
      if (NO_CELLS.has(relation?.type ?? '') || attributes['id'] === '') return;
      const usual = `xl/worksheets/sheet${sheets.length + 1}.xml`;
      const part = relation !== undefined && zip.has(relation.part) ? relation.part : usual;
      const label = attributes['name'] ?? `Sheet${sheets.length + 1}`;
      if (!zip.has(part)) throw new WorkbookError('sheet-missing', { sheet: label });
      if (sheets.length === MAX_SHEETS) throw new WorkbookError('unpacks-too-big');
      sheets.push({ name: label, hidden: /hidden/iu.test(attributes['state'] ?? ''), part });
    },
  });
  if (!isWorkbook) throw new WorkbookError('broken');
  return {
    sheets,
    date1904,
    strings: partOf('sharedStrings', /(?:^|\/)sharedStrings\.xml$/iu),
    styles: partOf('styles', /(?:^|\/)styles\.xml$/iu),
  };
}
