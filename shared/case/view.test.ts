import { describe, expect, it } from 'vitest';
import { CENTRE, EventWriter, IMMEDIATE, PROMISED, STEP_DATA, VILLAGE } from '../../test/fixtures/events.ts';
import type { LocalDate } from '../base/brands.ts';
import { workingDays } from '../calendar/limit.ts';
import type { CaseFold } from './case-types.ts';
import type { LedgerEvent } from '../event/event.ts';
import type { Terms } from './terms.ts';
import { foldCase } from './fold/fold.ts';
import { referenceCalendar } from '../reference/load.ts';
import { viewCase } from './view.ts';
import type { CaseView } from './view.ts';

const calendar = referenceCalendar();
type Walk = readonly (readonly [type: string, on: string, data?: Record<string, unknown>])[];

function on(today: string, receivedOn: string, steps: Walk, terms: Terms = PROMISED): CaseView {
  const writer = new EventWriter(CENTRE);
  const events: LedgerEvent[] = [writer.received(receivedOn, { terms })];
  for (const [type, day, data] of steps) events.push(writer.step(type, day, events.at(-1) as LedgerEvent, data));
  return viewCase(foldCase(events) as CaseFold, calendar, today as LocalDate);
}
const accepted: Walk = [['accepted', '2017-11-01']];

describe('a case accepted on 1 November for ten days', () => {
  it.each([
    ['2017-11-01', { workdaysLeft: 10, overdue: false, warning: false, usedDays: 0 }],
    ['2017-11-10', { workdaysLeft: 3, overdue: false, warning: false, usedDays: 7 }],
    ['2017-11-13', { workdaysLeft: 2, overdue: false, warning: true, usedDays: 8 }],
    ['2017-11-15', { workdaysLeft: 0, overdue: false, warning: true }],
    ['2017-11-16', { workdaysLeft: -1, overdue: true, warning: false, usedDays: 11 }],
  ])('on %s', (today, expected) => {
    expect(on(today, '2017-11-01', accepted)).toMatchObject({ dueOn: '2017-11-15', open: true, ...expected });
  });

  it('is past the statutory limit later than past the promised one', () => {
    expect(on('2017-11-29', '2017-11-01', accepted).legal.overdue).toBe(false);
    expect(on('2017-11-30', '2017-11-01', accepted).legal.overdue).toBe(true);
  });

  it('concluded in time is not overdue, however late one looks; concluded late it stays so', () => {
    const inTime = on('2018-03-01', '2017-11-01', [...accepted, ['concluded', '2017-11-15']]);
    expect(inTime).toMatchObject({ overdue: false, open: false, workdaysLeft: 0, usedDays: 10, warning: false });
    const late = on('2018-03-01', '2017-11-01', [...accepted, ['concluded', '2017-11-17']]);
    expect(late).toMatchObject({ overdue: true, workdaysLeft: -2 });
  });

  it('withdrawn after its due day is not counted as overdue', () => {
    expect(on('2018-03-01', '2017-11-01', [...accepted, ['withdrawn', '2017-11-17']])).toMatchObject({
      overdue: false,
      open: false,
    });
  });
});

describe('the warning', () => {
  it('for a limit of five days or less comes at one working day left', () => {
    const terms: Terms = { ...PROMISED, promised: workingDays(5) };
    expect(on('2017-11-06', '2017-11-01', accepted, terms)).toMatchObject({ workdaysLeft: 2, warning: false });
    expect(on('2017-11-07', '2017-11-01', accepted, terms)).toMatchObject({ workdaysLeft: 1, warning: true });
  });

  it('of an immediate matter comes on its day, and it is overdue on the next', () => {
    expect(on('2017-11-01', '2017-11-01', [], IMMEDIATE)).toMatchObject({
      workdaysLeft: 0,
      warning: true,
      overdue: false,
    });
    expect(on('2017-11-02', '2017-11-01', [], IMMEDIATE)).toMatchObject({
      overdue: true,
      acceptedOn: null,
      deemedAccepted: false,
    });
  });

  it('that nobody has spoken comes on the third working day', () => {
    expect(on('2017-11-03', '2017-11-01', [])).toMatchObject({ wordDueOn: '2017-11-08', wordWarning: false });
    expect(on('2017-11-06', '2017-11-01', []).wordWarning).toBe(true);
    expect(on('2017-11-06', '2017-11-01', [['accepted', '2017-11-06']])).toMatchObject({
      wordDueOn: null,
      wordWarning: false,
    });
  });
});

describe('silence', () => {
  it('accepts when the fifth working day is over', () => {
    expect(on('2017-11-08', '2017-11-01', [])).toMatchObject({
      status: '收件',
      acceptedOn: null,
      deemedAccepted: false,
      dueOn: null,
    });
    expect(on('2017-11-09', '2017-11-01', [])).toMatchObject({
      status: '视同受理',
      acceptedOn: '2017-11-01',
      deemedAccepted: true,
      dueOn: '2017-11-15',
      workdaysLeft: 4,
      wordDueOn: null,
    });
    expect(on('2017-11-16', '2017-11-01', []).overdue).toBe(true);
  });
});

describe('a clock that stands', () => {
  const paused: Walk = [...accepted, ['paused', '2017-11-03']];
  it('shows what is left, never runs out and counts its days', () => {
    const view = on('2017-12-29', '2017-11-01', paused);
    expect(view).toMatchObject({
      status: '特别程序',
      clockStands: true,
      dueOn: null,
      workdaysLeft: 8,
      overdue: false,
      warning: false,
    });
    expect(view).toMatchObject({ pausedDays: 40, usedDays: 2 });
  });

  it('after it the used days leave the pause out', () => {
    const view = on('2017-11-13', '2017-11-01', [...paused, ['resumed', '2017-11-10']]);
    expect(view).toMatchObject({
      dueOn: '2017-11-22',
      workdaysLeft: 7,
      pausedDays: 5,
      usedDays: 3,
      clockStands: false,
    });
  });
});

describe('a township-only limit', () => {
  const terms: Terms = { ...PROMISED, promisedScope: 'township' };
  it('is kept or missed at the forwarding, whatever the county takes', () => {
    expect(on('2018-03-01', '2017-11-01', [...accepted, ['forwarded', '2017-11-15']], terms)).toMatchObject({
      overdue: false,
      open: true,
      warning: false,
    });
    expect(on('2017-11-20', '2017-11-01', [...accepted, ['forwarded', '2017-11-16']], terms).overdue).toBe(true);
  });
});

describe('after the conclusion', () => {
  const concluded: Walk = [...accepted, ['concluded', '2017-11-06']];
  it('a result waits to be collected, too long after ten working days', () => {
    expect(on('2017-11-20', '2017-11-01', concluded)).toMatchObject({
      toCollect: true,
      collectBy: '2017-11-20',
      uncollected: false,
    });
    expect(on('2017-11-21', '2017-11-01', concluded).uncollected).toBe(true);
    expect(on('2017-11-21', '2017-11-01', [...concluded, ['delivered', '2017-11-21']])).toMatchObject({
      toCollect: false,
      uncollected: false,
    });
  });

  it("an immediate result is taken along at the window; a villager's waits in the village", () => {
    const village = new EventWriter(VILLAGE);
    const centre = new EventWriter(CENTRE);
    const first = village.proxyReceived('2017-11-01', { terms: IMMEDIATE });
    const over = village.step('handed-over', '2017-11-06', first);
    const received = centre.step('received', '2017-11-07', over);
    const done = centre.step('concluded', '2017-11-07', received);
    const view = viewCase(foldCase([first, over, received, done]) as CaseFold, calendar, '2017-11-08' as LocalDate);
    expect(view).toMatchObject({ toCollect: true, overdue: false, acceptedOn: '2017-11-07' });
    expect(on('2018-01-01', '2017-11-01', [['concluded', '2017-11-01']], IMMEDIATE).toCollect).toBe(false);
  });
});

it('owed papers are overdue after their day while the case is open', () => {
  const short: Walk = [['accepted-short', '2017-11-01']];
  expect(on('2017-11-20', '2017-11-01', short).owedOverdue).toBe(false);
  expect(on('2017-11-21', '2017-11-01', short).owedOverdue).toBe(true);
  expect(
    on('2017-11-21', '2017-11-01', [...short, ['supplemented', '2017-11-10', { materials: [] }]]).owedOverdue,
  ).toBe(false);
});

it('a disputed case is open and its clock runs', () => {
  const [a, b] = [new EventWriter(CENTRE), new EventWriter(CENTRE, 'b')];
  const first = a.received('2017-11-01');
  const accept = a.step('accepted', '2017-11-01', first);
  const done = a.step('concluded', '2017-11-08', accept);
  const gone = b.step('withdrawn', '2017-11-08', accept);
  const view = viewCase(foldCase([first, accept, done, gone]) as CaseFold, calendar, '2017-11-20' as LocalDate);
  expect(view).toMatchObject({ status: '已受理', open: true, overdue: true, dueOn: '2017-11-15', toCollect: false });
});

it('says when it counted through a year without an official calendar', () => {
  expect(on('2031-11-10', '2031-11-03', [['accepted', '2031-11-03']]).estimated).toBe(true);
  expect(on('2017-11-10', '2017-11-01', accepted).estimated).toBe(false);
  // The statutory day lies in a year without a notice; the promised one, which is shown, does not.
  const far: Terms = { ...PROMISED, legal: workingDays(60) };
  const shown = on('2026-11-24', '2026-11-23', [['accepted', '2026-11-23']], far);
  expect([shown.dueOn, shown.estimated, (shown.legal.dueOn ?? '') > '2027-01-01']).toEqual(['2026-12-07', false, true]);
  // Looked at when that year has come, it is overdue since the same day, which is no estimate.
  const overdue = on('2027-01-15', '2026-11-23', [['accepted', '2026-11-23']], far);
  expect([overdue.overdue, overdue.dueOn, overdue.estimated]).toEqual([true, '2026-12-07', false]);
});

it('a special procedure is over after its planned end, whether anybody resumes the case or not', () => {
  const begun: Walk = [
    ['accepted', '2017-11-01'],
    ['special-procedure', '2017-11-03', STEP_DATA['special-procedure'] as Record<string, unknown>],
  ];
  const view = (today: string) => on(today, '2017-11-01', begun);
  expect(view('2017-11-14')).toMatchObject({ status: '特别程序', clockStands: true, specialUntil: '2017-11-14' });
  expect(view('2017-11-15')).toMatchObject({ status: '特别程序到期', clockStands: false, workdaysLeft: 7 });
  expect(view('2017-11-27')).toMatchObject({ overdue: true, dueOn: '2017-11-24' });
});
