/** From what a projection keeps of a case to the row that a page shows: names for codes, and what today makes of its days. */
import type { CaseRow } from '../api/rows.ts';
import type { CaseNo, EventId, LocalDate, MatterCode, PlaceCode } from '../domain/brands.ts';
import type { Calendar } from '../domain/calendar.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { CASE_STATES, type CaseState } from '../domain/event-types.ts';
import type { Places } from '../domain/place.ts';

/** What is kept of a case, nothing in it depending on today (the store's CaseRecord has these and more). */
export interface CaseFacts {
  readonly case: EventId;
  readonly ledger: PlaceCode;
  readonly number: CaseNo;
  readonly matter: MatterCode;
  readonly kind: 'immediate' | 'promised';
  readonly window: string;
  readonly name: string;
  readonly idNumber: string | null;
  readonly idVerified: boolean;
  readonly phone: string | null;
  readonly village: PlaceCode | null;
  readonly group: string | null;
  readonly proxied: boolean;
  readonly state: CaseState;
  readonly on: LocalDate;
  readonly receivedOn: LocalDate | null;
  readonly concludedOn: LocalDate | null;
  readonly dueOn: LocalDate | null;
  readonly deemedAfter: LocalDate | null;
  readonly dueIfDeemed: LocalDate | null;
  readonly owedDeadline: LocalDate | null;
  readonly disputed: boolean;
  readonly waiting: boolean;
  readonly openQuestions: number;
  readonly returnReason: string | null;
  readonly unsynced: number;
}

/** The reference data in force and the day it is. */
export interface DeskContext {
  readonly today: LocalDate;
  readonly calendar: Calendar;
  readonly catalogue: Catalogue;
  readonly places: Places;
}

/** States in which the office's clock can still run out. */
const CLOCK_STATES: ReadonlySet<CaseState> = new Set([
  'received',
  'supplementing',
  'accepted',
  'paused',
  'forwarded',
  'county-returned',
]);

/** 行政许可法 art. 32(4): five working days without a word, and the case counts as accepted from the day of receipt. */
export function isDeemedAccepted(facts: Pick<CaseFacts, 'state' | 'deemedAfter'>, today: LocalDate): boolean {
  return facts.state === 'received' && facts.deemedAfter !== null && facts.deemedAfter < today;
}

function statusText(facts: CaseFacts, today: LocalDate): string {
  if (facts.waiting) return '等待前一步';
  if (facts.disputed) return '有争议';
  if (isDeemedAccepted(facts, today)) return '视同受理';
  if (facts.state === 'accepted' && facts.owedDeadline !== null) return '容缺受理';
  return CASE_STATES[facts.state];
}

export function caseRow(facts: CaseFacts, { today, calendar, catalogue, places }: DeskContext): CaseRow {
  const dueOn = isDeemedAccepted(facts, today) ? facts.dueIfDeemed : facts.dueOn;
  const running = dueOn !== null && CLOCK_STATES.has(facts.state);
  return {
    case: facts.case,
    ledger: facts.ledger,
    number: facts.number,
    matter: facts.matter,
    matterName: catalogue.matter(facts.matter)?.name ?? facts.matter,
    window: facts.window,
    kind: facts.kind,
    name: facts.name,
    idNumber: facts.idNumber,
    idVerified: facts.idVerified,
    phone: facts.phone,
    village: facts.village,
    villageName: facts.village === null ? null : places.nameOf(facts.village),
    group: facts.group,
    proxied: facts.proxied,
    state: facts.state,
    status: statusText(facts, today),
    on: facts.on,
    receivedOn: facts.receivedOn,
    dueOn,
    daysLeft: running ? calendar.workdaysBetween(today, dueOn).days : null,
    overdue:
      dueOn !== null && ((running && dueOn < today) || (facts.concludedOn !== null && facts.concludedOn > dueOn)),
    disputed: facts.disputed,
    waiting: facts.waiting,
    owed: facts.owedDeadline !== null,
    openQuestions: facts.openQuestions,
    synced: facts.unsynced === 0,
    returnReason: facts.returnReason,
  };
}
