/** What happens to invented cases (demo and trial), as data: each story is the steps after 收件 with the days between them. Together they reach every state. */
import type { LocalDate } from '../../shared/base/brands.ts';
import type { RemarkInput } from '../../shared/case/remarks/index.ts';
import type { StepInput } from '../../shared/case/steps/index.ts';
import { addDays } from '../../shared/base/local-date.ts';
import { applicantOf } from '../../shared/person/applicant.ts';
import { inventPerson } from '../../shared/person/invented-people.ts';
import type { Person } from '../../shared/person/person.ts';

/** What is put right: the step taken last is taken back, its day moves a working day back, or the matter becomes the next of its kind. */
export type PutRight = 'undo' | 'day' | 'matter';

/** What is said of the case beside its steps. */
interface Said {
  /** Written where it fits the case as it stands. */
  readonly remark: (today: LocalDate) => RemarkInput;
}

type Deed = StepInput | ((today: LocalDate, person: Person) => StepInput) | PutRight | Said;

export interface Story {
  readonly kind: 'immediate' | 'promised';
  /** How often, in parts of all stories of the kind. */
  readonly weight: number;
  /** `after`: working days since the step before; 0 is the same day. What would lie in the future has not happened yet. */
  readonly steps: readonly { readonly after: number; readonly step: Deed }[];
}

const done: StepInput = { type: 'concluded', data: { result: 'approved' } };
const licensed = (today: LocalDate): StepInput => ({
  type: 'concluded',
  data: {
    result: 'approved',
    resultKind: 'licence',
    resultNo: '沅许〔样例〕1号',
    issuer: '县级主管部门',
    validFrom: today,
  },
});
/** What a township's conclusion is where the county decides and was not asked. */
export const PASSED_ON: StepInput = {
  type: 'concluded',
  data: { result: 'forwarded', reason: '乡镇初审完毕，由县里决定' },
};
const remedies = { reviewBody: '沅陵县人民政府', reviewDays: 60, court: '沅陵县人民法院', courtMonths: 6 };
/** The applicant comes to the window with the paper that the case has. */
const handed = (_: LocalDate, person: Person): StepInput => ({
  type: 'delivered',
  data: {
    way: 'desk',
    signer: 'self',
    paper: applicantOf(person).paper,
    number: person.idNumber ?? '',
    minute: '10:20',
  },
});
const daughter = inventPerson(() => 0.6);
/** A daughter comes with her own paper. */
const handedToDaughter: StepInput = {
  type: 'delivered',
  data: {
    way: 'desk',
    signer: 'family',
    signerName: daughter.name,
    relation: '女儿',
    paper: 'resident-id',
    number: daughter.idNumber,
    minute: '15:40',
  },
};
const posted: StepInput = {
  type: 'delivered',
  data: { way: 'post', signer: 'self', trackingNo: 'XA12345678943', minute: '16:05' },
};
const first: Said = { remark: () => ({ type: 'green-opened', data: { reason: 'elderly' } }) };
const sorry: Said = {
  remark: (today) => ({
    type: 'apologised',
    data: { reason: '县里的意见还没有到', newDay: addDays(today, 5), way: 'phone', approver: '中心主任' },
  }),
};
const taken: StepInput = { type: 'accepted', data: {} };
const missing: StepInput = {
  type: 'supplement-requested',
  data: { missing: [{ name: '居民身份证', problem: '复印件不清楚，请重新复印' }], how: '带到窗口即可' },
};
const brought: StepInput = { type: 'supplemented', data: { materials: ['居民身份证'] } };
const examination = (today: LocalDate): StepInput => ({
  type: 'special-procedure',
  data: {
    kind: '鉴定',
    basis: '本事项办理规程',
    length: 5,
    unit: 'working-day',
    approver: '中心主任',
    toldOn: today,
    toldWay: 'direct',
    paperNo: '沅便特〔样例〕1号',
  },
});
const sent: StepInput = { type: 'forwarded', data: { to: '县级主管部门', pages: 6 } };
const sentBack: StepInput = { type: 'county-returned', data: { reason: '缺一份家庭成员证明' } };

/** 容缺: a few days for what is still owed. */
const short = (today: LocalDate): StepInput => ({
  type: 'accepted-short',
  data: { owed: ['居民身份证复印件'], deadline: addDays(today, 4), commitment: true },
});

export const STORIES: readonly Story[] = [
  {
    kind: 'immediate',
    weight: 14,
    steps: [
      { after: 0, step: done },
      { after: 0, step: handed },
    ],
  },
  { kind: 'immediate', weight: 5, steps: [{ after: 0, step: done }] },
  {
    kind: 'immediate',
    weight: 1,
    steps: [
      { after: 0, step: done },
      { after: 0, step: handed },
      { after: 3, step: { type: 'archived', data: {} } },
    ],
  },
  { kind: 'promised', weight: 3, steps: [] },
  { kind: 'promised', weight: 6, steps: [{ after: 0, step: taken }] },
  {
    kind: 'promised',
    weight: 3,
    steps: [
      { after: 0, step: taken },
      { after: 0, step: first },
      { after: 12, step: sorry },
    ],
  },
  {
    kind: 'promised',
    weight: 12,
    steps: [
      { after: 0, step: taken },
      { after: 5, step: done },
      { after: 2, step: handed },
    ],
  },
  {
    kind: 'promised',
    weight: 4,
    steps: [
      { after: 1, step: taken },
      { after: 6, step: done },
    ],
  },
  {
    kind: 'promised',
    weight: 2,
    steps: [
      { after: 0, step: taken },
      { after: 4, step: licensed },
    ],
  },
  {
    kind: 'promised',
    weight: 2,
    steps: [
      { after: 0, step: taken },
      { after: 3, step: done },
      { after: 1, step: handedToDaughter },
    ],
  },
  {
    kind: 'promised',
    weight: 1,
    steps: [
      { after: 0, step: taken },
      { after: 3, step: licensed },
      { after: 1, step: posted },
    ],
  },
  {
    kind: 'promised',
    weight: 2,
    steps: [
      { after: 0, step: taken },
      { after: 2, step: done },
      { after: 0, step: 'undo' },
    ],
  },
  {
    kind: 'promised',
    weight: 1,
    steps: [
      { after: 1, step: taken },
      { after: 1, step: 'day' },
    ],
  },
  {
    kind: 'promised',
    weight: 1,
    steps: [
      { after: 0, step: taken },
      { after: 2, step: 'matter' },
    ],
  },
  { kind: 'promised', weight: 2, steps: [{ after: 1, step: missing }] },
  { kind: 'promised', weight: 2, steps: [{ after: 0, step: short }] },
  {
    kind: 'promised',
    weight: 2,
    steps: [
      { after: 0, step: missing },
      { after: 3, step: brought },
      { after: 0, step: taken },
      { after: 4, step: done },
    ],
  },
  {
    kind: 'promised',
    weight: 2,
    steps: [
      { after: 0, step: taken },
      { after: 2, step: examination },
    ],
  },
  {
    kind: 'promised',
    weight: 2,
    steps: [
      { after: 0, step: taken },
      { after: 1, step: examination },
      { after: 4, step: { type: 'resumed', data: {} } },
      { after: 3, step: done },
    ],
  },
  {
    kind: 'promised',
    weight: 2,
    steps: [
      { after: 0, step: taken },
      { after: 1, step: sent },
    ],
  },
  {
    kind: 'promised',
    weight: 1,
    steps: [
      { after: 0, step: taken },
      { after: 1, step: sent },
      { after: 3, step: sentBack },
    ],
  },
  {
    kind: 'promised',
    weight: 1,
    steps: [
      { after: 0, step: taken },
      { after: 5, step: { type: 'extended', data: { days: 5, approver: '分管负责人', reason: '需要邻县协查' } } },
    ],
  },
  {
    kind: 'promised',
    weight: 1,
    steps: [
      {
        after: 0,
        step: { type: 'refused', data: { reason: '不属于本中心受理范围', whereToGo: '县政务服务中心', ...remedies } },
      },
    ],
  },
  {
    kind: 'promised',
    weight: 1,
    steps: [
      { after: 0, step: missing },
      { after: 8, step: { type: 'closed', data: { reason: '逾期未补正' } } },
    ],
  },
  {
    kind: 'promised',
    weight: 1,
    steps: [{ after: 2, step: { type: 'withdrawn', data: { reason: '申请人不再办理' } } }],
  },
  { kind: 'promised', weight: 1, steps: [{ after: 0, step: { type: 'voided', data: { reason: '登记错了事项' } } }] },
  {
    kind: 'promised',
    weight: 1,
    steps: [
      { after: 0, step: taken },
      { after: 4, step: { type: 'concluded', data: { result: 'rejected', reason: '不符合条件', ...remedies } } },
    ],
  },
];
