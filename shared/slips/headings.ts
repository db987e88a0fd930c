/** What agents write over the columns of a slip sheet. Data only; columns.ts reads it. Compared without blanks and punctuation. */

export type SlipField =
  | 'serial'
  | 'date'
  | 'name'
  | 'id'
  | 'group'
  | 'phone'
  | 'matter'
  | 'materials'
  | 'note'
  | 'village';

const words = (text: string): readonly string[] => text.split(' ');

/** Names of each column, most telling first: where two columns could serve, the one named earlier here does. */
export const HEADINGS: Readonly<Record<SlipField, readonly string[]>> = {
  serial: words('序号 编号 序 顺序号 号 no 登记编号 行号'),
  date: words(
    '日期 登记日期 代办日期 交件日期 收件日期 受理日期 申请日期 委托日期 办理日期 来办日期 登记时间 代办时间 ' +
      '交件时间 收件时间 受理时间 申请时间 委托时间 办理时间 来访日期 来访时间 时间 年月日 交表日期 报件日期 ' +
      '接件日期 接件时间 收单日期 接单日期 填单日期 月日',
  ),
  name: words(
    '姓名 申请人姓名 申请人 办事人姓名 办事人 群众姓名 村民姓名 村民 服务对象 服务对象姓名 委托人 委托人姓名 ' +
      '当事人 当事人姓名 被代办人 被代办人姓名 办事群众 申办人 申办人姓名 对象姓名 代办对象 办理人 办理人姓名 名字 ' +
      '申请人户主 户主姓名 户主 人员姓名 参保人 参保人姓名 居民姓名 来访人 来办人 申请人名字 对象',
  ),
  id: words(
    '身份证号码 身份证号 身份证 公民身份号码 公民身份证号码 居民身份证号码 居民身份证号 证件号码 证件号 身份号码 ' +
      '申请人身份证号码 申请人身份证号 申请人身份证 委托人身份证号码 委托人身份证号 委托人身份证 本人身份证号 ' +
      '本人身份证号码 有效证件号码 有效证件号 身份证件号码 身份证件号 户主身份证号码 户主身份证号 户主身份证 证号 证件',
  ),
  group: words('组别 组 村民小组 小组 所在组 所属组 组名 村组 几组 第几组 组号 村民组 所在小组'),
  phone: words(
    '联系电话 电话 手机 手机号码 手机号 电话号码 联系方式 联系手机 联系号码 本人电话 联系人电话 家庭电话 移动电话 ' +
      '手机电话',
  ),
  matter: words(
    '代办事项 办理事项 事项 申请事项 委托事项 事项名称 代办事项名称 办理事项名称 委托代办事项 申办事项 服务事项 ' +
      '具体事项 代办内容 办理内容 代办业务 办理业务 业务名称 业务 业务事项 代办项目 办理项目 服务项目 申请内容 ' +
      '办事内容 办事事项 办什么事 项目 事由 事情 内容 需办事项 所办事项 代办事由 要办的事 办理业务名称 业务类型 ' +
      '事项类别 代办的事 办的事 要办什么',
  ),
  materials: words(
    '交来材料 材料 提交材料 所交材料 申请材料 递交材料 提供材料 收取材料 收到材料 所带材料 随附材料 资料 提交资料 ' +
      '交来资料 所交资料 附件 材料清单 收件材料 已交材料 携带材料',
  ),
  note: words('备注 附注 说明 备考 备注说明 其他 其它'),
  village: words(
    '村 村名 所在村 村居 村社区 行政村 村别 村名称 所属村 村居名称 社区 家庭住址 住址 地址 家庭地址 现住址 ' +
      '户籍地址 详细地址 居住地',
  ),
};

/** Headings that are known and not used: they must be neither taken for a field nor for a slip. */
export const OTHER_HEADINGS: ReadonlySet<string> = new Set(
  (
    '性别 年龄 出生日期 出生年月 出生年月日 民族 代办员 代办人 代办人姓名 代办员姓名 代办员签字 代办人签字 经办人 受理人 受托人 签字 签名 本人签字 委托人签字 委托签字 申请人签字 领取人签字 签收 签收人 签收日期 办结日期 办结时间 办结情况 ' +
    '办理结果 办理情况 办理状态 是否办结 结果 反馈日期 反馈时间 反馈情况 预计答复日期 预计答复日 答复日期 取结果方式 领取方式 领取日期 送达日期 移交日期 移交时间 上报日期 上报时间 完成时间 完成日期 ' +
    '是否交费 交费 收费 金额 缴费金额 银行账号 银行卡号 账号 卡号 开户行 与户主关系 关系 家庭人口 人数 满意度 回访 联系人 监护人 监护人身份证号 代办人身份证号 代办人电话 代办员电话 窗口 份数 申请人信息 基本信息 户口性质 承诺时限 办理时限 类型 类别'
  ).split(' '),
);

/** Words by which a longer heading is known, and those that show that it means something else. */
export const HEADING_WORDS: readonly (readonly [SlipField, RegExp])[] = [
  ['id', /身份证|证件号|身份号/u],
  ['phone', /电话|手机|联系方式/u],
  ['name', /姓名/u],
  ['matter', /事项|代办内容|办理内容|业务/u],
  ['materials', /材料|资料/u],
  ['date', /日期|时间/u],
  ['note', /备注/u],
  ['group', /小组|组别/u],
  ['serial', /序号/u],
];
/** Columns of people who may be the ones meant, though nobody is called so on a slip: 户主 | 家庭成员. */
export const PERSON_OF_HOUSEHOLD =
  /^(?:家庭)?(?:成员|家属|家人|老人|儿童|小孩|孩子|子女|学生|婴儿|残疾人|配偶|被保险人|被参保人|受益人|领款人|享受人|患者|死者|亡者)(?:名单|名字|姓名)?$/u;
export const MEANS_ANOTHER =
  /代办[人员]|经办|监护|受托|审核|收件人|签字|签名|签收|办结|答复|反馈|领取|取件|取证|完成|预计|移交|送达|出生|回访|配偶|子女|结果|开户|时限|上报|到期|有效/u;
