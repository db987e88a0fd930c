/** Guessing a secret of the hub is seen: in the log with the address, and in the figures. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PULSE_PATH } from '../../shared/api/device-api.ts';
import { VILLAGE } from '../../test/fixtures/events.ts';
import { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';

const hub = new HubProcess();
beforeAll(() => hub.start(), 60_000);
afterAll(() => hub.remove());

interface Line {
  readonly door: string;
  readonly because: string;
  readonly from: string;
  readonly device: string | null;
}
const refused = () =>
  hub.log
    .filter((line) => line.includes('"signIn"'))
    .map((line) => JSON.parse(line) as Line)
    .map(({ door, because, from, device }) => [door, because, from, device]);
const counted = async () =>
  Object.fromEntries(
    [
      ...(await (await fetch(`${hub.consoleAddress}/metrics`)).text()).matchAll(
        /^bianmin_sign_ins_refused_total\{door="(\w+)"\} (\d+)$/gm,
      ),
    ].map(([, door, count]) => [door, Number(count)]),
  );

it(
  'a wrong secret of the county, of a device and of an enrolment is a line each with the address, and counted',
  { timeout: 60_000 },
  async () => {
    const device = await hub.enrol(VILLAGE);
    expect(await counted()).toEqual({ console: 0, device: 0, enrolment: 0 });
    expect(refused()).toEqual([]);

    const wrong = 'wrng-wrng-wrng-wrng-wrng';
    expect((await hub.rpc('county.signIn', { secret: wrong })).code).toBe('needs-sign-in');
    const stranger = Object.assign(new FakeDevice(VILLAGE), { secret: 'nobody’s' });
    const mistaken = Object.assign(new FakeDevice(VILLAGE), { device: device.device, secret: 'mistaken' });
    for (const each of [stranger, mistaken]) expect((await hub.request(each, 'POST', PULSE_PATH, {})).status).toBe(401);
    expect((await hub.postEnrol('wrng-wrng-wrng', new FakeDevice(VILLAGE))).status).toBe(403);
    // A request without credentials has not failed to sign in.
    expect((await hub.request(null, 'POST', PULSE_PATH, {})).status).toBe(401);
    expect(refused()).toEqual([
      ['console', 'wrong', '127.0.0.1', null],
      ['device', 'wrong', '127.0.0.1', null],
      ['device', 'wrong', '127.0.0.1', device.device],
      ['enrolment', 'wrong', '127.0.0.1', null],
    ]);
    expect(await counted()).toEqual({ console: 1, device: 2, enrolment: 1 });

    for (let tries = 0; tries < 12; tries += 1) await hub.rpc('county.signIn', { secret: wrong });
    expect(refused().at(-1)).toEqual(['console', 'later', '127.0.0.1', null]);
    expect(await counted()).toMatchObject({ console: 13 });
    expect(hub.log.join('\n')).not.toMatch(/wrng|mistaken|nobody’s/);
    // The county was there once, and made a code.
    expect(hub.log.filter((line) => line.includes('"/rpc"') && line.includes('"county"')).length).toBe(1);
  },
);
