/** What a row says of itself beside its fields: that it was struck out, called off, put off, or has a comment pinned to it. */
import { type SheetRow, cellText, isBlank } from './cells.ts';
import type { Columns } from './columns.ts';
import type { SlipField } from './slip-fields.ts';
import type { SlipReasonCode } from './reasons.ts';

/** Words that call a slip off wherever they stand. */
const CALLED_OFF =
  /作[废罢]|废[单件]|已退(?![休伍役]|出)|退[件单回](?!通知)|打回|返回|取消了?$|撤[销回件单]|收回(?!执)|拿回|取走|划[掉去]|删[掉除去]|重复|不(?:用|要|想|愿|需要?|予)?(?:再)?办(?:理)?了?$|办不[了成]|没(?:有)?办(?!过|理过|证|法)|未(?:能)?办(?!过|理过|证)|停办|这人不办|放弃|已(?:经)?办(?!证)|自己(?:去|来)?(?:办|了|去)|自行办理|不算|别登|拒收|[不未没]收(?!入|费|到通知)|[未没]提?交(?:材料|资料|件|单|表|来)|未提交|不(?:符合?|够|具备)(?:条件|资格|年龄)?|(?:条件|年龄|资格)不[符够]|[填写登录][错重](?!了?改)/u;
/** Words that do so where nothing else stands in the cell. */
const CALLED_OFF_ALONE =
  /^[(（【[]?(?:已?(?:废|删|停|销|退|撤|注销|停止|无效|错误?|有误|重|存疑|有疑|算了|不要|不行|不对|没来|未来|人不在|不在家?)了?|(?:本人|此人|人)?已?(?:经)?(?:去世|过世|病故|死亡|已故|亡故|故|走)了?|[?？]+|[×✗✘╳])[)）】\]。.!！]?$/u;
/** Words that put it off. */
const PUT_OFF =
  /(?:下|过)(?:周|星期|个?月|次|回|几?天|年)?(?:再|后)?(?:来|办|交|补办|送|拿|说)|再(?:来|说|议|办$)|(?:明|后|改)天(?:再|来|办|交|送|拿|$)|以后(?:再|办|来)|暂(?:缓|停|不|时不|缓办)|缓办|延[期后缓]|推迟|待(?:办|定|补|确认|核实|通知)|等通知|[年月]后(?:再|办)/u;

/** Cells in which these words are part of the matter itself, of a person or of papers: 取消低保, 退伍证. */
const OWN_WORDS: ReadonlySet<SlipField> = new Set(['matter', 'name', 'id', 'phone', 'materials', 'village', 'group']);
/** What stands in brackets after a matter is no part of it. */
const IN_BRACKETS = /[(（【[][^()（）【】[\]]*[)）】\]]?$/u;
/** Comments that only say that the row is right, with or without the writer's name before them. */
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
  if (said.some((text) => [CALLED_OFF, CALLED_OFF_ALONE, PUT_OFF].some((words) => words.test(text))))
    codes.push('called-off');
  if (comments(row).some((text) => !AGREED.test(text))) codes.push('has-comment');
  return codes;
}

/** The remarks pinned to the row, for its note; '' for none. */
export const commentsOf = (row: SheetRow): string =>
  comments(row)
    .map((text) => `批注：${text}`)
    .join('；');
