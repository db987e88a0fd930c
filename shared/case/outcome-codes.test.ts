import { fold as folded, reach } from '../../test/fixtures/folds.ts';
import { referenceCalendar } from '../reference/load.ts';
import { deadlines } from './deadline.ts';
import { describe, expect, it } from 'vitest';
import { CENTRE, EventWriter } from '../../test/fixtures/events.ts';
import type { LedgerEvent } from '../event/event.ts';
import type { CaseFold } from './case-types.ts';
import { foldCase } from './fold/fold.ts';
import { CASE_OUTCOMES, outcomeOf } from './outcome-codes.ts';
import { NOTHING_YET } from './progress.ts';
import { RESULTS } from './steps/concluded.ts';

const ENDED = ['refused', 'closed', 'withdrawn', 'voided'] as const satisfies readonly NonNullable<CaseFold['ended']>[];

describe('how a case came out', () => {
  it('has a code of the platforms for every outcome, and one outcome for every code from 0 to 6', () => {
    expect(Object.keys(CASE_OUTCOMES).sort()).toEqual([...Object.keys(RESULTS), ...ENDED].sort());
    expect(
      Object.values(CASE_OUTCOMES)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['0', '1', '2', '3', '4', '5', '6']);
  });

  it('of a case done by sending it on leaves nothing to hand over: it is not collected, and put away at once', () => {
    const { events, last, centre } = reach('forwarded');
    const done = centre.step('concluded', '2017-11-20', last, { result: 'forwarded', reason: '县里直接答复' });
    const after = (type: string) => {
      const step = centre.step(type, '2017-11-21', done);
      return folded(...events, done, step);
    };
    expect(deadlines(folded(...events, done), referenceCalendar()).collectBy).toBeNull();
    expect(after('delivered')).toMatchObject({ state: 'concluded', deliveredOn: null });
    expect(after('archived').state).toBe('archived');
  });

  it('is not known while it is open', () => expect(outcomeOf(NOTHING_YET)).toBeNull());

  it.each(ENDED)('is how it ended where it has no result: %s', (ended) => {
    const writer = new EventWriter(CENTRE);
    const first = writer.received('2017-11-01');
    const from: LedgerEvent = ended === 'closed' ? writer.step('accepted', '2017-11-01', first) : first;
    const last = writer.step(ended, '2017-11-02', from, { reason: '样例' });
    const fold = foldCase([first, from, last]) as CaseFold;
    expect(outcomeOf(fold)).toBe(ended);
  });

  it('is taken from the case as it is when its voided conclusion is gone: the result stands no more', () => {
    const writer = new EventWriter(CENTRE);
    const first = writer.received('2017-11-01');
    const accepted = writer.step('accepted', '2017-11-01', first);
    const done = writer.step('concluded', '2017-11-02', accepted, {
      result: 'approved',
      resultKind: 'licence',
      resultNo: '沅许1号',
      issuer: '县民政局',
      validFrom: '2017-11-02',
      validTo: '2022-11-01',
    });
    const fold = foldCase([first, accepted, done]) as CaseFold;
    expect(outcomeOf(fold)).toBe('approved');
    expect(fold.result).toMatchObject({
      kind: 'licence',
      issuer: '县民政局',
      validFrom: '2017-11-02',
      validTo: '2022-11-01',
      reason: null,
    });
    const gone = foldCase([
      first,
      accepted,
      done,
      writer.step('voided', '2017-11-03', done, { reason: '样例' }),
    ]) as CaseFold;
    expect(outcomeOf(gone)).toBe('voided');
  });
});
