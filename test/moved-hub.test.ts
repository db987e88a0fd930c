/** The hub moves, and changes its key: sites go on from where they were, and no stranger gets a word. */
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROOF_PATH, PULSE_PATH } from '../shared/api/device-api.ts';
import { keyPart } from '../shared/place/enrolment-code.ts';
import { pinOfTlsKey } from '../hub/tls/tls-key.ts';
import { HubProcess } from './hub/hub-process.ts';
import { tlsFiles, tlsFixture } from './hub/tls-fixtures.ts';
import { faultsOf } from './site/compare.ts';
import { openGate } from './site/gate.ts';
import { CENTRE, Machine, type OpenMachine, VILLAGE } from './site/machine.ts';
import { seededCases } from './site/work.ts';

const SLOW = { timeout: 120_000 };
let hub: HubProcess;
let machines: Machine[];
let opened: OpenMachine[];
const closing: (() => Promise<void>)[] = [];

beforeEach(() => {
  hub = new HubProcess();
  machines = [];
  opened = [];
});
afterEach(async () => {
  for (const open of opened) await open.close();
  for (const close of closing.splice(0)) await close();
  await hub.remove();
  for (const machine of machines) machine.remove();
});

async function site(place = VILLAGE, address = hub.address): Promise<OpenMachine> {
  const machine = new Machine();
  machines.push(machine);
  await machine.enrol(hub, place, address);
  const open = await machine.open();
  opened.push(open);
  return open;
}

async function gate() {
  const made = await openGate(tlsFixture('ed25519'), hub.port);
  closing.push(() => made.close());
  return made;
}

const sync = (open: OpenMachine) => open.call('sync.now', {});
const device = (open: OpenMachine) => open.site.desk()?.ledger.identity()?.device;

describe('a hub that moved to another address', () => {
  it('is told to its sites, and nothing is replicated again', SLOW, async () => {
    const { certificate, key } = tlsFiles('ed25519');
    hub.settings = { BIANMIN_HUB_TLS_CERT: certificate, BIANMIN_HUB_TLS_KEY: key };
    await hub.start();
    // A next key of the hub's own could never be used here.
    expect(await hub.command('next-key')).toMatchObject({ code: 1, text: expect.stringMatching(/下一把也要自备/) });
    const before = await gate();
    const village = await site(VILLAGE, before.address);
    await seededCases(3).handOver(village, 12);
    expect(await sync(village)).toMatchObject({ unsynced: 0 });
    expect(await sync(village)).toMatchObject({ unsynced: 0 });

    const after = await gate();
    await before.close();
    const status = await village.call('site.moveHub', { address: after.address });
    expect(status.hubAddress).toBe(after.address);
    expect([after.requests[0], ...new Set(after.requests.slice(1))]).toEqual([
      `POST ${PROOF_PATH}`,
      `POST ${PULSE_PATH}`,
    ]);
    await seededCases(4).handOver(village, 1);
    expect(await sync(village)).toMatchObject({ state: 'idle', unsynced: 0 });
    expect(await faultsOf('village', village)).toEqual([]);
  });

  it('is not taken to be where another one answers, and that one learns nothing', SLOW, async () => {
    await hub.start();
    const village = await site();
    const other = new HubProcess();
    closing.push(() => other.remove());
    await other.start();
    const code = await other.createCode(VILLAGE);
    for (const input of [
      { address: other.address, code: '' },
      // Its own code names its key, but it is not the hub of this site.
      { address: other.address, code },
    ])
      await expect(village.call('site.moveHub', input)).rejects.toThrow(/^wrong-hub: /);
    await expect(village.call('site.moveHub', { address: 'http://10.1.2.3', code: '' })).rejects.toThrow(/地址不对/);
    await expect(village.call('site.moveHub', { address: hub.address, code: 'abcd' })).rejects.toThrow(/24 个/);
    expect(village.site.status().hubAddress).toBe(hub.address);
    expect(await sync(village)).toMatchObject({ state: 'idle' });
    expect(other.log.filter((line) => !line.includes('"caller":null') && !line.includes('county'))).toEqual([]);
  });
});

it('is not found through somebody between who passes all on, though a false code names his key', SLOW, async () => {
  await hub.start();
  const village = await site();
  const stranger = tlsFixture('expired-rsa');
  const between = await openGate(stranger, hub.port);
  closing.push(() => between.close());
  const code = (await hub.createCode(VILLAGE)).slice(0, 15) + keyPart(pinOfTlsKey(stranger));
  const moved = village.call('site.moveHub', { address: between.address, code });
  await expect(moved).rejects.toThrow(/^wrong-hub: .*不是原来登记的/);
  expect(between.requests).toEqual([`POST ${PROOF_PATH}`]);
  expect(village.site.status().hubAddress).toBe(hub.address);
});

describe('a hub that changes its key', () => {
  it(
    'goes on with who heard of it; who was away is told, and comes back with a code and nothing else',
    SLOW,
    async () => {
      await hub.start();
      const [heard, away] = [await site(), await site(CENTRE)];
      const old = await hub.createCode(VILLAGE);
      expect((await hub.command('use-next-key')).text).toMatch(/还没有预告/);
      const backup = path.join(machines[0]?.base ?? '', 'hub.backup');
      expect((await hub.command('backup', backup)).code).toBe(0);
      expect((await hub.command('next-key')).text).toMatch(/已预告.*电脑管理.*最后联系/);
      expect(await sync(heard)).toMatchObject({ state: 'idle' });

      const early = await hub.command('use-next-key');
      expect([early.code, early.text]).toEqual([1, expect.stringMatching(/还有 1 台电脑没有联系过/)]);
      expect((await hub.command('use-next-key', '--now')).text).toMatch(/已改用新钥匙/);
      expect((await hub.createCode(VILLAGE)).slice(15)).not.toBe(old.slice(15));
      // Connections that are open go on; those of now on see the new key.
      await hub.stop();
      await hub.start();
      const move = (open: OpenMachine, code = '') => open.call('site.moveHub', { address: hub.address, code });
      await move(heard);
      await seededCases(5).handOver(heard, 1);
      expect(await sync(heard)).toMatchObject({ state: 'idle', unsynced: 0 });
      await expect(move(away)).rejects.toThrow(/^wrong-hub: .*钥匙不对.*新的登记码/);
      await expect(move(away, old)).rejects.toThrow(/^wrong-hub: /);
      const before = device(away);
      await move(away, await hub.createCode(CENTRE));
      expect(await sync(away)).toMatchObject({ state: 'idle', unsynced: 0 });
      expect(device(away)).toBe(before);

      // Put back to the day before: the key that sites have seen since stays.
      await hub.stop();
      expect((await hub.command('restore', backup)).code).toBe(0);
      await hub.start();
      for (const open of [heard, away]) {
        await move(open);
        expect(await sync(open)).toMatchObject({ state: 'idle', unsynced: 0 });
        expect(await faultsOf('site', open)).toEqual([]);
      }
    },
  );
});
