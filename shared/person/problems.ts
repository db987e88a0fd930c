/** What may be wrong with what is written of a person, and the sentence for each: the same words on a form, in a grid and at the service. */
import { CREDIT_PROBLEMS, ID_PROBLEMS } from './identity.ts';

export const PERSON_PROBLEMS = {
  ...ID_PROBLEMS,
  ...CREDIT_PROBLEMS,
  'name-missing': '没有姓名，请填写',
  'name-two': '写了不止一个人，请一人一行分开登记',
  'name-odd': '姓名写法不清楚，请核对',
  'name-long': '姓名太长，请核对',
  'body-name-missing': '没有单位名称，请填写',
  'body-name-long': '单位名称太长，请核对',
  'id-two': '写了两个身份证号码，请一人一行分开登记',
  'id-lost-digits': '身份证号码被存成了数字，末几位已丢失，请按原件重填',
  'id-rounded': '身份证号码末三位是 000，可能存成数字时丢了末几位，请对照原件',
  'id-long': '身份证号码太长，请核对',
  'number-missing': '没有证件号码',
  'number-odd': '号码的写法不像所选的证件，请对照原件，或者改选证件类型',
  'number-none': '选了“暂无证件”，就不要填号码；有号码请先选证件类型',
  'kind-unknown': '没有这种申请人类型，请从列表里选',
  'paper-unknown': '没有这种证件类型，请从列表里选',
  'paper-not-theirs': '这种申请人没有这种证件，请从列表里选',
  'body-only': '只有单位才填这一项，请先改申请人类型',
  'phone-odd': '电话号码不像手机号或座机号，请核对',
  'phone-long': '电话太长，请只留一两个号码',
  'village-unknown': '没有这个村（居），请从列表里选',
  'relation-long': '与申请人的关系太长，请改短',
  'group-long': '组别太长，请改短',
  'address-long': '住址太长，请改短',
} as const;
export type PersonProblemCode = keyof typeof PERSON_PROBLEMS;

/** A code with its sentence. */
export interface PersonProblem {
  readonly code: PersonProblemCode;
  readonly message: string;
}

export const personProblem = (code: PersonProblemCode): PersonProblem => ({ code, message: PERSON_PROBLEMS[code] });

/** Nothing is written where a number should stand: known without being said beside an empty field. */
const MISSING: ReadonlySet<PersonProblemCode> = new Set(['id-missing', 'number-missing']);
export const saysMissing = ({ code }: PersonProblem): boolean => MISSING.has(code);
