import { describe, expect, it } from 'vitest';
import { CENTRE, COUNTY, EventWriter, VILLAGE } from '../../../test/fixtures/events.ts';
import type { LedgerEvent } from '../../event/event.ts';
import { clerk, fold, reasonOf, effectOf, walk } from '../../../test/fixtures/folds.ts';

describe('steps that did not know of each other', () => {
  it('two conclusions with one result count once', () => {
    const [a, b] = [clerk(), new EventWriter(CENTRE, 'b')];
    const [first, accepted] = walk(a, ['accepted']) as [LedgerEvent, LedgerEvent];
    const one = a.step('concluded', '2017-11-08', accepted);
    const two = b.step('concluded', '2017-11-09', accepted);
    const delivered = b.step('delivered', '2017-11-10', two);
    const folded = fold(first, accepted, one, two, delivered);
    expect(folded).toMatchObject({ state: 'delivered', disputed: null, result: { id: one._id, on: '2017-11-08' } });
    expect(folded.steps.find((step) => step.id === two._id)).toMatchObject({ effect: 'same', sameAs: one._id });
  });

  it('two receipts, and two hand-overs, count once', () => {
    const village = new EventWriter(VILLAGE);
    const other = new EventWriter(VILLAGE, 'b');
    const [a, b] = [clerk(), new EventWriter(CENTRE, 'b')];
    const first = village.proxyReceived('2017-11-01');
    const [one, two] = [
      village.step('handed-over', '2017-11-02', first),
      other.step('handed-over', '2017-11-03', first),
    ];
    const [got, gotToo] = [a.step('received', '2017-11-06', one), b.step('received', '2017-11-07', [one, two])];
    const folded = fold(first, one, two, got, gotToo);
    expect(folded).toMatchObject({ state: 'received', disputed: null, receivedOn: '2017-11-06' });
    expect([effectOf(folded, two), effectOf(folded, gotToo)]).toEqual(['same', 'same']);
  });

  it('an extension beside a pause: both count', () => {
    const [a, b] = [clerk(), new EventWriter(CENTRE, 'b')];
    const [first, accepted] = walk(a, ['accepted']) as [LedgerEvent, LedgerEvent];
    const folded = fold(
      first,
      accepted,
      a.step('paused', '2017-11-03', accepted),
      b.step('extended', '2017-11-03', accepted),
    );
    expect(folded).toMatchObject({ state: 'paused', disputed: null, extension: { days: 5 } });
  });

  it('papers that two clerks took in apart are all here', () => {
    const [a, b] = [clerk(), new EventWriter(CENTRE, 'b')];
    const first = a.received('2017-11-01');
    const owed = { owed: ['甲', '乙'], deadline: '2017-11-10', commitment: true };
    const short = a.step('accepted-short', '2017-11-02', first, owed);
    const one = a.step('supplemented', '2017-11-03', short, { materials: ['甲'] });
    const two = b.step('supplemented', '2017-11-03', short, { materials: ['乙'] });
    const folded = fold(first, short, one, two);
    expect(folded).toMatchObject({ disputed: null, owed: null });
    expect(folded.materials.filter((item) => item.state === 'missing')).toEqual([]);
  });

  describe('when one of two equal steps is in dispute', () => {
    const [a, b, c] = [clerk(), new EventWriter(CENTRE, 'b'), new EventWriter(CENTRE, 'c')];
    const [first, accepted] = walk(a, ['accepted']) as [LedgerEvent, LedgerEvent];
    const one = a.step('concluded', '2017-11-08', accepted);
    const two = b.step('concluded', '2017-11-09', accepted);
    const delivered = b.step('delivered', '2017-11-10', two);
    const gone = c.step('withdrawn', '2017-11-09', accepted);
    const all = [first, accepted, one, two, delivered, gone];
    const settle = (keep: LedgerEvent) =>
      c.step('settled', '2017-11-13', [one, delivered, gone], { keep: [keep._id], reason: '核实' });

    it('both are, and so is what was built on either', () => {
      const folded = fold(...all);
      expect([one, two, delivered, gone].map((event) => effectOf(folded, event))).toEqual(Array(4).fill('disputed'));
    });

    it.each([
      ['the first', one],
      ['the other', two],
    ])('to keep %s keeps both', (_, keep) => {
      expect(fold(...all, settle(keep))).toMatchObject({ state: 'delivered', disputed: null, ended: null });
    });

    it('to keep neither overrules both, with what arrives late on either', () => {
      const archived = b.step('archived', '2017-11-14', delivered);
      const folded = fold(...all, settle(gone), archived);
      expect(folded).toMatchObject({ state: 'withdrawn', disputed: null, result: null });
      expect([one, two, delivered, archived].map((event) => effectOf(folded, event))).toEqual(
        Array(4).fill('overruled'),
      );
    });
  });

  describe('that exclude each other', () => {
    const [a, b] = [clerk(), new EventWriter(CENTRE, 'b')];
    const [first, accepted] = walk(a, ['accepted']) as [LedgerEvent, LedgerEvent];
    const concluded = a.step('concluded', '2017-11-08', accepted);
    const delivered = a.step('delivered', '2017-11-09', concluded);
    const withdrawn = b.step('withdrawn', '2017-11-09', accepted);
    const archived = b.step('archived', '2017-11-10', withdrawn);
    const disputed = [first, accepted, concluded, delivered, withdrawn, archived];
    const settle = (keep: LedgerEvent, on = '2017-11-13', after = [delivered, archived]) =>
      a.step('settled', on, after, { keep: [keep._id], reason: '电话核实' });

    it('the case shows the state at their common ancestor and is disputed', () => {
      const folded = fold(...disputed);
      expect(folded).toMatchObject({ state: 'accepted', result: null, endedOn: null });
      expect(folded.disputed?.since).toBe('2017-11-08');
      expect([...(folded.disputed?.steps ?? [])].sort()).toEqual([concluded._id, withdrawn._id].sort());
      expect(folded.disputed?.heads).toEqual([delivered._id, archived._id].sort());
      expect(disputed.slice(2).map((event) => effectOf(folded, event))).toEqual(Array(4).fill('disputed'));
    });

    it('a settlement after all heads keeps one side; the other and what was built on it are overruled', () => {
      const kept = fold(...disputed, settle(concluded));
      expect(kept).toMatchObject({ state: 'delivered', disputed: null, deliveredOn: '2017-11-09', ended: null });
      expect([withdrawn, archived].map((event) => effectOf(kept, event))).toEqual(['overruled', 'overruled']);
      const other = fold(...disputed, settle(withdrawn));
      expect(other).toMatchObject({ state: 'archived', disputed: null, result: null, ended: 'withdrawn' });
      expect([concluded, delivered].map((event) => effectOf(other, event))).toEqual(['overruled', 'overruled']);
    });

    it('a settlement may keep neither: it names the step before them', () => {
      const folded = fold(...disputed, settle(accepted));
      expect(folded).toMatchObject({ state: 'accepted', disputed: null, result: null });
      expect(effectOf(folded, concluded)).toBe('overruled');
    });

    it('work goes on after a settlement', () => {
      const settled = settle(accepted);
      const again = a.step('concluded', '2017-11-14', settled);
      expect(fold(...disputed, settled, again)).toMatchObject({ state: 'concluded', result: { on: '2017-11-14' } });
    });

    it('what arrives late on the overruled side is overruled too', () => {
      const settled = settle(concluded);
      const more = b.step('archived', '2017-11-20', withdrawn);
      expect(effectOf(fold(...disputed, settled, more), more)).toBe('overruled');
    });

    it('a settlement that keeps both, or knows no dispute, is ineffective', () => {
      const both = a.step('settled', '2017-11-13', [delivered, archived], {
        keep: [concluded._id, withdrawn._id],
        reason: '无',
      });
      expect(reasonOf(fold(...disputed, both), both)).toBe('保留的步骤之间仍互相排斥');
      expect(fold(...disputed, both).disputed).not.toBeNull();
      const needless = a.step('settled', '2017-11-13', delivered, { keep: [concluded._id], reason: '无' });
      expect(reasonOf(fold(...disputed, needless), needless)).toBe('没有要裁定的争议');
    });

    it('any other step after a dispute is ineffective', () => {
      const more = a.step('paused', '2017-11-13', [delivered, archived]);
      expect(reasonOf(fold(...disputed, more), more)).toBe('办件有争议，须先裁定');
    });

    it('two settlements that contradict each other leave the dispute, which a third one ends', () => {
      const one = settle(concluded);
      const two = b.step('settled', '2017-11-13', [delivered, archived], { keep: [withdrawn._id], reason: '本人来电' });
      const folded = fold(...disputed, one, two);
      expect(folded.state).toBe('accepted');
      expect([one, two].map((event) => effectOf(folded, event))).toEqual(['disputed', 'disputed']);
      const third = settle(withdrawn, '2017-11-15', [one, two]);
      expect(fold(...disputed, one, two, third)).toMatchObject({ state: 'archived', disputed: null });
      const byVerdict = settle(one, '2017-11-15', [one, two]);
      expect(fold(...disputed, one, two, byVerdict)).toMatchObject({ state: 'delivered', disputed: null });
    });

    it('the third one stands in the place of both, also of one that had kept neither side', () => {
      const one = settle(concluded);
      const neither = b.step('settled', '2017-11-13', [delivered, archived], { keep: [accepted._id], reason: '另议' });
      const third = settle(concluded, '2017-11-15', [one, neither]);
      const folded = fold(...disputed, one, neither, third);
      expect(folded).toMatchObject({ state: 'delivered', disputed: null });
      expect([one, neither, third].map((event) => effectOf(folded, event))).toEqual([
        'overruled',
        'overruled',
        'effective',
      ]);
    });

    it('two settlements that say the same count once', () => {
      const two = b.step('settled', '2017-11-13', [delivered, archived], { keep: [concluded._id], reason: '同上' });
      const folded = fold(...disputed, settle(concluded), two);
      expect(folded).toMatchObject({ state: 'delivered', disputed: null });
      expect(
        folded.steps
          .filter((step) => step.type === 'settled')
          .map((step) => step.effect)
          .sort(),
      ).toEqual(['effective', 'same']);
    });

    it('a third branch that nobody had seen puts the settled case in dispute again', () => {
      const voided = new EventWriter(CENTRE, 'c').step('voided', '2017-11-20', accepted);
      const settled = settle(concluded);
      const folded = fold(...disputed, settled, voided);
      expect(folded.state).toBe('accepted');
      expect([...(folded.disputed?.steps ?? [])].sort()).toEqual([concluded._id, voided._id].sort());
      const again = settle(concluded, '2017-11-21', [settled, voided]);
      expect(fold(...disputed, settled, voided, again)).toMatchObject({ state: 'delivered', disputed: null });
    });

    it('a settlement by the county counts like one by the centre', () => {
      const county = new EventWriter(COUNTY);
      const settled = county.step('settled', '2017-11-13', [delivered, archived], {
        keep: [concluded._id],
        reason: '督查',
      });
      expect(fold(...disputed, settled)).toMatchObject({ state: 'delivered', disputed: null });
    });
  });
});
