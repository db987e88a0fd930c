import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventId, PlaceCode, StaffId } from '../../shared/base/brands.ts';
import { seededRandom } from '../../shared/base/seeded-random.ts';
import { isOpen } from '../../shared/case/view.ts';
import { inventPerson } from '../../shared/person/invented-people.ts';
import { EMPTY_CELLS } from '../../shared/slips/slip-fields.ts';
import { type TestSite, testSite } from '../../test/fixtures/desk.ts';
import { readCase } from '../../store/projection/project-case.ts';

const VILLAGE = '431222115002' as PlaceCode;
const [OLD, NEW] = ['01', '02'] as [StaffId, StaffId];
const random = seededRandom(20_261_201);

let site: TestSite;
/** How many events this machine has written. */
const everyEvent = (file: TestSite['desk']['file']): unknown =>
  file.sql('SELECT count(*) FROM event_row').pluck().get();
beforeEach(async () => {
  site = testSite(VILLAGE);
  for (const [id, name] of [
    [OLD, '老代办'],
    [NEW, '新代办'],
  ] as const)
    await site.call('staff.save', { id, name, windows: [], active: true });
});
afterEach(() => site.close());

/** Puts that agent at the desk. */
const sit = (id: StaffId) => Object.assign(site.site, { staff: () => ({ id, name: '', windows: [], active: true }) });

async function slips(count: number): Promise<readonly EventId[]> {
  await site.call('batch.open', {});
  const rows = Array.from({ length: count }, (_, position) => {
    const { name, idNumber, phone } = inventPerson(random);
    const cells = {
      ...EMPTY_CELLS,
      date: '2026-11-20',
      name,
      idNumber,
      phone: phone ?? '',
      matter: '城乡居民基本医疗保险参保登记',
    };
    return { id: `row-${position}`, position, cells: { ...cells, materials: '户口簿' }, source: 'typed' as const };
  });
  const saved = await site.call('batch.save', { rows });
  for (const row of saved.rows.filter(({ verdict }) => verdict === 'ask'))
    await site.call('batch.decide', { id: row.id, decision: 'confirm' });
  return (await site.call('batch.finish', {})).rows.map((row) => row.case);
}

const held = () => site.call('mandates.held', { village: VILLAGE });
const holders = async () => (await held()).rows.map(({ holder }) => holder);

describe('the change of agents', () => {
  it('signs every open slip over, none is left without a holder, and only the new agent acts from then on', async () => {
    const cases = await slips(3);
    expect(await holders()).toEqual([OLD, OLD, OLD]);
    const made = await site.call('mandates.handOver', { village: VILLAGE, from: OLD, to: NEW, cases: [...cases] });
    expect([made.from, made.to, made.rows.length]).toEqual(['老代办', '新代办', 3]);
    expect(made.list).toMatch(/^431222115002-20261123-a7-J/);
    expect(await holders()).toEqual([NEW, NEW, NEW]);
    for (const id of cases) {
      const fold = readCase(site.desk.file, id)?.fold;
      expect(fold && isOpen(fold) && fold.mandate?.holder).toEqual({ place: VILLAGE, staff: NEW });
    }
    const id = cases[0] as EventId;
    const { heads } = await site.call('cases.get', { case: id });
    const agree = { type: 'mandate-taken', data: { powers: ['hand-in'], how: 'oral', given: 'self' } } as const;
    const step = {
      case: id,
      heads: [...heads],
      step: { ...agree, data: { ...agree.data, powers: ['hand-in' as const] } },
    };
    const before = everyEvent(site.desk.file);
    expect(await site.ask('cases.step', step)).toMatchObject({
      ok: false,
      message: expect.stringContaining('由新代办代办') as string,
    });
    expect(everyEvent(site.desk.file)).toBe(before);
  });

  it('lets no other agent act before it, names who does, and writes nothing', async () => {
    const [id] = await slips(1);
    sit(NEW);
    const { heads } = await site.call('cases.get', { case: id as EventId });
    const step = {
      type: 'mandate-taken' as const,
      data: { powers: ['hand-in' as const], how: 'oral' as const, given: 'self' as const },
    };
    const before = everyEvent(site.desk.file);
    expect(await site.ask('cases.step', { case: id as EventId, heads: [...heads], step })).toMatchObject({
      ok: false,
      message: expect.stringContaining('由老代办代办，不能转托') as string,
    });
    expect(everyEvent(site.desk.file)).toBe(before);
  });

  it('says that a mandate has ended, and writes nothing', async () => {
    const [id] = await slips(1);
    const first = await site.call('cases.get', { case: id as EventId });
    const ended = await site.call('cases.step', {
      case: id as EventId,
      heads: [...first.heads],
      step: { type: 'mandate-ended', data: { by: 'villager', reason: '自己去办' } },
    });
    expect(ended.mandate).toMatchObject({
      state: 'ended',
      stateText: '已终止，2026-11-23，自己去办',
      holderName: '老代办',
    });
    const before = everyEvent(site.desk.file);
    const step = { type: 'mandate-suspended' as const, data: { reason: '外出' } };
    expect(await site.ask('cases.step', { case: id as EventId, heads: [...ended.heads], step })).toMatchObject({
      ok: false,
      message: expect.stringContaining('委托') as string,
    });
    const fee = { type: 'fee-taken' as const, data: { item: '工本费', fen: 1000 } };
    expect(await site.ask('cases.remark', { case: id as EventId, about: id as EventId, remark: fee })).toMatchObject({
      ok: false,
      message: '委托已终止，不能再办“代缴费用”。',
    });
    expect(everyEvent(site.desk.file)).toBe(before);
  });

  it('goes to the centre where there is no other agent, and back', async () => {
    const cases = await slips(2);
    const centre = await site.call('mandates.handOver', { village: VILLAGE, from: OLD, to: null, cases: [...cases] });
    expect(centre.to).toBe((await held()).centreName);
    expect(await holders()).toEqual([null, null]);
    await site.call('mandates.handOver', { village: VILLAGE, from: null, to: NEW, cases: [...cases] });
    expect(await holders()).toEqual([NEW, NEW]);
  });

  it('is asked for before an agent with open slips leaves', async () => {
    const cases = await slips(2);
    const leaves = { id: OLD, name: '老代办', windows: [], active: false };
    expect(await site.ask('staff.save', leaves)).toMatchObject({
      ok: false,
      message: '老代办名下还有 2 件没有交接，请先办“代办员交接”。',
    });
    await site.call('mandates.handOver', { village: VILLAGE, from: OLD, to: NEW, cases: [...cases] });
    expect(await site.ask('staff.save', leaves)).toMatchObject({ ok: true });
  });

  it('refuses all of it where one is not held by who gives, where nobody takes, and for a village elsewhere', async () => {
    const cases = await slips(2);
    const [one] = cases as [EventId];
    await site.call('mandates.handOver', { village: VILLAGE, from: OLD, to: NEW, cases: [one] });
    const before = everyEvent(site.desk.file);
    const all = { village: VILLAGE, from: OLD, cases: [...cases] };
    expect(await site.ask('mandates.handOver', { ...all, to: NEW })).toMatchObject({ ok: false, code: 'conflict' });
    expect(await site.ask('mandates.handOver', { ...all, to: OLD })).toMatchObject({ ok: false, field: 'to' });
    expect(await site.ask('mandates.handOver', { ...all, to: '77' as StaffId })).toMatchObject({
      ok: false,
      field: 'to',
    });
    const elsewhere = '431222115204' as PlaceCode;
    expect(await site.ask('mandates.held', { village: elsewhere })).toMatchObject({ ok: false, field: 'village' });
    expect(everyEvent(site.desk.file)).toBe(before);
  });
});
