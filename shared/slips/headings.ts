/** What agents write over columns beside the fields of a slip (slip-fields.ts). Data; columns.ts reads it. Compared without blanks and punctuation. */

import { SLIP_KEYS, type SlipField, slipField } from './slip-fields.ts';

export const HEADINGS = Object.fromEntries(SLIP_KEYS.map((field) => [field, slipField(field).headings])) as Readonly<
  Record<SlipField, readonly string[]>
>;

/** Headings that are known and not used: they must be neither taken for a field nor for a slip. */
export const OTHER_HEADINGS: ReadonlySet<string> = new Set(
  (
    '性别 年龄 出生日期 出生年月 出生年月日 民族 代办员 代办人 代办人姓名 代办员姓名 代办员签字 代办人签字 经办人 受理人 受托人 签字 签名 本人签字 委托人签字 委托签字 申请人签字 领取人签字 签收 签收人 签收日期 办结日期 办结时间 办结情况 ' +
    '办理结果 办理情况 办理状态 是否办结 结果 反馈日期 反馈时间 反馈情况 预计答复日期 预计答复日 答复日期 取结果方式 领取方式 领取日期 送达日期 移交日期 移交时间 上报日期 上报时间 完成时间 完成日期 ' +
    '是否交费 交费 收费 金额 缴费金额 银行账号 银行卡号 账号 卡号 开户行 与户主关系 关系 家庭人口 人数 满意度 回访 联系人 监护人 监护人身份证号 代办人身份证号 代办人电话 代办员电话 窗口 份数 申请人信息 基本信息 户口性质 承诺时限 办理时限 类型 类别'
  ).split(' '),
);

/** Words by which a longer heading is known, in the order in which they are tried. */
export const HEADING_WORDS: readonly (readonly [SlipField, RegExp])[] = SLIP_KEYS.flatMap((field) => {
  const { within } = slipField(field);
  return within === null ? [] : [{ field, ...within }];
})
  .sort((a, b) => a.turn - b.turn)
  .map(({ field, words }) => [field, words] as const);
/** Columns of people who may be the applicant, though their headings are no field of a slip: 户主 | 家庭成员. */
export const PERSON_OF_HOUSEHOLD =
  /^(?:家庭)?(?:成员|家属|家人|老人|儿童|小孩|孩子|子女|学生|婴儿|残疾人|配偶|被保险人|被参保人|受益人|领款人|享受人|患者|死者|亡者)(?:名单|名字|姓名)?$/u;
export const MEANS_ANOTHER =
  /代办[人员]|经办|监护|受托|审核|收件人|签字|签名|签收|办结|答复|反馈|领取|取件|取证|完成|预计|移交|送达|出生|回访|配偶|子女|结果|开户|时限|上报|到期|有效/u;
