import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MatterCode } from '../../shared/base/brands.ts';
import { CENTRE, type TestSite, testSite } from '../../test/fixtures/desk.ts';

const MEDICAL = 'SB-006' as MatterCode;

let site: TestSite;
beforeEach(() => {
  site = testSite(CENTRE);
});
afterEach(() => site.close());

it('counts people who asked, and first-asked records, by day', async () => {
  expect(await site.call('site.visitors', {})).toEqual({ consulted: 0, firstAsked: 0 });
  await site.call('site.consulted', { matter: MEDICAL });
  expect(await site.call('site.consulted', { text: '问路', count: 3 })).toEqual({ consulted: 4, firstAsked: 0 });
  const asked = { ask: '要办准生证', to: 'guided', window: '人口计生' } as const;
  expect(await site.call('site.firstAsked', asked)).toEqual({ consulted: 4, firstAsked: 1 });
  site.setToday('2026-11-24');
  expect(await site.call('site.visitors', {})).toEqual({ consulted: 0, firstAsked: 0 });
  expect((await site.call('cases.counts', {})).all).toBe(0);
});

it.each([
  ['site.consulted', { matter: 'SB-999' }, 'matter'],
  ['site.consulted', { count: 0 }, 'count'],
  ['site.firstAsked', { ask: '', to: 'answered' }, 'ask'],
  ['site.firstAsked', { ask: '问低保', to: 'guided', window: '不存在' }, 'window'],
  ['site.firstAsked', { ask: '问低保', to: 'nowhere' }, 'to'],
] as const)('%s refuses %j in Chinese and writes nothing', async (method, input, field) => {
  const answer = await site.ask(method, input as never);
  expect(answer).toMatchObject({
    ok: false,
    code: 'bad-input',
    field,
    message: expect.stringMatching(/\p{Script=Han}/u),
  });
  expect(await site.call('site.visitors', {})).toEqual({ consulted: 0, firstAsked: 0 });
});
