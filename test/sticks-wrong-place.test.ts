/** An answer to a stick's request that named the wrong place: how the machine comes to the right one (docs/STICKS.md). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DeviceRow } from '../shared/api/county.ts';
import type { StickFile, StickRequestPreview } from '../shared/api/stick.ts';
import { HubProcess } from './hub/hub-process.ts';
import { CENTRE, Machine, type OpenMachine, VILLAGE } from './site/machine.ts';
import { seededCases } from './site/work.ts';

const SLOW = 120_000;
const hub = new HubProcess();
const machine = new Machine();
let wrong: OpenMachine;

beforeAll(async () => {
  await hub.start();
  wrong = await machine.open();
}, SLOW);
afterAll(async () => {
  await wrong.close();
  machine.remove();
  await hub.remove();
});

type Answer = StickFile & { checkCode: string };

/** Of the machine that was answered last. */
const stop = async () => {
  const devices = await hub.county<readonly DeviceRow[]>('county.devices');
  const device = devices.find((each) => each.machine === '归错了' && each.revokedAt === null)?.device;
  await hub.county('county.revoke', { device, reason: '归错了地方' });
};

it(
  'is answered anew when the county has stopped the first certificate, whether it took that answer or not',
  { timeout: SLOW },
  async () => {
    const request = await wrong.call('stick.request', { machine: '归错了' });
    await hub.county('county.stickAnswer', { base64: request.base64, place: CENTRE });
    await stop();
    const shown = await hub.county<StickRequestPreview>('county.stickRequest', { base64: request.base64 });
    expect(shown.enrolledAs).toMatchObject({ place: CENTRE, revoked: true });
    const second = await hub.county<Answer>('county.stickAnswer', { base64: request.base64, place: CENTRE });
    const third = await hub.county<Answer>('county.stickAnswer', { base64: request.base64, place: CENTRE });
    const { station } = await wrong.call('stick.answerPreview', { base64: second.base64 });
    expect((await wrong.call('stick.answerPreview', { base64: third.base64 })).station).toBe(station);
    await wrong.call('stick.enrol', { base64: second.base64 });
    await stop();

    const again = await wrong.call('stick.request', { machine: '归错了' });
    expect(again.checkCode).not.toBe(request.checkCode);
    const right = await hub.county<Answer>('county.stickAnswer', { base64: again.base64, place: VILLAGE });
    expect(await wrong.call('stick.enrol', { base64: right.base64 })).toMatchObject({ place: { code: VILLAGE } });
    await wrong.call('staff.save', { id: 'A01' as never, name: '张三', windows: [], active: true });
    await wrong.call('staff.choose', { id: 'A01' as never });
    await seededCases(9).handOver(wrong, 1);
    const { base64 } = await wrong.call('stick.write', {});
    expect(await hub.county('county.stickTake', { base64 })).toMatchObject({ held: 0, known: 0 });
  },
);
