/** What the fold of a case says (LEDGER §3). Plain JSON, without a clock in it: the same events give the same value everywhere. */
import type { CaseNo, EventId, LocalDate, MatterCode, PlaceCode, StaffId } from './brands.ts';
import type { Person } from '../person/person.ts';
import type { CaseState, MaterialItem, RemarkType, StepType, Terms } from './event-types.ts';

/** What a step or remark is worth in the case as it stands. */
export const EFFECTS = {
  effective: '有效',
  same: '与他人所办相同',
  ineffective: '无效',
  overruled: '裁定不采用',
  disputed: '有争议',
  waiting: '等待前一步',
} as const;
type Effect = keyof typeof EFFECTS;

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
  settlement: '争议裁定',
  /** More branches or settlements than any honest case has. */
  branches: '分支过多',
} as const;
type Rule = keyof typeof RULES;

/** A broken rule: what the hub asks, in a sentence for the person who wrote the step. */
export interface RuleBreach {
  readonly rule: Rule;
  readonly field?: string;
  readonly text: string;
}

/** Who did something, as the pages show it. */
export interface Actor {
  readonly place: PlaceCode;
  readonly staff: StaffId;
  readonly window: string | null;
}

export interface FoldStep {
  readonly id: EventId;
  readonly type: StepType;
  readonly on: LocalDate;
  readonly by: Actor;
  readonly after: readonly EventId[];
  readonly effect: Effect;
  /** Why it is not effective, in Chinese; null for an effective one. */
  readonly reason: string | null;
  /** The step of which this one is the twin, when `effect` is `same`. */
  readonly sameAs: EventId | null;
  /** Every rule it breaks; an effective step may break one too and is questioned. */
  readonly breaches: readonly RuleBreach[];
}

export interface FoldRemark {
  readonly id: EventId;
  readonly type: RemarkType;
  readonly about: EventId | null;
  readonly on: LocalDate;
  readonly by: Actor;
  readonly effect: 'effective' | 'ineffective' | 'waiting';
  readonly reason: string | null;
  readonly breaches: readonly RuleBreach[];
}

/** Days on which the clock stood still: working days after `from` up to and including `to`. */
export interface Pause {
  readonly from: LocalDate;
  /** null: still standing. */
  readonly to: LocalDate | null;
  /** 特别程序, 补正 after acceptance, or at the county (a limit that binds the township alone). */
  readonly kind: 'special' | 'supplement' | 'county';
  readonly reason: string;
}

interface Extension {
  readonly on: LocalDate;
  readonly days: number;
  readonly approver: string;
  readonly reason: string;
}

/** One handing-in of papers and the office's first word on it (行政许可法 art. 32). */
export interface Filing {
  readonly from: LocalDate;
  readonly wordOn: LocalDate | null;
}

interface SupplementRequest {
  readonly id: EventId;
  readonly on: LocalDate;
  readonly missing: readonly { readonly name: string; readonly problem: string }[];
  readonly by: LocalDate | null;
  readonly suppliedOn: LocalDate | null;
}

interface CaseResult {
  readonly id: EventId;
  readonly on: LocalDate;
  readonly result: 'approved' | 'rejected';
  readonly resultNo: string | null;
  readonly by: Actor;
}

export interface CaseQuestion {
  readonly id: EventId;
  readonly about: EventId;
  readonly on: LocalDate;
  readonly rule: string;
  readonly field: string | null;
  readonly text: string;
  /** The hub's machine asked (a rule), not a person. */
  readonly by: Actor;
  readonly answers: readonly { readonly id: EventId; readonly on: LocalDate; readonly text: string }[];
  readonly answered: boolean;
}

export interface OwedMaterials {
  readonly items: readonly string[];
  readonly deadline: LocalDate;
}

export interface Dispute {
  /** The earliest day of a step in dispute. */
  readonly since: LocalDate;
  /** The steps that exclude each other; a settlement keeps some of them. */
  readonly steps: readonly EventId[];
  /** The ends of the branches: what a settlement comes after. */
  readonly heads: readonly EventId[];
}

/** What the steps add up to; moved by one effective step at a time. */
export interface CaseProgress {
  readonly state: CaseState;
  /** Where `resumed` and `supplemented` lead back to, innermost last. */
  readonly back: readonly CaseState[];
  readonly materials: readonly MaterialItem[];
  readonly owed: OwedMaterials | null;
  readonly pauses: readonly Pause[];
  readonly filings: readonly Filing[];
  readonly extension: Extension | null;
  readonly supplementRequests: readonly SupplementRequest[];
  /** The centre's receipt: the township's clock looks at this day. null while the case is in the village. */
  readonly receivedOn: LocalDate | null;
  /** The clerk's window at the receipt; null while the case is in the village. */
  readonly receivedBy: Actor | null;
  readonly proxyReceivedOn: LocalDate | null;
  readonly handedOverOn: LocalDate | null;
  /** Hand-over list of the last hand-over. */
  readonly handOverList: string | null;
  readonly returned: { readonly on: LocalDate; readonly reason: string; readonly text: string } | null;
  /** Explicit acceptance. Time's own acceptance is the view's affair. */
  readonly acceptedOn: LocalDate | null;
  /** What the applicant promised at a 容缺受理, kept when the papers have come. */
  readonly acceptedShort: OwedMaterials | null;
  readonly forwardedOn: LocalDate | null;
  readonly result: CaseResult | null;
  readonly deliveredOn: LocalDate | null;
  /** The day a case ended without result: refused, closed, withdrawn or voided. */
  readonly endedOn: LocalDate | null;
  /** How it ended, kept when it is archived; null while it is open or when it was concluded. */
  readonly ended: 'refused' | 'closed' | 'withdrawn' | 'voided' | null;
  readonly endReason: string | null;
  readonly archivedOn: LocalDate | null;
}

export interface CaseFold extends CaseProgress {
  readonly case: EventId;
  /** Place code of the ledger the case began in and stays in. */
  readonly ledgerPlace: PlaceCode;
  readonly number: CaseNo;
  /** Numbers it bore before, oldest first. */
  readonly formerNumbers: readonly CaseNo[];
  readonly matter: MatterCode;
  readonly terms: Terms;
  /** With all amendments. */
  readonly person: Person;
  readonly note: string | null;
  readonly proxied: boolean;
  readonly backdated: boolean;
  /** Date and key of the village's slip; null for a case that began at the centre. */
  readonly slip: { readonly key: string; readonly date: LocalDate; readonly source: string } | null;
  /** When the case began: receipt or slip registration. */
  readonly on: LocalDate;
  /** The window named at the receipt; null while it is in the village. */
  readonly window: string | null;
  /** Steps without a successor, sorted. `nextAfter` makes the `after` of the next step of them. */
  readonly heads: readonly EventId[];
  readonly disputed: Dispute | null;
  readonly steps: readonly FoldStep[];
  readonly remarks: readonly FoldRemark[];
  readonly questions: readonly CaseQuestion[];
  readonly ratings: readonly {
    readonly id: EventId;
    readonly on: LocalDate;
    readonly score: number;
    readonly way: string;
  }[];
  readonly fees: readonly {
    readonly id: EventId;
    readonly on: LocalDate;
    readonly fen: number;
    readonly item: string;
  }[];
  readonly notified: readonly {
    readonly id: EventId;
    readonly on: LocalDate;
    readonly way: string;
    readonly reached: boolean;
  }[];
  readonly followUps: readonly { readonly id: EventId; readonly on: LocalDate; readonly score: number | null }[];
  /** Steps and remarks whose predecessor has not arrived. */
  readonly waiting: readonly EventId[];
  /** Events of this case that only a newer version can read. */
  readonly newer: readonly EventId[];
  /** Of them, one is a step: nothing more should be done to the case here. */
  readonly needsNewerVersion: boolean;
}
