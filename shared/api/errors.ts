/** Errors that cross the contract: a closed union of codes, each with the sentence a person reads when nothing better is known. */

export const ERROR_TEXTS = {
  'bad-input': '填写的内容有误，请检查后再试。',
  'unknown-method': '程序不认识这个请求，请更新后再试。',
  'not-allowed': '当前状态或岗位不允许这样操作。',
  'not-found': '没有找到，可能已被更正或不在本机。',
  conflict: '这件事刚刚有人办过新的一步，请刷新后再看。',
  duplicate: '已经有同样的一件，请核对。',
  'needs-staff': '请先选择当前工作人员。',
  'needs-sign-in': '请先登录。',
  'not-enrolled': '这台电脑还没有登记，请先登记或先试用。',
  'already-enrolled': '这台电脑已经登记过。',
  'needs-today': '电脑时钟可能不对，请先确认今天的日期。',
  revoked: '这台电脑已被县里停用，不能再接收数据；未上报的办件仍可上报，由县里决定是否收入台账。',
  offline: '连不上县里，数据已保存在本机，联网后会自动上报。',
  'hub-refused': '县里没有接受这次请求，请联系县管理员。',
  'wrong-hub':
    '这个地址上回答的不是发登记码的那台服务器，什么都没有发出。请核对地址和登记码；上网要先登录的，请先登录。',
  'bad-code': '登记码不对或已失效，请向县里要新的登记码。',
  'too-many-tries': '试错次数过多，请稍后再试或向县里要新的登记码。',
  'not-a-workbook': '这不是能读的表格，请另存为 xlsx 或 csv 后再导入。',
  'too-large': '文件或内容太大，请分开后再试。',
  'newer-version': '数据来自更新版本的程序，请先更新本程序。',
  'not-a-bundle': '这不是便民通的数据包或登记文件，请选对文件。',
  torn: '文件不完整或被改动过，没有收下，请回原来那台电脑重新拷贝。',
  'not-for-us': '这个数据包不是给这台电脑的，打不开；可直接送到县里，或请对方重新拷一份。',
  'wrong-county': '这个数据包来自别的县，没有收下。',
  'sender-unknown': '写这个数据包的电脑县里没有登记过，没有收下。',
  'sender-revoked': '写这个数据包的电脑已被县里停用，请把U盘直接送到县里。',
  starting: '正在检查数据文件，请稍候。',
  busy: '正在忙，请稍候再试。',
  'in-use': '数据文件夹正被另一个程序使用。',
  'read-only': '磁盘只读，无法保存，请联系管理员。',
  'disk-full': '磁盘已满，无法保存，请先腾出空间。',
  corrupt: '数据文件损坏，请按提示恢复备份。',
  'wrong-key': '打不开数据文件：密钥不对。',
  internal: '程序出了问题，这一步没有保存，请再试一次。',
} as const;
export type ErrorCode = keyof typeof ERROR_TEXTS;

/** The only error that a handler throws on purpose. `message` is Chinese and safe to show; it never holds personal data beyond what the caller sent. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly field: string | undefined;

  constructor(code: ErrorCode, message: string = ERROR_TEXTS[code], field?: string) {
    super(message);
    this.code = code;
    this.field = field;
  }
}
