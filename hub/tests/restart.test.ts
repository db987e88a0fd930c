import https from 'node:https';
import path from 'node:path';
import { existsSync, mkdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PULSE_PATH } from '../../shared/api/device-api.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { keep, memoryDatabase, remoteDatabase } from '../../test/hub/pouch.ts';

const LEDGER = `ledger-${CENTRE}`;
const idsAtHub = async (hub: HubProcess, device: FakeDevice) => {
  const { results } = (await (await hub.request(device, 'GET', `/${LEDGER}/_changes`)).json()) as {
    results: { id: string }[];
  };
  return results.map((row) => row.id).sort();
};

describe('the pulse', () => {
  const hub = new HubProcess();
  let device: FakeDevice;
  beforeAll(async () => {
    await hub.start();
    device = await hub.enrol(CENTRE);
  });
  afterAll(() => hub.remove());

  it('answers everything at first, then only what changed since its token', async () => {
    const first = await hub.pulse(device);
    expect([first.ledgers, typeof first.county, first.receipts]).toEqual([[], 'number', []]);
    const idle = await hub.pulse(device, { token: first.token });
    expect([idle.ledgers, idle.county, idle.receipts]).toEqual([[], null, []]);
    const events = device.caseOfFive('2026-11-20');
    await hub.handIn(device, CENTRE, events);
    const after = await hub.pulse(device, { token: idle.token });
    expect(after.ledgers).toEqual([{ place: CENTRE, seq: 5 }]);
    expect(after.receipts).toEqual([
      { device: device.device, series: device.series, ranges: [{ from: 1, to: 5, last: events[4]?._id }] },
    ]);
    expect((await hub.pulse(device, { token: after.token })).receipts).toEqual([]);
  });

  it('tells of a gap in a series, and of the writers of all ledgers that the device holds', async () => {
    const village = await hub.enrol(VILLAGE);
    const [one, two, three] = [1, 2, 3].map(() => village.proxyReceived('2026-11-20')) as LedgerEvent[];
    await hub.handIn(village, VILLAGE, [one, three]);
    const ranges = async () =>
      (await hub.pulse(device)).receipts.find((each) => each.device === village.device)?.ranges;
    expect(await ranges()).toEqual([
      { from: 1, to: 1, last: one?._id },
      { from: 3, to: 3, last: three?._id },
    ]);
    await hub.handIn(village, VILLAGE, [two]);
    expect(await ranges()).toEqual([{ from: 1, to: 3, last: three?._id }]);
    expect((await hub.pulse(village)).receipts.map((each) => each.device)).toEqual([village.device]);
  });

  it('with nothing new is one request of under 1 KB, headers included, both ways', async () => {
    const { token } = await hub.pulse(device);
    const agent = new https.Agent({ keepAlive: false });
    const body = JSON.stringify({ token, version: '0.1.0', unsynced: 0, drafts: 0 });
    const [sent, received] = await new Promise<[number, number]>((done, failed) => {
      const request = https.request(
        hub.address + PULSE_PATH,
        { method: 'POST', agent, headers: { ...hub.authorization(device), 'content-type': 'application/json' } },
        (response) => {
          response.resume();
          response.once('end', () => done([response.socket.bytesWritten, response.socket.bytesRead]));
        },
      );
      request.once('error', failed);
      request.end(body);
    });
    expect(sent + received).toBeLessThan(1024);
  });

  it('records the contact for the county', async () => {
    await hub.pulse(device, { version: '9.9.9', unsynced: 7, drafts: 3 });
    const devices = await hub.county<{ device: string; version: string; lastSeen: string }[]>('county.devices');
    expect(devices.find((each) => each.device === device.device)).toMatchObject({
      version: '9.9.9',
      lastSeen: expect.any(String),
    });
    const sites = await hub.county<{ place: string; reportedUnsynced: number; events: number }[]>('county.sites');
    expect(sites.find((each) => each.place === CENTRE)).toMatchObject({ reportedUnsynced: 7, events: 5 });
  });

  it.each([{}, [], null, 1, { token: 5 }, { token: null, version: 'x', unsynced: -1, drafts: 0 }])(
    'refuses %j with a sentence',
    async (body) => {
      const response = await hub.request(device, 'POST', PULSE_PATH, body);
      expect([response.status, await response.json()]).toEqual([
        400,
        { error: 'bad-input', reason: expect.stringMatching(/有误/) },
      ]);
    },
  );
});

describe('a hub that is killed', () => {
  const hub = new HubProcess();
  afterEach(() => hub.remove());

  it('has everything it acknowledged when it is back, and nothing twice', async () => {
    await hub.start();
    const device = await hub.enrol(CENTRE);
    const acknowledged: string[] = [];
    const sent: LedgerEvent[] = [];
    let running = true;
    const writing = (async () => {
      while (running) {
        const batch = device.caseOfFive('2026-11-20');
        sent.push(...batch);
        try {
          const response = await hub.handIn(device, CENTRE, batch);
          if (response.status === 201) acknowledged.push(...batch.map((each) => each._id));
        } catch {
          running = false;
        }
      }
    })();
    while (acknowledged.length < 50) await new Promise((next) => setImmediate(next));
    await hub.stop('SIGKILL');
    await writing;
    await hub.start();
    expect(await idsAtHub(hub, device)).toEqual(expect.arrayContaining(acknowledged));
    expect((await hub.handIn(device, CENTRE, sent)).status).toBe(201);
    expect(await idsAtHub(hub, device)).toEqual(sent.map((each) => each._id).sort());
    const receipt = (await hub.pulse(device)).receipts.find((each) => each.device === device.device);
    expect(receipt?.ranges).toEqual([{ from: 1, to: sent.length, last: sent.at(-1)?._id }]);
  });

  it('keeps its identity, its address and its epoch', async () => {
    await hub.start();
    const device = await hub.enrol(CENTRE);
    const { hub: uuid, epoch } = await hub.pulse(device);
    await hub.stop('SIGKILL');
    await hub.start();
    expect(await hub.pulse(device)).toMatchObject({ hub: uuid, epoch });
  });
});

describe('a hub restored from an earlier backup', () => {
  const hub = new HubProcess();
  afterEach(() => hub.remove());

  it('ends with everything again: events, its own questions, devices, what was revoked', async () => {
    await hub.start();
    const early = await hub.enrol(CENTRE);
    const local = memoryDatabase();
    const county = memoryDatabase();
    const remote = () => remoteDatabase(hub.database(early, LEDGER));
    await keep(local, early.caseOfFive('2026-11-20'));
    await local.sync(remote());
    const backup = path.join(hub.folder, 'early.backup');
    const made = await hub.command('backup', backup);
    expect([made.code, existsSync(backup)]).toEqual([0, true]);
    const before = await hub.pulse(early);

    // After the backup: a new machine, its events, one that is questioned, one machine stopped.
    const late = await hub.enrol(CENTRE);
    const stopped = await hub.enrol(CENTRE);
    await hub.county('county.revoke', { device: stopped.device, reason: '报废' });
    const lateEvents = late.caseOfFive('2026-11-21');
    await hub.handIn(late, CENTRE, [...lateEvents, late.step('accepted', '2026-11-21', lateEvents[4] as LedgerEvent)]);
    await keep(local, early.caseOfFive('2026-11-21'));
    await local.sync(remote());
    await county.replicate.from(remoteDatabase(hub.database(early, 'county')));
    const whole = await idsAtHub(hub, early);
    expect(whole).toHaveLength(5 + 6 + 1 + 5);

    await hub.stop();
    const restored = await hub.command('restore', backup);
    expect(restored).toMatchObject({ code: 0, text: expect.stringContaining('已从') });
    await hub.start();
    const epoch = (await hub.pulse(early)).epoch;
    expect(epoch).not.toBe(before.epoch);
    expect(await idsAtHub(hub, early)).toHaveLength(5);

    // A machine it has forgotten brings its certificate, and is known again with its old secret.
    expect((await hub.request(late, 'GET', `/${LEDGER}`)).status).toBe(401);
    expect((await hub.pulse(late, { certificate: late.certificate })).epoch).toBe(epoch);
    expect((await hub.request(late, 'GET', `/${LEDGER}`)).status).toBe(200);

    await local.replicate.to(remote(), { checkpoint: false });
    await county.replicate.to(remoteDatabase(hub.database(early, 'county')), { checkpoint: false });
    expect(await idsAtHub(hub, early)).toEqual(whole);
    const devices = await hub.county<{ device: string; revokedAt: string | null }[]>('county.devices');
    expect(devices.find((each) => each.device === stopped.device)?.revokedAt).not.toBeNull();
    expect(devices.map((each) => each.device).sort()).toEqual([early, late, stopped].map((each) => each.device).sort());
  });

  it('knows no stranger by a certificate that it did not sign, nor by a right one with a wrong secret', async () => {
    await hub.start();
    const device = await hub.enrol(CENTRE);
    const forged = new FakeDevice(CENTRE);
    forged.secret = 'A'.repeat(43);
    forged.certificate = { ...device.certificate!, device: forged.device as never, key: forged.key.publicKey };
    const body = { token: null, version: '1', unsynced: 0, drafts: 0, certificate: forged.certificate };
    expect((await hub.request(forged, 'POST', PULSE_PATH, body)).status).toBe(401);
    device.secret = 'A'.repeat(43);
    expect((await hub.request(device, 'POST', PULSE_PATH, { ...body, certificate: device.certificate })).status).toBe(
      401,
    );
  });
});

describe('the command line', () => {
  const hub = new HubProcess();
  afterEach(() => hub.remove());

  it('refuses to restore under a running hub, a second hub on the folder, and to overwrite a backup', async () => {
    await hub.start();
    const backup = path.join(hub.folder, 'b.backup');
    expect((await hub.command('backup', backup)).code).toBe(0);
    expect(await hub.command('backup', backup)).toMatchObject({ code: 1, text: expect.stringContaining('已经存在') });
    expect(await hub.command('restore', backup)).toMatchObject({ code: 1, text: expect.stringContaining('正在运行') });
    expect(await hub.command()).toMatchObject({ code: 1, text: expect.stringContaining('正被另一个县级服务使用') });
    expect(await hub.command('dance')).toMatchObject({ code: 2, text: expect.stringContaining('用法') });
  });

  it(
    'finds the running hub also from a process with another temporary folder, as services have',
    { timeout: 120_000 },
    async () => {
      await hub.start();
      const elsewhere = path.join(hub.folder, 'tmp');
      mkdirSync(elsewhere);
      const usual = process.env['TMPDIR'];
      process.env['TMPDIR'] = elsewhere;
      try {
        expect(await hub.command()).toMatchObject({ code: 1, text: expect.stringContaining('正被另一个县级服务使用') });
        expect((await hub.command('backup', path.join(hub.folder, 'c.backup'))).code).toBe(0);
      } finally {
        if (usual === undefined) delete process.env['TMPDIR'];
        else process.env['TMPDIR'] = usual;
      }
    },
  );

  it('gives a new admin secret, and the old one ends', async () => {
    await hub.start();
    const old = hub.adminSecret;
    await hub.stop();
    const { text } = await hub.command('new-secret');
    await hub.start();
    expect((await hub.rpc('county.signIn', { secret: old })).ok).toBe(false);
    const renewed = /：(\S+)/.exec(text)?.[1] ?? '';
    expect((await hub.rpc('county.signIn', { secret: renewed })).ok).toBe(true);
  });

  it('leaves a file alone that is no backup', async () => {
    await hub.start();
    const device = await hub.enrol(CENTRE);
    await hub.stop();
    expect((await hub.command('restore', path.join(hub.folder, 'hub.key'))).code).toBe(1);
    await hub.start();
    expect((await hub.request(device, 'GET', `/${LEDGER}`)).status).toBe(200);
  });
});
