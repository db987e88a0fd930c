/**
 * The platform's own list of cases, read from a sheet: its headings are the names of the national tables or what people call them, and a case may stand on several
 * rows, one a step. Reads what is there and judges nothing.
 */
import type { LocalDate } from '../base/brands.ts';
import { localDate } from '../base/local-date.ts';
import { type Sheet, cellText } from '../slips/cells.ts';

/** What a column of the list may be called, without blanks and marks, in small letters. */
const HEADINGS = {
  number: [
    'project_no',
    'projectno',
    'projid',
    '办件编号',
    '办件编码',
    '办件号',
    '受理编号',
    '业务流水号',
    '申办流水号',
    '平台办件编号',
  ],
  queryCode: ['projpwd', '查询码', '查询密码', '办件查询码'],
  name: ['applyer_name', '申请人', '申请人名称', '申请人姓名', '姓名', '姓名名称'],
  idNumber: ['applyer_page_code', '证件号码', '申请人证件号码', '身份证号', '身份证号码', '统一社会信用代码'],
  matterCode: ['local_task_code', '本地事项编码', '事项编码'],
  matterName: ['task_name', '事项名称', '事项'],
  accepted: ['accept_date', '受理日期', '受理时间'],
  applied: ['apply_date', '申请日期', '申请时间', '收件日期', '收件时间', '申办时间'],
  state: ['status', 'prostatus', '办件状态', '状态', '当前状态'],
  area: [
    'org_code',
    'areacode',
    'regionid',
    'data_source',
    '区划代码',
    '行政区划',
    '行政区划代码',
    '受理机构代码',
    '区域代码',
  ],
} as const;
type ListColumn = keyof typeof HEADINGS;
const LIST_COLUMNS = Object.keys(HEADINGS) as ListColumn[];

/** Rows above the headings: a title, a note, the day of the list. */
const HEAD_WITHIN = 20;

export interface ListedCase {
  readonly sheet: string;
  /** The first row that it stands on, as the sheet counts. */
  readonly row: number;
  readonly number: string;
  readonly queryCode: string | null;
  readonly name: string;
  readonly idNumber: string;
  readonly matterCode: string;
  readonly matterName: string;
  readonly accepted: LocalDate | null;
  readonly applied: LocalDate | null;
  /** Whether it is over there; null where the list does not say so plainly. */
  readonly over: boolean | null;
}

export interface PlatformList {
  readonly cases: readonly ListedCase[];
  /** Rows without a number, by sheet and row. */
  readonly withoutNumber: readonly { readonly sheet: string; readonly row: number }[];
  /** The codes of areas that the list names, their first six digits, each once. */
  readonly counties: readonly string[];
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[\s()[\]:*/-]/gu, '');
const columnOf = (heading: string): ListColumn | null => {
  const written = plain(heading);
  return LIST_COLUMNS.find((column) => (HEADINGS[column] as readonly string[]).includes(written)) ?? null;
};

const DAY = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})(?:日|\D|$)/u;
/** A day with or without a time behind it, which the platform writes in the time of the county. */
function dayOf(text: string): LocalDate | null {
  const [, year, month, day] = DAY.exec(text) ?? [];
  return year === undefined ? null : localDate(Number(year), Number(month), Number(day));
}

const OVER = new Set(['3', '办结', '已办结', '完结', '已完结', '已结束']);
const GOES_ON = new Set(['1', '2', '受理', '已受理', '收件', '已收件', '在办', '办理中', '审核中']);
const overOf = (text: string): boolean | null => (OVER.has(text) ? true : GOES_ON.has(text) ? false : null);

const QUERY_CODE = /^\d{6}$/;

interface Read {
  readonly sheet: string;
  readonly row: number;
  readonly texts: Readonly<Record<ListColumn, string>>;
}

function rowsOf({ sheet, rows }: Sheet): readonly Read[] {
  const heads = rows.slice(0, HEAD_WITHIN).map(({ cells }) => cells.map((cell) => columnOf(cellText(cell))));
  const at = heads.findIndex(
    (columns) => columns.includes('number') && columns.some((each) => each !== 'number' && each !== null),
  );
  const head = heads[at];
  if (head === undefined) return [];
  return rows.slice(at + 1).flatMap(({ row, cells }): Read[] => {
    const texts = Object.fromEntries(LIST_COLUMNS.map((column) => [column, ''])) as Record<ListColumn, string>;
    // Of two columns of one meaning the first that says something counts.
    head.forEach((column, index) => {
      if (column !== null && texts[column] === '') texts[column] = cellText(cells[index]);
    });
    return Object.values(texts).every((text) => text === '') ? [] : [{ sheet, row, texts }];
  });
}

/** The rows of one case as one: of each column the first that says something; it is over where its last row that speaks of it says so. */
function together(rows: readonly Read[]): ListedCase {
  const [first] = rows as readonly [Read];
  const said = (column: ListColumn): string => rows.find(({ texts }) => texts[column] !== '')?.texts[column] ?? '';
  const day = (column: ListColumn): LocalDate | null =>
    rows.map(({ texts }) => dayOf(texts[column])).find((each) => each !== null) ?? null;
  const states = rows.map(({ texts }) => overOf(texts.state)).filter((each) => each !== null);
  const queryCode = said('queryCode');
  return {
    sheet: first.sheet,
    row: first.row,
    number: first.texts.number,
    queryCode: QUERY_CODE.test(queryCode) ? queryCode : null,
    name: said('name'),
    idNumber: said('idNumber').toUpperCase(),
    matterCode: said('matterCode').toUpperCase(),
    matterName: said('matterName'),
    accepted: day('accepted'),
    applied: day('applied'),
    over: states.length === 0 ? null : states.includes(true),
  };
}

/** null: no sheet has the headings of such a list. */
export function readPlatformList(sheets: readonly Sheet[]): PlatformList | null {
  const rows = sheets.flatMap(rowsOf);
  if (rows.length === 0) return null;
  const byNumber = Map.groupBy(
    rows.filter(({ texts }) => texts.number !== ''),
    ({ texts }) => texts.number,
  );
  const areas = rows.flatMap(({ texts }) => /^\d{6}/u.exec(texts.area)?.[0] ?? []);
  return {
    cases: [...byNumber.values()].map(together),
    withoutNumber: rows.filter(({ texts }) => texts.number === '').map(({ sheet, row }) => ({ sheet, row })),
    counties: [...new Set(areas)],
  };
}
