/**
 * Who applies and by which paper: the kinds of applicants and of identity papers, and what follows from the two for every other field of a person.
 * Whatever depends on them asks `applicantOf`, so that a natural person with a resident ID needs neither to be said.
 */

export const APPLICANT_KINDS = {
  person: '自然人',
  enterprise: '企业',
  cooperative: '农民专业合作社',
  'village-committee': '村（居）民委员会',
  'sole-trader': '个体工商户',
  other: '其他组织',
} as const;
export type ApplicantKind = keyof typeof APPLICANT_KINDS;

interface PaperSpec {
  readonly label: string;
  /** Whose paper it is. A sole trader has a licence and is a person as well. */
  readonly of: 'person' | 'body' | 'both';
  /** What stands before its number, where that has a name of its own. */
  readonly numberLabel?: string;
  /** How its number is written; null: it has a check of its own, or none that is known everywhere. */
  readonly written: RegExp | null;
}

/** Identity papers. The 18 characters of a resident ID and of a credit code check themselves (identity.ts). */
export const PAPERS = {
  'resident-id': { label: '居民身份证', of: 'person', written: null },
  'credit-code': { label: '统一社会信用代码', of: 'body', numberLabel: '统一社会信用代码', written: null },
  passport: { label: '护照', of: 'person', written: /^(?=.*\d)[A-Z\d]{6,15}$/u },
  /** With the two digits of the reissue, as older ones have them. */
  'hk-macao-permit': { label: '港澳居民来往内地通行证', of: 'person', written: /^[HM]\d{8}(?:\d{2})?$/u },
  'taiwan-permit': { label: '台湾居民来往大陆通行证', of: 'person', written: /^\d{8}$|^\d{10}(?:\([A-Z]\))?$/u },
  'household-book': { label: '户口簿', of: 'person', written: null },
  'birth-certificate': { label: '出生医学证明', of: 'person', written: /^[A-Z]\d{9}$/u },
  'officer-card': { label: '军官证', of: 'person', written: /^\p{Script=Han}{1,3}字第?\d{4,10}号?$|^\d{6,10}$/u },
  other: { label: '其他证件', of: 'both', written: null },
  none: { label: '暂无证件', of: 'both', written: null },
} as const satisfies Record<string, PaperSpec>;
export type Paper = keyof typeof PAPERS;

export const paperSpec = (paper: Paper): PaperSpec => PAPERS[paper];
/** What its number is called in a sentence. */
export const numberName = (paper: Paper): string => paperSpec(paper).numberLabel ?? `${PAPERS[paper].label}号码`;

/** What the fields of a person are read, named and shown by. */
export interface Applicant {
  readonly kind: ApplicantKind;
  readonly paper: Paper;
}

export const RESIDENT: Applicant = { kind: 'person', paper: 'resident-id' };

/** Returns whether it is asked for its legal representative and a contact. */
export const isBody = ({ kind }: Pick<Applicant, 'kind'>): boolean => kind !== 'person';

/** The papers that an applicant of this kind may have, the usual one first. */
export function papersOf(kind: ApplicantKind): readonly Paper[] {
  const all = Object.keys(PAPERS) as Paper[];
  if (kind === 'person') return all.filter((paper) => PAPERS[paper].of !== 'body');
  const own = all.filter((paper) => PAPERS[paper].of !== 'person');
  return kind === 'sole-trader' ? [...own, ...all.filter((paper) => PAPERS[paper].of === 'person')] : own;
}

/** The key of a choice that is written as its key or in its words; null: none of them. */
export function chosen<K extends string>(options: Readonly<Record<K, string>>, text: string): K | null {
  const plain = (each: string): string => each.normalize('NFKC').replaceAll(/[\s\p{Cf}]/gu, '');
  const written = plain(text);
  const keys = Object.keys(options) as K[];
  return keys.find((key) => key === written || plain(options[key]) === written) ?? null;
}

export const PAPER_LABELS = Object.fromEntries(
  Object.entries(PAPERS).map(([paper, { label }]) => [paper, label]),
) as Readonly<Record<Paper, string>>;

/** What is written of an applicant's kind and paper; empty or unknown: a natural person, and the usual paper of the kind. */
export function applicantOf(written: {
  readonly applicantKind?: string | null | undefined;
  readonly paper?: string | null | undefined;
}): Applicant {
  // Most are natural persons with a resident ID, and a case is folded often.
  if (!written.applicantKind && !written.paper) return RESIDENT;
  const kind = chosen(APPLICANT_KINDS, written.applicantKind ?? '') ?? 'person';
  const paper = chosen(PAPER_LABELS, written.paper ?? '');
  const all = papersOf(kind);
  return { kind, paper: paper !== null && all.includes(paper) ? paper : (all[0] as Paper) };
}
