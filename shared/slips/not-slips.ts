/** Rows of a table that are no slips: blank lines, totals, signatures, notes, lines of text across the page. */
import { type Cell, type SheetRow, cellText, isBlank, isDitto, valueCell } from './cells.ts';
import type { Columns } from './columns.ts';
import type { SlipField } from './slip-fields.ts';
import { readSlipName } from './slip-name.ts';

// Runs of blanks are one where these are looked for.
const TOTAL =
  /^(?:本页|本周|本月|本表|本日|当日|当月|全村|全部|以上|人数|件数)?(?:合计|小计|共计|总计|累计|合 ?计|总数)/u;
const SIGNATURE =
  /(?:签字|签名|签章|盖章|公章|负责人|经办人|制表人|填表人|填报人|审核人|复核人|审批人|交表人|移交人|接收人|签收人|收件人|收表人|经手人|报送人|联系人|代办员|代办人|村支书|站长|主任|制表|审核|填表|填报|复核|审批|经办|移交|接收|报送) ?(?:\([^()]{0,30}\))? ?(?:签字|签名|签章|盖章)? ?[:]|^(?:代办员|代办人|负责人|经办人|制表人|审核人|填表人|接收人|移交人)?(?:签字|签名|签章|盖章|\(签字\)|\(签名\)|\(盖章\)|\(公章\))|^\p{Script=Han}{1,12}\((?:签字|签名|签章|盖章|公章)\)/u;
const LINE_DATE =
  /(?:填表|填报|报送|上报|交表|制表|移交|登记)(?:日期|时间) ?[:]?|^日期 ?[:]|^\d{0,4} ?年 ?\d{0,2} ?月 ?\d{0,2} ?日$/u;
const NOTE =
  /^(?:注|备注|说明|填表说明|附注|附|备考|温馨提示|提示|要求|填写说明) ?\d* ?[:、.]|^(?:注|备注|说明)$|^[*※★]/u;
const END = /^[(]?(?:以下(?:空白|无正文|无)|此[处页]空白|空白|完|结束|本页无正文)[)]?$/u;

/** Words that stand beside an empty line for a signature, alone in their cell. */
const ROLE =
  /^(?:村?(?:代办员|代办人|负责人|审核人|制表人|填表人|填报人|经办人|联系人|复核人|接收人|移交人|报送人|交表人|审批人|站长|主任|支书)|签字|签名|盖章|公章|日期|时间|备注|说明)$/u;
/** (1), 2, ③ … under the headings: numbers of the columns. */
const COLUMN_NUMBER = /^\(?\d{1,2}\)?$/u;
const LEAST_NUMBERED = 4;
/** 24人, 共3件: counts in a line of totals. */
const COUNT = /^共?\s*\d+\s*(?:人次?|户|件|份|项|张|笔)$/u;
/** 低保2件, 医保 30 人, ---: what stands in every cell of a line of counts or of one drawn across the page. */
const COUNTED = /\d\s*(?:人次?|户|件|份|项|张|笔)$|^[-—–─=*~_.·…\s]+$/u;

const HUMAN: readonly SlipField[] = ['name', 'id', 'matter'];
/** Two to four Han characters: on a line of its own in the name's column this is a person, not a line of text. */
const SHORT_HAN = /^\p{Script=Han}{2,4}$/u;

/** The texts that the row itself holds, without the shadows of merged ranges. */
function ownTexts(row: SheetRow): string[] {
  return row.cells.filter((cell) => !isBlank(cell)).map(cellText);
}

const cellOf = (row: SheetRow, column: number | undefined): Cell =>
  valueCell(column === undefined ? undefined : row.cells[column]);

const isSignature = (text: string): boolean => SIGNATURE.test(text) || ROLE.test(text);

/** Words around the table: never a person's name and never a matter. */
export function isLabel(text: string): boolean {
  const narrow = text.replace(/\s+/gu, ' ');
  return isSignature(narrow) || [TOTAL, LINE_DATE, NOTE, END, COUNT].some((words) => words.test(narrow));
}

/** Returns whether the row holds anything of its own about a person or a matter. A number, a date or a carried value alone makes no slip. */
function saysSomething(row: SheetRow, columns: Columns): boolean {
  return [...HUMAN, 'phone' as const].some((field) => {
    const column = columns.of[field];
    const cell = column === undefined ? undefined : row.cells[column];
    return cell !== undefined && !isBlank(cell) && !(isDitto(cell) && field !== 'name' && field !== 'id');
  });
}

/** One text merged across several columns, or alone in its row: a heading of a part, a note. */
function isLineOfText(row: SheetRow, columns: Columns): boolean {
  const filled = row.cells.flatMap((cell, column) => (isBlank(cell) ? [] : [{ cell, column }]));
  const [only] = filled;
  if (filled.length !== 1 || only === undefined || (only.cell.kind !== 'text' && only.cell.kind !== 'long'))
    return false;
  const text = cellText(only.cell);
  const spans = row.cells[only.column + 1]?.merged === 'across' && row.cells[only.column + 2]?.merged === 'across';
  if (spans) return true;
  if (only.column === columns.of.name) return !SHORT_HAN.test(text.replace(/\s/gu, ''));
  if (only.column === columns.of.id) return !/\d{6}/.test(text);
  return only.column === columns.of.serial || only.column === 0;
}

/** An ID number, a number that lost its digits, or a formula without result in the ID column. */
function hasIdNumber(row: SheetRow, columns: Columns): boolean {
  const cell = cellOf(row, columns.of.id);
  const text = cellText(cell).replace(/\s/gu, '');
  return cell.kind === 'error' || cell.kind === 'picture' || /\d{12}/.test(text) || /^\d(\.\d+)?e\+?\d+$/iu.test(text);
}

/** Words beside the number of an official in a line around the table: no applicant's number. */
const AN_OFFICIAL = /代办[人员]|经办|负责|填[表报]|制表|审[核批]|受托|联系[人电]|站长|支书|主任|接收|移交|报送|复核/u;

/** Returns whether the words before the cell at `column`, or in it, say that its number is that of the writer or carrier of the sheet. */
export function isOfficials(row: SheetRow, column: number): boolean {
  return AN_OFFICIAL.test(ownTexts({ ...row, cells: row.cells.slice(0, column + 1) }).join(' '));
}

/** The name of a person stands in its column. */
function hasName(row: SheetRow, columns: Columns): boolean {
  const name = cellText(cellOf(row, columns.of.name));
  if (isLabel(name)) return false;
  const { problem } = readSlipName(name);
  return problem === null || problem === 'name-two';
}

/** Texts of the row where a signature or a total would stand; a remark in the note's column is the slip's own. */
function textsOutsideNotes(row: SheetRow, columns: Columns): string[] {
  const notes = [columns.of.note, columns.of.materials];
  return row.cells.filter((cell, column) => !isBlank(cell) && !notes.includes(column)).map(cellText);
}

/**
 * Returns whether this row under the headings is no slip. A row with an ID number is always one, whatever else it says, and so is one with a name and a
 * matter (a note may well read 代办员签字: 王).
 */
export function isNotSlip(row: SheetRow, columns: Columns, namesMatter: (text: string) => boolean): boolean {
  const texts = ownTexts(row);
  if (texts.length === 0) return true;
  if (hasIdNumber(row, columns)) return false;
  const matter = cellText(cellOf(row, columns.of.matter));
  const around = textsOutsideNotes(row, columns);
  if (hasName(row, columns)) {
    if (matter !== '' && namesMatter(matter)) return false;
    if (!around.some(isLabel)) return isLineOfText(row, columns);
    return true;
  }
  // With neither person nor matter, what stands in the note's column is no slip's own.
  if ((matter === '' ? texts : around).some(isLabel)) return true;
  if (texts.every((text) => COUNTED.test(text))) return true;
  if (texts.length >= LEAST_NUMBERED && texts.every((text) => COLUMN_NUMBER.test(text))) return true;
  return isLineOfText(row, columns) || !saysSomething(row, columns);
}
