/**
 * For whom a matter is, as far as a number tells: age, sex, home and kind of applicant as data of the catalogue (办理对象), and what a case
 * or a slip says against it. It is asked about and never refused: the catalogue's words decide, and there are people the data does not know.
 */
import { z } from 'zod';
import type { LocalDate } from '../base/brands.ts';
import type { Problem } from '../base/problem.ts';
import { APPLICANT_KINDS, type Applicant, type ApplicantKind } from '../person/applicant.ts';
import { ageOn, checkIdNumber, isHomeNumber } from '../person/identity.ts';

const KINDS = Object.keys(APPLICANT_KINDS) as [ApplicantKind, ...ApplicantKind[]];
const years = z.int().min(0).max(120);

export const AppliesToSchema = z
  .strictObject({
    /** Kinds of applicants; absent: any. */
    kinds: z.array(z.enum(KINDS)).min(1).optional(),
    sex: z.enum(['male', 'female']).optional(),
    /** Whole years, both counted; `of`: asked of that sex alone. */
    age: z
      .strictObject({ from: years.optional(), to: years.optional(), of: z.enum(['male', 'female']).optional() })
      .refine(
        ({ from, to }) => (from ?? to) !== undefined && (from ?? 0) <= (to ?? Infinity),
        '年龄应有上限或下限，下限不大于上限',
      )
      .optional(),
    /** Where the number was given: in this county, or in another place. */
    home: z.enum(['here', 'elsewhere']).optional(),
  })
  .refine((data) => Object.keys(data).length > 0, '办理对象至少写一项');
export type AppliesTo = z.infer<typeof AppliesToSchema>;

export const APPLIES_CODES = ['matter-kind', 'matter-sex', 'matter-age', 'matter-home'] as const;
export type AppliesProblem = (typeof APPLIES_CODES)[number];

const SEXES = { male: '男', female: '女' } as const;

/** 年满 60 周岁, 不满 18 周岁, 在 18 至 49 周岁之间. `to` counts the last whole year. */
function ageWords({ from, to }: NonNullable<AppliesTo['age']>): string {
  if (to === undefined) return `年满 ${from} 周岁`;
  return from === undefined ? `不满 ${to + 1} 周岁` : `在 ${from} 至 ${to} 周岁之间`;
}

/**
 * What the matter asks and this applicant does not seem to fulfil on that day, with figures. Only a resident ID that checks tells age, sex and
 * home; without one nothing is asked about them.
 */
export function appliesDoubts(
  appliesTo: AppliesTo | undefined,
  { kind, paper }: Applicant,
  idNumber: string | null,
  on: LocalDate,
): Problem<AppliesProblem>[] {
  if (appliesTo === undefined) return [];
  const { kinds, sex, age, home } = appliesTo;
  const doubts: Problem<AppliesProblem>[] = [];
  if (kinds !== undefined && !kinds.includes(kind))
    doubts.push({
      code: 'matter-kind',
      message: `申请人是${APPLICANT_KINDS[kind]}，此事项由${kinds.map((each) => APPLICANT_KINDS[each]).join('、')}申请`,
    });
  const id = paper === 'resident-id' && idNumber !== null ? checkIdNumber(idNumber, on) : null;
  if (id === null || id.birth === null || id.verdict === 'bad') return doubts;
  if (sex !== undefined && id.sex !== null && id.sex !== sex)
    doubts.push({ code: 'matter-sex', message: `申请人是${SEXES[id.sex]}，此事项由${SEXES[sex]}方申请` });
  const lived = ageOn(id.birth, on);
  const asked = age !== undefined && (age.of === undefined || age.of === id.sex);
  if (asked && (lived < (age.from ?? 0) || lived > (age.to ?? Infinity)))
    doubts.push({ code: 'matter-age', message: `申请人 ${lived} 岁，此事项须${ageWords(age)}` });
  if (home !== undefined && isHomeNumber(id.number) !== (home === 'here'))
    doubts.push({
      code: 'matter-home',
      message:
        home === 'here'
          ? '身份证号码的前6位不是本县的，此事项须本县户籍，请看户口簿'
          : '身份证号码的前6位是本县的，此事项由外来人员申请，请看户口簿',
    });
  return doubts;
}
