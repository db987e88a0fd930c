/** What a row says of itself beside its fields: that it was struck out, called off, put off, or that someone pinned a remark to it. */
import { type SheetRow, cellText, isBlank } from './cells.ts';
import type { Columns, SlipField } from './columns.ts';
import type { SlipReasonCode } from './reasons.ts';

/** Words that call a slip off wherever they stand. */
const CALLED_OFF =
  /作废|废[单件]|已退(?![休伍役]|出)|退[件单回](?!通知)|取消了?$|撤[销回件单]|划[掉去]|删[掉除去]|重复|不(?:用|要|想|愿|需要?|予)?(?:再)?办(?:理)?了?$|办不[了成]|没(?:有)?办成|这人不办|放弃|已(?:经)?办(?!证)|不算|别登/u;
/** Words that put it off. */
const PUT_OFF =
  /(?:下|过)(?:周|星期|个?月|次|回|几?天|年)?(?:再|后)?(?:来|办|交|补办)|再来|(?:明|后|改)天(?:再|来|办)|以后(?:再|办|来)|暂(?:缓|停|不|时不|缓办)|缓办|待(?:办|定|确认|核实|通知)|等通知|[年月]后(?:再|办)/u;

/** Cells in which these words are part of the matter itself, of a person or of papers: 取消低保, 退伍证. */
const OWN_WORDS: ReadonlySet<SlipField> = new Set(['matter', 'name', 'id', 'phone', 'materials', 'village', 'group']);
/** What stands in brackets after a matter is no part of it. */
const IN_BRACKETS = /[(（【[][^)）】\]]*[)）】\]]?\s*$/u;
/** Remarks by which someone only says that the row is right, with or without the writer's name before them. */
const AGREED =
  /^(?:[^:：]{1,10}[:：])?(?:已?(?:核[对实查]|审核?|检?查|确认)(?:过了?|无误|通过)?|无误|正确|没(?:有)?问题|对的?|好的?|ok|[√✓✔])[。!！]?$/iu;
/** Longer texts tell a story, in which the words may mean anything else. */
const LONGEST_REMARK = 30;

function remarks(row: SheetRow, columns: Columns): string[] {
  const fieldAt = new Map(Object.entries(columns.of).map(([field, index]) => [index, field as SlipField]));
  return row.cells.flatMap((cell, index) => {
    if (isBlank(cell)) return [];
    const text = cellText(cell);
    const field = fieldAt.get(index);
    if (field === 'matter') return IN_BRACKETS.exec(text)?.[0].replace(/[()（）【】[\]]/gu, '') ?? [];
    return field !== undefined && OWN_WORDS.has(field) ? [] : [text];
  });
}

/** What was pinned to the row's cells, each on one line. */
const comments = (row: SheetRow): string[] =>
  row.cells
    .filter((cell) => cell.merged === undefined)
    .map((cell) => (cell.comment ?? '').replace(/\s+/gu, ' ').trim())
    .filter((text) => text !== '');

/** Reasons to ask about the row as a whole. */
export function rowDoubts(row: SheetRow, columns: Columns): SlipReasonCode[] {
  const codes: SlipReasonCode[] = [];
  if (row.cells.some((cell) => cell.struck === true && !isBlank(cell))) codes.push('struck-out');
  const said = remarks(row, columns).filter((text) => text.length <= LONGEST_REMARK);
  if (said.some((text) => CALLED_OFF.test(text) || PUT_OFF.test(text))) codes.push('called-off');
  if (comments(row).some((text) => !AGREED.test(text))) codes.push('has-comment');
  return codes;
}

/** The remarks pinned to the row, for its note; '' for none. */
export const commentsOf = (row: SheetRow): string =>
  comments(row)
    .map((text) => `批注：${text}`)
    .join('；');
