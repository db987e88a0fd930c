/**
 * Every field of a person, said once. The schema of an event's person, the form of a registration, the page and the history of a case, corrections,
 * search, export and what the village puts right in a returned row all follow from this table. Order: of history, page and form.
 */
import { z } from 'zod';
import { PlaceCodeSchema } from '../base/brands.ts';
import { PERSON_LENGTHS, type PersonFieldSpec, added, addedChoice, optional } from './person-field-spec.ts';
import {
  APPLICANT_KINDS,
  type Applicant,
  type ApplicantKind,
  PAPER_LABELS,
  type Paper,
  isBody,
  paperSpec,
  papersOf,
} from './applicant.ts';
import { checkCreditCode } from './identity.ts';
import { maskAddress, maskIdForBoard, maskName, maskPhone } from './masking.ts';
import {
  readAddress,
  readBodysNumber,
  readBodysPerson,
  readGroup,
  readKind,
  readName,
  readNumber,
  readOtherPerson,
  readOthersNumber,
  readPaper,
  readPhone,
  readRelation,
  readVillage,
} from './read-fields.ts';

const asItIs = (value: string): string => value;
/** A sole trader without a licence may bear a person's name. */
const isRegistered = ({ paper }: Applicant): boolean => paper === 'credit-code';

/** What the names and numbers of people beside the applicant have in common. Few cases have them. */
const ANOTHER_PERSON = {
  plain: /(?!)/u,
  kind: 'text',
  digits: false,
  half: false,
  always: false,
  amendable: true,
  search: 'name',
  mask: maskName,
} as const;
const ANOTHERS_NUMBER = {
  ...ANOTHER_PERSON,
  digits: true,
  search: 'number',
  export: null,
  mask: maskIdForBoard,
} as const;

export const PERSON_FIELDS = {
  name: {
    label: '姓名',
    short: '姓名',
    column: '姓名（名称）',
    wordsFor: (applicant: Applicant) => (isBody(applicant) ? { label: '单位名称' } : null),
    schema: z.string().trim().min(1, '不能为空').max(PERSON_LENGTHS.name, `不能超过 ${PERSON_LENGTHS.name} 个字`),
    read: readName(PERSON_LENGTHS.name),
    plain: /^[\u4e00-\u9fff]{2,4}$/u,
    kind: 'text',
    digits: false,
    half: false,
    always: true,
    amendable: true,
    search: 'name',
    export: { width: 10 },
    mask: (value: string, applicant: Applicant) => (isRegistered(applicant) ? value : maskName(value)),
  },
  applicantKind: {
    label: '申请人类型',
    short: '申请人类型',
    schema: addedChoice<ApplicantKind>(APPLICANT_KINDS),
    read: readKind,
    plain: /^(?:enterprise|cooperative|village-committee|sole-trader|other)$/u,
    kind: 'choice',
    choice: {
      options: APPLICANT_KINDS,
      of: () => Object.keys(APPLICANT_KINDS),
      holds: ({ kind }: Applicant) => kind,
    },
    digits: false,
    half: false,
    always: false,
    amendable: true,
    search: 'not-searched',
    export: { width: 14 },
    mask: asItIs,
  },
  /** null: the usual one of the kind of applicant. */
  paper: {
    label: '证件类型',
    short: '证件类型',
    schema: addedChoice<Paper>(PAPER_LABELS),
    read: readPaper,
    // Which one is usual depends on the kind of applicant.
    plain: /^(?:passport|hk-macao-permit|taiwan-permit|none)$/u,
    kind: 'choice',
    choice: { options: PAPER_LABELS, of: papersOf, holds: ({ paper }: Applicant) => paper },
    digits: false,
    half: false,
    always: false,
    amendable: true,
    search: 'not-searched',
    export: { width: 20 },
    mask: asItIs,
  },
  /** 18 characters when it checks, otherwise what was written on the slip. */
  idNumber: {
    label: '身份证号码',
    short: '身份证号',
    column: '证件号码',
    hint: '输一次即可，出生日期和性别自动得出',
    wordsFor: ({ paper }: Applicant) =>
      paper === 'resident-id' ? null : { label: paperSpec(paper).numberLabel ?? '证件号码' },
    schema: optional(PERSON_LENGTHS.idNumber),
    read: readNumber(PERSON_LENGTHS.idNumber),
    plain: /^\d{17}[\dX]$/u,
    kind: 'text',
    digits: true,
    half: false,
    always: true,
    amendable: true,
    search: 'number',
    export: { width: 22 },
    mask: (value: string, applicant: Applicant) =>
      isRegistered(applicant) && checkCreditCode(value).problem === null ? value : maskIdForBoard(value),
  },
  legalRep: {
    ...ANOTHER_PERSON,
    label: '法定代表人',
    short: '法定代表人',
    hint: '没有的填负责人',
    schema: added(PERSON_LENGTHS.legalRep),
    asked: isBody,
    read: readBodysPerson(PERSON_LENGTHS.legalRep),
    export: { width: 12 },
  },
  contact: {
    ...ANOTHER_PERSON,
    label: '联系人',
    short: '联系人',
    schema: added(PERSON_LENGTHS.contact),
    asked: isBody,
    read: readBodysPerson(PERSON_LENGTHS.contact),
    export: { width: 12 },
  },
  contactNumber: {
    ...ANOTHERS_NUMBER,
    label: '联系人证件号',
    short: '联系人证件号',
    schema: added(PERSON_LENGTHS.contactNumber),
    asked: isBody,
    read: readBodysNumber(PERSON_LENGTHS.contactNumber),
  },
  phone: {
    label: '联系电话',
    short: '电话',
    hint: '没有可不填',
    wordsFor: (applicant: Applicant) => (isBody(applicant) ? { label: '联系人电话', hint: '没有可不填' } : null),
    schema: optional(PERSON_LENGTHS.phone),
    read: readPhone(PERSON_LENGTHS.phone),
    plain: /^1[3-9]\d{9}$/u,
    kind: 'text',
    digits: true,
    half: false,
    always: true,
    amendable: true,
    search: 'number',
    export: { width: 15 },
    mask: maskPhone,
  },
  village: {
    label: '村（居）',
    short: '村（居）',
    schema: PlaceCodeSchema.nullable(),
    read: readVillage,
    plain: /^\d{12}$/u,
    kind: 'village',
    digits: false,
    half: false,
    always: true,
    amendable: true,
    search: 'not-searched',
    export: { width: 14 },
    mask: asItIs,
  },
  group: {
    label: '组别',
    short: '组别',
    schema: optional(PERSON_LENGTHS.group),
    read: readGroup(PERSON_LENGTHS.group),
    plain: /^[\d一二三四五六七八九十]{1,3}组$/u,
    kind: 'text',
    digits: false,
    half: true,
    always: true,
    amendable: true,
    search: 'not-searched',
    export: { width: 8 },
    mask: asItIs,
  },
  address: {
    label: '住址',
    short: '住址',
    schema: optional(PERSON_LENGTHS.address),
    read: readAddress(PERSON_LENGTHS.address),
    plain: /^[\u4e00-\u9fff\d]{1,30}$/u,
    kind: 'text',
    digits: false,
    half: true,
    always: false,
    amendable: true,
    search: 'not-searched',
    export: null,
    mask: maskAddress,
  },
  /** Who comes in the applicant's place to this case: another time it may be another one. */
  agent: {
    ...ANOTHER_PERSON,
    label: '代理人',
    short: '代理人',
    schema: added(PERSON_LENGTHS.agent),
    withAgent: true,
    read: readOtherPerson(PERSON_LENGTHS.agent),
    export: null,
  },
  agentRelation: {
    ...ANOTHER_PERSON,
    label: '与申请人关系',
    short: '与申请人关系',
    hint: '例如 子女、配偶、邻居',
    schema: added(PERSON_LENGTHS.agentRelation),
    withAgent: true,
    read: readRelation(PERSON_LENGTHS.agentRelation),
    search: 'not-searched',
    export: null,
    mask: asItIs,
  },
  agentNumber: {
    ...ANOTHERS_NUMBER,
    label: '代理人证件号',
    short: '代理人证件号',
    schema: added(PERSON_LENGTHS.agentNumber),
    withAgent: true,
    read: readOthersNumber(PERSON_LENGTHS.agentNumber),
  },
  agentPhone: {
    ...ANOTHERS_NUMBER,
    label: '代理人电话',
    short: '代理人电话',
    schema: added(PERSON_LENGTHS.agentPhone),
    withAgent: true,
    read: readPhone(PERSON_LENGTHS.agentPhone),
    mask: maskPhone,
  },
} as const satisfies Record<string, PersonFieldSpec>;

export type PersonKey = keyof typeof PERSON_FIELDS;
export const PERSON_KEYS = Object.keys(PERSON_FIELDS) as readonly PersonKey[];

/** Returns a row of the table as a spec, for code that goes through all of them. */
export const personField = (key: PersonKey): PersonFieldSpec => PERSON_FIELDS[key];

/** A field of a person as corrections and errors name it. */
export type PersonPath = `person.${PersonKey}`;
export const pathOf = <K extends PersonKey>(key: K): `person.${K}` => `person.${key}`;
/** The field that a path names; null where it names none. */
export function keyOfPath(path: string): PersonKey | null {
  const key = path.replace(/^person[.]/, '');
  return path.startsWith('person.') && Object.hasOwn(PERSON_FIELDS, key) ? (key as PersonKey) : null;
}

/** The table's row for a path; undefined where it names no field of a person. */
export function fieldOfPath(path: string): PersonFieldSpec | undefined {
  const key = keyOfPath(path);
  return key === null ? undefined : personField(key);
}

type Exported = {
  [K in PersonKey]: (typeof PERSON_FIELDS)[K]['export'] extends null ? never : K;
}[PersonKey];
/** Fields with a column in an exported list; a row of a list holds them. */
export const EXPORTED_KEYS = PERSON_KEYS.filter((key) => PERSON_FIELDS[key].export !== null) as readonly Exported[];

type Amendable = {
  [K in PersonKey]: (typeof PERSON_FIELDS)[K]['amendable'] extends true ? K : never;
}[PersonKey];
export const AMENDABLE_PATHS = PERSON_KEYS.filter((key) => PERSON_FIELDS[key].amendable).map(
  pathOf,
) as readonly `person.${Amendable}`[];
