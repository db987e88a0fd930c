/** A list of cases as a workbook. It has full ID numbers, for the office alone; papers for a board are masked ones of their own. */
import type { CaseRow } from '../../shared/api/rows.ts';
import { CASE_LISTS, type CaseList } from '../../shared/case/case-lists.ts';
import { CHECK_STATES } from '../../shared/case/rating-check.ts';
import { SCORES } from '../../shared/case/rating-words.ts';
import { RATING_CAUSES } from '../../shared/case/ratings.ts';
import { GREEN_REASONS } from '../../shared/case/remarks/green-opened.ts';
import { columnLabel, valueInWords } from '../../shared/person/field-words.ts';
import { EXPORTED_KEYS, PERSON_FIELDS } from '../../shared/person/person-fields.ts';
import type { CaseRecord } from '../../store/types.ts';
import type { Desk } from '../desk.ts';
import { writeWorkbook } from '../../shared/workbook/write-workbook.ts';
import { rowOf } from './read.ts';

interface Column {
  readonly heading: string;
  readonly width: number;
  readonly value: (row: CaseRow) => string | number | null;
}

const PERSON_COLUMNS = EXPORTED_KEYS.map((key): Column => {
  const { kind, export: column } = PERSON_FIELDS[key];
  const value = (row: CaseRow) => {
    if (kind === 'village') return row.villageName;
    const kept = row[key];
    return kept === null ? null : valueInWords(key, kept);
  };
  return { heading: columnLabel(key), width: column.width, value };
});

/** The level that counts, or why there is none. */
function ratingWords({ score, ratingCause }: CaseRow): string {
  return score === null ? RATING_CAUSES[ratingCause] : SCORES[String(score) as keyof typeof SCORES];
}

const COLUMNS: readonly Column[] = [
  { heading: '办件编号', width: 32, value: (row) => row.number },
  { heading: '事项编码', width: 10, value: (row) => row.matter },
  { heading: '事项', width: 34, value: (row) => row.matterName },
  { heading: '窗口', width: 12, value: (row) => row.window },
  { heading: '类型', width: 8, value: (row) => (row.kind === 'immediate' ? '即办件' : '承诺件') },
  ...PERSON_COLUMNS,
  { heading: '代办', width: 6, value: (row) => (row.proxied ? '是' : '') },
  { heading: '登记日期', width: 12, value: (row) => row.on },
  { heading: '收件日期', width: 12, value: (row) => row.receivedOn },
  { heading: '承诺期限', width: 12, value: (row) => row.dueOn },
  { heading: '法定期限', width: 12, value: (row) => row.legal.dueOn },
  { heading: '期限估算', width: 9, value: (row) => (row.estimated || row.legal.estimated ? '是' : '') },
  { heading: '告知期限', width: 12, value: (row) => row.answer?.by ?? null },
  { heading: '致歉后答应', width: 12, value: (row) => row.told?.newDay ?? null },
  { heading: '特别程序到', width: 12, value: (row) => row.specialUntil },
  { heading: '状态', width: 12, value: (row) => row.status },
  { heading: '超承诺期限', width: 11, value: (row) => (row.overdue ? '是' : '') },
  { heading: '超法定期限', width: 11, value: (row) => (row.legal.overdue ? '是' : '') },
  { heading: '评价', width: 14, value: ratingWords },
  { heading: '差评核查', width: 10, value: (row) => row.checkState && CHECK_STATES[row.checkState] },
  { heading: '核查最迟告知', width: 13, value: (row) => row.checkDueOn },
  { heading: '差评核查超期', width: 13, value: (row) => (row.checkLate ? '是' : '') },
  { heading: '绿色通道', width: 20, value: (row) => row.green && GREEN_REASONS[row.green] },
  { heading: '平台办件编号', width: 24, value: (row) => row.platformNumber },
  { heading: '县里已收到', width: 10, value: (row) => (row.synced ? '是' : '否') },
];

/** Rows are read one by one; nothing is written meanwhile. */
export async function exportCases(
  desk: Desk,
  records: Iterable<CaseRecord>,
  list: CaseList,
): Promise<{ fileName: string; base64: string; rows: number }> {
  const rows = Array.from(records, (record) => {
    const row = rowOf(desk, record);
    return COLUMNS.map(({ value }) => value(row));
  });
  const bytes = await writeWorkbook([{ name: CASE_LISTS[list].label, columns: COLUMNS, rows }]);
  // The name says which list and day, never a person.
  return {
    fileName: `${desk.places.nameOf(desk.place)}-${CASE_LISTS[list].label}-${desk.today()}.xlsx`,
    base64: Buffer.from(bytes).toString('base64'),
    rows: rows.length,
  };
}
