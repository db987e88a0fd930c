import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClientMethods } from '../../shared/api/client.ts';
import type { InputOf } from '../../shared/api/contract.ts';
import type { EventId, LocalDate, MatterCode, PlaceCode } from '../../shared/base/brands.ts';
import { type TestSite, testSite } from '../../test/fixtures/desk.ts';
import { invent } from '../../test/fixtures/people.ts';

const CENTRE = '43122211101' as PlaceCode;
const MEDICAL = 'SB-006' as MatterCode;
const ALLOWANCE = 'MZ-001' as MatterCode;
/** Monday 2026-11-23 is today. */
const TOMORROW = '2026-11-24' as LocalDate;

let site: TestSite;
beforeEach(() => {
  site = testSite(CENTRE);
});
afterEach(() => site.close());

const person = (n: number) => {
  const { name, idNumber } = invent(1, n)[0] as { name: string; idNumber: string };
  return { name, idNumber, phone: '13874512345' };
};
const make = (n = 1, more: Record<string, unknown> = {}) =>
  site.call('appointments.make', { person: person(n), matter: MEDICAL, date: TOMORROW, hour: 9, ...more } as InputOf<
    ClientMethods['appointments.make']
  >);
const list = () => site.call('appointments.list', {});

describe('an appointment', () => {
  it('stands in the list by day and hour until it is ended', async () => {
    await make(1, { hour: 10 });
    await make(2, { hour: 9 });
    await make(3, { date: '2026-11-25' });
    expect((await list()).map(({ day, hour, state }) => [day, hour, state])).toEqual([
      ['2026-11-24', 9, 'open'],
      ['2026-11-24', 10, 'open'],
      ['2026-11-25', 9, 'open'],
    ]);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['before today', { date: '2026-11-20' }, /不能早于今天/],
    ['on a day off', { date: '2026-11-28' }, /2026-11-28 不上班/],
    ['too far ahead', { date: '2027-11-24' }, /60 天以内/],
    ['at home without a place to go to', { home: true }, /住址或村组/],
    ['of a matter that there is not', { matter: 'SB-999' }, /目录里没有这个事项/],
    ['of a person with a number that cannot be kept', { person: { name: '' } }, /姓名/],
  ])('%s is refused, and nothing is written', async (_, wrong, said) => {
    await expect(make(1, wrong)).rejects.toThrow(said);
    expect(await list()).toEqual([]);
  });

  it('at home may be on a day off', async () => {
    const visit = { ...person(1), address: '岩坪组12号' };
    const made = await make(1, { person: visit, date: '2026-11-28', home: true });
    expect(made).toMatchObject({ home: true, person: { address: '岩坪组12号' }, double: false });
  });

  it('in a taken hour is refused: of one window, and of one person at another', async () => {
    const { person: first } = await make(1);
    await expect(make(2)).rejects.toThrow(`2026-11-24 09:00–10:00 已约了${first.name}（社会保障），请另选时段`);
    await expect(make(1, { matter: ALLOWANCE })).rejects.toThrow('已约了');
    await make(2, { matter: ALLOWANCE });
    expect(await list()).toHaveLength(2);
  });

  it('made apart in one hour stands in the list of both, each marked as double until one is cancelled', async () => {
    const { id } = await make(1);
    const kept = await site.call('appointments.get', { id });
    const { name } = person(2);
    const data = {
      person: { ...kept.person, name, idNumber: null },
      matter: MEDICAL,
      window: kept.window,
      date: TOMORROW,
      hour: 9,
      home: false,
    };
    site.desk.ledger.append({
      ledger: CENTRE,
      type: 'site.appointed',
      on: site.desk.today(),
      data,
      staff: site.staff.id,
    });
    expect((await list()).map(({ double }) => double)).toEqual([true, true]);
    await site.call('appointments.end', { id, result: 'cancelled', reason: '改约' });
    expect((await list()).map(({ double }) => double)).toEqual([false, false]);
  });

  it('that was cancelled leaves its hour to another, and says why', async () => {
    const { id } = await make(1);
    await expect(site.call('appointments.end', { id, result: 'cancelled' })).rejects.toThrow('取消的原因');
    const ended = await site.call('appointments.end', { id, result: 'cancelled', reason: '去外地了' });
    expect(ended).toMatchObject({ state: 'cancelled', reason: '去外地了' });
    await make(2);
    await expect(site.call('appointments.end', { id, result: 'kept' })).rejects.toThrow('conflict');
  });

  it('is not missed before its day, and stays to be asked about after it', async () => {
    const { id } = await make(1);
    await expect(site.call('appointments.end', { id, result: 'missed' })).rejects.toThrow('还没到预约的日子');
    site.setToday('2026-11-25');
    expect((await list()).map(({ state }) => state)).toEqual(['open']);
    await site.call('appointments.end', { id, result: 'missed' });
    expect(await list()).toEqual([]);
  });

  it('that is not here is said not to be', async () => {
    const id = `20261123-${'a'.repeat(26)}` as EventId;
    await expect(site.call('appointments.end', { id, result: 'kept' })).rejects.toThrow('not-found');
    await expect(site.call('appointments.get', { id })).rejects.toThrow('not-found');
  });
});
