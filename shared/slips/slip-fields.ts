/**
 * Every field of a slip, said once: how its column is found in a sheet, where it stands in the grid, and what the hand-over list shows of it. Import,
 * paste, grid, its check, drafts and the printed list follow from this table. Its order is that of the paper book and of the grid.
 */
import { PERSON_FIELDS, type PersonKey } from '../person/person-fields.ts';

/** A column of the grid. */
interface CellSpec {
  /** Its key in a row of the grid. */
  readonly key: string;
  /** Least width in pixels at the page's normal type size. */
  readonly width: number;
  /** Its share of the width that is left over. */
  readonly grows: number;
  /** The agent does the same matter for many people on one day: these repeat from the row above (WORKFLOWS (b), step 1). */
  readonly carries: boolean;
  /** Enter stops here; Tab and the arrows stop everywhere. */
  readonly onEnter: boolean;
  /** Says something by itself: a row in which only other cells are filled is blank. */
  readonly own: boolean;
}

interface SlipFieldSpec {
  /** The heading of its column in the grid, and its word in a sentence. */
  readonly label: string;
  /** What agents write over its column, most telling first; compared without blanks and punctuation. */
  readonly headings: readonly string[];
  /** Words by which a longer heading is known: tried in the order of `turn`. */
  readonly within: { readonly words: RegExp; readonly turn: number } | null;
  /** null: the grid has no such column. */
  readonly cell: CellSpec | null;
  /** Its column on the hand-over list, in the order of `turn`, and how it is set; null: it is not on it. */
  readonly listed: {
    readonly turn: number;
    readonly label?: string;
    readonly style: 'name' | 'digits' | 'short' | 'text';
  } | null;
  /** The field of a person that it holds. */
  readonly person?: PersonKey;
  /** Kept as it is written; a mark for the value above counts. */
  readonly plain?: true;
}

const words = (text: string): readonly string[] => text.split(' ');

export const SLIP_FIELDS = {
  serial: {
    label: '序号',
    headings: words('序号 编号 序 顺序号 号 no 登记编号 行号'),
    within: { words: /序号/u, turn: 9 },
    cell: null,
    listed: null,
  },
  date: {
    label: '日期',
    headings: words(
      '日期 登记日期 代办日期 交件日期 收件日期 受理日期 申请日期 委托日期 办理日期 来办日期 登记时间 代办时间 ' +
        '交件时间 收件时间 受理时间 申请时间 委托时间 办理时间 来访日期 来访时间 时间 年月日 交表日期 报件日期 ' +
        '接件日期 接件时间 收单日期 接单日期 填单日期 月日',
    ),
    within: { words: /日期|时间/u, turn: 6 },
    cell: { key: 'date', width: 118, grows: 0, carries: true, onEnter: true, own: false },
    listed: { turn: 6, label: '收件日期', style: 'digits' },
  },
  name: {
    label: PERSON_FIELDS.name.short,
    headings: words(
      '姓名 申请人姓名 申请人 办事人姓名 办事人 群众姓名 村民姓名 村民 服务对象 服务对象姓名 委托人 委托人姓名 ' +
        '当事人 当事人姓名 被代办人 被代办人姓名 办事群众 申办人 申办人姓名 对象姓名 代办对象 办理人 办理人姓名 名字 ' +
        '申请人户主 户主姓名 户主 人员姓名 参保人 参保人姓名 居民姓名 来访人 来办人 申请人名字 对象',
    ),
    within: { words: /姓名/u, turn: 3 },
    cell: { key: 'name', width: 96, grows: 1, carries: false, onEnter: true, own: true },
    listed: { turn: 1, style: 'name' },
    person: 'name',
  },
  id: {
    label: PERSON_FIELDS.idNumber.short,
    headings: words(
      '身份证号码 身份证号 身份证 公民身份号码 公民身份证号码 居民身份证号码 居民身份证号 证件号码 证件号 身份号码 ' +
        '申请人身份证号码 申请人身份证号 申请人身份证 委托人身份证号码 委托人身份证号 委托人身份证 本人身份证号 ' +
        '本人身份证号码 有效证件号码 有效证件号 身份证件号码 身份证件号 户主身份证号码 户主身份证号 户主身份证 证号 证件',
    ),
    within: { words: /身份证|证件号|身份号/u, turn: 1 },
    cell: { key: 'idNumber', width: 204, grows: 0, carries: false, onEnter: true, own: true },
    listed: { turn: 2, style: 'digits' },
    person: 'idNumber',
  },
  group: {
    label: PERSON_FIELDS.group.short,
    headings: words('组别 组 村民小组 小组 所在组 所属组 组名 村组 几组 第几组 组号 村民组 所在小组'),
    within: { words: /小组|组别/u, turn: 8 },
    cell: { key: 'group', width: 70, grows: 0, carries: true, onEnter: true, own: false },
    listed: { turn: 3, style: 'short' },
    person: 'group',
    plain: true,
  },
  phone: {
    label: PERSON_FIELDS.phone.short,
    headings: words(
      '联系电话 电话 手机 手机号码 手机号 电话号码 联系方式 联系手机 联系号码 本人电话 联系人电话 家庭电话 移动电话 ' +
        '手机电话',
    ),
    within: { words: /电话|手机|联系方式/u, turn: 2 },
    cell: { key: 'phone', width: 134, grows: 0, carries: false, onEnter: true, own: true },
    listed: { turn: 4, style: 'digits' },
    person: 'phone',
  },
  matter: {
    label: '代办事项',
    headings: words(
      '代办事项 办理事项 事项 申请事项 委托事项 事项名称 代办事项名称 办理事项名称 委托代办事项 申办事项 服务事项 ' +
        '具体事项 代办内容 办理内容 代办业务 办理业务 业务名称 业务 业务事项 代办项目 办理项目 服务项目 申请内容 ' +
        '办事内容 办事事项 办什么事 项目 事由 事情 内容 需办事项 所办事项 代办事由 要办的事 办理业务名称 业务类型 ' +
        '事项类别 代办的事 办的事 要办什么',
    ),
    within: { words: /事项|代办内容|办理内容|业务/u, turn: 4 },
    cell: { key: 'matter', width: 176, grows: 4, carries: true, onEnter: true, own: false },
    listed: { turn: 5, style: 'text' },
  },
  materials: {
    label: '交来材料',
    headings: words(
      '交来材料 材料 提交材料 所交材料 申请材料 递交材料 提供材料 收取材料 收到材料 所带材料 随附材料 资料 提交资料 ' +
        '交来资料 所交资料 附件 材料清单 收件材料 已交材料 携带材料',
    ),
    within: { words: /材料|资料/u, turn: 5 },
    cell: { key: 'materials', width: 116, grows: 3, carries: true, onEnter: true, own: false },
    listed: { turn: 7, style: 'text' },
    plain: true,
  },
  note: {
    label: '备注',
    headings: words('备注 附注 说明 备考 备注说明 其他 其它'),
    within: { words: /备注/u, turn: 7 },
    cell: { key: 'note', width: 90, grows: 2, carries: false, onEnter: false, own: true },
    listed: null,
    plain: true,
  },
  village: {
    label: PERSON_FIELDS.village.short,
    headings: words(
      '村 村名 所在村 村居 村社区 行政村 村别 村名称 所属村 村居名称 社区 家庭住址 住址 地址 家庭地址 现住址 ' +
        '户籍地址 详细地址 居住地',
    ),
    within: null,
    cell: null,
    listed: null,
  },
} as const satisfies Record<string, SlipFieldSpec>;

export type SlipField = keyof typeof SLIP_FIELDS;
export const SLIP_KEYS = Object.keys(SLIP_FIELDS) as readonly SlipField[];
/** Returns a row of the table as a spec, for code that goes through all of them. */
export const slipField = (field: SlipField): SlipFieldSpec => SLIP_FIELDS[field];

type CelledField = { [F in SlipField]: (typeof SLIP_FIELDS)[F]['cell'] extends null ? never : F }[SlipField];
export type CellKey = NonNullable<(typeof SLIP_FIELDS)[CelledField]['cell']>['key'];
/** One row of the grid as typed; all text, checked by the same rules as an imported sheet. */
export type DraftCells = Readonly<Record<CellKey, string>>;

export interface SlipColumn extends CellSpec {
  readonly key: CellKey;
  readonly field: CelledField;
  readonly label: string;
  readonly person: PersonKey | null;
  readonly plain: boolean;
}

export type PlainField = {
  [F in CelledField]: (typeof SLIP_FIELDS)[F] extends { readonly plain: true } ? F : never;
}[CelledField];

type Listed = { [F in CelledField]: (typeof SLIP_FIELDS)[F]['listed'] extends null ? never : F }[CelledField];
export type ListedKey = (typeof SLIP_FIELDS)[Listed]['cell']['key'];

interface ListedColumn {
  readonly key: ListedKey;
  readonly label: string;
  readonly style: 'name' | 'digits' | 'short' | 'text';
}

/** The columns of the hand-over list, in their order. */
export const LISTED_COLUMNS: readonly ListedColumn[] = SLIP_KEYS.flatMap((field) => {
  const { label, cell, listed } = slipField(field);
  return cell === null || listed === null ? [] : [{ label, ...listed, key: cell.key as ListedKey }];
}).sort((a, b) => a.turn - b.turn);

/** The columns of the grid, in their order. */
export const SLIP_COLUMNS: readonly SlipColumn[] = SLIP_KEYS.flatMap((field) => {
  const { label, cell, person = null, plain = false } = slipField(field);
  return cell === null
    ? []
    : [{ ...cell, key: cell.key as CellKey, field: field as CelledField, label, person, plain }];
});
export const CELL_KEYS = SLIP_COLUMNS.map(({ key }) => key) as [CellKey, ...CellKey[]];
export const EMPTY_CELLS = Object.fromEntries(CELL_KEYS.map((key) => [key, ''])) as DraftCells;

/** The column of the grid that holds a field; null: none does. */
export const cellOfField = (field: SlipField): CellKey | null =>
  SLIP_COLUMNS.find((column) => column.field === field)?.key ?? null;
