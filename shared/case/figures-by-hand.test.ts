/**
 * The county's figures a second time, told as people tell them (STANDARDS §6, WORKFLOWS: the monthly statement) and not from the table that the program
 * reads: a case is looked at on the last day of the period, or today where that is earlier.
 */
import { countFigures, isInFigure } from '../../test/fixtures/count-figures.ts';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import type { EventId, LocalDate, MatterCode } from '../base/brands.ts';
import { CASE_STATES } from './states.ts';
import type { CaseState } from './states.ts';
import { RATING_CAUSES } from './ratings.ts';
import type { RatingCause } from './ratings.ts';
import { FIGURE_NAMES, RATES } from './figures.ts';
import type { Figure, FigurePeriod } from './figures.ts';
import type { FigureRow } from './figure-row.ts';
import { addDays } from '../base/local-date.ts';

function byHand(row: FigureRow, { from, to, today }: FigurePeriod): Partial<Record<Figure, boolean>> {
  // 作废: it never was a case.
  if (row.state === 'voided') return {};
  const lookedAt = today < to ? today : to;
  const happened = (day: LocalDate | null): boolean => day !== null && day >= from && day <= to;
  const by = (day: LocalDate | null, last: LocalDate): boolean => day !== null && day <= last;
  const before = (day: LocalDate | null, last: LocalDate): boolean => day !== null && day < last;

  // 逾期不告知的，自收到申请材料之日起即为受理: known once the five days are over.
  const bySilence = row.acceptedOn === null && before(row.silenceAfter, today);
  const acceptedOn = bySilence ? row.silenceOn : row.acceptedOn;
  const accepted = happened(acceptedOn);
  const received = happened(row.receivedOn);
  const concluded = happened(row.concludedOn);
  const ended = happened(row.endedOn);
  const immediate = row.kind === 'immediate';

  // 应办结日 < 统计日 且未办结，或 办结日 > 应办结日. The clock may have stopped without an end: the township's part was done.
  const stoppedLate = row.stoppedOn !== null && row.dueOn !== null && row.stoppedOn > row.dueOn;
  const stillRan = row.stoppedOn === null ? row.open : row.stoppedOn > lookedAt;
  const overdueRunning =
    (stillRan && before(row.dueOn, lookedAt)) || (row.open && bySilence && before(row.silenceDueOn, lookedAt));
  const overdueStopped = row.open && by(row.stoppedOn, lookedAt) && stoppedLate;
  const overdueOpen = overdueRunning || overdueStopped;
  // 法定期限: the county's part counts, so only the end of the case stops it.
  const unfinished = row.finishedOn === null || row.finishedOn > lookedAt;
  const legalDue = bySilence ? row.silenceLegalDueOn : row.legalDueOn;
  const legallyOverdueOpen = unfinished && before(legalDue, lookedAt);
  const legallyLate = row.concludedOn !== null && before(row.legalDueOn, row.concludedOn);

  // 差评核查：到期没有告知本人，或过了期才告知。
  const checkOpen = by(row.badOn, lookedAt) && !by(row.checkClosedOn, lookedAt);
  const checkRan = row.checkClosedOn === null || row.checkClosedOn > lookedAt;
  const checkLate = row.checkClosedOn !== null && before(row.checkDueOn, row.checkClosedOn);

  return {
    registered: happened(row.registeredOn),
    handedOver: happened(row.handedOverOn),
    received,
    receivedAtWindow: received && !row.proxied,
    proxied: received && row.proxied,
    receivedImmediate: received && immediate,
    receivedPromised: received && !immediate,
    jointFilings: received && row.jointLead,
    receivedJoint: received && row.joint,
    concludedJoint: concluded && row.joint,
    refused: ended && row.ended === 'refused',
    accepted,
    acceptedImmediate: accepted && immediate,
    acceptedPromised: accepted && !immediate,
    acceptedShort: accepted && row.acceptedShort,
    supplemented: happened(row.supplementOn),
    concluded,
    concludedImmediate: concluded && immediate,
    concludedPromised: concluded && !immediate,
    approved: concluded && row.result === 'approved',
    rejected: concluded && row.result === 'rejected',
    concludedByForwarding: concluded && row.result === 'forwarded',
    onTime: concluded && !stoppedLate,
    early: concluded && !immediate && before(row.stoppedOn, row.dueOn ?? ('' as LocalDate)),
    forwarded: happened(row.forwardedOn),
    closed: ended && row.ended === 'closed',
    withdrawn: ended && row.ended === 'withdrawn',
    endedAccepted: ended && row.acceptedOn !== null,
    openAtEnd: by(acceptedOn, to) && !by(row.finishedOn, to),
    open: by(row.receivedOn, to) && !by(row.finishedOn, to),
    overdueOpen,
    overdue: overdueOpen || (concluded && stoppedLate),
    legallyOverdueOpen,
    legallyOverdue: legallyOverdueOpen || (concluded && legallyLate),
    specialOver: row.state === 'paused' && before(row.specialUntil, lookedAt),
    disputed: row.disputed,
    delivered: happened(row.deliveredOn),
    undelivered: concluded && row.deliveredOn === null && row.result !== 'forwarded',
    rated: concluded && row.ratingCause === 'given',
    ratedByDefault: concluded && row.ratingCause === 'default',
    ratingExcluded: concluded && row.ratingCause === 'excluded',
    unanswered: concluded && row.ratingCause === 'unanswered',
    unasked: concluded && row.ratingCause === 'unasked',
    bad: happened(row.badOn),
    badOpen: checkOpen,
    badLate: (checkRan && before(row.checkDueOn, lookedAt)) || (happened(row.badOn) && checkLate),
    badRectified: happened(row.badOn) && row.rectifiedOn !== null,
    satisfied: concluded && row.score !== null && row.score >= 3,
  };
}

const START = '2017-10-20' as LocalDate;
const dayAt = (days: number): LocalDate => addDays(START, days);
/** So few days that equal ones, and those on either side of a bound, come often. */
const someDay = fc.nat(12).map(dayAt);
const perhaps = fc.option(someDay);

/** A case as it may stand in the file, with its days in any order. */
const rows: fc.Arbitrary<FigureRow> = fc
  .record({
    kind: fc.constantFrom('immediate' as const, 'promised' as const),
    proxied: fc.boolean(),
    joint: fc.boolean(),
    jointLead: fc.boolean(),
    state: fc.constantFrom(...(Object.keys(CASE_STATES) as CaseState[])),
    disputed: fc.boolean(),
    acceptedShort: fc.boolean(),
    registeredOn: perhaps,
    handedOverOn: perhaps,
    receivedOn: perhaps,
    acceptedOn: perhaps,
    silenceOn: someDay,
    silenceAfter: someDay,
    silenceDueOn: someDay,
    silenceLegalDueOn: someDay,
    supplementOn: perhaps,
    forwardedOn: perhaps,
    dueOn: perhaps,
    specialUntil: perhaps,
    legalDueOn: perhaps,
    deliveredOn: perhaps,
    score: fc.option(fc.integer({ min: 1, max: 5 })),
    ratingCause: fc.constantFrom(...(Object.keys(RATING_CAUSES) as RatingCause[])),
    badOn: perhaps,
    checkDueOn: perhaps,
    checkClosedOn: perhaps,
    rectifiedOn: perhaps,
    end: fc.constantFrom('open', 'concluded', 'refused', 'closed', 'withdrawn', 'forwarded'),
    endOn: someDay,
    result: fc.constantFrom('approved' as const, 'rejected' as const, 'forwarded' as const),
  })
  .map(({ end, endOn, result, silenceOn, silenceAfter, silenceDueOn, silenceLegalDueOn, ...row }) => {
    const concluded = end === 'concluded';
    const ended = end === 'refused' || end === 'closed' || end === 'withdrawn' ? end : null;
    const isOpen = !concluded && ended === null;
    // The office has not answered, and the case is still there; without an acceptance by word there is no other due day.
    const silent = isOpen && row.acceptedOn === null;
    return {
      ...row,
      case: 'x' as EventId,
      centre: CENTRE,
      village: row.proxied ? VILLAGE : null,
      matter: 'MZ-001' as MatterCode,
      open: isOpen,
      silenceOn: silent ? silenceOn : null,
      silenceAfter: silent ? silenceAfter : null,
      silenceDueOn: silent ? silenceDueOn : null,
      silenceLegalDueOn: silent ? silenceLegalDueOn : null,
      dueOn: silent ? null : row.dueOn,
      legalDueOn: silent ? null : row.legalDueOn,
      stoppedOn: silent || end === 'open' ? null : endOn,
      concludedOn: concluded ? endOn : null,
      result: concluded ? result : null,
      endedOn: ended === null ? null : endOn,
      ended,
      finishedOn: isOpen ? null : endOn,
    };
  });

const periods: fc.Arbitrary<FigurePeriod> = fc
  .record({ from: fc.nat(8), length: fc.nat(5), today: fc.nat(13) })
  .map(({ from, length, today }) => ({ from: dayAt(from), to: dayAt(from + length), today: dayAt(today) }));

it('each figure counts the cases that people would count', () => {
  const seen = new Map<Figure, Set<boolean>>(FIGURE_NAMES.map((name) => [name, new Set()]));
  fc.assert(
    fc.property(rows, periods, (row, period) => {
      const expected = byHand(row, period);
      for (const name of FIGURE_NAMES) {
        const is = expected[name] ?? false;
        seen.get(name)?.add(is);
        expect([name, isInFigure(name, row, period)]).toEqual([name, is]);
      }
    }),
    { numRuns: 3000 },
  );
  // Each was met on both sides: none of the comparisons above was empty.
  for (const [name, both] of seen) expect([name, both.size]).toEqual([name, 2]);
});

it('the counts are those of the cases one by one', () => {
  fc.assert(
    fc.property(fc.array(rows, { maxLength: 30 }), periods, (many, period) => {
      const counts = countFigures(many, period);
      for (const name of FIGURE_NAMES)
        expect([name, counts[name]]).toEqual([name, many.filter((row) => byHand(row, period)[name]).length]);
      const { rated, ratedByDefault, ratingExcluded, unanswered, unasked } = counts;
      expect(rated + ratedByDefault + ratingExcluded + unanswered + unasked).toBe(counts.concluded);
    }),
    { numRuns: 30 },
  );
});

it('each rate divides what its name says', () => {
  const said = Object.fromEntries(
    Object.entries(RATES).map(([name, { label, of, by }]) => [name, `${label} = ${of} ÷ ${by}`]),
  );
  expect(said).toEqual({
    rate: '办结率 = concluded ÷ received',
    rateImmediate: '即办件办结率 = concludedImmediate ÷ receivedImmediate',
    ratePromised: '承诺件办结率 = concludedPromised ÷ receivedPromised',
    rateOnTime: '按时办结率 = onTime ÷ concluded',
    rateEarly: '提前办结率 = early ÷ concludedPromised',
    rateRated: '评议率 = rated ÷ concluded',
    rateSatisfied: '满意率 = satisfied ÷ rated',
  });
});
