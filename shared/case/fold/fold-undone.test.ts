import { describe, expect, it } from 'vitest';
import { CENTRE, EventWriter, VILLAGE } from '../../../test/fixtures/events.ts';
import { clerk, effectOf, fold, reach, reasonOf, walk } from '../../../test/fixtures/folds.ts';
import type { LedgerEvent } from '../../event/event.ts';

const why = (step: LedgerEvent) => ({ step: step._id, reason: '点错' });
const other = new EventWriter(CENTRE, 'b');

describe('a step that is taken back', () => {
  it('leaves the case as it was before, and stays in its history', () => {
    const writer = clerk();
    const events = walk(writer, ['accepted', 'concluded']);
    const concluded = events[2] as LedgerEvent;
    const undone = writer.step('undone', '2017-11-03', concluded, why(concluded));
    const [before, after] = [fold(...events.slice(0, 2)), fold(...events, undone)];
    expect(after).toMatchObject({ state: 'accepted', result: null, acceptedOn: '2017-11-02', disputed: null });
    expect({ ...after, steps: [], heads: [], undoable: null, said: {} }).toEqual({
      ...before,
      steps: [],
      heads: [],
      undoable: null,
      said: {},
    });
    expect([effectOf(after, concluded), effectOf(after, undone)]).toEqual(['undone', 'effective']);
    expect(after.undoable).toBe(events[1]?._id);
  });

  it('may be taken again, and the one before it may be taken back too', () => {
    const writer = clerk();
    const [first, accepted, concluded] = walk(writer, ['accepted', 'concluded']) as [
      LedgerEvent,
      LedgerEvent,
      LedgerEvent,
    ];
    const one = writer.step('undone', '2017-11-03', concluded, why(concluded));
    const two = writer.step('undone', '2017-11-03', one, why(accepted));
    expect(fold(first, accepted, concluded, one, two)).toMatchObject({ state: 'received', acceptedOn: null });
    const again = writer.step('accepted', '2017-11-04', two);
    expect(fold(first, accepted, concluded, one, two, again)).toMatchObject({
      acceptedOn: '2017-11-04',
      heads: [again._id],
    });
  });

  it('is the last one alone: neither an earlier one, nor the registration, nor an undo, nor a settlement', () => {
    const writer = clerk();
    const [first, accepted, concluded] = walk(writer, ['accepted', 'concluded']) as [
      LedgerEvent,
      LedgerEvent,
      LedgerEvent,
    ];
    const early = writer.step('undone', '2017-11-03', concluded, why(accepted));
    const folded = fold(first, accepted, concluded, early);
    expect([effectOf(folded, early), reasonOf(folded, early)]).toEqual([
      'ineffective',
      '只能撤销最后办理的一步，而且别人没有同时办理',
    ]);
    expect(effectOf(fold(first, writer.step('undone', '2017-11-02', first, why(first))), first)).toBe('effective');
    expect(fold(first).undoable).toBeNull();
    const undone = writer.step('undone', '2017-11-03', concluded, why(concluded));
    const ofUndone = writer.step('undone', '2017-11-03', undone, why(undone));
    expect(effectOf(fold(first, accepted, concluded, undone, ofUndone), ofUndone)).toBe('ineffective');
  });

  it('is taken back by its own place alone', () => {
    const { events, last, centre } = reach('returned-to-village');
    const undone = new EventWriter(VILLAGE).step('undone', '2017-11-04', last, why(last));
    const folded = fold(...events, undone);
    expect(reasonOf(folded, undone)).toBe('只能由办理这一步的地点撤销');
    expect(fold(...events, centre.step('undone', '2017-11-04', last, why(last))).state).toBe('handed-over');
  });

  it('that two take back apart counts once', () => {
    const writer = clerk();
    const events = walk(writer, ['accepted', 'concluded']);
    const last = events[2] as LedgerEvent;
    const both = [writer, other].map((by) => by.step('undone', '2017-11-03', last, why(last)));
    const folded = fold(...events, ...both);
    expect(folded).toMatchObject({ state: 'accepted', disputed: null });
    expect(both.map((undone) => effectOf(folded, undone)).toSorted()).toEqual(['effective', 'same']);
  });

  it('on which another built apart is in dispute with it, and a person settles which counts', () => {
    const writer = clerk();
    const events = walk(writer, ['accepted', 'concluded']);
    const last = events[2] as LedgerEvent;
    const undone = writer.step('undone', '2017-11-03', last, why(last));
    const delivered = other.step('delivered', '2017-11-03', last);
    const folded = fold(...events, undone, delivered);
    expect(folded.disputed?.steps.toSorted()).toEqual([undone._id, delivered._id].toSorted());
    expect(folded).toMatchObject({ state: 'concluded', undoable: null });
    const settle = (keep: LedgerEvent) =>
      fold(
        ...events,
        undone,
        delivered,
        writer.step('settled', '2017-11-06', [undone, delivered], { keep: [keep._id], reason: '核实' }),
      );
    expect(settle(delivered)).toMatchObject({ state: 'delivered', disputed: null });
    expect(settle(undone)).toMatchObject({ state: 'accepted', result: null, disputed: null });
  });

  it('excludes nothing any more: what another did beside it counts', () => {
    const writer = clerk();
    const [first, accepted] = walk(writer, ['accepted']) as [LedgerEvent, LedgerEvent];
    const concluded = writer.step('concluded', '2017-11-03', accepted);
    const undone = writer.step('undone', '2017-11-03', concluded, why(concluded));
    const withdrawn = other.step('withdrawn', '2017-11-03', accepted);
    expect(fold(first, accepted, concluded, withdrawn).disputed).not.toBeNull();
    const folded = fold(first, accepted, concluded, undone, withdrawn);
    expect(folded).toMatchObject({ state: 'withdrawn', disputed: null });
  });

  it('keeps what was done beside it by a step that stands beside others', () => {
    const writer = clerk();
    const [first, accepted] = walk(writer, ['accepted']) as [LedgerEvent, LedgerEvent];
    const concluded = writer.step('concluded', '2017-11-03', accepted);
    const undone = writer.step('undone', '2017-11-03', concluded, why(concluded));
    const extended = other.step('extended', '2017-11-03', accepted);
    const folded = fold(first, accepted, concluded, undone, extended);
    expect(folded).toMatchObject({ state: 'accepted', disputed: null, undoable: null, extension: { days: 5 } });
  });
});
