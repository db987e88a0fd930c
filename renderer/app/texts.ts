/** Words of the shell: header, banners, staff, status page, first run. */
import { noticeMissingWords } from '../../shared/calendar/estimate-words.ts';

export const SHELL_TEXTS = {
  product: '便民通',
  trial: '试用中',
  trialMore: '，点这里正式登记',
  noStaff: '选择工作人员',
  addStaff: '新增工作人员',
  largeText: '大字',
  normalText: '标准字',
  status: '本机状态',
  back: '返回',
  weekdays: ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'],
} as const;

export const BANNER_TEXTS = {
  lost: '便民通的后台程序没有回应，现在不能保存。',
  lostAction: '先不要继续录入。等它自己恢复；一分钟还不恢复，请关闭窗口，从桌面重新打开便民通。已保存的内容都还在。',
  today: '电脑的时钟可能不对。今天是哪一天？',
  todayLabel: '今天的日期',
  todayConfirm: '就是这一天',
  revoked:
    '这台电脑已被县里停用，不再接收数据；已办的件仍会上报，由县里决定是否收入台账，上报完之前不要关机或清空。请联系县管理员；县里请您重新登记的，点“本机状态”，填新的登记码。',
  calendar: (year: number) => `${noticeMissingWords(year)}。县里发布后，办结期限自动重算。`,
  unreadable: (count: number) =>
    `有 ${count} 条记录现在读不了：可能由更新版本的程序写成，或写它的电脑还没有县里的证书。它们不会丢失，请更新程序或等同步。`,
  quarantined: (count: number) => `有 ${count} 条记录损坏，已单独存放，不影响其他办件。请告诉县管理员。`,
} as const;

export const STAFF_TEXTS = {
  title: '谁在办理？',
  hint: '每一步都记在选中的工作人员名下。',
  none: '本点还没有登记工作人员，请先填写您自己。',
  name: '姓名',
  id: '工号',
  idHint: '字母或数字，例如胸牌号 001',
  windows: '窗口',
  windowsHint: '不选表示所有窗口',
  save: '保存并开始',
  cancel: '取消',
  chosen: (name: string) => `现在是 ${name} 在办理`,
} as const;

export const FIRST_RUN_TEXTS = {
  title: '便民通',
  lead: '乡镇便民服务中心和村代办点的办件登记。没有网络也能用，联网后自动报到县里。',
  tryTitle: '先试用',
  tryText: '用一个演示县看看怎么用。里面的人和事都是编的，不会报到县里。',
  tryCentre: '作为乡镇便民服务中心试用',
  tryVillage: '作为村代办点试用',
  enrolTitle: '登记这台电脑',
  enrolText: '向县政务服务中心要登记码，填好后这台电脑就归您所在的中心或村使用。',
  address: '县里的地址',
  addressHint: '县里会一并告诉您，例如 10.1.2.3:5980',
  code: '登记码',
  codeHint: '六组，每组四个字母或数字，大小写和横线不要紧；72 小时内有效，只能用一次',
  machine: '电脑名称',
  machineHint: '例如 大厅1号机',
  mustFill: '请填写这一项',
  enrol: '登记',
  enrolling: '正在登记，并取回本点的数据……',
  preparing: '正在准备演示数据……',
} as const;

export const STARTING_TEXTS = { title: '正在打开' } as const;

export const RECOVERY_TEXTS = {
  title: '数据文件打不开',
  backup: (time: string) =>
    `最近一份完好的备份是 ${time}。恢复以后，现在的数据文件另外保存，备份之后县里已收到的办件会从县里取回来。`,
  restore: '用这份备份恢复',
  restored: '已用备份恢复，原来的数据文件另外保存在数据文件夹里。',
} as const;

export const CLOSED_TEXTS = {
  title: '这个窗口已经失效',
  text: '请关闭这个窗口，从桌面重新打开便民通。已保存的内容都还在。',
} as const;

export const HUB_TEXTS = {
  title: '县里的地址和钥匙',
  text: '县里通知换了地址的，在这里改。同步提示“钥匙不对”的，请向县里要一个新的登记码，一起填上核对。登记和办件都不变。',
  address: '县里的地址',
  addressHint: '例如 10.1.2.3:5980',
  code: '新的登记码',
  codeHint: '只换地址的不用填。填了只用来核对钥匙，不会用掉',
  check: '核对并使用',
  checking: '正在核对……',
  done: '已核对，是原来的县级服务',
} as const;

export const STATUS_TEXTS = {
  title: '本机状态',
  place: '地点',
  mode: '用途',
  modes: { new: '未登记', trial: '试用（不上报）', enrolled: '已登记' },
  version: '程序版本',
  hub: '县里的地址',
  none: '无',
  sync: '同步',
  lastAt: '上次全部同步',
  never: '还没有过',
  key: '数据文件的密钥',
  keyProtected: '由操作系统保护',
  keyOpen: '未受保护：密钥以文件形式存放在本机，能打开这个用户文件夹的人就能读到数据',
  calendar: '放假安排',
  incomplete: '等前面记录的办件',
  unreadable: '读不了的记录',
  quarantined: '损坏隔离的记录',
  denied: '未被收下的记录',
  deniedIds: (ids: readonly string[]) => `${ids.length} 条，编号：${ids.join('、')}`,
  count: (count: number) => `${count} 条`,
  enrolAgain: '重新登记这台电脑',
  enrolAgainText: '只在县里停用了本机、归错了地方、或者请您重新登记时用。已录入的办件都还在，登记后照样上报。',
  enrolledAgain: '已重新登记，已录入的办件都还在。',
  backup: '立即备份',
  backedUp: (file: string, kilobytes: number) => `已备份到 ${file}（${kilobytes} KB）`,
} as const;
