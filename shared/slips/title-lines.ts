/** What the lines around the table say: the day the sheet was handed in, the year, the village. */
import type { LocalDate, PlaceCode } from '../base/brands.ts';
import { localDate } from '../base/local-date.ts';
import type { Places } from '../place/place.ts';
import { singleBlanks } from '../outside/ends.ts';
import { type Cell, type SheetRow, cellText, labelText } from './cells.ts';
import { type DateContext, readDateText, serialDate } from './slip-date.ts';

const LABEL =
  /(?:填表|填报|填写|报送|上报|上交|送报|报表|交表|交件|提交|移交|递交|送件|制表|制单|登记|统计|汇总|报告)(?:日期|时间)|^日期|[^\p{Script=Han}]日期/u;
const LABEL_ALONE =
  /^(?:(?:填表|填报|填写|报送|上报|上交|送报|报表|交表|交件|提交|移交|递交|送件|制表|制单|登记|统计|汇总|报告)(?:日期|时间)|日期|时间)$/u;
/** A date with its year. Of two digits it has the same mark on both sides: 11.2-11.6 is a span of days. */
const FULL_DATE =
  /(?<!\d)((?:19|20)\d{2}|\d{2}(?=([./-])\d{1,2}\2|年))\s?[-./年]\s?(\d{1,2})\s?[-./月]\s?(\d{1,2})\s?日?(?!\d)|(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)/gu;
const HAN_DATE = /[二零〇○一三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日/u;
/** What follows the first day of a span: 至10日, - 11.10. */
const SPAN = /^\s*(?:至|到|~|[-—–]+)\s*\d/u;
/** What follows a day that is not that of handing in: of the form's version, a deadline, a rule's first day. */
const ANOTHER_DAY = /^\s*(?:制|印|版|修订|起|施行|实行|执行|之?前|以前|之?后|止|截止)/u;
const ANOTHER_LABEL = /截止|截至|有效期|缴费期|办理期限|生效/u;
/** A labelled day without its year. */
const MONTH_DAY = /(?<!\d)(\d{1,2})\s?[-./月]\s?(\d{1,2})\s?日?$/u;
const YEAR = /(?<!\d)(20\d{2})\s*年/u;

export interface TitleFacts {
  /** Days that the lines give as the day of handing in, in order of the rows, labelled ones only if there is any. */
  readonly handIns: readonly { readonly row: number; readonly date: LocalDate }[];
  /** The year named without a day, e.g. 2017年11月第2周; null: none. */
  readonly year: number | null;
  readonly village: PlaceCode | null;
}

function fullDates(text: string): LocalDate[] {
  const found: LocalDate[] = [];
  for (const match of text.matchAll(FULL_DATE)) {
    const [, long, , longMonth, longDay, plain, plainMonth, plainDay] = match;
    const [year = '', month = '', day = ''] =
      long === undefined ? [plain, plainMonth, plainDay] : [long, longMonth, longDay];
    const date = localDate(year.length === 2 ? 2000 + Number(year) : Number(year), Number(month), Number(day));
    if (date !== null) found.push(date);
  }
  const han = HAN_DATE.exec(text)?.[0];
  if (han !== undefined) {
    const read = readDateText(han, NO_CONTEXT);
    if (read.date !== null) found.push(read.date);
  }
  return found;
}

const NO_CONTEXT: DateContext = { handIn: null, near: null, year: null, today: '2000-01-01' as LocalDate };

/** The one full date of a line's cell; null for none, for several and for a span of days. */
function singleDate(cell: Cell): LocalDate | null {
  if (cell.kind === 'date') return cell.date;
  const text = singleBlanks(cellText(cell));
  const dates = fullDates(text);
  const [only] = dates;
  if (only === undefined || dates.length > 1) return null;
  const after = text.split(FULL_DATE).at(-1) ?? '';
  return SPAN.test(after) || ANOTHER_DAY.test(after) || ANOTHER_LABEL.test(text) ? null : only;
}

interface Sighting {
  readonly row: number;
  readonly date: LocalDate;
  readonly labelled: boolean;
}

function sightings(row: SheetRow, context: DateContext): Sighting[] {
  const cells = row.cells.filter((cell) => cell.merged === undefined && cellText(cell) !== '');
  return cells.flatMap((cell, index) => {
    const before = cells[index - 1];
    const labelled = LABEL.test(cellText(cell)) || (before !== undefined && LABEL_ALONE.test(labelText(before)));
    const short = labelled ? MONTH_DAY.exec(singleBlanks(cellText(cell)))?.[0] : undefined;
    const counted = labelled && cell.kind === 'number' ? serialDate(cell.value, cell.from1904).date : null;
    const date =
      counted ??
      singleDate(cell) ??
      (short !== undefined && (context.year ?? context.handIn) !== null ? readDateText(short, context).date : null);
    return date === null ? [] : [{ row: row.row, date, labelled }];
  });
}

/** The village named in the lines; its township's name decides between villages of one name. Null when it is not plain. */
function villageIn(texts: readonly string[], places: Places): PlaceCode | null {
  const text = texts.join(' ').replace(/\s+/gu, '');
  const townships = places.townships.filter((each) =>
    [each.name, ...each.aliases, each.shortName].some((name) => name.length >= 2 && text.includes(name)),
  );
  const named = places.all.filter((place) => place.kind === 'village' && text.includes(place.name));
  const within = named.filter((place) => townships.some((each) => each.code === place.township));
  const found = within.length > 0 ? within : named;
  // 凉水井镇凉水井村: the longest name at its own place; 杨家坪村 is not 家坪村.
  const longest = found.filter(
    (place) => !found.some((other) => other !== place && other.name.includes(place.name) && other.name !== place.name),
  );
  return longest.length === 1 ? (longest[0]?.code ?? null) : null;
}

/**
 * Reads the lines that are neither headings nor slips: titles above, signatures below. `middle`: the middle one of the slips' full dates,
 * by which a day of handing in without its year is read where no line names the year.
 */
export function readTitleLines(
  rows: readonly SheetRow[],
  sheetName: string,
  places: Places | null,
  middle: LocalDate | null,
): TitleFacts {
  const texts = [
    sheetName,
    ...rows.flatMap((row) => row.cells.filter((cell) => cell.merged === undefined).map(cellText)),
  ];
  const named = texts.map((text) => YEAR.exec(text)?.[1]).find((found) => found !== undefined);
  const year = named === undefined ? null : Number(named);
  const context: DateContext = { ...NO_CONTEXT, year, handIn: year === null ? middle : null };
  const seen = rows.flatMap((row) => sightings(row, context));
  const labelled = seen.filter((each) => each.labelled);
  return {
    handIns: (labelled.length > 0 ? labelled : seen).map(({ row, date }) => ({ row, date })),
    year,
    village: places === null ? null : villageIn(texts, places),
  };
}

/** The village a cell of its own column names, e.g. 王家岭村 or 凉水井镇王家岭村; null when it is not plain. */
export function readVillage(text: string, places: Places): PlaceCode | null {
  return villageIn([text], places);
}
