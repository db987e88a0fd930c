/**
 * The national case tables, and what of a case goes into none of them. Total both ways: every column has its source or a reason, and every field of an
 * event is the source of a column or stands here with its reason (docs/PLATFORM.md is held to it).
 */
import { ACCEPT } from './tables/accept.ts';
import { MATERIAL } from './tables/material.ts';
import { PROCESS } from './tables/process.ts';
import { RATING } from './tables/rating.ts';
import { RESULT } from './tables/result.ts';
import { SPECIAL } from './tables/special.ts';

export const PLATFORM_TABLES = {
  accept: ACCEPT,
  process: PROCESS,
  special: SPECIAL,
  result: RESULT,
  material: MATERIAL,
  rating: RATING,
} as const;
export type TableKey = keyof typeof PLATFORM_TABLES;
export const TABLE_KEYS = Object.keys(PLATFORM_TABLES) as TableKey[];

/** Fields (`type.field`, `type.*`) that no column has, and why. */
export const NOT_SENT: Readonly<Record<string, string>> = {
  'person.idVerified': '号码校验的结论，由号码本身可知',
  'person.agentRelation': '国家表没有代理人与申请人的关系',
  'received.joint': '国家表没有一次申报几件事的关联，各件分开报送',
  'registration.despite': '不合办理对象仍登记的理由只留在本机构',
  'registration.backdated': '补录只是本机构自己核对用',
  'received.window': '国家表没有窗口',
  'material.number': '国家表没有材料的编号',
  'material.pages': '国家表没有材料的页数',
  'material.kept': '国家表没有留存或退还',
  'material.validTo': '国家表没有材料的有效期',
  'material.reused': '国家表没有沿用的材料，按已收报送',
  'material.note': '国家表没有材料的备注',
  'voided.*': '作废的办件整件撤回（D）',
  'settled.*': '裁定只决定哪一步有效，没有采用的撤回（D）',
  'undone.*': '撤销的步骤撤回（D）',
  'matter-corrected.was': '更正后的办件重新报送（U），原来的值平台已有',
  'matter-corrected.reason': '更正的原因只留在本机构',
  'matter-corrected.window': '国家表没有窗口',
  'mandate-taken.*': '国家表没有村级代办的委托',
  'mandate-suspended.*': '国家表没有村级代办的委托',
  'mandate-resumed.*': '国家表没有村级代办的委托',
  'mandate-ended.*': '国家表没有村级代办的委托',
  'mandate-handed-over.*': '国家表没有村级代办的委托',
  'corrected.*': '更正后的各行重新报送（U）',
  'amended.from': '更正后的办件重新报送（U），原来的值平台已有',
  'amended.reason': '更正的原因只留在本机构',
  'fee-taken.*': '国家办件表没有收费表',
  'platform-linked.*': '编号本来就是平台的',
  'questioned.*': '县里的提问只在县乡之间',
  'answered.*': '对县里提问的答复只在县乡之间',
  'noted.*': '内部备注不报送',
  'notified.*': '国家表没有通知记录',
  'rating-asked.*': '国家评价表没有邀请记录',
  'rating-given.itemsVersion': '国家评价表没有指标的版本',
  'rating-given.giver': '国家评价表只分自然人和单位',
  'rating-given.named': '国家评价表没有实名或匿名',
  'rating-given.writtenBy': '国家评价表没有记录人',
  'rating-given.check': '核查时限只在县乡之间',
  'rating-defaulted.text': '备注只留在本机构',
  'check-taken.*': '差评核查在平台上另办，只在县乡之间',
  'check-extended.*': '差评核查在平台上另办，只在县乡之间',
  'check-found.*': '差评核查在平台上另办，只在县乡之间',
  'check-rectified.*': '差评核查在平台上另办，只在县乡之间',
  'check-told.*': '差评核查在平台上另办，只在县乡之间',
  'rating-appealed.*': '差评核查在平台上另办，只在县乡之间',
  'appeal-rejected.*': '差评核查在平台上另办，只在县乡之间',
  'rating-excluded.*': '剔除的评价整行撤回（D）',
  'followed-up.*': '回访是本机构自己的检查，不是群众评价',
  'apologised.*': '国家表没有致歉记录，超期照实报送',
  'green-opened.*': '谁先办是本机构的安排',
  'green-closed.*': '谁先办是本机构的安排',
  'card-issued.*': '效能监察只在县乡之间',
  'card-replied.*': '效能监察只在县乡之间',
  'card-closed.*': '效能监察只在县乡之间',
  'printed.*': '打印留痕不报送',
  'viewed.*': '查看留痕不报送',
};
