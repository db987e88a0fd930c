/** Rules that a step can break, and what people call them. The hub puts the key into `questioned.rule`. */
export const RULES = {
  /** The envelope of a step or remark is not that of its kind. */
  shape: '事件写法',
  data: '内容格式',
  role: '办理权限',
  place: '办理地点',
  state: '办理顺序',
  number: '办件编号',
  date: '办理日期',
  'extended-twice': '只能延期一次',
  'supplement-twice': '一次性告知',
  'owed-deadline': '容缺时限',
  'extended-late': '逾期申请延期',
  'decided-by-county': '由县里决定',
  applicant: '办理对象',
  /** What an agent does without the villager's mandate, or in another agent's stead; and what is handed to one who may not collect it. */
  mandate: '代办委托',
  'mandate-holder': '代办员',
  'mandate-collect': '代领结果',
  settlement: '争议裁定',
  rating: '评价办理',
  undo: '撤销',
  /** More branches or settlements than any honest case has. */
  branches: '分支过多',
} as const;
type Rule = keyof typeof RULES;

/** A broken rule: the question that the hub asks, as a sentence for the writer of the step. */
export interface RuleBreach {
  readonly rule: Rule;
  readonly field?: string;
  readonly text: string;
}

export const breach = (rule: Rule, text: string, field?: string): RuleBreach =>
  field === undefined ? { rule, text } : { rule, field, text };
