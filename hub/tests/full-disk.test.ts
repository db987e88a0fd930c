/** A hub whose file can grow no more, as on a full disk: it says so, sends deliveries away to come again, and ends cleanly. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PULSE_PATH } from '../../shared/api/device-api.ts';
import { VILLAGE } from '../../test/fixtures/events.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { packed, linesOf, postPacked } from '../../test/hub/parcel.ts';
import { realHub, type RealHub } from '../../test/real-hub.ts';
import { eventIds } from '../../test/site/compare.ts';

let real: RealHub;
/** Asks the hub of this process as if it ran in another. */
let hub: HubProcess;
let device: FakeDevice;

beforeEach(async () => {
  real = await realHub();
  const { address, consoleAddress, newAdminSecret } = real.hub;
  hub = Object.assign(new HubProcess(real.folder), { address, consoleAddress, adminSecret: newAdminSecret ?? '' });
  device = await hub.enrol(VILLAGE);
});
afterEach(() => real.close());

const pragma = (text: string) => real.hub.ledger.file.store.sqlite.pragma(text, { simple: true }) as number;
const fill = () => pragma(`max_page_count = ${pragma('page_count')}`);
const makeRoom = () => pragma('max_page_count = 1000000');
const up = () => fetch(`${real.hub.consoleAddress}/_up`);
const metric = async (name: string) =>
  new RegExp(`^${name} (\\S+)$`, 'm').exec(await (await fetch(`${real.hub.consoleAddress}/metrics`)).text())?.[1];
/** Until the file takes nothing more: what lies free within it is used up first. */
async function handInUntilRefused() {
  for (;;) {
    const docs = Array.from({ length: 40 }, () => device.caseOfFive('2026-11-20')).flat();
    const answer = await hub.handIn(device, VILLAGE, docs);
    if (answer.status !== 201) return { answer, docs };
  }
}

describe('a hub whose disk is full', { timeout: 120_000 }, () => {
  it('refuses deliveries with 507 and when to come again, says so at _up, in the figures and on the console, and has room again by itself', async () => {
    expect([(await up()).status, await metric('bianmin_file_writable')]).toEqual([200, '1']);
    expect((await hub.county<{ trouble: unknown }>('county.status')).trouble).toBeNull();
    fill();
    const { answer, docs } = await handInUntilRefused();
    expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([507, true]);
    expect(await answer.json()).toEqual({ error: 'disk_full', reason: expect.stringMatching(/磁盘已满/) as string });
    const parcel = packed(linesOf({ epoch: real.hub.identity.epoch, blocks: [[VILLAGE, docs]] }));
    const byParcel = await postPacked(hub, device, parcel);
    expect([byParcel.status, Number(byParcel.headers.get('retry-after')) > 0]).toEqual([507, true]);

    const said = await up();
    expect([said.status, await said.json(), await metric('bianmin_file_writable')]).toEqual([
      503,
      { status: 'file', reason: expect.stringMatching(/磁盘已满/) as string },
      '0',
    ]);
    expect((await hub.county<{ trouble: string }>('county.status')).trouble).toMatch(/磁盘已满/);

    makeRoom();
    while ((await up()).status !== 200) await new Promise((next) => setTimeout(next, 200));
    expect((await hub.handIn(device, VILLAGE, docs)).status).toBe(201);
    expect(
      (await hub.request(device, 'POST', PULSE_PATH, { token: null, version: '0.1.0', unsynced: 0, drafts: 0 })).status,
    ).toBe(200);
  });

  it('ends all the same, and keeps what it acknowledged', async () => {
    const kept = device.caseOfFive('2026-11-20');
    expect((await hub.handIn(device, VILLAGE, kept)).status).toBe(201);
    fill();
    await handInUntilRefused();
    await real.restart();
    const { file } = real.hub.ledger;
    expect(file.store.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(eventIds(file, VILLAGE)).toEqual(expect.arrayContaining(kept.map(({ _id }) => _id)));
  });
});
