import path from 'node:path';
import { ENROL_PATH, PULSE_PATH } from '../../../shared/api/device-api.ts';
import { CENTRE, VILLAGE } from '../../fixtures/events.ts';
import { secretOf } from '../../hub/code-secret.ts';
import { FakeDevice } from '../../hub/fake-device.ts';
import { HubProcess } from '../../hub/hub-process.ts';
import { type AttackClass, when } from '../attack.ts';
import type { County } from '../county.ts';
import type { Draw } from '../draw.ts';
import { ask } from '../front.ts';
import { movingClock } from '../moving-clock.ts';

const DAY_MS = 86_400_000;
/** Wrong sign-ins and codes that one address may have looked at before it is told to wait (docs/HUB.md). */
const MOST_SIGN_INS = 10;
const MOST_CODES = 20;

const wrongSecret = (draw: Draw) =>
  Array.from({ length: 5 }, () => draw.text(4, '23456789abcdefghjkmnpqrstuvwxyz')).join('-');
const codeOf = (text: string): unknown => (JSON.parse(text) as { code?: unknown }).code;

const signIn = async (address: string, from: string, secret: string) =>
  codeOf((await ask(address, { from, path: '/rpc', body: { method: 'county.signIn', input: { secret } } })).text) ??
  'in';
const enrol = async (address: string, from: string, code: string) =>
  (
    await ask(address, {
      from,
      path: ENROL_PATH,
      body: { code, key: new FakeDevice(CENTRE).key.publicKey, machine: '一号机' },
    })
  ).status;

/** Wrong secrets from one address, as many as it likes; now and then the right one comes from there, from elsewhere and at the hub's own console. */
async function guessesSignIn({ hub, stranger }: Guessed, draw: Draw): Promise<string | null> {
  const here = stranger();
  let looked = 0;
  for (let n = 0; n < 40; n += 1) {
    if ((await signIn(hub.address, here, wrongSecret(draw))) === 'needs-sign-in') looked += 1;
    if (draw.int(0, 9) > 0) continue;
    for (const from of [here, stranger()]) {
      const said = await signIn(hub.address, from, hub.adminSecret);
      if (said !== 'in')
        return `the right secret was answered ${String(said)} from ${from === here ? 'there' : 'elsewhere'}`;
    }
    const { ok } = await hub.rpc('county.signIn', { secret: hub.adminSecret });
    if (!ok) return 'the right secret was refused at the console';
  }
  return when(looked > MOST_SIGN_INS + 1, `${looked} guesses were looked at`);
}

async function guessesCodes({ hub, stranger }: Guessed, draw: Draw): Promise<string | null> {
  const here = stranger();
  let looked = 0;
  for (let n = 0; n < 30; n += 1)
    if ((await enrol(hub.address, here, draw.text(12, '23456789abcdefghjkmnpqrstuvwxyz'))) === 403) looked += 1;
  for (const from of [here, stranger()]) {
    const status = await enrol(hub.address, from, secretOf(await hub.createCode(CENTRE)));
    if (status !== 200) return `the right code was answered ${status}`;
  }
  return when(looked > MOST_CODES + 2, `${looked} guesses were looked at`);
}

/** Five guesses at one code lock it, from wherever they come and be they made at one moment. */
async function guessesOneCode({ hub, stranger }: Guessed, draw: Draw): Promise<string | null> {
  const code = secretOf(await hub.createCode(CENTRE));
  const wrong = () => `${code.slice(0, 4)}${draw.text(8, '23456789abcdefghjkmnpqrstuvwxyz')}`;
  await Promise.all(Array.from({ length: draw.int(5, 9) }, () => enrol(hub.address, stranger(), wrong())));
  const status = await enrol(hub.address, stranger(), code);
  return when(status === 200, 'a code went on after five guesses at it');
}

async function guessesDevice({ hub, stranger }: Guessed, draw: Draw): Promise<string | null> {
  const device = await hub.enrol(VILLAGE);
  const here = stranger();
  const login = (secret: string) => ({
    authorization: `Basic ${Buffer.from(`${device.device}:${secret}`).toString('base64')}`,
  });
  const pulse = { token: null, version: '0.1.0', unsynced: 0, drafts: 0 };
  for (let n = 0; n < 60; n += 1) {
    const { status } = await ask(hub.address, {
      from: here,
      path: PULSE_PATH,
      headers: login(draw.text(43)),
      body: pulse,
    });
    if (status !== 401 && status !== 429) return `a wrong secret was answered ${status}`;
  }
  const { status } = await ask(hub.address, {
    from: here,
    path: PULSE_PATH,
    headers: login(device.secret),
    body: pulse,
  });
  return when(status !== 200, `the right secret was answered ${status}`);
}

interface Guessed {
  readonly hub: HubProcess;
  readonly stranger: () => string;
}

/** The hub's clock jumps; a person who mistyped meanwhile is let go in the usual time, and the right secret never waits. */
async function jumps(county: County, draw: Draw, times: number): Promise<string | null> {
  const hub = new HubProcess();
  const clock = movingClock(path.join(county.folder, 'brakes-clock'));
  hub.settings = clock.environment;
  try {
    await hub.start();
    const here = county.stranger();
    for (let jump = 0; jump < times; jump += 1) {
      const ahead = draw.oneOf([-6000, -1, 1, 30, 365, 3650]) * DAY_MS;
      await clock.set(ahead);
      for (let n = 0; n < MOST_SIGN_INS + 2; n += 1) await signIn(hub.address, here, wrongSecret(draw));
      if ((await signIn(hub.address, here, wrongSecret(draw))) !== 'too-many-tries')
        return 'the brake let go by a jump';
      for (const back of [0, draw.int(-2, 2) * DAY_MS]) {
        await clock.set(back);
        if ((await signIn(hub.address, here, hub.adminSecret)) !== 'in')
          return 'the right secret was refused after a jump';
      }
      // A mistyping more each half minute: ten in five minutes.
      await clock.set(0);
      await signIn(hub.address, here, wrongSecret(draw));
      await clock.set(15 * 60_000);
      const later = await signIn(hub.address, here, wrongSecret(draw));
      if (later !== 'needs-sign-in')
        return `a clock ${ahead / DAY_MS} days ahead and put back left the brake on: ${String(later)}`;
    }
    return null;
  } finally {
    await hub.remove();
  }
}

export const brakes: AttackClass = {
  name: 'brakes',
  attacked:
    'sign-in, enrolment and login, by wrong secrets from the LAN while the right one comes, and by a clock that jumps',
  through: 'a right secret that waits, or more guesses that are looked at than the brake has',
  async play({ county, draw, attack, brief }) {
    const guessed = { hub: county.hub, stranger: () => county.stranger() };
    await attack('the county’s secret', () => guessesSignIn(guessed, draw));
    await attack('codes', () => guessesCodes(guessed, draw));
    await attack('one code', () => guessesOneCode(guessed, draw));
    await attack('a device’s secret', () => guessesDevice(guessed, draw));
    await attack('a clock that jumps', async () => jumps(county, draw, brief ? 1 : 4));
  },
};
