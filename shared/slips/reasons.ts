/** Why a row asks or is refused: a closed list of codes, one sentence each. */
import { MOST_CHARACTERS } from './cell-limit.ts';
import { PERSON_PROBLEMS } from '../person/problems.ts';

export const SLIP_REASONS = {
  ...PERSON_PROBLEMS,
  'form-cell': '这里像一张竖着填的单子，不是一行一件的表，请对照原单核对',
  'name-ditto': '姓名不能写“同上”，请填姓名',
  'name-which': '表里有两个人的姓名，看不出身份证号码是谁的，请核对是谁办事',
  'name-beside': '这一行的别处像是还有一个人的姓名或号码，请核对是不是漏了一个人',
  'name-merged': '姓名这一格是几行合并的，而这一行另有身份证号码，请核对是谁办事',
  'id-ditto': '身份证号码不能写“同上”，请填号码',
  'id-other-paper': '这不是身份证号码，是单位的统一社会信用代码或者护照、通行证号码，请核对申请人',
  'id-which': '这一行有两个不同的身份证号码，请核对哪一个是办事人的',
  'id-other-name': '这个身份证号码在前面的行里写的是另一个姓名',
  'matter-missing': '没有写代办事项',
  'matter-unclear': '不能确定是哪一项，请从候选事项中选',
  'matter-unknown': '目录里没有找到这个事项，请选择',
  'matter-which': '表里有两列事项，写的不一样，请核对是哪一项',
  'matter-several': '一张单上写了两个以上的事项，请分成两行',
  'not-proxyable': '这个事项须本人到场，不能代办',
  'date-missing': '没有日期',
  'date-no-such-day': '没有这一天',
  'date-unclear': '日期写法看不明白，请填年月日',
  'date-year': '日期没有写年份，看不出是哪一年，请填年月日',
  'date-which': '表里有两列日期，写的不一样，请核对是哪一天',
  'date-line': '日期取自上面一行的小标题，请核对',
  'date-far': '日期和表里其他日期隔得太远，请核对年份',
  'date-future': '日期晚于交表日期，请核对',
  'date-old': '日期比交表日期早太多，请核对',
  'ditto-nothing': '写了“同上”，但上一行没有可用的内容',
  duplicate: '同一个人的同一事项在前面已有一行，可能重复',
  'cell-error': '有一格的公式没有结果或者出错，请按原件填写',
  'cell-picture': '有一格是图片，读不出文字，请对照原表填写',
  'cell-long': `有一格超过 ${MOST_CHARACTERS} 个字，没有存下；请把要紧的写短，重新填这一格`,
  'materials-long': '有一样材料的名称太长，或者材料太多，请改短',
  'hidden-column': '姓名、号码、事项或日期所在的列在表里是隐藏的，请核对',
  'hidden-row': '这一行在表里是隐藏的，请确认是否要登记',
  'struck-out': '这一行有划掉的字，请确认是否还要登记',
  'called-off': '这一行写着作废、已退或以后再办这样的话，请确认是否要登记',
  'has-comment': '这一行有批注，请看过再登记',
  'left-over': '这个人不在表头下面的各列里，是从表的别处找出来的，请对照原表核对',
  'no-header': '表里没有找到表头，各列是按内容认的，请核对',
} as const;

export type SlipReasonCode = keyof typeof SLIP_REASONS;

export interface SlipReason {
  readonly code: SlipReasonCode;
  readonly message: string;
}

/** Reasons that refuse a row; all others ask. */
export const REFUSING: ReadonlySet<SlipReasonCode> = new Set(['not-proxyable']);

/** The reason with its sentence. */
export function slipReason(code: SlipReasonCode): SlipReason {
  return { code, message: SLIP_REASONS[code] };
}
