/** `import FILE --dry-run`: what an import would make of a file. Needs no site and changes nothing. */
import type { LocalDate } from '../../shared/base/brands.ts';
import { referenceCatalogue, referencePlaces } from '../../shared/reference/load.ts';
import { PERSON_FIELDS } from '../../shared/person/person-fields.ts';
import { SLIP_FIELDS } from '../../shared/slips/slip-fields.ts';
import type { SlipReading } from '../../shared/slips/read-slips.ts';
import type { SlipRow, Verdict } from '../../shared/slips/slip-row.ts';
import { unreadLine } from '../../shared/slips/unread.ts';
import { readSlips } from '../workbook/slips.ts';
import { explain, readHandedIn } from './explain.ts';

export interface DryRunOptions {
  /** One JSON line per slip row instead of a table. */
  readonly json: boolean;
  readonly today: LocalDate;
  /** Receives whole lines without the line end. */
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

export const READ = 0;
export const UNREADABLE = 2;

const VERDICTS: Readonly<Record<Verdict, string>> = { take: '登记', ask: '待问', refuse: '不收' };

/** The line that programs read; its fields and their order are a promise. */
function jsonLine({ sheet, row, name, id, matter, date, verdict, reasons }: SlipRow): string {
  return JSON.stringify({ sheet, row, name, id, matter, date, verdict, reasons });
}

function tableLine(row: SlipRow): string {
  const cells = [`${row.sheet}!${row.row}`, VERDICTS[row.verdict], row.name, row.id, row.matter, row.date];
  return [...cells.map((cell) => cell ?? '—'), row.reasons.map((reason) => reason.message).join('；')].join('\t');
}

/** Prints the verdict of every slip row. Resolves to the exit code: 0 when the file could be read, else 2 with a message. */
export async function dryRun(file: string, options: DryRunOptions): Promise<number> {
  let read: SlipReading;
  try {
    read = await readSlips(new Uint8Array(await readHandedIn(file)), file, {
      catalogue: referenceCatalogue(),
      places: referencePlaces(),
      today: options.today,
    });
  } catch (error) {
    const message = explain(error);
    if (message === null) throw error;
    options.err(message);
    return UNREADABLE;
  }
  const { slips: rows, unread } = read;
  for (const each of unread) options.err(unreadLine(each));
  if (options.json) {
    for (const row of rows) options.out(jsonLine(row));
    return READ;
  }
  const { name, idNumber } = PERSON_FIELDS;
  options.out(['位置', '结论', name.label, idNumber.label, '事项', SLIP_FIELDS.date.label, '原因'].join('\t'));
  for (const row of rows) options.out(tableLine(row));
  const count = (verdict: Verdict): number => rows.filter((row) => row.verdict === verdict).length;
  options.out(`共 ${rows.length} 行：登记 ${count('take')}，待问 ${count('ask')}，不收 ${count('refuse')}`);
  return READ;
}
