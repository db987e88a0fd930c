import { randomSecret } from '../../../store/trust/crypto.ts';
import { PROOF_PATH, PULSE_PATH } from '../../../shared/api/device-api.ts';
import { CENTRE, VILLAGE } from '../../fixtures/events.ts';
import { FakeDevice } from '../../hub/fake-device.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import { type County, OTHER_CENTRE } from '../county.ts';
import type { Draw } from '../draw.ts';

/** Tokens of the pulse that this hub never gave: one that is taken for true would begin a new epoch for the whole county. */
async function forgedTokens({ hub, agent }: County, draw: Draw): Promise<string | null> {
  const { token, epoch } = await hub.pulse(agent);
  const [head = '', mark = '', start = ''] = token.split('.');
  const forged = [
    `${head}.${mark}.${start}.${draw.int(1, 1e6)}.${draw.int(1, 1e6)}`,
    `${head}.${mark}.${draw.text(8)}.${draw.int(1, 1e6)}.1`,
    `${head}.${mark}.${draw.int(1, 1e9)}.${draw.int(1, 1e9)}`,
    `${head}.${draw.text(mark.length)}.${start}.999999999999999.999999999999999`,
    `${draw.text(head.length)}.${mark}.${start}.1.1`,
    `${token}0`,
    ` ${token}`,
    token.replace(/\d+$/, '99999'),
    draw.text(60),
    '',
  ];
  for (const each of forged) {
    const answer = await hub.request(agent, 'POST', PULSE_PATH, { token: each, version: '1', unsynced: 0, drafts: 0 });
    if (answer.status === 200 && ((await answer.json()) as { epoch: string }).epoch !== epoch)
      return `a new epoch was begun by ${each}`;
  }
  const again = await hub.pulse(agent);
  return when(again.epoch !== epoch, 'a new epoch was begun');
}

/** A token that the hub gave to another machine, of another place. */
async function anothersToken(county: County): Promise<string | null> {
  const { hub, agent } = county;
  const other = await county.turned(OTHER_CENTRE);
  const { token, epoch } = await hub.pulse(agent);
  const answer = await hub.pulse(other, { token });
  return firstOf(
    when(answer.epoch !== epoch, 'a new epoch was begun'),
    when(
      answer.ledgers.some(({ place }) => place === VILLAGE || place === CENTRE),
      'it tells of another’s ledgers',
    ),
  );
}

/** A code once more with another key, and certificates that the county did not give. */
async function again(county: County): Promise<string | null> {
  const { hub, agent } = county;
  const code = await hub.createCode(VILLAGE);
  const first = await hub.postEnrol(code, new FakeDevice(VILLAGE));
  const second = await hub.postEnrol(code, new FakeDevice(VILLAGE));
  const thief = await county.turned(VILLAGE);
  const { certificate } = agent;
  const posing = Object.assign(new FakeDevice(VILLAGE), { device: agent.device, secret: thief.secret });
  const asked = { token: null, version: '1', unsynced: 0, drafts: 0 };
  const withTheirs = await hub.request(posing, 'POST', PULSE_PATH, { ...asked, certificate });
  const altered = { ...thief.certificate, place: CENTRE };
  await hub.request(thief, 'POST', PULSE_PATH, { ...asked, certificate: altered });
  const { status } = await hub.request(thief, 'GET', `/ledger-${CENTRE}/_changes`);
  return firstOf(
    when(first.status !== 200, `a good code was answered ${first.status}`),
    when(second.status === 200, 'a used code enrolled another key'),
    when(withTheirs.status !== 401, `another’s certificate was answered ${withTheirs.status}`),
    when(status !== 403, `an altered certificate gave a right: ${status}`),
  );
}

/** Logins that are almost one. */
async function almostLogins({ hub, agent }: County, draw: Draw): Promise<string | null> {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  const { device, secret } = agent;
  const tries = [
    basic(`${device}:${secret.slice(0, -1)}`),
    basic(`${device}:${secret}x`),
    basic(`${device}:`),
    basic(`${device}`),
    basic(`:${secret}`),
    basic(`${device.toUpperCase()}:${secret}`),
    basic(`${device}:${secret}\u0000`),
    basic(`__proto__:${secret}`),
    basic(`' OR 1=1 --:${secret}`),
    `Bearer ${secret}`,
    `Basic ${secret}`,
    basic(`${draw.text(device.length)}:${secret}`),
  ];
  for (const authorization of tries) {
    const answer = await fetch(`${hub.address}/ledger-${VILLAGE}/_changes`, { headers: { authorization } });
    await answer.arrayBuffer();
    if (answer.status !== 401) return `${authorization.slice(0, 12)}… was answered ${answer.status}`;
  }
  return null;
}

/** The hub's word that it is itself, said once more for another question. */
async function oldProof({ hub }: County): Promise<string | null> {
  const prove = async () =>
    (await (
      await fetch(hub.address + PROOF_PATH, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ nonce: randomSecret() }),
      })
    ).json()) as { nonce: string; sig: string };
  const [one, other] = [await prove(), await prove()];
  return firstOf(
    when(one.nonce === other.nonce, 'two questions have one answer'),
    when(one.sig === other.sig, 'two answers have one signature'),
  );
}

export const replays: AttackClass = {
  name: 'replays',
  attacked: 'tokens, codes, certificates, logins and proofs that are forged, another’s, or used before',
  through: 'a right or an effect that one of them gives',
  async play({ county, draw, attack, brief }) {
    for (let n = 0; n < (brief ? 2 : 6); n += 1) await attack('forged tokens', () => forgedTokens(county, draw));
    await attack('another’s token', () => anothersToken(county));
    await attack('a code and certificates again', () => again(county));
    for (let n = 0; n < (brief ? 1 : 4); n += 1) await attack('almost a login', () => almostLogins(county, draw));
    await attack('an old proof', () => oldProof(county));
  },
};
