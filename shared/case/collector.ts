/**
 * Who takes a result and how (领取登记, STANDARDS §7): the collector's name, paper and number, the relation to the applicant, the way, and the minute. A case has
 * the applicant's paper and agent already: the form begins with them, and nothing is keyed twice.
 */
import { z } from 'zod';
import { MinuteSchema } from '../base/minute.ts';
import { type Applicant, type Paper, PAPER_LABELS, applicantOf, papersOf } from '../person/applicant.ts';
import { normaliseNumber } from '../person/identity.ts';
import { maskIdForPaper } from '../person/masking.ts';
import { checkNumber, recognisedPaper } from '../person/paper-number.ts';
import { PERSON_FIELDS } from '../person/person-fields.ts';
import { PERSON_LENGTHS } from '../person/person-field-spec.ts';
import { PERSON_PROBLEMS } from '../person/problems.ts';
import type { LocalDate } from '../base/brands.ts';
import type { RuleContext } from './define-step.ts';
import { field } from './field.ts';
import type { FormContext, Values } from './form.ts';
import { asIs, byWord } from './lines.ts';

export const SIGNERS = { self: '本人', family: '代理人（亲属等）', agent: '代办员', post: '邮寄' } as const;
export type Signer = keyof typeof SIGNERS;
/** Post is a way and no person: events of before named it among those who sign. */
const OFFERED = { self: SIGNERS.self, family: SIGNERS.family, agent: SIGNERS.agent };
export const WAYS = { desk: '窗口领取', agent: '代办员送达', post: '邮寄' } as const;
export type Way = keyof typeof WAYS;

/** What is known of a delivery; what events of before do not say is null. */
export interface Delivery {
  readonly on: LocalDate;
  readonly minute: string | null;
  readonly way: Way | null;
  readonly signer: Signer;
  readonly signerName: string | null;
  readonly relation: string | null;
  readonly paper: Paper | null;
  readonly number: string | null;
  readonly trackingNo: string | null;
}

/** Express and registered letters; long enough to be found by. */
const TRACKING = /^[A-Z\d]{8,30}$/;

const isPosted = (values: Values): boolean => values['way'] === 'post';
const isSignedBy =
  (signer: Signer) =>
  (values: Values): boolean =>
    values['signer'] === signer;
/** A letter is signed for at its door, where the office sees no paper. */
const showsPaper =
  (signer: Signer) =>
  (values: Values): boolean =>
    isSignedBy(signer)(values) && !isPosted(values);
const bearsNumber =
  (signer: Signer, paper: string) =>
  (values: Values): boolean =>
    showsPaper(signer)(values) && values[paper] !== 'none';

const labelled = (papers: readonly Paper[]) =>
  Object.fromEntries(papers.map((paper) => [paper, PAPER_LABELS[paper]])) as Readonly<Record<string, string>>;
const applicantIn = ({ detail }: FormContext): Applicant => applicantOf(detail?.person ?? {});
const theirPapers = (context: FormContext) => labelled(papersOf(applicantIn(context).kind));
const PEOPLES_PAPERS = labelled(papersOf('person'));
const PAPERS_KNOWN = Object.keys(PAPER_LABELS) as Paper[];

const name = { kind: 'text', optional: false } as const;
const paper = { kind: 'choice', optional: false } as const;
const number = { kind: 'text', optional: false } as const;

export const COLLECTOR = {
  way: field(z.enum(Object.keys(WAYS) as Way[]).optional(), {
    label: '送达方式',
    form: { kind: 'choice', options: WAYS, start: ({ at }) => (at === 'village' ? 'agent' : 'desk'), optional: false },
    show: byWord(WAYS),
  }),
  signer: field(z.enum(Object.keys(SIGNERS) as Signer[]), {
    label: '签收人',
    form: { kind: 'choice', options: OFFERED, start: 'self' },
    show: byWord(SIGNERS),
  }),
  signerName: field(z.string().max(50).optional(), {
    label: '签收人姓名',
    form: [
      {
        ...name,
        when: isSignedBy('family'),
        start: ({ detail }) => detail?.person.agent ?? detail?.person.contact ?? '',
      },
      { ...name, key: 'proxyName', when: isSignedBy('agent') },
    ],
    show: asIs,
  }),
  relation: field(z.string().max(PERSON_LENGTHS.agentRelation).optional(), {
    label: PERSON_FIELDS.agentRelation.label,
    form: {
      kind: 'text',
      optional: false,
      hint: '例如 子女、配偶、单位经办人',
      when: isSignedBy('family'),
      start: ({ detail }) => detail?.person.agentRelation ?? '',
    },
    show: asIs,
  }),
  paper: field(z.enum(PAPERS_KNOWN).optional(), {
    label: PERSON_FIELDS.paper.label,
    form: [
      { ...paper, options: theirPapers, start: (context) => applicantIn(context).paper, when: showsPaper('self') },
      {
        ...paper,
        key: 'agentPaper',
        options: PEOPLES_PAPERS,
        start: ({ detail }) => recognisedPaper(agentsNumber(detail?.person)) ?? 'resident-id',
        when: showsPaper('family'),
      },
      { ...paper, key: 'proxyPaper', options: PEOPLES_PAPERS, start: 'resident-id', when: showsPaper('agent') },
    ],
    show: byWord(PAPER_LABELS),
  }),
  number: field(z.string().max(PERSON_LENGTHS.idNumber).overwrite(normaliseNumber).optional(), {
    label: '证件号码',
    form: [
      { ...number, when: bearsNumber('self', 'paper'), start: ({ detail }) => detail?.person.idNumber ?? '' },
      {
        ...number,
        key: 'agentNumber',
        when: bearsNumber('family', 'agentPaper'),
        start: ({ detail }) => agentsNumber(detail?.person),
      },
      { ...number, key: 'proxyNumber', when: bearsNumber('agent', 'proxyPaper') },
    ],
    show: (value) => maskIdForPaper(String(value)),
  }),
  trackingNo: field(z.string().max(60).overwrite(normaliseNumber).optional(), {
    label: '邮件号',
    form: { kind: 'text', optional: false, hint: '快递单或挂号信上的号码', when: isPosted },
    show: asIs,
  }),
  minute: field(MinuteSchema.optional(), {
    label: '送达时间',
    form: { kind: 'time', optional: false, hint: '几点几分交到，寄出的填寄出时间，可写成 1430' },
    show: asIs,
  }),
};

/** The number of the person who came in the applicant's place, as far as the case has it. */
function agentsNumber(
  person: { readonly agentNumber: string | null; readonly contactNumber: string | null } | undefined,
): string {
  return person?.agentNumber ?? person?.contactNumber ?? '';
}

interface CollectorData {
  readonly way?: Way | undefined;
  readonly signer: Signer;
  readonly signerName?: string | undefined;
  readonly relation?: string | undefined;
  readonly paper?: Paper | undefined;
  readonly number?: string | undefined;
  readonly trackingNo?: string | undefined;
  readonly minute?: string | undefined;
}

/** What is wrong with the number of that paper; null: it is one. */
function wrongNumber(paper: Paper, number: string, today: LocalDate): string | null {
  if (paper === 'none') return number === '' ? null : PERSON_PROBLEMS['number-none'];
  const { verdict, problems } = checkNumber(paper, number, today);
  // A number of fifteen digits is no proof any more (STANDARDS §10).
  const isOld = problems.some(({ code }) => code === 'id-15');
  return verdict === 'ok' || (verdict === 'warn' && !isOld) ? null : (problems[0]?.message ?? null);
}

function untoldPaper({ signer, paper, number = '' }: CollectorData, { today, person }: RuleContext) {
  if (paper === undefined) return { field: 'paper', text: '请选择签收人的证件类型' };
  const wrong = wrongNumber(paper, number, today);
  if (wrong !== null) return { field: 'number', text: wrong };
  const isOther =
    signer === 'self' &&
    person !== null &&
    person.idVerified &&
    applicantOf(person).paper === paper &&
    person.idNumber !== number;
  return isOther ? { field: 'number', text: '与申请人登记的号码不同，请核对证件；登记错了的，先更正申请人' } : null;
}

/** Returns the first thing that a delivery does not tell, or tells wrongly, with its field; null when it tells all. */
export function untoldCollector(
  data: CollectorData,
  context: RuleContext,
): { readonly field: string; readonly text: string } | null {
  const { way, signer, signerName = '', relation = '', trackingNo = '', minute } = data;
  if (way === undefined) return { field: 'way', text: '请选择送达方式' };
  if (signer === 'post') return { field: 'signer', text: '邮寄是送达方式，请选择由谁签收' };
  if (signer !== 'self' && signerName === '') return { field: 'signerName', text: '请填写签收人姓名' };
  if (signer === 'family' && relation === '') return { field: 'relation', text: '请填写签收人与申请人的关系' };
  const untold = way === 'post' ? null : untoldPaper(data, context);
  if (untold !== null) return untold;
  if (way === 'post' && !TRACKING.test(trackingNo))
    return { field: 'trackingNo', text: '邮件号应为 8 到 30 位字母和数字，请对照单据' };
  return minute === undefined ? { field: 'minute', text: '请填写送达的时间' } : null;
}

/** What a delivery tells. */
export const deliveryOf = (on: LocalDate, data: CollectorData): Delivery => ({
  on,
  minute: data.minute ?? null,
  way: data.way ?? null,
  signer: data.signer,
  signerName: data.signerName || null,
  relation: data.relation || null,
  paper: data.paper ?? null,
  number: data.number || null,
  trackingNo: data.trackingNo || null,
});
