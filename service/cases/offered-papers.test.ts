/** Papers that a person handed in before: which are offered again, for how long, and what is refused. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invent } from '../../test/fixtures/people.ts';
import { type TestSite, testSite } from '../../test/fixtures/desk.ts';
import type { LocalDate, MatterCode, PlaceCode } from '../../shared/base/brands.ts';
import type { MaterialItem } from '../../shared/case/materials.ts';

/** Asks for 申请人居民身份证 among others. */
const ALLOWANCE = 'MZ-003' as MatterCode;
/** Asks for 老人居民身份证 and for photographs, which are used up. */
const OLD_AGE_CARD = 'MZ-006' as MatterCode;
const TODAY = '2026-11-23' as LocalDate;
const ID = '申请人居民身份证';
const ID_OF_THE_OLD = '老人居民身份证';
const PHOTO = '近期免冠照片';

let site: TestSite;
beforeEach(() => {
  site = testSite('43122211101' as PlaceCode, TODAY);
});
afterEach(() => site.close());

const person = (n: number) => {
  const { name, idNumber } = invent(1, n)[0] as { name: string; idNumber: string };
  return { name, idNumber };
};
const despite = '户口簿出生日期已核对';
const register = (
  matter: MatterCode,
  materials: readonly MaterialItem[],
  { n = 1, on }: { n?: number; on?: LocalDate } = {},
) =>
  site.call('cases.register', {
    matter,
    person: person(n),
    materials: [...materials],
    window: '民政优抚',
    despite,
    ...(on === undefined ? {} : { on }),
  });
const here = (name: string, more: Partial<MaterialItem> = {}): MaterialItem => ({ name, state: 'received', ...more });
const offers = (matter: MatterCode, n = 1, on = TODAY) =>
  site.call('cases.papers', { idNumber: person(n).idNumber, matter, on });

describe('a paper that was handed in before', () => {
  it('is offered under the name that the other matter has for it, with its case, its age and its last day', async () => {
    const { case: id, number } = await register(ALLOWANCE, [here(ID)], { on: '2026-09-03' as LocalDate });
    expect(await offers(OLD_AGE_CARD)).toEqual([
      {
        name: ID_OF_THE_OLD,
        case: id,
        number,
        matterName: '临时救助申请',
        on: '2026-09-03',
        days: 81,
        until: '2027-09-03',
      },
    ]);
  });

  it('is not offered to another person, nor once it ran out, nor where it was missing, went back or was voided', async () => {
    const on = '2026-09-03' as LocalDate;
    await register(ALLOWANCE, [here(ID)], { on });
    expect(await offers(OLD_AGE_CARD, 2)).toEqual([]);
    expect(await offers(OLD_AGE_CARD, 1, '2027-09-03' as LocalDate)).toHaveLength(1);
    expect(await offers(OLD_AGE_CARD, 1, '2027-09-04' as LocalDate)).toEqual([]);

    await register(ALLOWANCE, [{ name: ID, state: 'missing' }], { n: 3, on });
    await register(ALLOWANCE, [here(ID, { form: 'original', kept: 'returned' })], { n: 4, on });
    await register(ALLOWANCE, [here(ID, { validTo: '2026-10-01' as LocalDate })], { n: 5, on });
    const { detail } = await register(ALLOWANCE, [here(ID)], { n: 6, on });
    const step = { type: 'voided' as const, data: { reason: '登记重复' } };
    await site.call('cases.step', { case: detail.row.case, heads: [...detail.heads], step });
    for (const n of [3, 4, 5, 6]) expect(await offers(OLD_AGE_CARD, n), String(n)).toEqual([]);
  });

  it('is used again with consent, which history tells, and becomes neither younger nor longer valid by that', async () => {
    const on = '2026-09-03' as LocalDate;
    const validTo = '2026-12-31' as LocalDate;
    const first = await register(ALLOWANCE, [here(ID, { validTo })], { on });
    const reused = { case: first.detail.row.case, number: first.number, on, agreed: true as const };
    const { detail } = await register(OLD_AGE_CARD, [here(ID_OF_THE_OLD, { reused })]);
    expect(detail.history[0]?.lines).toContainEqual({
      label: '材料',
      value: `老人居民身份证（已收，沿用 2026-09-03 为 ${first.number} 所交，本人同意）`,
    });
    expect(await offers(OLD_AGE_CARD)).toMatchObject([{ case: first.case, on, until: validTo }]);
    expect(await offers(OLD_AGE_CARD, 1, '2027-01-01' as LocalDate)).toEqual([]);
  });

  it('is refused at the materials where it was not offered, and nothing is written', async () => {
    const first = await register(ALLOWANCE, [here(ID)], { on: '2026-09-03' as LocalDate });
    const reused = {
      case: first.detail.row.case,
      number: first.number,
      on: '2026-09-03' as LocalDate,
      agreed: true as const,
    };
    const wrong: [string, MaterialItem, number][] = [
      ['another person', here(ID_OF_THE_OLD, { reused }), 2],
      ['another day', here(ID_OF_THE_OLD, { reused: { ...reused, on: TODAY } }), 1],
      ['a paper that is never used again', here(PHOTO, { reused }), 1],
      ['not here', { ...here(ID_OF_THE_OLD, { reused }), state: 'missing' }, 1],
    ];
    for (const [what, item, n] of wrong) {
      const input = { matter: OLD_AGE_CARD, person: person(n), materials: [item], window: '民政优抚', despite };
      expect(await site.ask('cases.register', input), what).toMatchObject({ ok: false, field: 'materials' });
    }
    expect((await site.call('cases.counts', {})).all).toBe(1);
  });

  it('without consent is no input at all', async () => {
    const first = await register(ALLOWANCE, [here(ID)]);
    const reused = { case: first.detail.row.case, number: first.number, on: TODAY, agreed: false };
    const input = {
      matter: OLD_AGE_CARD,
      person: person(1),
      materials: [here(ID_OF_THE_OLD, { reused } as never)],
      window: '民政优抚',
      despite,
    };
    expect(await site.ask('cases.register', input)).toMatchObject({ ok: false, code: 'bad-input' });
  });
});
