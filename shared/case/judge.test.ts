import { describe, expect, it } from 'vitest';
import { CENTRE, COUNTY, EventWriter, IMMEDIATE, PROMISED, VILLAGE } from '../../test/fixtures/events.ts';
import type { LocalDate, PlaceCode } from '../base/brands.ts';
import type { CaseFold } from './case-types.ts';
import type { LedgerEvent } from '../event/event.ts';
import { foldCase } from './fold/fold.ts';
import { allowedSteps, judge, judgeFirst } from './judge.ts';
import type { JudgeContext } from './judge.ts';
import type { Catalogue } from '../matter/catalogue.ts';
import { REMARKS } from './remarks/index.ts';
import { referenceCalendar } from '../reference/load.ts';

const ask = (events: readonly LedgerEvent[], context?: JudgeContext) => judge(foldCase(events) as CaseFold, context);
const clerk = (): EventWriter => new EventWriter(CENTRE);

describe('the steps a role may take', () => {
  const fold = (...events: LedgerEvent[]): CaseFold => foldCase(events) as CaseFold;

  it('on a received promised case', () => {
    const folded = fold(clerk().received('2017-11-01'));
    expect(allowedSteps(folded, 'clerk')).toEqual([
      'supplement-requested',
      'accepted',
      'accepted-short',
      'refused',
      'withdrawn',
      'voided',
    ]);
    expect(allowedSteps(folded, 'agent')).toEqual([]);
    expect(allowedSteps(folded, 'county')).toEqual([]);
  });

  it('on a received immediate case include the conclusion', () => {
    expect(allowedSteps(fold(clerk().received('2017-11-01', { terms: IMMEDIATE })), 'clerk')).toContain('concluded');
  });

  it('on a case in the village', () => {
    const folded = fold(new EventWriter(VILLAGE).proxyReceived('2017-11-01'));
    expect(allowedSteps(folded, 'agent')).toEqual([
      'handed-over',
      'withdrawn',
      'voided',
      'mandate-taken',
      'mandate-suspended',
      'mandate-ended',
    ]);
    expect(allowedSteps(folded, 'clerk')).toEqual(['withdrawn', 'voided', 'mandate-suspended', 'mandate-ended']);
  });

  it('never include a second extension', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const accepted = writer.step('accepted', '2017-11-02', first);
    expect(allowedSteps(fold(first, accepted), 'clerk')).toContain('extended');
    expect(allowedSteps(fold(first, accepted, writer.step('extended', '2017-11-03', accepted)), 'clerk')).not.toContain(
      'extended',
    );
  });

  it('in dispute are the settlement alone', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const folded = fold(
      first,
      writer.step('accepted', '2017-11-02', first),
      writer.step('refused', '2017-11-02', first),
    );
    expect(allowedSteps(folded, 'clerk')).toEqual(['settled']);
    expect(allowedSteps(folded, 'county')).toEqual(['settled']);
    expect(allowedSteps(folded, 'agent')).toEqual([]);
  });

  it('are none where a newer version has gone on', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    expect(allowedSteps(fold(first, writer.step('transferred', '2017-11-02', first, {})), 'clerk')).toEqual([]);
  });
});

describe('the questions of the hub', () => {
  it('are none about a case that keeps the rules', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const accepted = writer.step('accepted', '2017-11-02', first);
    const concluded = writer.step('concluded', '2017-11-03', accepted);
    const context = { calendar: referenceCalendar(), today: '2017-11-03' as LocalDate };
    expect(ask([first, accepted, concluded], context)).toEqual([]);
  });

  it('are put about every ineffective step, and fit the remark that carries them', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const events = [
      first,
      writer.step('delivered', '2017-11-02', first),
      writer.step('accepted', '2017-11-02', first, { note: 5 }),
      new EventWriter(VILLAGE).step('accepted', '2017-11-02', first),
      writer.remark('amended', '2017-11-02', first, { field: 'person.colour' }),
    ];
    const questions = ask(events);
    expect(questions.map((question) => [question.about, question.rule])).toEqual(
      expect.arrayContaining([
        [events[1]?._id, 'state'],
        [events[2]?._id, 'data'],
        [events[3]?._id, 'role'],
        [events[4]?._id, 'data'],
      ]),
    );
    expect(questions).toHaveLength(4);
    for (const { about: _, ...question } of questions)
      expect(REMARKS.questioned.data.safeParse(question).success).toBe(true);
  });

  it('are put about a step dated before the one it follows', () => {
    const writer = clerk();
    const first = writer.received('2017-11-10');
    const early = writer.step('accepted', '2017-11-02', first, {}, { at: '2017-11-10T02:00:00.000Z' });
    expect(ask([first, early])).toMatchObject([{ about: early._id, rule: 'date', field: 'on' }]);
  });

  it('are put about a day after the one on which it was written, where the clock is known, and after today', () => {
    const writer = clerk();
    const first = writer.received('2017-11-10', {}, { at: '2017-11-01T02:00:00.000Z' });
    expect(ask([first])).toMatchObject([{ rule: 'date', field: 'on' }]);
    const unknown = writer.received('2017-11-10', {}, { at: '2009-01-01T02:00:00.000Z', offset: null });
    expect(ask([unknown])).toEqual([]);
    expect(ask([unknown], { today: '2017-11-09' as LocalDate })).toEqual([]);
    expect(ask([unknown], { today: '2017-11-08' as LocalDate })).toMatchObject([{ rule: 'date' }]);
  });

  it('are put about a receipt keyed days later that does not say so', () => {
    const writer = clerk();
    const late = { at: '2017-11-20T02:00:00.000Z' };
    expect(ask([writer.received('2017-11-10', {}, late)])).toMatchObject([{ rule: 'date', field: 'data.backdated' }]);
    expect(ask([writer.received('2017-11-10', { backdated: true }, late)])).toEqual([]);
    expect(ask([new EventWriter(VILLAGE).proxyReceived('2017-11-10', {}, late)])).toEqual([]);
  });

  it('are put about a number that is not of the place and day', () => {
    const first = clerk().received('2017-11-10', { number: `${VILLAGE}-20171110-A7-0001` });
    expect(ask([first])).toMatchObject([{ rule: 'number', field: 'data.number' }]);
  });

  it('are put about a first event by a place that may not begin a case so', () => {
    const first = new EventWriter(COUNTY).received('2017-11-10');
    expect(ask([first])).toMatchObject([{ about: first._id, rule: 'role' }]);
  });

  it("are put about a step of another township on a village's case, not about its own centre", () => {
    const first = new EventWriter(VILLAGE).proxyReceived('2017-11-01');
    const over = new EventWriter(VILLAGE, 'b').step('handed-over', '2017-11-02', first);
    const own = clerk().step('received', '2017-11-03', over);
    expect(ask([first, over, own])).toEqual([]);
    const stranger = new EventWriter('43122210101' as PlaceCode).step('received', '2017-11-03', over);
    expect(ask([first, over, stranger])).toMatchObject([{ about: stranger._id, rule: 'place' }]);
  });

  it('are put about papers owed for longer than the promised limit, also after they have come', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const context = { calendar: referenceCalendar() };
    const short = (deadline: string) =>
      writer.step('accepted-short', '2017-11-01', first, { owed: ['甲'], deadline, commitment: true });
    expect(ask([first, short('2017-11-15')], context)).toEqual([]);
    const long = short('2017-11-16');
    expect(ask([first, long], context)).toMatchObject([
      { about: long._id, rule: 'owed-deadline', field: 'data.deadline' },
    ]);
    const came = writer.step('supplemented', '2017-11-06', long, { materials: ['甲'] });
    expect(ask([first, long, came], context)).toHaveLength(1);
    expect(ask([first, short('2017-10-31')])).toMatchObject([{ rule: 'owed-deadline' }]);
  });

  it('are put about a township that concludes what the county decides, unless it was sent on or that was all of its work', () => {
    const writer = clerk();
    const terms = { ...PROMISED, decidedBy: 'county' as const };
    const first = writer.received('2017-11-01', { terms });
    const accepted = writer.step('accepted', '2017-11-01', first);
    const sent = writer.step('forwarded', '2017-11-02', accepted, { to: '县民政局' });
    const end = (after: LedgerEvent, result: string) => writer.step('concluded', '2017-11-03', after, { result });
    expect(ask([first, accepted, end(accepted, 'approved')])).toMatchObject([
      { rule: 'decided-by-county', field: 'result' },
    ]);
    expect(ask([first, accepted, end(accepted, 'forwarded')])).toEqual([]);
    expect(ask([first, accepted, sent, end(sent, 'approved')])).toEqual([]);
  });

  it('are put about an extension asked for after the due day', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const accepted = writer.step('accepted', '2017-11-01', first);
    const context = { calendar: referenceCalendar() };
    expect(ask([first, accepted, writer.step('extended', '2017-11-15', accepted)], context)).toEqual([]);
    expect(ask([first, accepted, writer.step('extended', '2017-11-16', accepted)], context)).toMatchObject([
      { rule: 'extended-late' },
    ]);
  });

  it('are not put about what waits for its predecessor', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01');
    const accepted = writer.step('accepted', '2017-11-02', first);
    const lost = writer.step('accepted', '2017-10-02', accepted, { note: 5 });
    expect(ask([first, lost])).toEqual([]);
  });
});

it('a first event that cannot be read is asked about by itself', () => {
  const writer = clerk();
  expect(judgeFirst(writer.received('2017-11-01'))).toBeNull();
  const bad = writer.received('2017-11-01', { matter: 'x' });
  expect(judgeFirst(bad)).toMatchObject({ about: bad._id, rule: 'data', field: 'data.matter' });
});

describe('an applicant that the matter does not seem to be for', () => {
  const catalogue = {
    version: 'test',
    matter: () => ({ appliesTo: { kinds: ['enterprise' as const] } }) as ReturnType<Catalogue['matter']>,
  };
  const terms = { ...PROMISED, catalogue: 'test' };
  const rules = (...events: LedgerEvent[]) => ask(events, { catalogue }).map(({ rule, about }) => [rule, about]);

  it('is asked about once, of the event that began the case', () => {
    const first = clerk().received('2017-11-01', { terms });
    expect(rules(first)).toEqual([['applicant', first._id]]);
  });

  it('is not asked about where the registration says why, or by another catalogue than the one it was registered under', () => {
    expect(rules(clerk().received('2017-11-01', { terms, despite: '营业执照已核对' }))).toEqual([]);
    expect(rules(clerk().received('2017-11-01', { terms: { ...terms, catalogue: 'before' } }))).toEqual([]);
  });

  it('is not asked about in what ended without a result', () => {
    const writer = clerk();
    const first = writer.received('2017-11-01', { terms });
    expect(rules(first, writer.step('voided', '2017-11-01', first))).toEqual([]);
  });
});
