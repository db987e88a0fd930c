import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventId, PlaceCode } from '../../shared/base/brands.ts';
import type { StepInput } from '../../shared/case/steps/index.ts';
import { type TestSite, testSite } from '../../test/fixtures/desk.ts';
import { invent } from '../../test/fixtures/people.ts';

const CENTRE = '43122211101' as PlaceCode;
const APPROVED: StepInput = { type: 'concluded', data: { result: 'approved' } };

let site: TestSite;
beforeEach(() => {
  site = testSite(CENTRE);
});
afterEach(() => site.close());

const person = () => {
  const { name, idNumber } = invent(1, 1)[0] as { name: string; idNumber: string };
  return { name, idNumber };
};
async function file(accept = true) {
  const { papers } = await site.call('matters.set', { code: 'YJ-01' });
  const handedIn = papers.map(({ name }) => ({ name, state: 'received' as const }));
  return site.call('cases.registerJoint', { set: 'YJ-01', person: person(), papers: handedIn, accept });
}
const get = (id: EventId) => site.call('cases.get', { case: id });
async function take(id: EventId, step: StepInput) {
  const { heads } = await get(id);
  return site.call('cases.step', { case: id, heads: [...heads], step });
}

describe('a joint filing', () => {
  it('makes a case for each matter, with its own number, window, limits and papers', async () => {
    const { cases } = await file();
    const details = await Promise.all(cases.map(get));
    expect(details.map(({ row }) => [row.matter, row.window, row.state, row.number.slice(-4)])).toEqual([
      ['GA-001', '公安户籍', 'received', '0001'],
      ['SB-006', '社会保障', 'received', '0002'],
      ['SB-009', '社会保障', 'accepted', '0003'],
    ]);
    expect(details[1]?.materials.map(({ name }) => name)).toContain('申请人居民身份证');
    expect(details[0]?.materials.map(({ name }) => name)).not.toContain('申请人居民身份证');
    expect(details[2]?.materials.map(({ name }) => name)).toContain('申请人居民身份证');
    expect(details[0]?.history[0]?.lines).toContainEqual({ label: '一件事', value: '新生儿出生一件事' });
  });

  it('has common papers, which stand first and are handed in once', async () => {
    const { papers } = await site.call('matters.set', { code: 'YJ-01' });
    expect(papers[0]).toEqual({ name: '申请人居民身份证', matters: ['SB-006', 'SB-009'], required: true });
    expect(new Set(papers.map(({ name }) => name)).size).toBe(papers.length);
  });

  it('is shown on the page of each case, and done when all of them are', async () => {
    const { cases } = await file();
    const [one, two, three] = cases as readonly [EventId, EventId, EventId];
    expect((await get(two)).joint).toMatchObject({ name: '新生儿出生一件事', done: false, cases: [{}, {}, {}] });
    await take(one, APPROVED);
    await take(two, APPROVED);
    expect((await get(one)).joint).toMatchObject({ done: false, dueOn: (await get(three)).row.dueOn });
    await take(three, { type: 'withdrawn', data: { reason: '本人撤回' } });
    const { joint } = await get(one);
    expect(joint).toMatchObject({ done: true, dueOn: null });
    expect(joint?.cases.map(({ done }) => done)).toEqual([true, true, true]);
  });

  it('goes on without a case that was voided', async () => {
    const { cases } = await file();
    await take(cases[0] as EventId, { type: 'voided', data: { reason: '不用办' } });
    expect((await get(cases[1] as EventId)).joint?.cases).toHaveLength(2);
  });

  it('stands in a list of its own while something of it is open', async () => {
    const { cases } = await file();
    const list = async () => (await site.call('cases.list', { list: 'joint' })).total;
    expect(await list()).toBe(3);
    for (const id of cases) await take(id, APPROVED);
    expect(await list()).toBe(0);
  });

  it('is refused as a whole: an unknown set, a paper of none of its matters, a person that cannot be kept', async () => {
    const input = { set: 'YJ-01', person: person(), papers: [] };
    await expect(site.call('cases.registerJoint', { ...input, set: 'YJ-99' })).rejects.toThrow('没有这个一件事');
    const papers = [{ name: '别的', state: 'received' as const }];
    await expect(site.call('cases.registerJoint', { ...input, papers })).rejects.toThrow('“别的”不在');
    await expect(site.call('cases.registerJoint', { ...input, person: { name: '' } })).rejects.toThrow('姓名');
    expect((await site.call('cases.list', {})).total).toBe(0);
  });
});
