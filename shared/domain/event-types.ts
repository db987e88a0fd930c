/**
 * Every type of event as data: is it a step or a remark, who may write it, from which states, and what `data` holds.
 * Sources: LEDGER §3, STANDARDS §3. The fold (fold.ts) and the forms read this table; nothing else decides what is allowed.
 */
import { z } from 'zod';
import { AMENDABLE_PATHS } from '../person/person-fields.ts';
import { PersonSchema } from '../person/person.ts';
import { CaseNoSchema, EventIdSchema, MatterCodeSchema, StaffIdSchema } from './brands.ts';
import { LocalDateSchema } from './local-date.ts';

const text = (max: number) => z.string().trim().min(1, '不能为空').max(max, `不能超过 ${max} 个字`);

/** States of a case as people know them (DESIGN §3). */
export const CASE_STATES = {
  'proxy-received': '代办登记',
  'handed-over': '已移交',
  'returned-to-village': '退回村里',
  received: '收件',
  supplementing: '补正中',
  accepted: '已受理',
  paused: '特别程序',
  forwarded: '转报县级',
  'county-returned': '县级退回',
  concluded: '已办结',
  delivered: '已送达',
  archived: '已归档',
  refused: '不予受理',
  closed: '退件',
  withdrawn: '撤件',
  voided: '作废',
} as const;
export type CaseState = keyof typeof CASE_STATES;

/** Who acts, told by the kind of place in `by.place`. `hub` is the county's machine itself. */
const ROLES = ['agent', 'clerk', 'county', 'hub'] as const;
export type Role = (typeof ROLES)[number];

// ---- parts of data

const MaterialStateSchema = z.enum(['received', 'missing', 'not-needed']);
export const MaterialItemSchema = z.strictObject({
  name: text(120),
  state: MaterialStateSchema,
  copies: z.int().min(0).max(99).optional(),
  note: z.string().max(200).optional(),
});
export type MaterialItem = z.infer<typeof MaterialItemSchema>;

/** The terms under which a case began; a catalogue published later does not change them. */
export const TermsSchema = z.strictObject({
  catalogue: z.string().max(80),
  kind: z.enum(['immediate', 'promised']),
  promisedDays: z.int().min(0).max(400),
  legalDays: z.int().min(0).max(400).nullable(),
  decidedBy: z.enum(['township', 'county']),
  promisedScope: z.enum(['total', 'township']),
});
export type Terms = z.infer<typeof TermsSchema>;

const registration = {
  number: CaseNoSchema,
  matter: MatterCodeSchema,
  terms: TermsSchema,
  person: PersonSchema,
  materials: z.array(MaterialItemSchema).max(60),
  /** 补录: entered later than it happened. */
  backdated: z.boolean().optional(),
  note: z.string().max(500).optional(),
};

const ReceivedSchema = z.strictObject({ ...registration, window: z.string().max(20) });
export type Received = z.infer<typeof ReceivedSchema>;
const ProxyReceivedSchema = z.strictObject({
  ...registration,
  slip: z.strictObject({
    /** Natural key of the slip (slips/slip-key.ts), so that an import done twice changes nothing. */
    key: z.string().max(200),
    date: LocalDateSchema,
    /** Digest of an imported row's cells as the sheet had them, so that a changed row is told from the same one. */
    cells: z.string().max(20).optional(),
    /** Where the row came from: typed into the grid, pasted or imported. */
    source: z.enum(['typed', 'pasted', 'imported']),
    /** What a person confirmed although the check asked, as reason codes. */
    confirmed: z.array(z.string().max(40)).max(20),
  }),
});
export type ProxyReceived = z.infer<typeof ProxyReceivedSchema>;

const RETURN_REASONS = {
  'materials-missing': '材料缺失',
  'id-mismatch': '身份证不符',
  'in-person': '须本人到场',
  'other-township': '非本乡镇',
  duplicate: '重复',
  other: '其他',
} as const;
export const returnReasons: Readonly<Record<keyof typeof RETURN_REASONS, string>> = RETURN_REASONS;
export type ReturnReason = keyof typeof RETURN_REASONS;
const ReturnReasonSchema = z.enum(Object.keys(RETURN_REASONS) as [ReturnReason, ...ReturnReason[]]);

/** Special steps whose time is not counted, and must be told in writing (行政许可法 art. 45 and the matter's `uncounted`). */
export const PAUSE_REASONS = [
  '听证',
  '招标',
  '拍卖',
  '检验',
  '检测',
  '检疫',
  '鉴定',
  '专家评审',
  '公示',
  '入户调查',
  '现场踏勘',
  '其他',
] as const;

const data = {
  handedOver: z.strictObject({ list: text(60), count: z.int().min(1).max(5000) }),
  receivedStep: z.strictObject({
    window: z.string().max(20),
    materials: z.array(MaterialItemSchema).max(60).optional(),
    note: z.string().max(500).optional(),
  }),
  returnedToVillage: z.strictObject({ reason: ReturnReasonSchema, text: z.string().max(300) }),
  supplementRequested: z.strictObject({
    /** All gaps at once (一次性告知): name of the material and what is wrong. */
    missing: z
      .array(z.strictObject({ name: text(120), problem: text(200) }))
      .min(1, '请至少列出一项要补正的材料')
      .max(60),
    by: LocalDateSchema.optional(),
    how: z.string().max(200).optional(),
    phone: z.string().max(30).optional(),
  }),
  supplemented: z.strictObject({ materials: z.array(text(120)).max(60), note: z.string().max(500).optional() }),
  accepted: z.strictObject({ note: z.string().max(500).optional() }),
  acceptedShort: z.strictObject({
    owed: z.array(text(120)).min(1, '请列出后补的材料').max(60),
    /** Not later than the promised limit (STANDARDS §3). */
    deadline: LocalDateSchema,
    /** The applicant signed the commitment (承诺书). */
    commitment: z.literal(true, { error: '容缺受理须由申请人签承诺书' }),
  }),
  refused: z.strictObject({ reason: text(300), whereToGo: z.string().max(200).optional() }),
  paused: z.strictObject({ reason: z.enum(PAUSE_REASONS), basis: text(200), plannedDays: z.int().min(1).max(365) }),
  resumed: z.strictObject({ note: z.string().max(500).optional() }),
  forwarded: z.strictObject({
    to: text(80),
    pages: z.int().min(0).max(9999).optional(),
    note: z.string().max(500).optional(),
  }),
  countyReturned: z.strictObject({ reason: text(300) }),
  extended: z.strictObject({ days: z.int().min(1).max(30), approver: text(50), reason: text(300) }),
  concluded: z.strictObject({
    result: z.enum(['approved', 'rejected']),
    resultNo: z.string().max(80).optional(),
    note: z.string().max(500).optional(),
  }),
  reason: z.strictObject({ reason: text(300) }),
  delivered: z.strictObject({
    signer: z.enum(['self', 'family', 'agent', 'post']),
    signerName: z.string().max(50).optional(),
    note: z.string().max(500).optional(),
  }),
  note: z.strictObject({ note: z.string().max(500).optional() }),
  settled: z.strictObject({ keep: z.array(EventIdSchema).min(1).max(64), reason: text(300) }),
  // remarks
  questioned: z.strictObject({ rule: text(60), field: z.string().max(80).optional(), text: text(400) }),
  textOnly: z.strictObject({ text: text(500) }),
  amended: z.strictObject({
    field: z.enum([...AMENDABLE_PATHS, 'note']),
    from: z.string().max(500).nullable(),
    to: z.string().max(500).nullable(),
    reason: text(300),
  }),
  rated: z.strictObject({
    score: z.int().min(1).max(5),
    way: z.enum(['keypad', 'paper', 'phone']),
    text: z.string().max(300).optional(),
  }),
  feeTaken: z.strictObject({
    fen: z.int().min(0).max(100_000_000),
    item: text(80),
    receipt: z.string().max(60).optional(),
  }),
  notified: z.strictObject({
    way: z.enum(['phone', 'agent', 'sms', 'in-person']),
    text: z.string().max(300).optional(),
    reached: z.boolean(),
  }),
  followedUp: z.strictObject({ score: z.int().min(1).max(5).optional(), text: z.string().max(300).optional() }),
  printed: z.strictObject({ paper: text(60) }),
  renumbered: z.strictObject({ number: CaseNoSchema }),
  card: z.looseObject({ text: text(400) }),
  staff: z.strictObject({
    id: StaffIdSchema,
    name: text(30),
    windows: z.array(z.string().max(20)).max(12),
    active: z.boolean(),
  }),
  consulted: z.strictObject({
    matter: MatterCodeSchema.optional(),
    text: z.string().max(300).optional(),
    count: z.int().min(1).max(999).default(1),
  }),
  firstAsked: z.strictObject({
    visitor: z.string().max(50).optional(),
    phone: z.string().max(30).optional(),
    ask: text(300),
    to: z.enum(['answered', 'guided', 'handed-on']),
    window: z.string().max(20).optional(),
  }),
  officeDay: z.strictObject({ date: LocalDateSchema, held: z.boolean(), note: z.string().max(300).optional() }),
  readMark: z.strictObject({ events: z.array(EventIdSchema).min(1).max(500) }),
};

// ---- the table

export interface StepSpec {
  readonly label: string;
  /** `first`: may begin a case; then `firstData` is its schema. */
  readonly first?: z.ZodType;
  /** States from which it may be taken as a later step, with the schema of its data. */
  readonly from: readonly CaseState[];
  readonly data?: z.ZodType;
  readonly roles: readonly Role[];
  /** Where a role may take it in fewer states than `from` says. */
  readonly only?: Partial<Record<Role, readonly CaseState[]>>;
  /** The state it leads to; null: told by the fold (resumed, supplemented, extended, settled). */
  readonly to: CaseState | null;
}

const OPEN_AT_CENTRE = [
  'received',
  'supplementing',
  'accepted',
  'paused',
  'forwarded',
  'county-returned',
] as const satisfies readonly CaseState[];
const WITH_VILLAGE = ['proxy-received', 'handed-over', 'returned-to-village'] as const satisfies readonly CaseState[];

export const STEPS = {
  received: {
    label: '收件',
    first: ReceivedSchema,
    from: ['handed-over'],
    data: data.receivedStep,
    roles: ['clerk'],
    to: 'received',
  },
  'proxy-received': { label: '代办登记', first: ProxyReceivedSchema, from: [], roles: ['agent'], to: 'proxy-received' },
  'handed-over': {
    label: '移交',
    from: ['proxy-received', 'returned-to-village'],
    data: data.handedOver,
    roles: ['agent'],
    to: 'handed-over',
  },
  'returned-to-village': {
    label: '退回村里',
    from: ['handed-over'],
    data: data.returnedToVillage,
    roles: ['clerk'],
    to: 'returned-to-village',
  },
  'supplement-requested': {
    label: '补正告知',
    from: ['received', 'county-returned'],
    data: data.supplementRequested,
    roles: ['clerk'],
    to: 'supplementing',
  },
  supplemented: {
    label: '已补正',
    from: ['supplementing', 'accepted', 'forwarded', 'county-returned', 'paused'],
    data: data.supplemented,
    roles: ['clerk'],
    to: null,
  },
  accepted: { label: '受理', from: ['received'], data: data.accepted, roles: ['clerk'], to: 'accepted' },
  'accepted-short': {
    label: '容缺受理',
    from: ['received'],
    data: data.acceptedShort,
    roles: ['clerk'],
    to: 'accepted',
  },
  refused: { label: '不予受理', from: ['received'], data: data.refused, roles: ['clerk'], to: 'refused' },
  paused: {
    label: '特别程序',
    from: ['accepted', 'forwarded', 'county-returned'],
    data: data.paused,
    roles: ['clerk'],
    to: 'paused',
  },
  resumed: { label: '恢复办理', from: ['paused'], data: data.resumed, roles: ['clerk'], to: null },
  forwarded: {
    label: '转报',
    from: ['accepted', 'county-returned'],
    data: data.forwarded,
    roles: ['clerk'],
    to: 'forwarded',
  },
  'county-returned': {
    label: '县级退回',
    from: ['forwarded'],
    data: data.countyReturned,
    roles: ['clerk', 'county'],
    to: 'county-returned',
  },
  extended: {
    label: '延期',
    from: ['accepted', 'paused', 'forwarded', 'county-returned'],
    data: data.extended,
    roles: ['clerk'],
    to: null,
  },
  concluded: {
    label: '办结',
    from: ['received', 'accepted', 'forwarded', 'county-returned'],
    data: data.concluded,
    roles: ['clerk', 'county'],
    to: 'concluded',
  },
  closed: {
    label: '退件',
    from: ['supplementing', 'accepted', 'county-returned'],
    data: data.reason,
    roles: ['clerk'],
    to: 'closed',
  },
  withdrawn: {
    label: '撤件',
    from: [...WITH_VILLAGE, ...OPEN_AT_CENTRE],
    data: data.reason,
    roles: ['agent', 'clerk'],
    only: { agent: WITH_VILLAGE },
    to: 'withdrawn',
  },
  voided: {
    label: '作废',
    from: [...WITH_VILLAGE, ...OPEN_AT_CENTRE, 'concluded'],
    data: data.reason,
    roles: ['agent', 'clerk'],
    only: { agent: WITH_VILLAGE },
    to: 'voided',
  },
  delivered: { label: '送达', from: ['concluded'], data: data.delivered, roles: ['agent', 'clerk'], to: 'delivered' },
  archived: {
    label: '归档',
    from: ['delivered', 'refused', 'closed', 'withdrawn'],
    data: data.note,
    roles: ['clerk'],
    to: 'archived',
  },
  settled: {
    label: '争议裁定',
    from: Object.keys(CASE_STATES) as CaseState[],
    data: data.settled,
    roles: ['clerk', 'county'],
    to: null,
  },
} as const satisfies Record<string, StepSpec>;
export type StepType = keyof typeof STEPS;

export interface RemarkSpec {
  readonly label: string;
  readonly data: z.ZodType;
  readonly roles: readonly Role[];
}

const EVERYONE = ['agent', 'clerk', 'county', 'hub'] as const satisfies readonly Role[];

export const REMARKS = {
  questioned: { label: '县里提问', data: data.questioned, roles: ['county', 'hub'] },
  answered: { label: '答复', data: data.textOnly, roles: EVERYONE },
  noted: { label: '备注', data: data.textOnly, roles: EVERYONE },
  amended: { label: '更正', data: data.amended, roles: ['agent', 'clerk'] },
  rated: { label: '评价', data: data.rated, roles: ['agent', 'clerk'] },
  'fee-taken': { label: '收费', data: data.feeTaken, roles: ['agent', 'clerk'] },
  notified: { label: '通知', data: data.notified, roles: ['agent', 'clerk'] },
  'followed-up': { label: '回访', data: data.followedUp, roles: EVERYONE },
  'card-issued': { label: '发牌', data: data.card, roles: ['county', 'hub'] },
  'card-replied': { label: '发牌答复', data: data.card, roles: ['clerk'] },
  'card-closed': { label: '发牌处理', data: data.card, roles: ['county', 'hub'] },
  printed: { label: '打印', data: data.printed, roles: EVERYONE },
  viewed: { label: '查看', data: data.note, roles: EVERYONE },
  renumbered: { label: '改号', data: data.renumbered, roles: ['hub'] },
} as const satisfies Record<string, RemarkSpec>;
export type RemarkType = keyof typeof REMARKS;
/** The data of a remark of that type, as its schema gives it. */
export type RemarkData<T extends RemarkType> = z.infer<(typeof REMARKS)[T]['data']>;

/** Events about the place rather than a case; they carry neither `case` nor `after`. */
export const SITE_EVENTS = {
  'site.staff': { label: '人员', data: data.staff, roles: ['agent', 'clerk', 'county'] },
  'site.consulted': { label: '咨询', data: data.consulted, roles: ['agent', 'clerk'] },
  'site.first-asked': { label: '首问登记', data: data.firstAsked, roles: ['agent', 'clerk'] },
  'site.office-day': { label: '集中办公日', data: data.officeDay, roles: ['agent'] },
  'site.read': { label: '已读', data: data.readMark, roles: EVERYONE },
} as const satisfies Record<string, RemarkSpec>;
export type SiteEventType = keyof typeof SITE_EVENTS;

export const isStepType = (type: string): type is StepType => Object.hasOwn(STEPS, type);
export const isRemarkType = (type: string): type is RemarkType => Object.hasOwn(REMARKS, type);
export const isSiteEventType = (type: string): type is SiteEventType => Object.hasOwn(SITE_EVENTS, type);

/** What people call the type; the type itself where this program does not know it. */
export function labelOf(type: string): string {
  if (isStepType(type)) return STEPS[type].label;
  if (isRemarkType(type)) return REMARKS[type].label;
  return isSiteEventType(type) ? SITE_EVENTS[type].label : type;
}

/** What a clerk or agent sends to take a step: its type and data. One schema for forms, IPC and CLI. */
export const StepInputSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('handed-over'), data: data.handedOver }),
  z.strictObject({ type: z.literal('received'), data: data.receivedStep }),
  z.strictObject({ type: z.literal('returned-to-village'), data: data.returnedToVillage }),
  z.strictObject({ type: z.literal('supplement-requested'), data: data.supplementRequested }),
  z.strictObject({ type: z.literal('supplemented'), data: data.supplemented }),
  z.strictObject({ type: z.literal('accepted'), data: data.accepted }),
  z.strictObject({ type: z.literal('accepted-short'), data: data.acceptedShort }),
  z.strictObject({ type: z.literal('refused'), data: data.refused }),
  z.strictObject({ type: z.literal('paused'), data: data.paused }),
  z.strictObject({ type: z.literal('resumed'), data: data.resumed }),
  z.strictObject({ type: z.literal('forwarded'), data: data.forwarded }),
  z.strictObject({ type: z.literal('county-returned'), data: data.countyReturned }),
  z.strictObject({ type: z.literal('extended'), data: data.extended }),
  z.strictObject({ type: z.literal('concluded'), data: data.concluded }),
  z.strictObject({ type: z.literal('closed'), data: data.reason }),
  z.strictObject({ type: z.literal('withdrawn'), data: data.reason }),
  z.strictObject({ type: z.literal('voided'), data: data.reason }),
  z.strictObject({ type: z.literal('delivered'), data: data.delivered }),
  z.strictObject({ type: z.literal('archived'), data: data.note }),
  z.strictObject({ type: z.literal('settled'), data: data.settled }),
]);
export type StepInput = z.infer<typeof StepInputSchema>;

export const RemarkInputSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('answered'), data: data.textOnly }),
  z.strictObject({ type: z.literal('noted'), data: data.textOnly }),
  z.strictObject({ type: z.literal('amended'), data: data.amended }),
  z.strictObject({ type: z.literal('rated'), data: data.rated }),
  z.strictObject({ type: z.literal('fee-taken'), data: data.feeTaken }),
  z.strictObject({ type: z.literal('notified'), data: data.notified }),
  z.strictObject({ type: z.literal('followed-up'), data: data.followedUp }),
  z.strictObject({ type: z.literal('printed'), data: data.printed }),
]);
export type RemarkInput = z.infer<typeof RemarkInputSchema>;
