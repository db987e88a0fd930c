import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ENROL_PATH, EnrolAnswerSchema } from '../../shared/api/device-api.ts';
import { publish } from '../../hub/admin/publish.ts';
import type { DeviceId, PlaceCode, StaffId } from '../../shared/base/brands.ts';
import type { EventBody } from '../../shared/event/event.ts';
import { referencePlaces } from '../../shared/reference/load.ts';
import { FakeDevice } from '../../test/hub/fake-device.ts';
import { secretOf } from '../../test/hub/code-secret.ts';
import { realHub } from '../../test/real-hub.ts';
import type { RealHub } from '../../test/real-hub.ts';
import type { SiteOptions } from './current-site.ts';
import { startSite } from './start-site.ts';
import type { RunningSite } from './start-site.ts';
import { BUILT, CLOCK, now } from '../../test/clock.ts';

const VILLAGE = referencePlaces().all.find((place) => place.kind === 'village')?.code as PlaceCode;
const CENTRE = referencePlaces().centreOf(VILLAGE, '2026-11-23' as never) as PlaceCode;

let base: string;
const sites: RunningSite[] = [];
let hub: RealHub;
beforeAll(async () => {
  hub = await realHub();
});
afterAll(() => hub.close());
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), '便民 site-'));
});
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()));
  rmSync(base, { recursive: true, force: true });
});

function start(name: string, more: Partial<SiteOptions> = {}): RunningSite {
  const site = startSite({
    dataFolder: path.join(base, name),
    clock: CLOCK,
    built: BUILT,
    random: () => 0.5,
    facts: 'this machine',
    highWaterFolder: path.join(base, 'notes'),
    limits: { idleMs: 2_000, stallMs: 4_000, debounceMs: 5_000 },
    ...more,
  });
  sites.push(site);
  return site;
}

function addStaff(site: RunningSite, id: string): void {
  const desk = site.desk();
  desk?.ledger.append({
    ledger: desk.place,
    type: 'site.staff',
    on: desk.today(),
    data: { id, name: `员工${id}`, windows: [], active: true },
    staff: id as StaffId,
  });
  desk?.wrote('staff');
}

async function post(path: string, body: unknown, device?: FakeDevice): Promise<unknown> {
  const login = device && Buffer.from(`${device.device}:${device.secret}`).toString('base64');
  const headers = { 'content-type': 'application/json', ...(login ? { authorization: `Basic ${login}` } : {}) };
  return (await fetch(hub.hub.address + path, { method: 'POST', headers, body: JSON.stringify(body) })).json();
}

/** Another machine of the village. */
async function enrolledDevice(): Promise<FakeDevice> {
  const device = new FakeDevice(VILLAGE);
  const request = { code: secretOf(await hub.code(VILLAGE)), key: device.key.publicKey, machine: 'y' };
  const { certificate, secret } = EnrolAnswerSchema.parse(await post(ENROL_PATH, request));
  return Object.assign(device, { device: certificate.device, secret });
}

describe('a site', () => {
  it('is new at first, asks nothing of a disk but its folder, and reports to nobody', () => {
    const site = start('新文件夹');
    expect(site.status()).toMatchObject({ mode: 'new', place: null, asksToday: false, keyProtected: false });
    expect(site.syncStatus().state).toBe('local-only');
    expect(site.desk()).toBeNull();
  });

  it('is tried with one call, with invented staff and no hub, and is still there at the next start', async () => {
    const site = start('a');
    await site.tryDemo('centre');
    expect(site.status()).toMatchObject({ mode: 'trial', place: { kind: 'centre' }, hubAddress: null });
    expect(site.syncStatus().state).toBe('local-only');
    await site.close();
    const again = start('a');
    expect(again.status()).toMatchObject({ mode: 'trial', place: { kind: 'centre' } });
    await expect(again.tryDemo('village')).rejects.toMatchObject({ code: 'already-enrolled' });
  });

  it('belongs to one process', () => {
    start('a');
    expect(() => start('a')).toThrow(expect.objectContaining({ code: 'in-use' }));
  });

  it('enrols with a code, has the county reference and is enrolled at the next start', async () => {
    const site = start('a');
    await site.enrol({ address: hub.hub.address, code: await hub.code(VILLAGE), machine: '村里的电脑' });
    expect(site.status()).toMatchObject({ mode: 'enrolled', place: { code: VILLAGE }, centre: { code: CENTRE } });
    expect(site.syncStatus()).toMatchObject({ state: 'idle', unsynced: 0 });
    await site.close();
    expect(start('a').status().mode).toBe('enrolled');
  });

  it('is told of a wrong code and of a wrong address, and stays new', async () => {
    const site = start('a');
    const code = await hub.code(VILLAGE);
    const wrong = `abcd-efgh-jkmn${code.slice('abcd-efgh-jkmn'.length)}`;
    const input = { address: hub.hub.address, code: wrong, machine: 'x' };
    await expect(site.enrol(input)).rejects.toMatchObject({ code: 'bad-code', field: 'code' });
    await expect(site.enrol({ ...input, address: 'ftp://x' })).rejects.toMatchObject({ code: 'bad-input' });
    await expect(site.enrol({ ...input, address: '127.0.0.1:9' })).rejects.toMatchObject({ code: 'offline' });
    expect(site.status().mode).toBe('new');
  });

  it('sets the trial aside when it enrols, and mixes nothing of it in', async () => {
    const site = start('a');
    await site.tryDemo('village');
    await site.enrol({ address: hub.hub.address, code: await hub.code(VILLAGE), machine: 'x' });
    expect(site.status().mode).toBe('enrolled');
    expect(existsSync(site.folder.trialFile)).toBe(false);
    expect(readdirSync(site.folder.backups).some((name) => name.startsWith('trial-'))).toBe(true);
  });

  it('hands in what was written, and the light is green by receipts only', async () => {
    const site = start('a');
    await site.enrol({ address: hub.hub.address, code: await hub.code(VILLAGE), machine: 'x' });
    addStaff(site, 'A01');
    expect(site.syncStatus().unsynced).toBe(1);
    const status = await site.syncNow();
    expect(status).toMatchObject({ state: 'idle', unsynced: 0 });
    expect(status.text).toMatch(/^全部已到县里/);
  });

  it('keeps what a newer program wrote, says so, and passes it on', async () => {
    const site = start('a');
    await site.enrol({ address: hub.hub.address, code: await hub.code(VILLAGE), machine: 'x' });
    const newer = await enrolledDevice();
    const { _id, _rev, sig: _sig, ...body } = newer.event('received', '2026-11-20', { shape: '新' });
    const event = newer.sign({ ...body, v: 2, more: true } as unknown as EventBody);
    await post(`/ledger-${VILLAGE}/_bulk_docs`, { docs: [event], new_edits: false }, newer);
    expect(await site.syncNow()).toMatchObject({ state: 'idle', unsynced: 0 });
    expect(site.status()).toMatchObject({ unreadable: 1, quarantined: 0 });
    expect(site.desk()?.file.store.get(`ledger-${VILLAGE}`, event._id)).toEqual(event);
  });

  it('counts a case whose first event has not arrived, until it has', async () => {
    const site = start('a');
    await site.enrol({ address: hub.hub.address, code: await hub.code(VILLAGE), machine: 'x' });
    const device = await enrolledDevice();
    const first = device.proxyReceived('2026-11-19');
    const step = device.step('handed-over', '2026-11-20', first);
    await post(`/ledger-${VILLAGE}/_bulk_docs`, { docs: [step], new_edits: false }, device);
    await site.syncNow();
    expect(site.status()).toMatchObject({ incomplete: 1 });
    await post(`/ledger-${VILLAGE}/_bulk_docs`, { docs: [first], new_edits: false }, device);
    await site.syncNow();
    expect(site.status()).toMatchObject({ incomplete: 0 });
  });

  it('brings what one machine of a place wrote to another, and what the village wrote to its centre', async () => {
    const [one, two, centre] = [start('a'), start('b'), start('c')];
    for (const [site, place] of [
      [one, VILLAGE],
      [two, VILLAGE],
      [centre, CENTRE],
    ] as const)
      await site.enrol({ address: hub.hub.address, code: await hub.code(place), machine: 'x' });
    addStaff(one, 'B77');
    await one.syncNow();
    for (const site of [two, centre]) {
      await site.syncNow();
      const names = site.desk()?.file.sql("SELECT name FROM site_staff WHERE id = 'B77'").pluck().all();
      expect(names).toEqual(['员工B77']);
      expect(site.syncStatus().unsynced).toBe(0);
    }
  });

  it('begins a new series on another machine', async () => {
    const site = start('a');
    await site.enrol({ address: hub.hub.address, code: await hub.code(VILLAGE), machine: 'x' });
    const before = site.desk()?.ledger.identity()?.series;
    await site.close();
    const cloned = start('a', { facts: 'another machine' });
    expect(cloned.desk()?.ledger.identity()?.series).not.toBe(before);
  });

  it('begins a new series when the folder was put back from a copy without a word', async () => {
    const site = start('a');
    await site.enrol({ address: hub.hub.address, code: await hub.code(VILLAGE), machine: 'x' });
    addStaff(site, 'C01');
    const series = site.desk()?.ledger.identity()?.series;
    await site.close();
    const copy = path.join(base, 'copy');
    cpSync(path.join(base, 'a'), copy, { recursive: true, filter: (file) => !file.endsWith('.sock') });
    const later = start('a');
    expect(later.desk()?.ledger.identity()?.series).toBe(series);
    addStaff(later, 'C02');
    await later.close();
    rmSync(path.join(base, 'a'), { recursive: true });
    cpSync(copy, path.join(base, 'a'), { recursive: true });
    expect(start('a').desk()?.ledger.identity()?.series).not.toBe(series);
  });

  it('is told that it was stopped, and may enrol again; what it held goes up then', async () => {
    const site = start('a');
    const input = async () => ({ address: hub.hub.address, code: await hub.code(VILLAGE), machine: 'x' });
    await site.enrol(await input());
    await expect(site.enrol(await input())).rejects.toMatchObject({ code: 'already-enrolled' });
    const device = site.desk()?.ledger.identity()?.device as DeviceId;
    const data = { device, at: new Date(now()).toISOString(), reason: '换机' };
    publish(hub.hub.ledger.file, hub.hub.identity, { kind: 'revoked', key: device, data }, now());
    await site.syncNow();
    expect(site.status().revoked).toBe(true);
    addStaff(site, 'D01');
    const member = { id: 'D01' as StaffId, name: '员工D01', windows: [], active: true };
    site.chooseStaff(member);
    expect(site.status().staff).toEqual(member);
    const wrong = site.enrol({ ...(await input()), code: 'abcd-efgh-jkmn' });
    expect([site.desk(), site.status().mode]).toEqual([null, 'enrolled']);
    await expect(wrong).rejects.toMatchObject({ code: 'bad-code' });
    // The clerk at the desk goes on where she was.
    expect(site.status()).toMatchObject({ mode: 'enrolled', revoked: true, staff: member });
    await site.enrol(await input());
    expect(site.status()).toMatchObject({ mode: 'enrolled', revoked: false, staff: null });
    expect(site.desk()?.ledger.identity()?.device).not.toBe(device);
    await site.syncNow();
    expect(site.syncStatus()).toMatchObject({ state: 'idle', unsynced: 0 });
  });

  it('asks for the day when the clock is before the last event, and takes the answer', async () => {
    let time = now();
    const site = start('a', { clock: { now: () => time } });
    await site.tryDemo('village');
    await site.close();
    time -= 400 * 86_400_000;
    const later = start('a', { clock: { now: () => time } });
    expect(later.status().asksToday).toBe(true);
    later.setToday('2026-11-30' as never);
    expect(later.status()).toMatchObject({ asksToday: false, today: '2026-11-30' });
    time += 86_400_000;
    expect(later.status().today).toBe('2026-12-01');
  });

  it('makes a backup that is a file of its own', async () => {
    const site = start('a');
    await site.tryDemo('village');
    const { file, bytes } = await site.backup();
    expect(existsSync(file)).toBe(true);
    expect(bytes).toBeGreaterThan(10_000);
  });
});
