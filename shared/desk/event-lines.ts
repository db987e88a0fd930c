/** What an event's data says, as lines a person reads in the history of a case: one row a field, in a fixed order. */
import { PlaceCodeSchema } from '../domain/brands.ts';
import { RULES } from '../domain/case-types.ts';
import { returnReasons } from '../domain/event-types.ts';
import { PERSON_KEYS, pathOf, personField } from '../person/person-fields.ts';

export interface Line {
  readonly label: string;
  readonly value: string;
}

export interface LineContext {
  readonly placeName: (code: string) => string;
  readonly matterName: (code: string) => string;
}

type Show = (value: unknown, context: LineContext) => string;

const plain: Show = (value) => String(value);
const names: Show = (value) => (value as readonly string[]).join('、');
const oneOf =
  (words: Readonly<Record<string, string>>): Show =>
  (value) =>
    words[String(value)] ?? String(value);
const yuan: Show = (value) => `${(Number(value) / 100).toFixed(2)} 元`;
const place: Show = (value, context) => {
  const code = PlaceCodeSchema.safeParse(value);
  return code.success ? context.placeName(code.data) : String(value);
};

const MATERIAL_STATES: Readonly<Record<string, string>> = { received: '已收', missing: '缺', 'not-needed': '不需要' };
const materials: Show = (value) =>
  (value as readonly { name: string; state: string }[])
    .map((item) => `${item.name}(${MATERIAL_STATES[item.state] ?? item.state})`)
    .join('、');
const gaps: Show = (value) =>
  (value as readonly { name: string; problem: string }[]).map((item) => `${item.name}:${item.problem}`).join(';');

const PERSON_LINES = PERSON_KEYS.map((key): readonly [path: string, label: string, show: Show] => {
  const { label, kind } = personField(key);
  return [pathOf(key), label, kind === 'village' ? place : plain];
});

/** What a correction names, and how its values are read. */
const AMENDED: ReadonlyMap<string, { readonly label: string; readonly show: Show }> = new Map([
  ...PERSON_LINES.map(([path, label, show]) => [path, { label, show }] as const),
  ['note', { label: '备注', show: plain }],
]);

/** Path in `data`, label, how to show it. A path that is absent, null or empty gives no line. */
const FIELDS: readonly (readonly [path: string, label: string, show: Show])[] = [
  ['number', '办件编号', plain],
  ['matter', '事项', (value, context) => context.matterName(String(value))],
  ...PERSON_LINES,
  ['slip.date', '交件日期', plain],
  ['slip.source', '登记方式', oneOf({ typed: '手工登记', pasted: '粘贴', imported: '表格导入' })],
  ['list', '移交清单', plain],
  ['missing', '须补正', gaps],
  ['owed', '后补材料', names],
  ['deadline', '补齐期限', plain],
  ['by', '补正期限', plain],
  ['how', '补正方式', plain],
  ['to', '去向', oneOf({ answered: '当场答复', guided: '引导至窗口', 'handed-on': '转交部门' })],
  ['whereToGo', '应去', plain],
  ['basis', '依据', plain],
  ['plannedDays', '预计天数', plain],
  ['days', '延长工作日', plain],
  ['approver', '批准人', plain],
  ['pages', '材料页数', plain],
  ['result', '结果', oneOf({ approved: '准予', rejected: '不予' })],
  ['resultNo', '结果文号', plain],
  ['signer', '签收人', oneOf({ self: '本人', family: '亲属', agent: '代办员', post: '邮寄' })],
  ['signerName', '签收姓名', plain],
  ['score', '评价', oneOf({ 1: '非常不满意', 2: '不满意', 3: '基本满意', 4: '满意', 5: '非常满意' })],
  [
    'way',
    '方式',
    oneOf({
      phone: '电话',
      agent: '代办员转告',
      sms: '短信',
      'in-person': '当面',
      keypad: '评价器',
      paper: '纸质评价',
    }),
  ],
  ['reached', '是否联系上', oneOf({ true: '已联系上', false: '未联系上' })],
  ['item', '收费项目', plain],
  ['fen', '金额', yuan],
  ['receipt', '票据号', plain],
  ['paper', '文书', plain],
  ['phone', '电话', plain],
  ['text', '内容', plain],
  ['note', '备注', plain],
];

function at(data: Readonly<Record<string, unknown>>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], data);
}

const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** The rule that the hub's machine found broken; a person at the county asks without one. */
function ruleLines(rule: unknown): Line[] {
  const words: Readonly<Record<string, string>> = RULES;
  const name = typeof rule === 'string' && Object.hasOwn(words, rule) ? words[rule] : undefined;
  return name === undefined ? [] : [{ label: '规则', value: name }];
}

/** Lines for what the table above cannot say with one path. */
function special(type: string, data: Readonly<Record<string, unknown>>, context: LineContext): Line[] {
  if (type === 'amended') {
    const { label, show } = AMENDED.get(String(data['field'])) ?? { label: String(data['field']), show: plain };
    const shown = (value: unknown) => (value === null || value === undefined ? '(空)' : show(value, context));
    return [
      {
        label,
        value: `${shown(data['from'])} → ${shown(data['to'])}`,
      },
      { label: '原因', value: String(data['reason'] ?? '') },
    ];
  }
  if (type === 'questioned') return ruleLines(data['rule']);
  if (isEmpty(data['reason'])) return [];
  const words: Readonly<Record<string, string>> = type === 'returned-to-village' ? returnReasons : {};
  return [{ label: '原因', value: words[String(data['reason'])] ?? String(data['reason']) }];
}

/** The lines of one event. Data that does not fit its schema is shown as far as it can be read; never throws. */
export function eventLines(type: string, data: Readonly<Record<string, unknown>>, context: LineContext): Line[] {
  const lines = special(type, data, context);
  if (type === 'amended') return lines;
  for (const [path, label, show] of FIELDS) {
    const value = at(data, path);
    if (isEmpty(value) || (typeof value === 'object' && !Array.isArray(value))) continue;
    try {
      lines.push({ label, value: show(value, context) });
    } catch {
      // Data of another shape than its schema says: the event is questioned elsewhere, the page must still open.
      lines.push({ label, value: JSON.stringify(value) });
    }
  }
  const listed = data['materials'];
  if (Array.isArray(listed) && listed.length > 0)
    lines.push({
      label: '材料',
      value: listed.every((item) => typeof item === 'string') ? names(listed, context) : materials(listed, context),
    });
  return lines;
}
