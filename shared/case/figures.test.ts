import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countFigures, isInFigure } from '../../test/fixtures/count-figures.ts';
import { CENTRE, EventWriter, IMMEDIATE, VILLAGE, PROMISED } from '../../test/fixtures/events.ts';
import { ratedRow } from '../../test/fixtures/ratings.ts';
import type { EventId, LocalDate, MatterCode } from '../base/brands.ts';
import type { CaseFold } from './case-types.ts';
import { deadlines } from './deadline.ts';
import type { LedgerEvent } from '../event/event.ts';
import { type Figure, FIGURE_NAMES, FIGURE_TABLE, type FigurePeriod, RATES, percent } from './figures.ts';
import { figureRow, type FigureRow } from './figure-row.ts';
import { foldCase } from './fold/fold.ts';
import { addDays } from '../base/local-date.ts';
import { referenceCalendar } from '../reference/load.ts';
const calendar = referenceCalendar();
const period = (from: string, to: string, today = '2017-12-31'): FigurePeriod =>
  ({ from, to, today }) as unknown as FigurePeriod;
const NOVEMBER = period('2017-11-01', '2017-11-30');
const rowOf = (...events: LedgerEvent[]): FigureRow => {
  const folded = foldCase(events) as CaseFold;
  return figureRow(folded, deadlines(folded, calendar), CENTRE);
};
/** The figures a case is in. */
const figuresOf = (row: FigureRow, when = NOVEMBER): Figure[] =>
  FIGURE_NAMES.filter((name) => isInFigure(name, row, when));

describe('the rate', () => {
  it("is concluded divided by received, as in the county's own report", () => {
    expect(RATES.rate).toMatchObject({ of: 'concluded', by: 'received' });
    expect(percent(45430, 47038)).toBe('96.58');
    expect(percent(42886, 43154)).toBe('99.38');
    expect([percent(7, 7), percent(0, 9)]).toEqual(['100.00', '0.00']);
    expect([percent(1, 3), percent(2, 3)]).toEqual(['33.33', '66.67']);
  });

  it('of nothing received is not a number', () => {
    expect(percent(0, 0)).toBeNull();
    expect(percent(3, 0)).toBeNull();
  });
});

describe('a case is in the figures of', () => {
  const writer = new EventWriter(CENTRE);
  const first = writer.received('2017-11-01');
  const accepted = writer.step('accepted', '2017-11-02', first);

  it('a receipt at the window that nobody has answered', () => {
    expect(figuresOf(rowOf(first), period('2017-11-01', '2017-11-30', '2017-11-08'))).toEqual([
      'received',
      'receivedAtWindow',
      'receivedPromised',
      'open',
    ]);
  });

  it('an acceptance by silence, counted on the day of receipt', () => {
    const late = period('2017-11-01', '2017-11-30', '2017-11-09');
    expect(figuresOf(rowOf(first), late)).toEqual([
      'received',
      'receivedAtWindow',
      'receivedPromised',
      'accepted',
      'acceptedPromised',
      'openAtEnd',
      'open',
    ]);
    expect(figuresOf(rowOf(first), period('2017-11-01', '2017-11-30', '2017-11-16'))).toEqual(
      expect.arrayContaining(['overdueOpen', 'overdue']),
    );
  });

  it('a promised case concluded in time', () => {
    const row = rowOf(first, accepted, writer.step('concluded', '2017-11-14', accepted));
    expect(figuresOf(row)).toEqual([
      'received',
      'receivedAtWindow',
      'receivedPromised',
      'accepted',
      'acceptedPromised',
      'concluded',
      'concludedPromised',
      'approved',
      'onTime',
      'early',
      'undelivered',
      'unasked',
    ]);
  });

  it('a promised case concluded too late', () => {
    const row = rowOf(first, accepted, writer.step('concluded', '2017-11-17', accepted, { result: 'rejected' }));
    const names = figuresOf(row);
    expect(names).toEqual(expect.arrayContaining(['concluded', 'rejected', 'overdue']));
    for (const name of ['onTime', 'early', 'overdueOpen', 'openAtEnd'] as const) expect(names).not.toContain(name);
    // Looked at on the 16th of November it was open and overdue.
    expect(figuresOf(row, period('2017-11-01', '2017-11-16', '2017-12-31'))).toContain('openAtEnd');
  });

  it('a case is overdue on the day after its due day, not before', () => {
    const row = rowOf(first, accepted);
    expect(row.dueOn).toBe('2017-11-16');
    expect(figuresOf(row, period('2017-11-01', '2017-11-30', '2017-11-16'))).not.toContain('overdue');
    expect(figuresOf(row, period('2017-11-01', '2017-11-30', '2017-11-17'))).toContain('overdue');
    expect(figuresOf(row, period('2017-11-01', '2017-11-16', '2017-12-31'))).not.toContain('overdue');
  });

  it('an immediate case proxied by a village', () => {
    const village = new EventWriter(VILLAGE);
    const slip = village.proxyReceived('2017-11-01', { terms: IMMEDIATE });
    const over = village.step('handed-over', '2017-11-06', slip);
    expect(figuresOf(rowOf(slip, over))).toEqual(['registered', 'handedOver']);
    const received = writer.step('received', '2017-11-07', over);
    const done = writer.step('concluded', '2017-11-07', received);
    const rated = writer.remark('rated', '2017-11-08', done, { score: 2, way: 'paper' });
    const row = rowOf(slip, over, received, done, rated);
    expect(row).toMatchObject({ village: VILLAGE, centre: CENTRE, proxied: true, score: 2 });
    expect(figuresOf(row)).toEqual([
      'registered',
      'handedOver',
      'received',
      'proxied',
      'receivedImmediate',
      'accepted',
      'acceptedImmediate',
      'concluded',
      'concludedImmediate',
      'approved',
      'onTime',
      'undelivered',
      'rated',
    ]);
  });

  it('a refusal, a closing and a withdrawal, counted apart', () => {
    const refused = figuresOf(rowOf(first, writer.step('refused', '2017-11-02', first)));
    expect(refused).toEqual(['received', 'receivedAtWindow', 'receivedPromised', 'refused']);
    const asked = writer.step('supplement-requested', '2017-11-02', first);
    expect(figuresOf(rowOf(first, asked, writer.step('closed', '2017-11-20', asked)))).toEqual(
      expect.arrayContaining(['supplemented', 'closed']),
    );
    const gone = figuresOf(rowOf(first, accepted, writer.step('withdrawn', '2017-11-20', accepted)));
    expect(gone).toEqual(expect.arrayContaining(['accepted', 'withdrawn', 'endedAccepted']));
    expect(gone).not.toContain('overdue');
  });

  it('no figure, when it was voided', () => {
    const done = writer.step('concluded', '2017-11-14', accepted);
    expect(figuresOf(rowOf(first, accepted, done, writer.step('voided', '2017-11-20', done)))).toEqual([]);
  });

  it('an open case, when it is disputed', () => {
    const row = rowOf(
      first,
      accepted,
      writer.step('concluded', '2017-11-14', accepted),
      writer.step('withdrawn', '2017-11-15', accepted),
    );
    const names = figuresOf(row);
    expect(names).toEqual(expect.arrayContaining(['received', 'accepted', 'open', 'openAtEnd', 'disputed', 'overdue']));
    expect(names).not.toContain('concluded');
  });

  it('a township-only limit kept at the forwarding', () => {
    const terms = { ...(first.data['terms'] as object), promisedScope: 'township' };
    const begin = writer.received('2017-11-01', { terms });
    const accept = writer.step('accepted', '2017-11-02', begin);
    const sent = writer.step('forwarded', '2017-11-10', accept);
    expect(figuresOf(rowOf(begin, accept, sent))).not.toContain('overdue');
    expect(figuresOf(rowOf(begin, accept, sent, writer.step('concluded', '2017-11-29', sent)))).toContain('onTime');
    const late = writer.step('forwarded', '2017-11-20', accept);
    expect(figuresOf(rowOf(begin, accept, late))).toEqual(expect.arrayContaining(['overdue', 'overdueOpen']));
  });

  it('a case that is late by its promise and in time by the law, and one that is late by the law alone', () => {
    const begin = writer.received('2017-11-01');
    const promise = writer.step('accepted', '2017-11-02', begin);
    // Promised until the 16th, by the law until the 30th.
    const between = figuresOf(rowOf(begin, promise, writer.step('concluded', '2017-11-20', promise)));
    expect(between).toContain('overdue');
    expect(between).not.toContain('legallyOverdue');
    const days = { ...PROMISED, promisedScope: 'township', legal: { n: 15, unit: 'day' } };
    const sentIn = writer.received('2017-11-01', { terms: days });
    const accept = writer.step('accepted', '2017-11-02', sentIn);
    const sent = writer.step('forwarded', '2017-11-10', accept);
    // The township kept its word; the fifteen days of the law were over on the 17th at the county.
    expect(figuresOf(rowOf(sentIn, accept, sent))).toEqual(
      expect.arrayContaining(['legallyOverdue', 'legallyOverdueOpen']),
    );
    expect(figuresOf(rowOf(sentIn, accept, sent))).not.toContain('overdue');
    const done = figuresOf(rowOf(sentIn, accept, sent, writer.step('concluded', '2017-11-20', sent)));
    expect(done).toEqual(expect.arrayContaining(['legallyOverdue', 'onTime']));
    expect(done).not.toContain('legallyOverdueOpen');
  });
});

describe('the identities of the monthly statement', () => {
  const dayFrom = (from: string, days: number): LocalDate => addDays(from as LocalDate, days);
  /** Rows as projections hold them: any case that could have happened between September and December. */
  const row: fc.Arbitrary<FigureRow> = fc
    .record({
      start: fc.nat(100),
      gaps: fc.array(fc.nat(25), { minLength: 4, maxLength: 4 }),
      kind: fc.constantFrom('immediate' as const, 'promised' as const),
      proxied: fc.boolean(),
      end: fc.constantFrom('open', 'concluded', 'refused', 'closed', 'withdrawn', 'voided', 'silent'),
      accepted: fc.boolean(),
      score: fc.option(fc.integer({ min: 1, max: 5 })),
    })
    .map(({ start, gaps, kind, proxied, end, accepted, score }) => {
      const receivedOn = dayFrom('2017-09-01', start);
      const acceptedOn = dayFrom(receivedOn, gaps[0] as number);
      const finished = dayFrom(acceptedOn, gaps[1] as number);
      const concluded = end === 'concluded';
      const ended = (['refused', 'closed', 'withdrawn', 'voided'] as const).find((name) => name === end) ?? null;
      const isAccepted = concluded || (accepted && end !== 'silent' && end !== 'refused');
      return {
        case: 'x' as EventId,
        centre: CENTRE,
        village: null,
        joint: false,
        jointLead: false,
        matter: 'MZ-001' as MatterCode,
        kind,
        proxied,
        state: ended ?? (concluded ? 'concluded' : isAccepted ? 'accepted' : 'received'),
        open: ended === null && !concluded,
        disputed: false,
        registeredOn: proxied ? receivedOn : null,
        handedOverOn: null,
        receivedOn,
        acceptedOn: isAccepted ? acceptedOn : null,
        acceptedShort: false,
        silenceOn: end === 'silent' ? receivedOn : null,
        silenceAfter: end === 'silent' ? dayFrom(receivedOn, 7) : null,
        silenceDueOn: end === 'silent' ? dayFrom(receivedOn, 20) : null,
        silenceLegalDueOn: end === 'silent' ? dayFrom(receivedOn, 30) : null,
        supplementOn: null,
        forwardedOn: null,
        dueOn: isAccepted ? dayFrom(acceptedOn, gaps[2] as number) : null,
        legalDueOn: isAccepted ? dayFrom(acceptedOn, gaps[3] as number) : null,
        specialUntil: null,
        stoppedOn: concluded || ended !== null ? finished : null,
        concludedOn: concluded ? finished : null,
        result: concluded ? 'approved' : null,
        endedOn: ended === null ? null : finished,
        ended,
        finishedOn: concluded || ended !== null ? finished : null,
        deliveredOn: null,
        ...ratedRow(score),
      } satisfies FigureRow;
    });

  it('hold for any set of cases and any period', () => {
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 40 }),
        fc.nat(60),
        fc.nat(60),
        fc.nat(120),
        (rows, from, length, today) => {
          const start = dayFrom('2017-09-15', from);
          const now = dayFrom('2017-09-15', today);
          const current = { from: start, to: dayFrom(start, length), today: now };
          const f = countFigures(rows, current);
          const before = countFigures(rows, { from: '2017-01-01' as LocalDate, to: dayFrom(start, -1), today: now });
          expect(f.received).toBe(f.receivedAtWindow + f.proxied);
          expect(f.received).toBe(f.receivedImmediate + f.receivedPromised);
          expect(f.accepted).toBe(f.acceptedImmediate + f.acceptedPromised);
          expect(f.concluded).toBe(f.concludedImmediate + f.concludedPromised);
          expect(f.concluded).toBe(f.approved + f.rejected + f.concludedByForwarding);
          expect(f.concluded).toBe(f.delivered + f.undelivered);
          // 上期在办 + 本期受理 − 本期办结 − 受理后的退件、撤件 = 期末在办
          expect(before.openAtEnd + f.accepted - f.concluded - f.endedAccepted).toBe(f.openAtEnd);
          expect(f.overdueOpen).toBeLessThanOrEqual(f.overdue);
          expect(f.legallyOverdueOpen).toBeLessThanOrEqual(f.legallyOverdue);
          expect(f.satisfied).toBeLessThanOrEqual(f.rated);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a figure counts exactly the cases it opens', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const counts = countFigures(rows, NOVEMBER);
        for (const name of FIGURE_NAMES)
          expect([name, counts[name]]).toEqual([name, rows.filter((one) => isInFigure(name, one, NOVEMBER)).length]);
      }),
      { numRuns: 50 },
    );
  });
});

it('every alternative of every figure leaves voided cases out', () => {
  for (const name of FIGURE_NAMES)
    for (const alternative of FIGURE_TABLE[name].any)
      expect([name, alternative[0]]).toEqual([name, { column: 'state', op: '!=', than: { value: 'voided' } }]);
});
