import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASE_LIST_NAMES, caseList, type CaseList } from '../../shared/case/case-lists.ts';
import type { EventId, LocalDate, MatterCode, PlaceCode } from '../../shared/base/brands.ts';
import type { CaseFold } from '../../shared/case/case-types.ts';
import { foldCase } from '../../shared/case/fold/fold.ts';
import { addDays } from '../../shared/base/local-date.ts';
import { soundsLike } from '../../shared/base/pinyin.ts';
import { viewCase } from '../../shared/case/view.ts';
import { caseEvents, type CaseQuery, casesOfNumber, countLists, everyCase, getCase, listCases } from './cases.ts';
import { listSql } from './case-lists.ts';
import { aheadSql } from './case-page.ts';
import { caseRow } from './case-row.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { hubDeviceId, makeSigningKey } from '../trust/crypto.ts';
import { StoreError } from '../file/errors.ts';
import { earlierPersons } from './persons.ts';
import { casesOfSlips } from './slips.ts';
import { scenarios } from '../testing/scenario.ts';
import { reference, type TempSite, tempSite } from '../testing/temp-site.ts';
import { CENTRE, COUNTY, day, person, proxied, received, STAFF, VILLAGE, Writer } from '../testing/writer.ts';

const hub = makeSigningKey();
const { calendar } = reference();
let site: TempSite;
const TODAYS = ['2017-11-01', '2017-11-10', '2017-11-17', '2017-12-20'].map(day);

const context = (today: LocalDate, at: 'centre' | 'village' = 'centre') => ({
  today,
  soon: calendar.addWorkdays(today, 2).date,
  at,
});
const ids = (query: Partial<CaseQuery> & { today?: LocalDate }) =>
  [...everyCase(site.file, { list: 'all', ...context(query.today ?? day('2017-11-09')), ...query })].map(
    (row) => row.case,
  );

beforeAll(() => {
  site = tempSite({ hub });
  // Many small stories in one file: every list gets some rows.
  const samples = fc.sample(scenarios(hub), { numRuns: 60, seed: 20171109 });
  for (const { writers, events } of samples) {
    for (const writer of writers) site.trust(writer);
    site.file.transaction(() => {
      for (const { ledger, event } of events) site.pull(ledger, [event]);
    });
  }
  tellStories();
});
afterAll(() => site.remove());

/** One case at least for every list, whatever the samples hold. */
function tellStories(): void {
  const village = new Writer(VILLAGE);
  const [one, two] = [new Writer(CENTRE), new Writer(CENTRE)] as const;
  const county = new Writer(COUNTY, hub, hubDeviceId(hub.publicKey));
  for (const writer of [village, one, two]) site.trust(writer);
  let n = 0;
  const begin = (on: LocalDate, byVillage = false) => {
    n += 1;
    const writer = byVillage ? village : one;
    const number = `${writer.place}-20171030-c2${String(n).padStart(4, '0')}`;
    const first = { number, on, person: person(`故事${n}`) };
    const event = writer.write(byVillage ? proxied({ ...first, slip: `story ${n}` }) : received(first));
    site.pull(writer.place, [event]);
    const step = (by: Writer, type: string, after: LedgerEvent, data: object, day = on): LedgerEvent => {
      const next = by.write({ type, case: event._id, after: [after._id], on: day, data: { ...data } });
      site.pull(writer.place, [next]);
      return next;
    };
    return { event, step, place: writer.place };
  };
  const window = { window: '民政' };
  const [early, mid, late] = [day('2017-10-31'), day('2017-11-03'), day('2017-11-06')];
  const told = begin(early, true);
  const taken = told.step(
    one,
    'received',
    told.step(village, 'handed-over', told.event, { list: 'L', count: 1 }),
    window,
  );
  told.step(one, 'concluded', told.step(one, 'accepted', taken, {}), { result: 'approved' });
  const returned = begin(early, true);
  const handed = returned.step(village, 'handed-over', returned.event, { list: 'L', count: 1 });
  returned.step(one, 'returned-to-village', handed, { reason: 'duplicate', text: '' });
  const waiting = begin(early, true);
  waiting.step(village, 'handed-over', waiting.event, { list: 'L', count: 1 });
  begin(early, true);
  const stopped = begin(early, true);
  stopped.step(village, 'mandate-suspended', stopped.event, { reason: '外出' });
  const lacking = begin(early);
  lacking.step(one, 'supplement-requested', lacking.event, { missing: [{ name: '户口簿', problem: '缺' }] });
  const owing = begin(early);
  owing.step(one, 'accepted-short', owing.event, { owed: ['照片'], deadline: '2017-11-10', commitment: true });
  const examined = begin(early);
  examined.step(one, 'special-procedure', examined.step(one, 'accepted', examined.event, {}), {
    kind: '鉴定',
    basis: '办法',
    length: 3,
    unit: 'working-day',
    approver: '主任',
    toldOn: '2017-11-08',
    toldWay: 'direct',
    paperNo: '特〔2017〕1号',
  });
  const disputed = begin(mid);
  const accepted = disputed.step(one, 'accepted', disputed.event, {});
  disputed.step(one, 'concluded', accepted, { result: 'approved' });
  disputed.step(two, 'withdrawn', accepted, { reason: '本人撤回' });
  const together = one.write(received({ number: `${one.place}-20171030-c29999`, on: late, person: person('联办') }));
  const joint = { key: 'k1', set: 'YJ-01', name: '新生儿出生一件事', lead: true };
  site.pull(one.place, [one.write({ type: 'received', on: late, data: { ...together.data, joint } })]);
  const green = (of: ReturnType<typeof begin>, n: number) => {
    const data = { reason: n % 2 === 0 ? 'elderly' : 'urgent' };
    const first = of.event;
    site.pull(of.place, [
      (of.place === VILLAGE ? village : one).write({
        type: 'green-opened',
        case: first._id,
        about: first._id,
        on: late,
        data,
      }),
    ]);
  };
  // Early ones and late ones, so that they are neither first nor last by any order; some are finished, and one went out of the channel.
  for (const [n, on] of [early, mid, late].entries()) {
    const first = begin(on);
    green(first, n);
    first.step(one, 'accepted', first.event, {});
    const owing = begin(on);
    green(owing, n);
    owing.step(one, 'accepted-short', owing.event, { owed: ['照片'], deadline: '2017-11-10', commitment: true });
    const over = begin(on);
    green(over, n);
    const end = over.step(one, 'accepted', over.event, {});
    over.step(one, 'withdrawn', end, { reason: '本人撤回' });
    green(begin(on, true), n);
  }
  const sorry = begin(early);
  sorry.step(one, 'accepted', sorry.event, {});
  const apology = { reason: '等县里的意见', newDay: '2017-12-22', way: 'phone' };
  site.pull(sorry.place, [
    one.write({
      type: 'apologised',
      case: sorry.event._id,
      about: sorry.event._id,
      on: day('2017-12-18'),
      data: apology,
    }),
  ]);
  const left = begin(mid);
  green(left, 1);
  site.pull(left.place, [
    one.write({
      type: 'green-closed',
      case: left.event._id,
      about: left.event._id,
      on: late,
      data: { reason: '不是本人' },
    }),
  ]);
  const asked = begin(late);
  asked.step(one, 'accepted', asked.event, {});
  const rated = begin(late);
  const given = { round: 1, score: 1, channel: 'pad', giver: 'self', named: 'named' };
  site.pull(rated.place, [
    one.write({ type: 'rating-given', case: rated.event._id, about: rated.event._id, on: late, data: given }),
  ]);
  const question = { rule: 'date', text: '请核对' };
  site.pull(asked.place, [
    county.write({ type: 'questioned', case: asked.event._id, about: asked.event._id, on: late, data: question }),
  ]);
}

const allCases = () => ids({}).map((id) => foldCase(caseEvents(site.file, id), id) as CaseFold);

describe('a row', () => {
  it('shows on any day what the view of the folded case says', () => {
    for (const fold of allCases())
      for (const today of TODAYS) {
        const view = viewCase(fold, calendar, today);
        const record = getCase(site.file, fold.case);
        if (record === null) throw new Error('no row');
        const row = caseRow(record, { today, calendar, placeName: String, matterName: String, stickOf: () => null });
        expect(row).toMatchObject({
          state: fold.state,
          status: view.status,
          dueOn: view.dueOn,
          daysLeft: view.workdaysLeft,
          overdue: view.overdue,
          legal: view.legal,
          answer: view.wordWarning ? { by: view.wordDueOn } : null,
          told: view.open && fold.apology !== null ? { newDay: fold.apology.newDay } : null,
          disputed: fold.disputed !== null,
          name: fold.person.name,
          number: fold.number,
        });
        expect([record.open, record.toCollect]).toEqual([view.open, view.toCollect]);
      }
  });
});

/** What each list holds, said once more over fold and view. */
const HOLDS: Readonly<Record<CaseList, (fold: CaseFold, today: LocalDate) => boolean>> = {
  all: () => true,
  open: (fold, today) =>
    viewCase(fold, calendar, today).open &&
    !['proxy-received', 'handed-over', 'returned-to-village'].includes(fold.state),
  'due-today': (fold, today) => running(fold, today) === today,
  'due-soon': (fold, today) => {
    const due = running(fold, today);
    return due !== null && due > today && due <= calendar.addWorkdays(today, 2).date;
  },
  overdue: (fold, today) => {
    const view = viewCase(fold, calendar, today);
    return view.open && view.overdue;
  },
  'not-apologised': (fold, today) => {
    const view = viewCase(fold, calendar, today);
    return view.open && view.overdue && fold.apology === null;
  },
  'to-answer': (fold, today) => viewCase(fold, calendar, today).wordWarning,
  'legally-overdue': (fold, today) => {
    const view = viewCase(fold, calendar, today);
    return view.open && view.legal.overdue;
  },
  'to-collect': (fold, today) => viewCase(fold, calendar, today).toCollect,
  'from-villages': (fold, today) => viewCase(fold, calendar, today).open && fold.state === 'handed-over',
  supplementing: (fold, today) => viewCase(fold, calendar, today).open && fold.state === 'supplementing',
  'special-over': (fold, today) => viewCase(fold, calendar, today).status === '特别程序到期',
  owed: (fold, today) => viewCase(fold, calendar, today).open && fold.owed !== null,
  joint: (fold, today) => viewCase(fold, calendar, today).open && fold.joint !== null,
  questions: (fold) => fold.questions.some((question) => !question.answered),
  disputed: (fold) => fold.disputed !== null,
  green: (fold, today) => fold.green !== null && isUnfinished(fold, today),
  'not-handed-over': (fold, today) => viewCase(fold, calendar, today).open && fold.state === 'proxy-received',
  returned: (fold, today) => viewCase(fold, calendar, today).open && fold.state === 'returned-to-village',
  results: (fold) => getCase(site.file, fold.case)?.toTell === true,
  'bad-ratings': (fold) => openChecks(fold).length > 0,
  'bad-ratings-late': (fold, today) => {
    const [oldest] = openChecks(fold);
    return oldest !== undefined && today > addDays(oldest.on, 7);
  },
  'to-key': (fold) =>
    fold.receivedOn !== null && fold.platform === null && !['withdrawn', 'voided'].includes(fold.ended ?? ''),
  'mandate-stopped': (fold, today) =>
    ['suspended', 'ended'].includes(fold.mandate?.state ?? '') &&
    (viewCase(fold, calendar, today).open ||
      viewCase(fold, calendar, today).toCollect ||
      getCase(site.file, fold.case)?.toTell === true),
  waiting: (fold) => fold.waiting.length > 0,
  unsynced: () => true,
  concluded: (fold) => getCase(site.file, fold.case)?.concluded === true,
};

/** Bad ratings that nobody has told the person about. */
const openChecks = ({ ratings, ended }: CaseFold) =>
  ended === 'voided'
    ? []
    : ratings.filter(({ check, excluded }) => check !== null && check.told === null && excluded === null);

/** What the green channel is for: the office has work, or a result waits. */
function isUnfinished(fold: CaseFold, today: LocalDate): boolean {
  const { open, toCollect } = viewCase(fold, calendar, today);
  return open || toCollect || getCase(site.file, fold.case)?.toTell === true;
}

/** The due day of a clock that runs today. */
function running(fold: CaseFold, today: LocalDate): LocalDate | null {
  const view = viewCase(fold, calendar, today);
  const stopped = fold.result !== null || fold.ended !== null;
  return view.open && (!stopped || fold.disputed !== null) ? view.dueOn : null;
}

describe('the lists', () => {
  it.each(CASE_LIST_NAMES)('%s holds what its name says, and as many as its count', (list) => {
    const folds = allCases();
    for (const today of TODAYS) {
      const expected = folds.filter((fold) => HOLDS[list](fold, today)).map((fold) => fold.case);
      expect(new Set(ids({ list, today }))).toEqual(new Set(expected));
      expect(countLists(site.file, context(today))[list]).toBe(expected.length);
      const page = listCases(site.file, { list, ...context(today), limit: 1 });
      expect(page.total).toBe(expected.length);
    }
  });

  it('of every state are not empty in this test', () => {
    const seen = new Set(
      TODAYS.flatMap((today) =>
        Object.entries(countLists(site.file, context(today, 'village')))
          .filter(([, count]) => count > 0)
          .map(([list]) => list),
      ),
    );
    expect(CASE_LIST_NAMES.filter((list) => !seen.has(list) && list !== 'waiting')).toEqual([]);
  });

  it('of the village count as open what lies in the village too', () => {
    const today = day('2017-11-09');
    const counts = countLists(site.file, context(today, 'village'));
    expect(counts.open).toBe(allCases().filter((fold) => viewCase(fold, calendar, today).open).length);
    expect(counts.open).toBeGreaterThan(countLists(site.file, context(today)).open);
  });

  it.each(CASE_LIST_NAMES)('%s comes in pages without a gap or a repeat, whatever their size', (list) => {
    const today = day('2017-11-17');
    const whole = ids({ list, today });
    for (const limit of [1, 3, 7]) {
      const paged: EventId[] = [];
      let after: string | undefined;
      do {
        const page = listCases(site.file, { list, ...context(today), after, limit });
        expect(page.rows.length).toBeLessThanOrEqual(limit);
        paged.push(...page.rows.map((row) => row.case));
        after = page.next ?? undefined;
      } while (after !== undefined);
      expect(paged).toEqual(whole);
    }
    expect(new Set(whole).size).toBe(whole.length);
  });

  it.each(CASE_LIST_NAMES)('%s has the green channel first, whatever its order, and in every search', (list) => {
    for (const query of [{}, { query: '故事' }]) {
      const marks = [...everyCase(site.file, { list, ...context(day('2017-11-17'), 'village'), ...query })].map(
        ({ ahead }) => ahead,
      );
      expect(marks).toEqual(marks.toSorted((a, b) => Number(b) - Number(a)));
    }
  });

  it('have cases of the green channel, which leave it when they are finished or taken out of it', () => {
    const ahead = allCases().filter((fold) => getCase(site.file, fold.case)?.ahead === true);
    expect(ahead).toHaveLength(9);
    expect(ahead.every(({ ended, green }) => ended === null && green !== null)).toBe(true);
    for (const list of ['all', 'open', 'owed', 'overdue'] as const)
      expect(
        ids({ list, today: day('2017-12-20') }).filter((id) => ahead.some((each) => each.case === id)),
      ).not.toEqual([]);
  });

  it.each(CASE_LIST_NAMES)('find the green channel by its index, not by looking through the list: %s', (list) => {
    const where = listSql(list, 'centre');
    const { today, soon } = context(day('2017-11-09'));
    const bound = { ...(where.includes('@today') ? { today } : {}), ...(where.includes('@soon') ? { soon } : {}) };
    const sql = aheadSql({ join: '', where: [], bound: {}, order: caseList(list).order }, [where]);
    const plan = site.file.sql(`EXPLAIN QUERY PLAN ${sql}`).all({ ...bound, limit: 100 }) as { detail: string }[];
    expect(plan[0]?.detail).toContain('case_ahead');
  });

  it.each(CASE_LIST_NAMES)('are counted by an index alone, as the rows of many cases are long to read: %s', (list) => {
    const where = listSql(list, 'centre');
    const { today, soon } = context(day('2017-11-09'));
    const bound = { ...(where.includes('@today') ? { today } : {}), ...(where.includes('@soon') ? { soon } : {}) };
    const plan = site.file.sql(`EXPLAIN QUERY PLAN SELECT count(*) FROM case_row c WHERE ${where}`).all(bound);
    for (const { detail } of plan as { detail: string }[]) expect(detail).toContain('USING COVERING INDEX');
  });

  it('keep their next page right while newer cases are added', () => {
    const today = day('2017-11-09');
    // Behind the green channel, where the new case will be the newest of all.
    const limit = 11;
    const first = listCases(site.file, { list: 'all', ...context(today), limit });
    const whole = ids({});
    const writer = new Writer(CENTRE);
    site.trust(writer);
    site.pull(CENTRE, [
      writer.write(received({ number: `${CENTRE}-20991231-B2-0001`, on: day('2099-12-31'), person: person('新来') })),
    ]);
    const second = listCases(site.file, { list: 'all', ...context(today), after: first.next ?? '', limit });
    expect(second.rows.map((row) => row.case)).toEqual(whole.slice(limit, 2 * limit));
  });

  it('refuse a cursor that is none', () => {
    for (const after of ['x', '~', "'; DROP TABLE case_row; --~20171109-aaaaaaaaaaaaaaaaaaaaaaaaaa"])
      expect(() => listCases(site.file, { list: 'all', ...context(day('2017-11-09')), after, limit: 5 })).toThrow(
        StoreError,
      );
  });

  it('are narrowed by matter, village and the day the case began', () => {
    const all = [...everyCase(site.file, { list: 'all', ...context(day('2017-11-09')) })];
    expect(ids({ matter: 'SB-006' as MatterCode })).toHaveLength(all.length);
    expect(ids({ matter: 'SB-001' as MatterCode })).toEqual([]);
    expect(ids({ village: VILLAGE })).toEqual(all.filter((row) => row.village === VILLAGE).map((row) => row.case));
    expect(ids({ village: CENTRE as PlaceCode })).toEqual([]);
    const from = day('2017-10-30');
    expect(ids({ from, to: from })).toEqual(all.filter((row) => row.on === from).map((row) => row.case));
    expect(ids({ to: addDays(from, -1) })).toEqual([]);
  });
});

describe('a search', () => {
  it('finds the same rows as looking through the list, in any list', () => {
    const today = day('2017-11-17');
    const queries = [
      '向',
      '向一',
      'xiang',
      'xy',
      'x',
      '13800000001',
      '0000',
      'b20002',
      '改名',
      'gm',
      '向 0001',
      '无此人',
    ];
    for (const list of ['all', 'open', 'overdue', 'concluded', 'to-collect'] as const)
      for (const query of queries) {
        const words = query.split(' ');
        const expected = [...everyCase(site.file, { list, ...context(today) })].filter((row) =>
          words.every((word) =>
            /^[a-z]+$/.test(word) ? soundsLike(textOf(row.case), word) : textOf(row.case).includes(word),
          ),
        );
        expect(ids({ list, today, query }), `${list} ${query}`).toEqual(expected.map((row) => row.case));
      }
  });

  it('finds a name by every reading of its characters, by ü in each of its spellings, and by characters that no font has', () => {
    const other = tempSite({ hub });
    const names = ['张重阳', '吕布', '石参', '覃秀', '欧阳重乐', '王\u{e863}明', '李\u{323b0}'];
    names.forEach((name, index) =>
      other.ledger.append({
        ledger: CENTRE,
        staff: STAFF,
        ...received({ number: `${CENTRE}-20171109-a7000${index + 1}`, on: day('2017-11-09'), person: person(name) }),
      }),
    );
    const found = (query: string) =>
      listCases(other.file, { list: 'all', ...context(day('2017-11-09')), query, limit: 10 }).rows.map(
        ({ name }) => name,
      );
    const asked = {
      张重阳: ['zcy', 'zzy', 'zhangchongyang', 'zhangzhongy', 'chongyang', 'zhang chong'],
      吕布: ['lv', 'lu', 'lyu', 'lvbu', 'lubu', 'LYUBU', 'lü', 'lǚ bù', 'lb'],
      石参: ['ss', 'sc', 'shishen'],
      覃秀: ['qx', 'tx', 'tanxiu', 'qinx'],
      欧阳重乐: ['oyzl', 'oycy', 'ouyangchongyue', 'ouyangzhongl', 'yangchongle', 'cy'],
      ['王\u{e863}明']: ['\u{e863}', '\u{e863}明', 'wang', 'ming'],
      ['李\u{323b0}']: ['\u{323b0}', '李\u{323b0}', 'li'],
    };
    for (const [name, queries] of Object.entries(asked))
      for (const query of queries) expect(found(query), query).toContain(name);
    for (const query of ['zhangcongyang', 'lvbo', 'ouyangchongyuezi', 'oyzlx', 'ouyangzhongx', '\u{e864}'])
      expect(found(query), query).toEqual([]);
    other.remove();
  });

  it('has no total and pages like the list', () => {
    const today = day('2017-11-17');
    const page = listCases(site.file, { list: 'all', ...context(today), query: '向', limit: 4 });
    expect(page.total).toBeNull();
    const next = listCases(site.file, {
      list: 'all',
      ...context(today),
      query: '向',
      after: page.next ?? '',
      limit: 4,
    });
    expect([...page.rows, ...next.rows].map((row) => row.case)).toEqual(ids({ query: '向', today }).slice(0, 8));
  });
});

/** The search text as kept, so that this test does not spell pinyin itself. */
const textOf = (id: EventId): string =>
  site.file.sql('SELECT search FROM case_row WHERE case_id = ?').pluck().get(id) as string;

describe('a case', () => {
  it('is found by its number and by the slip it came from', () => {
    const row = [...everyCase(site.file, { list: 'all', ...context(day('2017-11-09')) })].find((each) => each.proxied);
    if (row === undefined) throw new Error('no proxied case');
    expect(casesOfNumber(site.file, row.number).map((each) => each.case)).toContain(row.case);
    const stories = Array.from({ length: 40 }, (_, i) => `story ${i + 1}`);
    const found = casesOfSlips(site.file, [...stories, 'slip 0', 'slip 1', 'slip 2', 'slip 3', 'slip 4', 'no slip']);
    expect([...found.values()].flat().map((each) => each.case)).toContain(row.case);
    expect(found.has('no slip')).toBe(false);
  });

  it('that is not here is null, and has no events', () => {
    const id = '20171109-aaaaaaaaaaaaaaaaaaaaaaaaaa' as EventId;
    expect(getCase(site.file, id)).toBeNull();
    expect(caseEvents(site.file, id)).toEqual([]);
  });
});

describe('people who came before', () => {
  it('are found by ID number or by name, with their newest case and an open one of the same matter', () => {
    const writer = new Writer(CENTRE);
    site.trust(writer);
    const who = person('覃小妹', { idNumber: '433022197001010014', idVerified: true });
    const older = writer.write(
      received({ number: `${CENTRE}-20171101-B2-0101`, on: day('2017-11-01'), person: who, matter: 'MZ-001' }),
    );
    const newer = writer.write(
      received({ number: `${CENTRE}-20171102-B2-0102`, on: day('2017-11-02'), person: who, matter: 'SB-006' }),
    );
    const namesake = writer.write(
      received({ number: `${CENTRE}-20171103-B2-0103`, on: day('2017-11-03'), person: person('覃小妹') }),
    );
    site.pull(CENTRE, [older, newer, namesake]);
    const byNumber = earlierPersons(site.file, {
      idNumber: '433022197001010014',
      paper: 'resident-id',
      name: '',
      matter: 'MZ-001' as MatterCode,
    });
    expect(byNumber.map(({ last, same }) => [last.case, same?.case])).toEqual([[newer._id, older._id]]);
    const byName = earlierPersons(site.file, { idNumber: '', paper: 'resident-id', name: '覃小妹' });
    expect(byName.map(({ last, same }) => [last.case, same])).toEqual([
      [namesake._id, null],
      [newer._id, null],
    ]);
    expect(earlierPersons(site.file, { idNumber: '', paper: 'resident-id', name: '' })).toEqual([]);
  });

  it('are told apart by their paper where two papers bear one number', () => {
    const writer = new Writer(CENTRE);
    site.trust(writer);
    const permit = person('林小明', { paper: 'taiwan-permit', idNumber: '12345678', idVerified: true });
    const book = person('向小军', { paper: 'household-book', idNumber: '12345678', idVerified: true });
    const on = day('2017-11-01');
    site.pull(CENTRE, [
      writer.write(received({ number: `${CENTRE}-20171101-B2-0201`, on, person: permit })),
      writer.write(received({ number: `${CENTRE}-20171101-B2-0202`, on, person: book })),
    ]);
    const found = earlierPersons(site.file, { idNumber: '12345678', paper: 'household-book', name: '' });
    expect(found.map(({ last }) => last.name)).toEqual(['向小军']);
  });
});
