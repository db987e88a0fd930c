import { afterAll, beforeAll, expect, it } from 'vitest';
import { BUNDLE_PATH, type BundleAnswer, BundleAnswerSchema } from '../../shared/api/device-api.ts';
import { openSeal } from '../../sync/stick/seal.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';

const OTHER = '431222111204' as PlaceCode;
const hub = new HubProcess();
let [centre, village, stranger] = [] as unknown as [FakeDevice, FakeDevice, FakeDevice];

beforeAll(async () => {
  await hub.start();
  centre = await hub.enrol(CENTRE);
  village = await hub.enrol(VILLAGE);
  stranger = await hub.enrol(OTHER);
  const slip = village.proxyReceived('2026-11-19');
  await hub.handIn(village, VILLAGE, [slip, village.step('handed-over', '2026-11-19', slip)]);
});
afterAll(() => hub.remove());

const ask = (device: FakeDevice | null, more: object = {}): Promise<Response> =>
  hub.request(device, 'POST', BUNDLE_PATH, { place: VILLAGE, everything: false, said: [], ...more });
const given = async (device: FakeDevice, more: object = {}): Promise<BundleAnswer> =>
  BundleAnswerSchema.parse(await (await ask(device, more)).json());

it('gives the centre of a village a bundle that both can open, and no stranger', async () => {
  const { base64, events, next } = await given(centre);
  expect([events, next]).toEqual([2, null]);
  const file = Buffer.from(base64, 'base64');
  for (const { key } of [centre, village]) expect(openSeal(file, key.privateKey).header.count).toBe(2);
  expect(() => openSeal(file, stranger.key.privateKey)).toThrow(expect.objectContaining({ code: 'not-for-us' }));
});

it('leaves out what the village is known to hold in this epoch alone', async () => {
  const { epoch } = await hub.pulse(village);
  const said = (of: string) => [{ device: village.device, epoch: of, marks: [{ name: `ledger-${VILLAGE}`, seq: 1 }] }];
  expect((await given(centre, { said: said(epoch) })).events).toBe(1);
  expect((await given(centre, { said: said('a'.repeat(16)) })).events).toBe(2);
  expect((await given(centre, { said: said(epoch), everything: true })).events).toBe(2);
});

it.each([
  ['nobody', (): FakeDevice | null => null, {}, 401],
  ['a device of another place', (): FakeDevice => stranger, {}, 403],
  ['a village about its centre', (): FakeDevice => village, { place: CENTRE }, 403],
  ['a wrong place to go on from', (): FakeDevice => centre, { after: 'somewhere' }, 400],
  ['no place', (): FakeDevice => centre, { place: '12' }, 400],
] as const)('refuses %s', async (_name, device, more, status) => {
  expect((await ask(device(), more)).status).toBe(status);
});

it('gives nothing to a revoked device, and seals nothing to it any more', async () => {
  await hub.county('county.revoke', { device: village.device, reason: '遗失' });
  expect((await ask(village)).status).toBe(403);
  expect((await ask(centre)).status).toBe(400);
  const second = await hub.enrol(VILLAGE);
  const file = Buffer.from((await given(centre)).base64, 'base64');
  expect(openSeal(file, second.key.privateKey).header.count).toBe(2);
  expect(() => openSeal(file, village.key.privateKey)).toThrow(expect.objectContaining({ code: 'not-for-us' }));
});
