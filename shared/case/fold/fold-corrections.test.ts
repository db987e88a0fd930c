import { describe, expect, it } from 'vitest';
import { CENTRE, EventWriter, IMMEDIATE, PROMISED, STEP_DATA } from '../../../test/fixtures/events.ts';
import { clerk, effectOf, fold, walk } from '../../../test/fixtures/folds.ts';
import { referenceCalendar } from '../../reference/load.ts';
import type { LocalDate } from '../../base/brands.ts';
import type { LedgerEvent } from '../../event/event.ts';
import { workingDays } from '../../calendar/limit.ts';
import { deadlines } from '../deadline.ts';
import { judge } from '../judge.ts';
import { viewCase } from '../view.ts';

const calendar = referenceCalendar();
const other = new EventWriter(CENTRE, 'b');
const change = (of: LedgerEvent, ...changes: { field: string; from: unknown; to: unknown }[]) => ({
  of: of.type,
  changes,
  reason: '写错',
});
const day = (of: LedgerEvent, to: string) => change(of, { field: 'on', from: of.on, to });
const right = (data: Record<string, unknown> = {}) => ({ ...(STEP_DATA['matter-corrected'] as object), ...data });
const due = (...events: LedgerEvent[]) => {
  const { dueOn, legalDueOn, acceptedOn } = deadlines(fold(...events), calendar);
  return { acceptedOn, dueOn, legalDueOn };
};

describe('a corrected day', () => {
  it('is the day from which limits are counted', () => {
    const writer = clerk();
    const [first, accepted] = walk(writer, ['accepted']) as [LedgerEvent, LedgerEvent];
    expect(due(first, accepted)).toEqual({ acceptedOn: '2017-11-02', dueOn: '2017-11-16', legalDueOn: '2017-11-30' });
    const corrected = writer.remark('corrected', '2017-11-08', accepted, day(accepted, '2017-11-06'));
    expect(due(first, accepted, corrected)).toEqual({
      acceptedOn: '2017-11-06',
      dueOn: '2017-11-20',
      legalDueOn: '2017-12-04',
    });
  });

  it('of the receipt moves the receipt, says that it was entered late, and asks nothing', () => {
    const writer = clerk();
    const first = writer.received('2017-11-08');
    const corrected = writer.remark('corrected', '2017-11-08', first, day(first, '2017-11-02'));
    const folded = fold(first, corrected);
    expect(folded).toMatchObject({ on: '2017-11-02', receivedOn: '2017-11-02', backdated: true });
    expect(judge(folded)).toEqual([]);
  });

  it('takes away the question about the wrong one', () => {
    const writer = clerk();
    const first = writer.received('2017-11-08');
    const accepted = writer.step('accepted', '2017-11-06', first);
    expect(judge(fold(first, accepted)).map(({ rule }) => rule)).toEqual(['date']);
    const corrected = writer.remark('corrected', '2017-11-09', accepted, day(accepted, '2017-11-08'));
    expect(judge(fold(first, accepted, corrected))).toEqual([]);
  });
});

describe('a correction of what a step says', () => {
  it('holds from then on: the papers, the number of a result, who signed', () => {
    const writer = clerk();
    const [first, accepted, concluded] = walk(writer, ['accepted', 'concluded']) as [
      LedgerEvent,
      LedgerEvent,
      LedgerEvent,
    ];
    const list = (state: string) => [
      { name: '申请书', state },
      { name: '身份证复印件', state: 'received' },
    ];
    const papers = { field: 'materials', from: list('received'), to: list('missing') };
    const number = { field: 'resultNo', from: null, to: '沅民〔2017〕8号' };
    const folded = fold(
      first,
      accepted,
      concluded,
      writer.remark('corrected', '2017-11-08', first, change(first, papers)),
      writer.remark('corrected', '2017-11-08', concluded, change(concluded, number)),
    );
    expect(folded.materials).toEqual(list('missing'));
    expect(folded.result?.resultNo).toBe('沅民〔2017〕8号');
    expect(folded.remarks.map(({ effect }) => effect)).toEqual(['effective', 'effective']);
  });

  it.each([
    ['a field that the step does not have', { field: 'colour', from: null, to: '红' }],
    ['a value that does not fit', { field: 'result', from: 'approved', to: 'perhaps' }],
    ['a day that is none', { field: 'on', from: '2017-11-03', to: '2017-11-31' }],
    ['what is needed taken away', { field: 'result', from: 'approved', to: null }],
  ])('has no effect with %s, and is asked about', (_, wrong) => {
    const writer = clerk();
    const events = walk(writer, ['accepted', 'concluded']);
    const concluded = events[2] as LedgerEvent;
    const corrected = writer.remark('corrected', '2017-11-08', concluded, change(concluded, wrong));
    const folded = fold(...events, corrected);
    expect(folded.remarks[0]).toMatchObject({ effect: 'ineffective', reason: '更正的内容不合格式' });
    expect(folded.result?.result).toBe('approved');
  });

  it('of one value by two people apart: both stay, the canonical later one counts, in any order of arrival', () => {
    const writer = clerk();
    const events = walk(writer, ['accepted', 'concluded']);
    const concluded = events[2] as LedgerEvent;
    const to = (value: string) => change(concluded, { field: 'resultNo', from: null, to: value });
    const one = writer.remark('corrected', '2017-11-08', concluded, to('甲'));
    const two = other.remark('corrected', '2017-11-09', concluded, to('乙'));
    for (const all of [
      [one, two],
      [two, one],
    ]) {
      const folded = fold(...events, ...all);
      expect(folded.result?.resultNo).toBe('乙');
      expect(folded.remarks.map(({ effect }) => effect)).toEqual(['effective', 'effective']);
    }
  });

  it('waits for a step that has not arrived', () => {
    const writer = clerk();
    const [first, accepted] = walk(writer, ['accepted']) as [LedgerEvent, LedgerEvent];
    const corrected = writer.remark('corrected', '2017-11-08', accepted, day(accepted, '2017-11-06'));
    expect(fold(first, corrected).waiting).toEqual([corrected._id]);
  });
});

describe('a corrected matter', () => {
  const longer = { ...PROMISED, promised: workingDays(20), legal: workingDays(60) };

  it('counts the limits anew from the same acceptance by the right terms', () => {
    const writer = clerk();
    const [first, accepted] = walk(writer, ['accepted']) as [LedgerEvent, LedgerEvent];
    const corrected = writer.step('matter-corrected', '2017-11-08', accepted, right({ terms: longer }));
    expect(due(first, accepted, corrected)).toEqual({
      acceptedOn: '2017-11-02',
      dueOn: '2017-11-30',
      legalDueOn: '2018-01-26',
    });
    expect(fold(first, accepted, corrected)).toMatchObject({ matter: 'MZ-002', state: 'accepted', window: '民政优抚' });
  });

  it('lets later steps be judged by the right terms, and those before by what their writer knew', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const early = writer.step('concluded', '2017-11-02', first);
    const corrected = writer.step('matter-corrected', '2017-11-02', first, right({ terms: IMMEDIATE }));
    const concluded = writer.step('concluded', '2017-11-02', corrected);
    expect(effectOf(fold(first, early, corrected), early)).toBe('ineffective');
    expect(fold(first, corrected, concluded)).toMatchObject({ state: 'concluded', terms: IMMEDIATE });
    const { overdue } = viewCase(fold(first, corrected, concluded), calendar, '2017-11-20' as LocalDate);
    // An immediate matter was due on the day the papers came.
    expect(overdue).toBe(true);
  });

  it('stands beside a conclusion that did not know of it', () => {
    const writer = clerk();
    const [first, accepted] = walk(writer, ['accepted']) as [LedgerEvent, LedgerEvent];
    const corrected = writer.step('matter-corrected', '2017-11-08', accepted, right());
    const concluded = other.step('concluded', '2017-11-08', accepted);
    const folded = fold(first, accepted, corrected, concluded);
    expect(folded).toMatchObject({ matter: 'MZ-002', state: 'concluded', disputed: null });
  });

  it('to two matters apart: both count, the canonical later one last', () => {
    const writer = clerk();
    const [first, accepted] = walk(writer, ['accepted']) as [LedgerEvent, LedgerEvent];
    const one = writer.step('matter-corrected', '2017-11-08', accepted, right({ matter: 'SB-006' }));
    const two = other.step('matter-corrected', '2017-11-07', accepted, right({ matter: 'MZ-002' }));
    const folded = fold(first, accepted, one, two);
    expect(folded).toMatchObject({ matter: 'SB-006', disputed: null });
    expect([one, two].map((step) => effectOf(folded, step))).toEqual(['effective', 'effective']);
  });

  it('may be taken back like any step', () => {
    const writer = clerk();
    const [first, accepted] = walk(writer, ['accepted']) as [LedgerEvent, LedgerEvent];
    const corrected = writer.step('matter-corrected', '2017-11-08', accepted, right());
    const undone = writer.step('undone', '2017-11-08', corrected, { step: corrected._id, reason: '点错' });
    expect(fold(first, accepted, corrected, undone)).toMatchObject({ matter: 'MZ-001', rightMatter: null });
  });
});
