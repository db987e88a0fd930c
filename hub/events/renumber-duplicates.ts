/** Two cases that bear one number (a cloned PC) stay two cases: the later one gets a suffix, and both sites are told, as the paper is out (LEDGER §3). */
import type { CaseNo, StaffId } from '../../shared/base/brands.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { localDateOf } from '../../shared/base/local-date.ts';
import { ledgerName } from '../../shared/place/place.ts';
import { arrivalOf } from '../../store/projection/event-facts.ts';
import { casesOfNumber } from '../../store/projection/cases.ts';
import { ownNumber } from '../../store/projection/case-numbers.ts';
import type { CaseRecord, Ledger } from '../../store/types.ts';

const HUB_STAFF = 'hub' as StaffId;

function freeSuffix(ledger: Ledger, number: CaseNo): CaseNo {
  for (let suffix = 2; ; suffix += 1) {
    const wanted = `${number}-${suffix}`;
    if (casesOfNumber(ledger.file, wanted).length === 0) return wanted as CaseNo;
  }
}

/** Returns the case that keeps a number which several have: one from the machine that could give it; of several such, the one that arrived here first. */
function byRight({ file }: Ledger, cases: readonly CaseRecord[]): readonly CaseRecord[] {
  const claim = (each: CaseRecord): readonly [number, number] => {
    const first = file.store.get(ledgerName(each.ledger), each.case) as LedgerEvent | undefined;
    const arrival = arrivalOf(file, each.case) ?? 0;
    return [first !== undefined && ownNumber(file, first) !== null ? 0 : 1, arrival];
  };
  const claims = new Map(cases.map((each) => [each.case, claim(each)] as const));
  return cases.toSorted((one, other) => {
    const [[right = 0, arrival = 0], [otherRight = 0, otherArrival = 0]] = [
      claims.get(one.case) ?? [],
      claims.get(other.case) ?? [],
    ];
    return right - otherRight || arrival - otherArrival;
  });
}

/** Gives all cases that bear a number but the first of them another one. */
export function renumberTwins(ledger: Ledger, number: CaseNo, now: number): void {
  for (const twin of byRight(ledger, casesOfNumber(ledger.file, number)).slice(1)) {
    ledger.append({
      ledger: twin.ledger,
      type: 'renumbered',
      case: twin.case,
      about: twin.case,
      on: localDateOf(now),
      staff: HUB_STAFF,
      data: { number: freeSuffix(ledger, number) },
    });
    // At once: another twin may be looked at in the same transaction.
    ledger.project(twin.case);
  }
}
