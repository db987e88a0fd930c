/** Words of the shared parts. One word per thing, as in DESIGN §3. */
import type { Fields } from '../../shared/case/field.ts';
import { MATERIAL_STATES } from '../../shared/case/materials.ts';
import { concluded, RESULT_KINDS, RESULTS } from '../../shared/case/steps/concluded.ts';
import { delivered } from '../../shared/case/steps/delivered.ts';
import { refused } from '../../shared/case/steps/refused.ts';

/** What fields are called where they stand among the facts of a case. */
const labelsOf = <F extends Fields>(fields: F) =>
  Object.fromEntries(Object.entries(fields).map(([key, { label }]) => [key, label])) as Readonly<
    Record<keyof F, string>
  >;

export const TEXTS = {
  villageHint: '输拼音首字母或名称',
  export: '导出表格',
  exportSure: (what: string) => `把“${what}”导出成表格？`,
  exportText: '表格里的姓名、证件号码和电话是明文。请存放在安全的地方，用完删除，不要发到微信群、QQ 群。',
  exporting: '正在导出……',
  exported: (count: number, file: string) => `已导出 ${count} 件：${file}`,
  exportNothing: '这里没有可以导出的办件。',
  retry: '再试一次',
  loading: '正在读取……',
  yes: '确定',
  no: '取消',
  total: (count: number) => `共 ${count} 条`,
  shown: (count: number) => `已显示 ${count} 条`,
  more: '正在读取后面的……',
  changed: '有变化，重新读取',
  selectAll: '全选已显示的',
  selectRow: '选中这一行',
  synced: '县里已收到',
  unsynced: '县里还没收到',
  stick: { carried: '已由U盘带到，县里还没确认', copied: '已拷贝，待回执' },
  syncNow: '立即同步',
  syncing: '正在同步……',
  overdueBy: (days: number) => `超期 ${days} 工作日`,
  dueToday: '今日到期',
  dueIn: (days: number) => `剩 ${days} 工作日`,
  legallyOverdueBy: (days: number) => `超法定 ${days} 工作日`,
  dueOn: '承诺期限',
  legalDueOn: '法定期限',
  estimated: '估算',
  disputed: '有争议',
  waiting: '等待前一步',
  owed: '容缺待补',
  question: (count: number) => `县里提问 ${count}`,
  proxied: '代办',
  unverified: '待核',
} as const;

export const SYNC_TEXTS = {
  offline: '离线',
  localOnly: '试用，不上报',
  running: '正在同步',
  unsynced: (count: number) => `${count} 条未到县里`,
  all: (time: string) => `县里已于 ${time} 全部收到`,
  allPlain: '县里已全部收到',
  drafts: (count: number) => `未提交 ${count}`,
  attention: '同步需要处理',
} as const;

export const CASE_TEXTS = {
  beyond: {
    title: '超出的记录',
    show: '查看',
    label: '记录',
    on: '日期',
    place: '地点',
    machine: '电脑',
    staff: '经办人',
    none: '没有超出的记录',
  },
  matter: '事项',
  kind: { immediate: '即办件', promised: '承诺件' },
  person: '申请人',
  born: '出生日期',
  none: '—',
  on: '登记日期',
  receivedOn: '中心收件',
  platform: '平台编号',
  queryCode: (code: string) => `查询码 ${code}`,
  acceptedOn: '受理日期',
  deemed: '视同受理',
  noLegalLimit: '法律没有规定',
  specialUntil: '特别程序到',
  collectBy: '领取期限',
  deadline: '期限',
  materials: '材料',
  noMaterials: '没有登记材料',
  materialStates: MATERIAL_STATES,
  copies: (count: number) => `${count} 份`,
  owed: '容缺待补材料',
  owedBy: (day: string) => `${day} 前补齐`,
  result: '结果',
  results: RESULTS,
  resultReason: '原因',
  resultKind: '结果种类',
  resultKinds: RESULT_KINDS,
  validity: '有效期',
  validDays: (from: string | null, to: string | null) => `${from ?? '即日'}起${to === null ? '，长期' : `至 ${to}`}`,
  outcome: {
    title: '办理结果',
    resultNo: concluded.fields.resultNo.label,
    issuer: concluded.fields.issuer.label,
    whereToGo: refused.fields.whereToGo.label,
    remedies: '救济告知',
    delivery: { title: delivered.label, labels: labelsOf(delivered.fields) },
    review: (body: string | null, days: number | null) =>
      `对决定不服的，可以${days === null ? '' : `自收到决定之日起 ${days} 日内`}向${body ?? '行政复议机关'}申请行政复议`,
    sue: (court: string | null, months: number | null) =>
      `也可以${months === null ? '' : `自收到决定之日起 ${months} 个月内`}向${court ?? '人民法院'}提起行政诉讼`,
  },
  history: '办理经过',
  by: '经办',
  returned: '退回原因',
  joint: {
    title: (name: string) => `一件事：${name}`,
    done: '全部办结',
    progress: (done: number, all: number) => `已办 ${done}/${all} 件`,
    due: (day: string) => `全部承诺最迟 ${day} 办结`,
    dueOn: (day: string) => `承诺 ${day}`,
    thisOne: '这一件',
    open: '打开',
  },
  effects: {
    effective: '',
    same: '与另一步相同',
    ineffective: '未起作用',
    overruled: '裁定不采用',
    undone: '已撤销',
    disputed: '有争议',
    waiting: '等待前一步',
    remark: '',
    unreadable: '需要更新程序才能读',
  },
  questions: '县里提问',
  doubt: '请核对',
  dispute: '两处同时办了不能并存的步骤，需要人来裁定',
} as const;

export const DATE_TEXTS = {
  unread: '不是日期',
  noTime: '不是时间',
  weekdays: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
} as const;
