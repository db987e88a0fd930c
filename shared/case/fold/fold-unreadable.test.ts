import { describe, expect, it } from 'vitest';
import type { LedgerEvent } from '../../event/event.ts';
import { foldCase } from './fold.ts';
import { clerk, fold, reasonOf, effectOf, walk } from '../../../test/fixtures/folds.ts';

describe('what has not arrived and what cannot be read', () => {
  it('a case without its first event has no fold', () => {
    const writer = clerk();
    const events = walk(writer, ['accepted', 'concluded']);
    expect(foldCase(events.slice(1))).toBeNull();
    expect(foldCase([])).toBeNull();
  });

  it('a first event with data that fits no schema has no fold', () => {
    expect(foldCase([clerk().received('2017-11-01', { person: 'nobody' })])).toBeNull();
  });

  it('a step waits, visibly, until its predecessor is here', () => {
    const [first, accepted, concluded] = walk(clerk(), ['accepted', 'concluded']) as [
      LedgerEvent,
      LedgerEvent,
      LedgerEvent,
    ];
    const folded = fold(first, concluded);
    expect(folded).toMatchObject({ state: 'received', waiting: [concluded._id], heads: [first._id] });
    expect(effectOf(folded, concluded)).toBe('waiting');
    expect(fold(first, concluded, accepted)).toMatchObject({ state: 'concluded', waiting: [], heads: [concluded._id] });
  });

  it('a remark is no predecessor, and neither is a step of another case', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const note = writer.remark('noted', '2017-11-02', first, { text: '来电' });
    const afterNote = writer.step('accepted', '2017-11-03', [first, note]);
    const stranger = writer.received('2017-11-01');
    const afterStranger = writer.step('accepted', '2017-11-03', [first, stranger]);
    const folded = foldCase([first, note, afterNote, stranger, afterStranger], first._id);
    expect(folded).toMatchObject({ case: first._id, state: 'received' });
    expect([...(folded?.waiting ?? [])].sort()).toEqual([afterNote._id, afterStranger._id].sort());
  });

  it('a first event that claims another case is a step there, and no beginning', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const liar = writer.received('2017-11-02', {}, { case: first._id });
    expect(foldCase([liar])).toBeNull();
    const folded = fold(first, liar);
    expect(folded.steps.map((step) => step.effect)).toEqual(['effective', 'ineffective']);
    expect(folded.number).toBe(first.data['number']);
  });

  it('a type or version this program does not know is kept, and nothing more is allowed after a step of it', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const remark = writer.remark('stamped', '2017-11-02', first, {});
    expect(fold(first, remark)).toMatchObject({ newer: [remark._id], needsNewerVersion: false });
    const step = writer.step('transferred', '2017-11-02', first, {});
    const next = writer.step('accepted', '2017-11-03', step);
    expect(fold(first, step, next)).toMatchObject({ newer: [step._id], needsNewerVersion: true, waiting: [next._id] });
    const newer = { ...step, v: 2 };
    expect(foldCase([first, newer])).toMatchObject({ newer: [step._id], needsNewerVersion: true });
  });
});

describe('what no honest program writes', () => {
  it('a later step that names no predecessor is ineffective, also when it is dated before the case began', () => {
    const writer = clerk();
    const first = writer.received('2017-11-05');
    const stray = writer.event('accepted', '2017-11-01', {}, { case: first._id });
    const folded = fold(first, stray);
    expect(folded.state).toBe('received');
    expect(folded.steps.map((step) => [step.type, step.effect])).toEqual([
      ['received', 'effective'],
      ['accepted', 'ineffective'],
    ]);
    expect(reasonOf(folded, stray)).toBe('步骤没有写明接在哪一步之后');
  });

  it('two bodies under one id: the fold looks at the same one whoever came first', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const forged = { ...first, _rev: `1-${'0'.repeat(32)}`, data: { ...first.data, matter: 'MZ-002' } };
    expect(fold(first, forged).matter).toBe('MZ-002');
    expect(fold(forged, first)).toEqual(fold(first, forged));
  });
});
