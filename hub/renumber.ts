/** Two cases that bear one number (a cloned PC) stay two cases: the later one gets a suffix, and both sites are told, as the paper is out (LEDGER §3). */
import type { CaseNo, EventId, StaffId } from '../shared/domain/brands.ts';
import type { LedgerEvent, NewerEvent } from '../shared/domain/event.ts';
import { localDateOf } from '../shared/domain/local-date.ts';
import { casesOfNumber } from '../store/cases.ts';
import type { CaseRecord, Ledger } from '../store/types.ts';

const HUB_STAFF = 'hub' as StaffId;
const DOUBLE = 'SELECT number FROM case_row GROUP BY number HAVING count(*) > 1';

/** Numbers that more than one case bears. */
export function doubleNumbers(ledger: Ledger): readonly CaseNo[] {
  return ledger.file.sql(DOUBLE).pluck().all() as CaseNo[];
}

/** The numbers that these first events gave out. */
export function numbersOf(events: readonly (LedgerEvent | NewerEvent)[]): readonly CaseNo[] {
  const numbers = events
    .map((event) => (event['data'] as { number?: unknown } | undefined)?.number)
    .filter((number) => typeof number === 'string');
  return [...new Set(numbers)] as CaseNo[];
}

function freeSuffix(ledger: Ledger, number: CaseNo): CaseNo {
  for (let suffix = 2; ; suffix += 1) {
    const wanted = `${number}-${suffix}`;
    if (casesOfNumber(ledger.file, wanted).length === 0) return wanted as CaseNo;
  }
}

/** The one that arrived here first keeps the number; `no` is the order of arrival. */
const byArrival = (one: CaseRecord, other: CaseRecord) => one.no - other.no;

/** Gives all cases of a number but the first another one. In transactions of its own: the rows must be settled before it looks. */
export function renumberTwins(ledger: Ledger, numbers: readonly CaseNo[], now: number): readonly EventId[] {
  const renumbered: EventId[] = [];
  for (const number of numbers)
    for (const twin of casesOfNumber(ledger.file, number).sort(byArrival).slice(1)) {
      ledger.append({
        ledger: twin.ledger,
        type: 'renumbered',
        case: twin.case,
        about: twin.case,
        on: localDateOf(now),
        staff: HUB_STAFF,
        data: { number: freeSuffix(ledger, number) },
      });
      renumbered.push(twin.case);
    }
  return renumbered;
}
