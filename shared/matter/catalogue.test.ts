import { describe, expect, it } from 'vitest';
import type { LocalDate, MatterCode } from '../base/brands.ts';
import { addDays } from '../base/local-date.ts';
import { limitEnd, workingDays } from '../calendar/limit.ts';
import { loadCatalogue, termsOf } from './catalogue.ts';
import { TermsSchema } from '../case/terms.ts';
import whole from '../reference/catalogue.json' with { type: 'json' };
import { referenceCalendar, referenceCatalogue } from '../reference/load.ts';

const catalogue = referenceCatalogue();
/** Without the sets, which name matters that these catalogues of one matter lack. */
const { sets, ...json } = whole;
const broken = (change: object) => ({ ...json, matters: [{ ...json.matters[0], ...change }] });

describe('the reference catalogue', () => {
  it('has 92 matters in 8 windows and keeps every field', () => {
    expect(catalogue.matters).toHaveLength(92);
    expect(catalogue.windows).toHaveLength(8);
    expect(catalogue.matters).toEqual(json.matters);
    expect(catalogue.windows.flatMap((window) => catalogue.mattersOf(window.name))).toHaveLength(92);
  });

  it('finds a matter by its code', () => {
    expect(catalogue.matter('SB-006')?.name).toBe('城乡居民基本医疗保险参保登记');
    expect(catalogue.matter('XX-999')).toBeUndefined();
  });

  it('gives the terms that a first event carries, for every matter', () => {
    for (const matter of catalogue.matters) expect(TermsSchema.parse(termsOf(catalogue, matter.code))).toBeDefined();
    expect(termsOf(catalogue, 'XX-999' as MatterCode)).toBeUndefined();
  });
});

describe('the limits of the reference catalogue', () => {
  it.each(['GA-007', 'GA-008', 'GA-009', 'DZ-004', 'DZ-005'])(
    'of %s are calendar days, as the law has them',
    (code) => {
      expect([catalogue.matter(code)?.promised.unit, catalogue.matter(code)?.legal?.unit]).toEqual(['day', 'day']);
    },
  );

  it('of a dispute about land are six months, with limits of single steps', () => {
    const matter = catalogue.matter('ZJ-009');
    expect([matter?.legal, matter?.tellWithin]).toEqual([{ n: 6, unit: 'month' }, workingDays(7)]);
    expect(matter?.stepLimits?.map(({ limit }) => limit)).toEqual([workingDays(5), { n: 30, unit: 'day' }]);
  });

  it('never promise a day after the one that the law allows, whenever a case begins', () => {
    const calendar = referenceCalendar();
    const days = Array.from({ length: 365 * 9 }, (_, i) => addDays('2017-01-01' as LocalDate, i));
    const late = catalogue.matters.flatMap(({ code, promised, legal }) =>
      legal === null || (promised.unit === 'working-day' && legal.unit === 'working-day')
        ? []
        : days
            .filter((day) => limitEnd(calendar, day, promised).date > limitEnd(calendar, day, legal).date)
            .map((day) => `${code} ${day}`),
    );
    expect(late).toEqual([]);
  });
});

it('what a promise leaves out is coded: work for the terms of the case, special procedures beside it', () => {
  const uncounted = (code: string) => termsOf(catalogue, code as MatterCode)?.uncounted;
  expect(uncounted('MZ-001')).toEqual([
    { kind: 'records-check' },
    { kind: 'public-notice', most: { n: 7, unit: 'day' } },
  ]);
  expect(uncounted('DZ-006')).toEqual([{ kind: 'other-body', byLaw: true }]);
  // 勘测鉴定 is of art. 45 and needs no leave of the matter.
  expect(catalogue.matter('ZJ-009')?.uncounted).toEqual([{ kind: '鉴定', name: '勘测鉴定' }]);
  expect(uncounted('ZJ-009')).toBeUndefined();
  const free = { ...json, matters: [{ ...json.matters[0], uncounted: ['现场踏勘', '公示'] }] };
  expect(loadCatalogue(free).matters[0]?.uncounted).toBeUndefined();
  expect(() => loadCatalogue(broken({ uncounted: [{ kind: '喝茶', name: '喝茶' }] }))).toThrow('matters[0].uncounted');
});

it('a catalogue of the time before limits had a unit is read as working days', () => {
  const { promised: _, legal: __, ...rest } = json.matters[0] as (typeof json.matters)[0];
  const earlier = { ...json, matters: [{ ...rest, kind: 'promised', promisedDays: 10, legalDays: 20 }] };
  expect(loadCatalogue(earlier).matters[0]).toMatchObject({ promised: workingDays(10), legal: workingDays(20) });
  expect(() => loadCatalogue({ ...json, matters: [{ ...rest, promisedDays: '十', legalDays: null }] })).toThrow(
    'matters[0].promised',
  );
});

describe('a bad catalogue', () => {
  it.each([
    ['a code of another shape', broken({ code: 'SB6' }), 'matters[0].code'],
    ['text for a number', broken({ promised: { n: '三天', unit: 'day' } }), 'matters[0].promised.n'],
    ['a field nobody knows', broken({ colour: 'red' }), 'matters[0]'],
    ['a window that is not listed', broken({ window: '税务' }), 'matters[0].window'],
    ['a code of another window', broken({ code: 'SB-001' }), 'matters[0].code'],
    ['an immediate matter with a limit', broken({ promised: workingDays(3) }), 'matters[0].promised'],
    ['a unit nobody knows', broken({ legal: { n: 3, unit: 'week' } }), 'matters[0].legal.unit'],
    ['half a day', broken({ legal: { n: 0.5, unit: 'day' } }), 'matters[0].legal.n'],
    ['a limit of a century', broken({ legal: { n: 1200, unit: 'month' } }), 'matters[0].legal.n'],
    [
      'a promise that is longer than the law allows',
      broken({ kind: 'promised', promised: workingDays(21), legal: workingDays(20) }),
      'matters[0].promised',
    ],
    ['a code twice', { ...json, matters: [json.matters[0], json.matters[0]] }, 'matters[1].code'],
    [
      'a set of a matter that there is not',
      { ...json, sets: [{ ...sets[0], matters: ['GA-001', 'XX-001'] }] },
      'sets[0].matters',
    ],
    [
      'a set with a matter twice',
      { ...json, sets: [{ ...sets[0], matters: ['GA-001', 'GA-001'] }] },
      'sets[0].matters',
    ],
    ['a set twice', { ...json, sets: [sets[0], sets[0]] }, 'sets[1].code'],
    [
      'a verification of ratings that is longer than its longest',
      { ...json, ratings: { check: { n: 16, most: 15, unit: 'day' } } },
      'ratings.check.most',
    ],
    ['no matters', { ...json, matters: [] }, 'matters'],
    ['nothing at all', null, '（根）'],
  ])('with %s is refused with its place, in Chinese', (_, data, place) => {
    expect(() => loadCatalogue(data)).toThrow(place);
    expect(() => loadCatalogue(data)).toThrow(/事项目录有误/u);
  });
});
