/** Registering someone that the matter does not seem to be for, and the same person twice on a day. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestSite, testSite } from '../../test/fixtures/desk.ts';
import type { LocalDate, MatterCode, PlaceCode } from '../../shared/base/brands.ts';
import type { StepInput } from '../../shared/case/steps/index.ts';
import { invent } from '../../test/fixtures/people.ts';

const MEDICAL = 'SB-006' as MatterCode;
const ALLOWANCE = 'MZ-001' as MatterCode;

let site: TestSite;
beforeEach(() => {
  site = testSite('43122211101' as PlaceCode);
});
afterEach(() => site.close());

const person = (n: number) => {
  const { name, idNumber } = invent(1, n)[0] as { name: string; idNumber: string };
  return { name, idNumber, idVerified: true, phone: null, village: null, group: null, address: null };
};
const register = (matter: MatterCode, steps: StepInput[] = [], n = 1) =>
  site.call('cases.register', { matter, person: person(n), materials: [], window: '社会保障', steps });

describe('an applicant that the matter does not seem to be for', () => {
  // 80 years at least; the invented person is younger.
  const OLD_AGE = 'MZ-005' as MatterCode;

  it('is refused without a reason, at its field, and nothing is written', async () => {
    expect(
      await site.ask('cases.register', { matter: OLD_AGE, person: person(1), materials: [], window: '民政优抚' }),
    ).toMatchObject({
      ok: false,
      code: 'bad-input',
      field: 'despite',
      message: expect.stringContaining('年满 80 周岁') as string,
    });
    expect((await site.call('cases.counts', {})).all).toBe(0);
  });

  it('is registered with a reason, which history keeps; one that the matter is for has none', async () => {
    const given = { materials: [], window: '民政优抚', despite: ' 户口簿出生日期已核对 ' };
    const { detail } = await site.call('cases.register', { ...given, matter: OLD_AGE, person: person(1) });
    expect(detail.history[0]?.lines).toContainEqual({
      label: '不合办理对象仍登记的理由',
      value: '户口簿出生日期已核对',
    });
    expect(detail.doubts).toEqual([]);
    const plain = await site.call('cases.register', { ...given, matter: MEDICAL, person: person(2) });
    expect(plain.detail.history[0]?.lines.map(({ label }) => label)).not.toContain('不合办理对象仍登记的理由');
  });

  it('is told on the page of the case after the matter is corrected', async () => {
    const { detail } = await register(MEDICAL, [], 1);
    const { case: id } = detail.row;
    const right = { matter: OLD_AGE, materials: [], reason: '登记时选错了事项' };
    const after = await site.call('cases.correctMatter', { case: id, heads: [...detail.heads], ...right });
    expect(after.doubts).toEqual([expect.stringContaining('年满 80 周岁')]);
  });
});

describe('the same person, matter and day', () => {
  it('is told at registration and on the page although the first case is done', async () => {
    const done: StepInput[] = [
      { type: 'accepted', data: {} },
      { type: 'concluded', data: { result: 'approved' } },
    ];
    const first = await register(MEDICAL, done);
    const asked = { idNumber: person(1).idNumber, matter: MEDICAL };
    const [found] = await site.call('cases.person', asked);
    expect(found?.same).toMatchObject({ number: first.number, open: false });
    const [another] = await site.call('cases.person', { ...asked, on: '2026-11-20' as LocalDate });
    expect(another?.same).toBeNull();
    const [other] = await site.call('cases.person', { ...asked, matter: ALLOWANCE });
    expect(other?.same).toBeNull();
    const second = await register(MEDICAL);
    expect(second.detail.doubts).toEqual([expect.stringContaining(first.number)]);
  });
});
