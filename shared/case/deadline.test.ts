import { describe, expect, it } from 'vitest';
import { CENTRE, EventWriter, IMMEDIATE, PROMISED, STEP_DATA, VILLAGE } from '../../test/fixtures/events.ts';
import type { CaseFold } from './case-types.ts';
import { workingDays } from '../calendar/limit.ts';
import type { LocalDate } from '../base/brands.ts';
import { deadlines } from './deadline.ts';
import { viewCase } from './view.ts';
import type { LedgerEvent } from '../event/event.ts';
import type { Terms } from './terms.ts';
import { foldCase } from './fold/fold.ts';
import { referenceCalendar } from '../reference/load.ts';

const calendar = referenceCalendar();
type Walk = readonly (readonly [type: string, on: string, data?: Record<string, unknown>])[];

/** A case of the centre received on the first day, with the steps that follow. */
function caseOf(receivedOn: string, steps: Walk, terms: Terms = PROMISED): CaseFold {
  const writer = new EventWriter(CENTRE);
  const events: LedgerEvent[] = [writer.received(receivedOn, { terms })];
  for (const [type, on, data] of steps) events.push(writer.step(type, on, events.at(-1) as LedgerEvent, data));
  const folded = foldCase(events) as CaseFold;
  for (const step of folded.steps) expect([step.type, step.effect]).toEqual([step.type, 'effective']);
  return folded;
}
const of = (receivedOn: string, steps: Walk, terms?: Terms) => deadlines(caseOf(receivedOn, steps, terms), calendar);

describe('the due day', () => {
  it('is the n-th working day after acceptance; the first day is not counted', () => {
    expect(of('2017-11-01', [['accepted', '2017-11-01']]).dueOn).toBe('2017-11-15');
    expect(of('2017-11-03', [['accepted', '2017-11-03']], { ...PROMISED, promised: workingDays(1) }).dueOn).toBe(
      '2017-11-06',
    );
  });

  it('passes over holidays and counts the Saturday that is worked instead', () => {
    expect(of('2017-09-29', [['accepted', '2017-09-29']], { ...PROMISED, promised: workingDays(3) }).dueOn).toBe(
      '2017-10-10',
    );
  });

  it('is not known before acceptance', () => {
    expect(of('2017-11-01', [])).toMatchObject({ acceptedOn: null, dueOn: null });
    expect(of('2017-11-01', [['supplement-requested', '2017-11-02']])).toMatchObject({ dueOn: null, silence: null });
  });

  it('counts from the acceptance of a 容缺 as from any other, and names the day the papers are owed', () => {
    expect(of('2017-11-01', [['accepted-short', '2017-11-02']])).toMatchObject({
      dueOn: '2017-11-16',
      owedBy: '2017-11-20',
    });
  });

  it('of an immediate matter is the day the papers came, also a Saturday', () => {
    expect(of('2017-11-01', [], IMMEDIATE)).toMatchObject({ dueOn: '2017-11-01', silence: null });
    expect(of('2017-11-04', [], IMMEDIATE).dueOn).toBe('2017-11-04');
    const completed: Walk = [
      ['supplement-requested', '2017-11-01'],
      ['supplemented', '2017-11-06'],
    ];
    expect(of('2017-11-01', completed, IMMEDIATE).dueOn).toBe('2017-11-06');
  });

  it('an immediate matter concluded at once was accepted the same day', () => {
    const days = of('2017-11-01', [['concluded', '2017-11-01']], IMMEDIATE);
    expect(days).toMatchObject({ acceptedOn: '2017-11-01', stoppedOn: '2017-11-01', collectBy: null });
  });

  it('says so when a year has no official calendar', () => {
    expect(of('2017-11-01', [['accepted', '2017-11-01']]).estimated).toBe(false);
    expect(of('2031-11-03', [['accepted', '2031-11-03']]).estimated).toBe(true);
  });

  it('the statutory limit is counted beside the promised one', () => {
    expect(of('2017-11-01', [['accepted', '2017-11-01']]).legalDueOn).toBe('2017-11-29');
    expect(of('2017-11-01', [['accepted', '2017-11-01']], { ...PROMISED, legal: null }).legalDueOn).toBeNull();
  });
});

describe('a limit in calendar days', () => {
  /** 身份证: 60 days by the law (居民身份证法 art. 12), 20 promised. */
  const CARD: Terms = { ...PROMISED, promised: { n: 20, unit: 'day' }, legal: { n: 60, unit: 'day' } };
  const accepted: Walk = [['accepted', '2017-01-20']];

  it('counts the days of 春节 and of every weekend, and ends beside one in working days', () => {
    // The twentieth day is a Thursday in February, the sixtieth a Tuesday in March; sixty working days would last until 20 April.
    expect(of('2017-01-20', accepted, CARD)).toMatchObject({ dueOn: '2017-02-09', legalDueOn: '2017-03-21' });
    const inWorkingDays = { ...CARD, legal: workingDays(60) };
    expect(of('2017-01-20', accepted, inWorkingDays).legalDueOn).toBe('2017-04-20');
  });

  it('that ends within the eight days off of October 2017 ends on the ninth', () => {
    const days = of('2017-09-15', [['accepted', '2017-09-15']], CARD);
    expect(days).toMatchObject({ dueOn: '2017-10-09', legalDueOn: '2017-11-14' });
  });

  it('is moved by the days that stood still, counted as it is, and only then off a day off', () => {
    const paused: Walk = [...accepted, ['paused', '2017-01-25'], ['resumed', '2017-02-06']];
    // Twelve days: the 9th becomes the 21st.
    // A public notice stops the promise alone: the sixty days of the law go on.
    expect(of('2017-01-20', paused, CARD)).toMatchObject({ dueOn: '2017-02-21', legalDueOn: '2017-03-21' });
    // Two: the 9th becomes a Saturday, which ends on Monday; the same once more from Thursday is a Saturday again, not a Monday.
    const twice: Walk = [...accepted, ['paused', '2017-01-22'], ['resumed', '2017-01-24']];
    expect(of('2017-01-20', twice, CARD).dueOn).toBe('2017-02-13');
    const again: Walk = [...twice, ['paused', '2017-01-25'], ['resumed', '2017-01-26']];
    expect(of('2017-01-20', again, CARD).dueOn).toBe('2017-02-13');
  });

  it('says while it stands how many working days were left', () => {
    // From 25 January to 9 February: the 26th, 3rd, 4th (worked), and 6th to 9th.
    expect(of('2017-01-20', [...accepted, ['paused', '2017-01-25']], CARD)).toMatchObject({ dueOn: null, left: 7 });
  });

  it('of six months, as of a dispute about land, ends on the day of that number', () => {
    const land: Terms = { ...PROMISED, promised: workingDays(60), legal: { n: 6, unit: 'month' } };
    expect(of('2017-08-31', [['accepted', '2017-08-31']], land).legalDueOn).toBe('2018-02-28');
    expect(of('2017-04-01', [['accepted', '2017-04-01']], land).legalDueOn).toBe('2017-10-09');
  });
});

describe('terms of the time before limits had a unit', () => {
  it('fold, and are counted in working days', () => {
    const { promised: _, legal: __, ...rest } = PROMISED;
    const earlier = { ...rest, promisedDays: 10, legalDays: 20 } as unknown as Terms;
    const walk: Walk = [['accepted', '2017-11-01']];
    expect(of('2017-11-01', walk, earlier)).toEqual(of('2017-11-01', walk));
    const none = { ...rest, promisedDays: 10, legalDays: null } as unknown as Terms;
    expect(of('2017-11-01', walk, none)).toEqual(of('2017-11-01', walk, { ...PROMISED, legal: null }));
  });
});

describe('what stands still', () => {
  const paused: Walk = [
    ['accepted', '2017-11-01'],
    ['paused', '2017-11-03'],
  ];

  it('a special procedure moves the due day by its working days', () => {
    const days = of('2017-11-01', [...paused, ['resumed', '2017-11-10']]);
    // It is a public notice, which the law does not know: the statutory day stays.
    expect(days).toMatchObject({ dueOn: '2017-11-22', legalDueOn: '2017-11-29', left: null });
    expect(days.pauses).toEqual([{ from: '2017-11-03', to: '2017-11-10' }]);
  });

  it('while it lasts there is no due day, only the days that were left', () => {
    expect(of('2017-11-01', paused)).toMatchObject({ dueOn: null, left: 8 });
  });

  it('a pause that ends on the day it began moves nothing', () => {
    expect(of('2017-11-01', [...paused, ['resumed', '2017-11-03']]).dueOn).toBe('2017-11-15');
  });

  it('a pause after the last day cannot make up for it', () => {
    const late: Walk = [
      ['accepted', '2017-11-01'],
      ['paused', '2017-11-20'],
    ];
    expect(of('2017-11-01', late).dueOn).toBe('2017-11-15');
    expect(of('2017-11-01', [...late, ['resumed', '2017-11-30']]).dueOn).toBe('2017-11-15');
  });

  it("the applicant's time for a supplement after acceptance is not counted", () => {
    const steps: Walk = [
      ['accepted', '2017-11-01'],
      ['forwarded', '2017-11-02'],
      ['county-returned', '2017-11-06'],
      ['supplement-requested', '2017-11-06'],
      ['supplemented', '2017-11-13'],
    ];
    expect(of('2017-11-01', steps).dueOn).toBe('2017-11-22');
  });

  it('stretches that overlap count once', () => {
    const terms: Terms = { ...PROMISED, promisedScope: 'township' };
    const steps: Walk = [
      ['accepted', '2017-11-01'],
      ['forwarded', '2017-11-02'],
      ['paused', '2017-11-06'],
      ['resumed', '2017-11-08'],
      ['county-returned', '2017-11-09'],
    ];
    // 2 to 9 November stands still: five working days, not seven.
    expect(of('2017-11-01', steps, terms)).toMatchObject({ dueOn: '2017-11-22', stoppedOn: null });
  });
});

describe('a special procedure with a planned end', () => {
  const PROCEDURE = STEP_DATA['special-procedure'] as Record<string, unknown>;
  /** Accepted on the 1st; a report of seven working days from the 3rd: until Tuesday the 14th. */
  const begun: Walk = [
    ['accepted', '2017-11-01'],
    ['special-procedure', '2017-11-03', PROCEDURE],
  ];

  it('stops both clocks until that day, from which they go on by themselves', () => {
    expect(of('2017-11-01', begun)).toMatchObject({
      dueOn: '2017-11-24',
      legalDueOn: '2017-12-08',
      left: null,
      specialUntil: '2017-11-14',
    });
  });

  it('gives no more days to a case that is resumed late, and takes back those that it did not need', () => {
    const late = of('2017-11-01', [...begun, ['resumed', '2017-12-01']]);
    expect(late).toMatchObject({ dueOn: '2017-11-24', legalDueOn: '2017-12-08', specialUntil: null });
    const early = of('2017-11-01', [...begun, ['resumed', '2017-11-07']]);
    expect(early).toMatchObject({ dueOn: '2017-11-17', legalDueOn: '2017-12-01' });
  });

  it('goes on where it was renewed in time, and has lost the days between where it was not', () => {
    const inTime = of('2017-11-01', [...begun, ['special-renewed', '2017-11-14']]);
    expect(inTime).toMatchObject({ specialUntil: '2017-11-21', dueOn: '2017-12-01' });
    // Until the 14th, and five working days from the 16th on: two days ran.
    const late = of('2017-11-01', [...begun, ['special-renewed', '2017-11-16']]);
    expect(late).toMatchObject({ specialUntil: '2017-11-23', dueOn: '2017-12-01' });
    expect(late.pauses).toEqual([
      { from: '2017-11-03', to: '2017-11-14' },
      { from: '2017-11-16', to: '2017-11-23' },
    ]);
  });

  it('may be planned in calendar days, and ends on a working day', () => {
    const data = { ...PROCEDURE, length: 8, unit: 'day' };
    expect(of('2017-11-01', [begun[0] as Walk[0], ['special-procedure', '2017-11-03', data]])).toMatchObject({
      specialUntil: '2017-11-13',
    });
  });

  it('of `paused`, as cases of before have it, stops the law for the kinds of art. 45 alone', () => {
    const paused = (reason: string): Walk => [
      ['accepted', '2017-11-01'],
      ['paused', '2017-11-03', { reason, basis: '办法', plannedDays: 7 }],
    ];
    expect(of('2017-11-01', paused('鉴定'))).toMatchObject({ dueOn: null, legalDueOn: null, specialUntil: null });
    for (const reason of ['公示', '入户调查', '现场踏勘', '其他'])
      expect(of('2017-11-01', paused(reason))).toMatchObject({ dueOn: null, legalDueOn: '2017-11-29' });
  });
});

describe('work on a case', () => {
  const uncounted: Terms['uncounted'] = [
    { kind: 'public-notice', most: { n: 7, unit: 'day' } },
    { kind: 'site-visit' },
  ];
  /** Accepted on 1 November and due on the 15th, by the law on the 29th; the work of `kind` from the 3rd to the last day. */
  const withWork = (kind: string, to: string, terms: Partial<Terms> = {}) => {
    const writer = new EventWriter(CENTRE);
    const first = writer.received('2017-11-01', { terms: { ...PROMISED, ...terms } });
    const accepted = writer.step('accepted', '2017-11-01', first);
    const work = writer.remark('work-done', '2017-11-03', accepted, { kind, from: '2017-11-03', to });
    return foldCase([first, accepted, work]) as CaseFold;
  };

  it('of a kind that the matter leaves out stops the promise and not the law', () => {
    const days = deadlines(withWork('site-visit', '2017-11-10', { uncounted }), calendar);
    expect(days).toMatchObject({ dueOn: '2017-11-22', legalDueOn: '2017-11-29' });
  });

  it('of any other kind stops neither, and a visit of thirty days makes the case late by the law', () => {
    for (const terms of [{}, { uncounted }]) {
      const fold = withWork('home-visit', '2017-12-03', terms);
      expect(deadlines(fold, calendar)).toMatchObject({ dueOn: '2017-11-15', legalDueOn: '2017-11-29' });
      expect(viewCase(fold, calendar, '2017-12-01' as LocalDate).legal.overdue).toBe(true);
    }
  });

  it('stops the promise no longer than the matter says', () => {
    const days = deadlines(withWork('public-notice', '2017-12-29', { uncounted }), calendar);
    expect(days.pauses).toEqual([{ from: '2017-11-03', to: '2017-11-10' }]);
  });

  it('that the matter’s own law leaves out stops both', () => {
    const byLaw: Terms['uncounted'] = [{ kind: 'other-body', byLaw: true }];
    const days = deadlines(withWork('other-body', '2017-11-10', { uncounted: byLaw }), calendar);
    expect(days).toMatchObject({ dueOn: '2017-11-22', legalDueOn: '2017-12-06' });
  });

  it('whose last day is before its first has no effect, and is asked about', () => {
    const fold = withWork('site-visit', '2017-11-02', { uncounted });
    expect(fold.works).toEqual([]);
    expect(fold.remarks.map(({ effect, breaches }) => [effect, breaches[0]?.rule])).toEqual([['ineffective', 'date']]);
    expect(deadlines(fold, calendar).dueOn).toBe('2017-11-15');
  });
});

describe('an extension', () => {
  it('asked for in time moves the due day', () => {
    const days = of('2017-11-01', [
      ['accepted', '2017-11-01'],
      ['extended', '2017-11-15'],
    ]);
    expect(days).toMatchObject({ dueOn: '2017-11-22', limit: 15 });
  });

  it('asked for after the due day moves nothing', () => {
    const days = of('2017-11-01', [
      ['accepted', '2017-11-01'],
      ['extended', '2017-11-16'],
    ]);
    expect(days).toMatchObject({ dueOn: '2017-11-15', limit: 10 });
  });

  it('asked for during a pause adds to the days that are left', () => {
    const steps: Walk = [
      ['accepted', '2017-11-01'],
      ['paused', '2017-11-03'],
      ['extended', '2017-11-06'],
    ];
    expect(of('2017-11-01', steps)).toMatchObject({ dueOn: null, left: 13 });
    expect(of('2017-11-01', [...steps, ['resumed', '2017-11-10']])).toMatchObject({ dueOn: '2017-11-29', limit: 15 });
  });
});

describe('silence', () => {
  it('of five working days accepts from the day of receipt', () => {
    expect(of('2017-11-01', []).silence).toEqual({
      warnFrom: '2017-11-06',
      after: '2017-11-08',
      acceptedOn: '2017-11-01',
      dueOn: '2017-11-15',
      legalDueOn: '2017-11-29',
    });
  });

  it('a word on the fifth day is in time; on the sixth the case had been accepted', () => {
    expect(of('2017-11-01', [['accepted', '2017-11-08']])).toMatchObject({
      acceptedOn: '2017-11-08',
      deemed: false,
      dueOn: '2017-11-22',
    });
    expect(of('2017-11-01', [['accepted', '2017-11-09']])).toMatchObject({
      acceptedOn: '2017-11-01',
      deemed: true,
      dueOn: '2017-11-15',
    });
  });

  it('is as long as the matter says', () => {
    const terms: Terms = { ...PROMISED, tellWithin: workingDays(7) };
    expect(of('2017-11-01', [], terms).silence).toMatchObject({ warnFrom: '2017-11-08', after: '2017-11-10' });
    expect(of('2017-11-01', [['accepted', '2017-11-10']], terms).deemed).toBe(false);
    expect(of('2017-11-01', [['accepted', '2017-11-13']], terms)).toMatchObject({
      acceptedOn: '2017-11-01',
      deemed: true,
    });
    const petition: Terms = { ...PROMISED, tellWithin: { n: 15, unit: 'day' } };
    expect(of('2017-09-18', [], petition).silence?.after).toBe('2017-10-09');
  });

  it('ends with any word, and begins anew when the papers are completed', () => {
    const asked: Walk = [['supplement-requested', '2017-11-06']];
    expect(of('2017-11-01', asked).silence).toBeNull();
    const days = of('2017-11-01', [...asked, ['supplemented', '2017-11-20']]);
    expect(days.silence).toMatchObject({ after: '2017-11-27', acceptedOn: '2017-11-20' });
  });

  it('a supplement asked for too late does not undo the acceptance, but its days are not counted', () => {
    const asked: Walk = [['supplement-requested', '2017-11-10']];
    expect(of('2017-11-01', asked)).toMatchObject({ acceptedOn: '2017-11-01', deemed: true, dueOn: null, left: 3 });
    const days = of('2017-11-01', [...asked, ['supplemented', '2017-11-17'], ['accepted', '2017-11-20']]);
    expect(days).toMatchObject({ acceptedOn: '2017-11-01', dueOn: '2017-11-22' });
  });

  it("in the village counts from the centre's receipt", () => {
    const village = new EventWriter(VILLAGE);
    const first = village.proxyReceived('2017-11-01');
    const over = village.step('handed-over', '2017-11-13', first);
    expect(deadlines(foldCase([first, over]) as CaseFold, calendar)).toMatchObject({ silence: null, acceptedOn: null });
    const received = new EventWriter(CENTRE).step('received', '2017-11-14', over);
    const days = deadlines(foldCase([first, over, received]) as CaseFold, calendar);
    expect(days.silence).toMatchObject({ acceptedOn: '2017-11-14', after: '2017-11-21' });
  });
});

describe('a limit that binds the township alone', () => {
  const terms: Terms = { ...PROMISED, promisedScope: 'township', decidedBy: 'county' };
  const sent: Walk = [
    ['accepted', '2017-11-01'],
    ['forwarded', '2017-11-09'],
  ];

  it('stops at the forwarding', () => {
    expect(of('2017-11-01', sent, terms)).toMatchObject({ dueOn: '2017-11-15', stoppedOn: '2017-11-09' });
    const concluded = of('2017-11-01', [...sent, ['concluded', '2017-12-20']], terms);
    expect(concluded).toMatchObject({ dueOn: '2017-11-15', stoppedOn: '2017-11-09' });
  });

  it("goes on when the county returns the case, without the county's days", () => {
    const back = of('2017-11-01', [...sent, ['county-returned', '2017-11-16']], terms);
    expect(back).toMatchObject({ dueOn: '2017-11-22', stoppedOn: null });
    const again = of('2017-11-01', [...sent, ['county-returned', '2017-11-16'], ['forwarded', '2017-11-20']], terms);
    expect(again).toMatchObject({ dueOn: '2017-11-22', stoppedOn: '2017-11-20' });
  });

  it("a limit for the whole counts the county's days", () => {
    const days = of('2017-11-01', [...sent, ['county-returned', '2017-11-16']]);
    expect(days).toMatchObject({ dueOn: '2017-11-15', stoppedOn: null });
    expect(of('2017-11-01', [...sent, ['concluded', '2017-11-14']]).stoppedOn).toBe('2017-11-14');
  });
});

describe('after the conclusion', () => {
  it('the result is to be collected within ten working days', () => {
    const days = of('2017-11-01', [
      ['accepted', '2017-11-01'],
      ['concluded', '2017-11-06'],
    ]);
    expect(days).toMatchObject({ collectBy: '2017-11-20', stoppedOn: '2017-11-06' });
  });

  it('what ended without result stops the clock and waits for nobody', () => {
    const days = of('2017-11-01', [
      ['accepted', '2017-11-01'],
      ['withdrawn', '2017-11-06'],
    ]);
    expect(days).toMatchObject({ stoppedOn: '2017-11-06', collectBy: null });
  });
});

it('days of a forger do not make it throw', () => {
  const steps: Walk = [
    ['accepted', '1901-01-01'],
    ['paused', '1901-01-02'],
    ['resumed', '2199-12-31'],
  ];
  expect(() => of('1900-01-01', steps)).not.toThrow();
});
