/** What the pages see: rows of lists, a case with its history, drafts of the grid, the state of sync. Plain JSON. */
import type { DayInfo } from '../calendar/calendar.ts';
import type { CaseNo, EventId, LocalDate, MatterCode, PlaceCode, StaffId } from '../base/brands.ts';
import type { Limit } from '../calendar/limit.ts';
import type { SHOWN_COLUMNS } from '../case/case-columns.ts';
import type { ClockToday, DueToday } from '../case/clock.ts';
import type { OutcomeFacts } from '../case/outcome-facts.ts';
import type { MandateFacts } from '../case/mandate-facts.ts';
import type { CaseSums } from '../case/define-remark.ts';
import type { CaseState } from '../case/states.ts';
import type { ValuesOf } from '../case/table-column.ts';
import type { MaterialItem } from '../case/materials.ts';
import type { StepType } from '../case/steps/index.ts';
import type { Corrections } from './corrections.ts';
import type { JointFiling } from './joint.ts';
import type { CaseRatings } from './ratings.ts';
import type { Person } from '../person/person.ts';
import type { CellKey, DraftCells, ListedKey } from '../slips/slip-fields.ts';
import type { Unread } from '../slips/unread.ts';

/** A due day with how the case stands to it. */
export interface DueDayRow extends DueToday {
  /** It was counted through a year whose holidays are not published. */
  readonly estimated: boolean;
}

/**
 * A case in a list on a day: what its row keeps (shared/case/case-columns.ts), and what the day and the names of places and matters add. The due
 * day of the row itself is the promised one.
 */
export interface CaseRow extends ValuesOf<typeof SHOWN_COLUMNS>, DueDayRow {
  readonly matterName: string;
  readonly villageName: string | null;
  /** What a person reads: the state, or 视同受理 when time made it so. */
  readonly status: string;
  /** By the law, judged apart from the promise. */
  readonly legal: DueDayRow;
  /** The last day to answer the papers, where the office is reminded of it (clock.ts). */
  readonly answer: ClockToday['answer'];
  /** The day that the applicant of an open case was told when it was late. */
  readonly told: { readonly newDay: LocalDate; readonly daysLeft: number; readonly over: boolean } | null;
  /** Days since the receipt, while no platform has the case; null: one has it, or needs none of it. */
  readonly keyAge: number | null;
  readonly owed: boolean;
  readonly checkLate: boolean;
  /** True only when the hub's stored receipts cover every event of the case (LEDGER §5). */
  readonly synced: boolean;
  /**
   * While not `synced`: `carried` events came by stick and the hub has not confirmed them (已由U盘带到); `copied` all that lacks a receipt
   * has been saved onto a stick (已拷贝，待回执). Null otherwise.
   */
  readonly stick: 'carried' | 'copied' | null;
}

/** A due day that is counted before the case is there. */
export type CountedDue = Pick<DueDayRow, 'estimated'> & { readonly dueOn: LocalDate };

export interface HistoryItem {
  readonly id: EventId;
  readonly type: string;
  readonly label: string;
  readonly step: boolean;
  readonly on: LocalDate;
  readonly at: string;
  readonly place: PlaceCode;
  readonly placeName: string;
  readonly staff: StaffId;
  readonly staffName: string | null;
  readonly about: EventId | null;
  /** Lines of 名称：内容 made from the event's data. */
  readonly lines: readonly { readonly label: string; readonly value: string }[];
  readonly effect:
    | 'effective'
    | 'same'
    | 'ineffective'
    | 'overruled'
    | 'undone'
    | 'disputed'
    | 'waiting'
    | 'remark'
    | 'unreadable';
  readonly why: string | null;
  readonly synced: boolean;
}

export interface CaseDetail extends OutcomeFacts, Pick<CaseSums, 'platform' | 'green' | 'apology'> {
  readonly row: CaseRow;
  readonly person: Person;
  readonly birthDate: LocalDate | null;
  readonly sex: '男' | '女' | null;
  readonly materials: readonly MaterialItem[];
  readonly heads: readonly EventId[];
  readonly allowed: readonly StepType[];
  readonly acceptedOn: LocalDate | null;
  readonly deemedAccepted: boolean;
  /** The limits that it began with; `legal` null: the law names none. */
  readonly limits: { readonly promised: Limit; readonly legal: Limit | null };
  /** One sentence that says how the due days come about. */
  readonly deadlineText: string;
  readonly estimated: boolean;
  readonly collectBy: LocalDate | null;
  readonly owed: { readonly items: readonly string[]; readonly deadline: LocalDate } | null;
  /** Who decides the matter, and when it was sent on to them. */
  readonly decidedBy: 'township' | 'county';
  readonly forwardedOn: LocalDate | null;
  /** What speaks against the applicant being one that the matter is for, where no reason is given. */
  readonly doubts: readonly string[];
  readonly questions: readonly { readonly id: EventId; readonly text: string; readonly answered: boolean }[];
  /** The branches that exclude each other, when the case is disputed. */
  readonly dispute:
    | readonly {
        readonly id: EventId;
        readonly label: string;
        readonly staff: string;
        readonly place: string;
        readonly on: LocalDate;
      }[]
    | null;
  /** The other cases that it was filed with; null: it was filed alone. */
  readonly joint: JointFiling | null;
  /** What this reader may put right. */
  readonly corrections: Corrections;
  /** A sentence, where more of the case is kept than counts. */
  readonly beyondText: string | null;
  readonly rating: CaseRatings;
  /** Who acts for the villager, and in what; null: the case began at the centre. */
  readonly mandate: MandateFacts | null;
  readonly history: readonly HistoryItem[];
}

export interface Page<T> {
  readonly rows: readonly T[];
  /** Pass it to get the next page; null at the end. */
  readonly next: string | null;
  /** Rows in the whole list; null where counting would cost more than the page (a search). */
  readonly total: number | null;
}

export interface MatterHit {
  readonly code: MatterCode;
  readonly name: string;
  readonly window: string;
  readonly kind: 'immediate' | 'promised';
  readonly promised: Limit;
  readonly legal: Limit | null;
  readonly proxyable: boolean;
  /** What matched, for the eye: a colloquial word, the name, initials. */
  readonly matched: string;
}

// ---- village grid

export interface DraftRow {
  readonly id: string;
  /** Position in the grid. */
  readonly position: number;
  readonly cells: DraftCells;
  readonly source: 'typed' | 'pasted' | 'imported';
  /** Where an imported row came from: sheet and row number. */
  readonly origin: { readonly file: string; readonly sheet: string; readonly row: number } | null;
  /** `empty` has nothing typed yet; `confirmed` was asked and a person said yes; `dropped` was set aside by a person. */
  readonly verdict: 'empty' | 'take' | 'ask' | 'confirmed' | 'refuse' | 'dropped';
  readonly reasons: readonly {
    readonly code: string;
    readonly message: string;
    readonly field: CellKey | null;
    /** What the cell may be changed to, likeliest first. */
    readonly fixes: readonly string[];
  }[];
  /** Which reasons a person may confirm away; the others need a change. */
  readonly confirmable: boolean;
  readonly matterCode: MatterCode | null;
  readonly matterName: string | null;
  readonly candidates: readonly { readonly code: MatterCode; readonly name: string }[];
}

export interface DraftBatch {
  readonly batch: string;
  readonly startedOn: LocalDate;
  readonly rows: readonly DraftRow[];
  /** Rows of which nothing can be made: they stay in the data file as they are, and are counted. */
  readonly unreadable: number;
  /** Where the agent was: grid position and column. */
  readonly cursor: { readonly position: number; readonly column: CellKey };
}

export interface ImportSummary {
  readonly file: string;
  readonly taken: number;
  readonly asked: number;
  readonly refused: number;
  /** Rows that are here already, in this grid or handed in earlier: nothing was changed for them. */
  readonly known: number;
  /** Sheets that only list people: how many there are of whom the file holds no slip. */
  readonly unread: readonly Unread[];
}

/** A row of the list as paper has it, the matter by its name, and what has become of it. */
interface HandOverRow extends Readonly<Record<ListedKey, string | null>> {
  readonly number: CaseNo;
  readonly case: EventId;
  readonly state: CaseState;
  readonly status: string;
}

export interface HandOverList {
  readonly list: string;
  readonly village: PlaceCode;
  readonly villageName: string;
  readonly centreName: string;
  readonly on: LocalDate;
  readonly agent: string;
  readonly totals: readonly { readonly matter: MatterCode; readonly matterName: string; readonly count: number }[];
  readonly rows: readonly HandOverRow[];
}

// ---- site and sync

export interface SyncStatus {
  readonly state: 'offline' | 'running' | 'idle' | 'attention' | 'local-only';
  /** Own and carried events the hub has given no receipt for. */
  readonly unsynced: number;
  readonly drafts: number;
  /** ISO instant of the last complete run, null before the first. */
  readonly lastAt: string | null;
  /** hh:mm of it in Shanghai. */
  readonly lastTime: string | null;
  /** One sentence in Chinese for the light, and what to do when attention is needed. */
  readonly text: string;
  readonly action: string | null;
}

export interface StaffMember {
  readonly id: StaffId;
  readonly name: string;
  readonly windows: readonly string[];
  readonly active: boolean;
}

/** Why the data file does not open. */
export interface RecoveryStatus {
  /** What is wrong and, where there is no backup, what else to do in a paragraph of its own. Chinese. */
  readonly reason: string;
  /** The newest backup that was read through and found whole, by its time in Shanghai (`2026-11-23 09:30`); null without one. */
  readonly backup: { readonly time: string } | null;
}

export interface SiteStatus {
  readonly mode: 'new' | 'trial' | 'enrolled';
  /** The county's name; empty on a new machine. */
  readonly county: string;
  readonly place: {
    readonly code: PlaceCode;
    readonly name: string;
    readonly kind: 'county' | 'centre' | 'village';
  } | null;
  readonly centre: { readonly code: PlaceCode; readonly name: string } | null;
  readonly villages: readonly { readonly code: PlaceCode; readonly name: string }[];
  readonly staff: StaffMember | null;
  readonly windows: readonly string[];
  readonly today: LocalDate;
  /** True when the clock looks wrong and no person has said today's date since the start (LEDGER §4). */
  readonly asksToday: boolean;
  /** Whether the offices work on it, by the calendar in force. */
  readonly day: DayInfo;
  /** The year whose holidays are not published although today or the next days need them; null where all is known. */
  readonly noticeMissing: number | null;
  readonly keyProtected: boolean;
  readonly version: string;
  readonly hubAddress: string | null;
  readonly revoked: boolean;
  /** An enrolled machine that only a new enrolment helps, or that has no line to hear whether it was stopped. */
  readonly mayEnrolAgain: boolean;
  /** Cases of which steps arrived but not yet the first: in no list and no figure until it comes (LEDGER §3). */
  readonly incomplete: number;
  readonly unreadable: number;
  readonly quarantined: number;
  /** Events that the county does not take, by id: they stay here. */
  readonly denied: readonly string[];
}

/** Visitors of a day who left without a case. */
export interface VisitorCounts {
  /** People, not records: one record may stand for several. */
  readonly consulted: number;
  readonly firstAsked: number;
}

/** One line of the check of the data file (docs/STORE.md): no personal data in it. */
export interface CheckLine {
  readonly check: 'file' | 'documents' | 'chains' | 'projection' | 'receipts';
  readonly ok: boolean;
  readonly count: number;
  readonly message: string;
  readonly problems: readonly string[];
}

/** What changed, so that a page refetches just that. */
export type Topic = 'cases' | 'drafts' | 'sync' | 'site' | 'staff';
