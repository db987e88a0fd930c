/** Words of sticks (docs/STICKS.md), at a site and at the county console. */
import type { StickPreview } from '../../shared/api/stick.ts';

type WordState = NonNullable<StickPreview['receipts']>;

export const STICK_TEXTS = {
  title: 'U盘传递',
  lead: '没有网络时,用U盘把办件带到县里,再把回执带回来。文件是加密的,只有县里和该看到的电脑能打开;重复带、先后颠倒都不要紧。',
  button: 'U盘',
  done: '完成',

  state: {
    unsynced: '县里还没收到',
    copied: '其中已拷贝,待回执',
    carried: '其中由U盘带到这里',
    lastWritten: '上次拷出',
    lastTaken: '上次收进',
    lastWord: '县里最近一次的回话',
    never: '还没有过',
    count: (count: number) => `${count} 条`,
  },

  write: {
    title: '拷到U盘',
    target: '带给谁',
    county: '县里',
    village: '村(居)',
    villageHint: '选村(居)。能联网时文件里带县里的回执;不能联网时只有办件,没有回执。',
    everything: '全部重新拷贝(U盘丢了、坏了时用)',
    start: '生成文件',
    making: (done: number, total: number) => (total === 0 ? '正在生成……' : `正在生成…… ${done} / ${total}`),
    nothing: '这里没有要带的内容。',
    made: (file: string, events: number) => `已生成 ${file},共 ${events} 条记录。请存到U盘上。`,
    noReceipts: '这个文件是本机生成的,没有县里的回执。',
    withReceipts: '这个文件里有县里的回执。',
    again: '再下载一次',
    saved: '已存到U盘',
    savedHint: '点了以后,这些办件显示“已拷贝,待回执”,直到县里的回执带回来。',
    more: '内容较多,还有下一个文件',
    next: '生成下一个文件',
    done: '已记下。请把U盘带到县里(或服务中心),再把回执带回来。',
    /** A bundle for a village needs nobody to note it. */
    doneVillage: '请把U盘交给村里的代办员。',
  },

  take: {
    title: '从U盘收进',
    drop: '点这里选择U盘上的文件,或把文件拖到这里',
    kinds: '文件名以 .bmt 结尾',
    reading: (name: string) => `正在读取 ${name}……`,
    tooLarge: '文件超过 20 MB,不是便民通的U盘文件。',
    unreadable: '读不出这个文件,请重新插好U盘,再选一次。',
    other: '换一个文件',
    confirm: '收进',
    taking: (done: number, total: number) => (total === 0 ? '正在收进……' : `正在收进…… ${done} / ${total}`),
  },

  preview: {
    from: '谁写的',
    county: '县里',
    station: (station: string) => `工位代号 ${station}`,
    revoked: '这台电脑已被县里停用,它的文件只能交给县里。',
    madeAt: '什么时候',
    inside: '里面有',
    events: (events: number, known: number) =>
      known === 0 ? `${events} 条记录` : `${events} 条记录,其中 ${known} 条这里已有`,
    nothingNew: '里面的内容这里都有了,收进也不会改变什么。',
    ledger: '哪里的办件',
    cases: '办件',
    records: '记录',
    known: '已有',
    days: '日期',
    kinds: '都是什么',
    foreign: '不归它管,收进后由县里决定',
    countyDocuments: (documents: number, known: number) =>
      `县里下发的资料 ${documents} 份${known === 0 ? '' : `,其中 ${known} 份这里已有`}`,
    receipts: {
      newer: '县里的回执:比这里的新',
      known: '县里的回执:这里已有',
      older: '县里的回执:这里已有更新的,只补缺的',
      'new-epoch': '县里恢复过备份:原来的回执作废,按这个文件重新确认',
      past: '县里恢复备份以前写的:回执不算数,只收办件',
    } satisfies Record<WordState, string>,
    kindCount: (label: string, count: number) => `${label} ${count}`,
  },

  taken: {
    title: '已收进',
    events: (events: number) => `新收进 ${events} 条记录`,
    known: (known: number) => `${known} 条这里已有,没有重复`,
    county: (documents: number) => `县里下发的资料 ${documents} 份`,
    received: (count: number) => `${count} 条得到县里的回执`,
    intake: (count: number) => `${count} 条暂存,请到“暂存记录”里决定`,
    leftOut: (count: number) => `${count} 条没有收进:写它的电脑这里不认识,或者不归这里管。请把U盘带到县里。`,
  },

  enrol: {
    open: '没有网络?用U盘登记',
    title: '用U盘登记这台电脑',
    first: '第一步:生成登记申请,存到U盘,带到县里',
    machine: '电脑名称',
    machineHint: '例如 大厅1号机',
    mustFill: '请填写这一项',
    request: '生成登记申请',
    requested: (file: string) => `已生成 ${file}。请存到U盘,带到县政务服务中心。`,
    code: '本机核对码',
    codeHint: '在县里打开申请时,屏幕上的核对码要和这里一样。请抄下来。',
    second: '第二步:把县里给的登记答复收进来',
    drop: '点这里选择县里给的登记答复,或把文件拖到这里',
    compare: '请逐字核对。两个核对码都和县里的一样,才点登记。',
    hubCode: '县里的核对码',
    willBe: '登记为',
    confirm: '核对一致,登记',
    other: '换一个文件',
  },

  console: {
    hint: '没有网络的站点用U盘交办件、取回执,也用U盘登记电脑。收进以前先看清楚里面是什么。',
    in: '收站点的U盘',
    drop: '点这里选择U盘上的文件,或把文件拖到这里',
    kinds: '办件文件(.bmt)或登记申请(.bmq)',
    out: '给站点写U盘',
    write: '写文件',
    everything: '全部重写(站点换了电脑、U盘坏了时用)',
    wrote: (file: string, events: number) => `已生成 ${file},共 ${events} 条记录,带回执。请存到U盘上。`,
    requestTitle: '登记申请',
    requestMachine: '电脑名称',
    requestCode: '申请的核对码',
    hubCode: '县里的核对码',
    requestCompare: '请和送来的人核对:申请的核对码要和那台电脑上显示的一样。',
    enrolledAs: (name: string, station: string) =>
      `这台电脑已登记为 ${name}(工位代号 ${station}),再次答复内容不变。归错了地方的,请先停用它,再答复一次。`,
    stopped: (name: string, station: string) =>
      `这台电脑登记过 ${name}(工位代号 ${station}),已被停用。确认是那台电脑送来的,再重新登记。`,
    choosePlace: '这台电脑归哪里用',
    choose: '归这里',
    otherPlace: '换一个地方',
    answer: '生成登记答复',
    answered: (file: string) => `已生成 ${file}。请存到U盘交给来人,并把两个核对码告诉他。`,
    log: 'U盘记录',
    noLog: '还没有收过或写过U盘。',
    ways: { in: '收进', out: '写出', answer: '登记答复' },
    logCounts: (events: number, known: number, intake: number) =>
      [`${events} 条`, known === 0 ? '' : `已有 ${known}`, intake === 0 ? '' : `暂存 ${intake}`]
        .filter(Boolean)
        .join(','),
  },
} as const;
