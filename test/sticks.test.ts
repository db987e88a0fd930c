/** Work without a line, from the enrolment to the receipt: real programs on real files, a real hub, and files carried between them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeviceRow } from '../shared/api/county.ts';
import type { StickFile, StickLogRow, StickPreview, StickRequestPreview, StickTaken } from '../shared/api/stick.ts';
import type { StepInput } from '../shared/case/steps/index.ts';
import { HubProcess } from './hub/hub-process.ts';
import { eventIds, faultsOf, fileOf } from './site/compare.ts';
import { CENTRE, Machine, type OpenMachine, VILLAGE } from './site/machine.ts';
import { seededCases } from './site/work.ts';

const SLOW = { timeout: 120_000 };
const STAFF = { id: 'A01', name: '张三', windows: [], active: true } as never;
const work = seededCases(31);

const hub = new HubProcess();
const machines: Machine[] = [];
const machine = (): Machine => {
  const made = new Machine();
  machines.push(made);
  return made;
};
const opened: OpenMachine[] = [];
const open = async (of: Machine): Promise<OpenMachine> => {
  const made = await of.open();
  opened.push(made);
  return made;
};
beforeAll(async () => {
  await hub.start();
}, SLOW.timeout);
afterAll(async () => {
  for (const each of opened) await each.close();
  for (const each of machines) each.remove();
  await hub.remove();
});

type Answer = StickFile & { checkCode: string; hubCheckCode: string };

const rowsOf = async (of: OpenMachine) => (await of.call('cases.list', { list: 'all' })).rows;
const marks = async (of: OpenMachine) =>
  (await rowsOf(of)).map(({ stick, synced }) => stick ?? (synced ? 'green' : '-'));
/** Writes a file and says that it was saved. */
async function carry(from: OpenMachine, wish: Parameters<typeof from.call<'stick.write'>>[1] = {}) {
  const file = await from.call('stick.write', wish);
  await from.call('stick.saved', { id: file.id });
  return file;
}

describe('a village that never has a line', SLOW, () => {
  let village: OpenMachine;
  let centre: OpenMachine;
  let answer: Answer;

  beforeAll(async () => {
    centre = await open(await machine().enrol(hub, CENTRE));
    village = await open(machine());
  }, SLOW.timeout);

  it('is enrolled by two files, and both sides show the same check codes', async () => {
    const request = await village.call('stick.request', { machine: '代办点电脑' });
    expect((await village.call('stick.request', { machine: '代办点电脑' })).checkCode).toBe(request.checkCode);
    const shown = await hub.county<StickRequestPreview>('county.stickRequest', { base64: request.base64 });
    expect(shown).toMatchObject({ machine: '代办点电脑', checkCode: request.checkCode, enrolledAs: null });
    answer = await hub.county<Answer>('county.stickAnswer', { base64: request.base64, place: VILLAGE });
    const preview = await village.call('stick.answerPreview', { base64: answer.base64 });
    expect(preview).toMatchObject({
      place: VILLAGE,
      machine: '代办点电脑',
      checkCode: request.checkCode,
      hubCheckCode: shown.hubCheckCode,
    });
    expect((await village.call('site.status', {})).mode).toBe('new');
    const status = await village.call('stick.enrol', { base64: answer.base64 });
    expect(status).toMatchObject({ mode: 'enrolled', place: { code: VILLAGE }, hubAddress: null });
    // For the day it is given a line: the same key that machines on a line have pinned.
    const pinned = [village, centre].map(({ site }) => site.desk()?.ledger.identity()?.hub?.pin);
    expect(pinned[0]).toBe(pinned[1]);
    await village.call('staff.save', STAFF);
    await village.call('staff.choose', { id: 'A01' as never });
  });

  it('is the same machine when its request is answered twice, and for one place only', async () => {
    const other = await open(machine());
    const request = await other.call('stick.request', { machine: '又一台' });
    const first = await hub.county<Answer>('county.stickAnswer', { base64: request.base64, place: VILLAGE });
    const again = await hub.county<Answer>('county.stickAnswer', { base64: request.base64, place: VILLAGE });
    await expect(hub.county('county.stickAnswer', { base64: request.base64, place: CENTRE })).rejects.toMatchObject({
      code: 'conflict',
    });
    const { station } = await other.call('stick.answerPreview', { base64: first.base64 });
    expect((await other.call('stick.answerPreview', { base64: again.base64 })).station).toBe(station);
    expect(await hub.county('county.devices')).toHaveLength(3);
    await expect(other.call('stick.answerPreview', { base64: answer.base64 })).rejects.toThrow(/not-for-us/);
  });

  it('hands its work over by stick: copied here, carried at the centre, and green at neither', async () => {
    await work.handOver(village, 4);
    expect(await marks(village)).toEqual(['-', '-', '-', '-']);
    const file = await village.call('stick.write', {});
    expect(await marks(village)).toEqual(['-', '-', '-', '-']);
    await village.call('stick.saved', { id: file.id });
    expect(await marks(village)).toEqual(['copied', 'copied', 'copied', 'copied']);
    expect(file.fileName).toMatch(/^便民通-上报-\d{12}-\d{8}-9\.bmt$/);

    const preview = await centre.call('stick.preview', { base64: file.base64 });
    expect(preview).toMatchObject({ sender: { kind: 'site', place: VILLAGE, revoked: false }, events: 9, known: 0 });
    expect(preview.ledgers).toMatchObject([{ place: VILLAGE, events: 9, known: 0, cases: 4, foreign: false }]);
    expect(preview.ledgers[0]?.kinds).toEqual(
      expect.arrayContaining([
        { label: '代办登记', count: 4 },
        { label: '移交', count: 4 },
      ]),
    );
    expect(await rowsOf(centre)).toHaveLength(0);
    expect(await centre.call('stick.take', { base64: file.base64 })).toMatchObject({ events: 9, known: 0, leftOut: 0 });
    expect(await marks(centre)).toEqual(['carried', 'carried', 'carried', 'carried']);
    expect(await centre.call('stick.take', { base64: file.base64 })).toMatchObject({ events: 0, known: 9 });
  });

  it('has its receipts by the next stick, once the centre has had a line', async () => {
    await centre.call('sync.now', {});
    expect(await marks(centre)).toEqual(['green', 'green', 'green', 'green']);
    const cases = (await rowsOf(centre)).map((row) => row.case);
    await centre.call('cases.receiveMany', { cases });
    await centre.call('sync.now', {});
    const back = await carry(centre, { for: VILLAGE });
    expect(back).toMatchObject({ by: 'county', next: null });
    expect(await village.call('stick.preview', { base64: back.base64 })).toMatchObject({
      sender: { kind: 'county' },
      receipts: 'newer',
    });
    const taken = await village.call('stick.take', { base64: back.base64 });
    expect(taken).toMatchObject({ events: 4, received: 13, leftOut: 0 });
    expect(await marks(village)).toEqual(['green', 'green', 'green', 'green']);
    expect(await village.call('sync.status', {})).toMatchObject({ unsynced: 0, state: 'idle' });
    const states = (await rowsOf(village)).map(({ state }) => state);
    expect(states).toEqual(['received', 'received', 'received', 'received']);
    expect(await faultsOf('village', village)).toEqual([]);
    expect(eventIds(fileOf(village), VILLAGE)).toEqual(eventIds(fileOf(centre), VILLAGE));
  });

  it('may bring the stick to the county itself, and takes the answer home', async () => {
    await work.handOver(village, 2);
    const file = await carry(village);
    const preview = await hub.county<StickPreview>('county.stickPreview', { base64: file.base64 });
    expect(preview).toMatchObject({ sender: { place: VILLAGE }, events: 4, known: 0 });
    const taken = await hub.county<StickTaken>('county.stickTake', { base64: file.base64 });
    expect(taken).toMatchObject({ events: 4, known: 0, held: 0 });
    const again = await hub.county<StickTaken>('county.stickTake', { base64: file.base64 });
    expect(again).toMatchObject({ events: 0, known: 4 });
    const home = await hub.county<StickFile>('county.stickWrite', { place: VILLAGE });
    expect(await village.call('stick.take', { base64: home.base64 })).toMatchObject({ received: 4 });
    expect(await faultsOf('village', village)).toEqual([]);
    const log = await hub.county<StickLogRow[]>('county.sticks');
    expect(log.map(({ way }) => way)).toEqual(['out', 'in', 'in', 'answer', 'answer', 'answer']);
  });

  it('is given only what its machines have not said to hold', async () => {
    const idle = (await hub.county<DeviceRow[]>('county.devices')).find(({ machine: name }) => name === '又一台');
    await hub.county('county.revoke', { device: idle?.device, reason: '没有启用' });
    const first = await hub.county<StickFile>('county.stickWrite', { place: VILLAGE, everything: true });
    await hub.county('county.stickTake', { base64: (await carry(village)).base64 });
    const second = await hub.county<StickFile>('county.stickWrite', { place: VILLAGE });
    expect(first.events).toBeGreaterThan(10);
    expect(second.events).toBe(0);
    expect(second.bytes).toBeLessThan(first.bytes / 5);
  });
});

describe('a machine that was enrolled by stick', SLOW, () => {
  it('may be given a line later, and goes on from there', async () => {
    const late = await open(machine());
    const { base64 } = await late.call('stick.request', { machine: '后来联网' });
    const answer = await hub.county<Answer>('county.stickAnswer', { base64, place: CENTRE });
    await late.call('stick.enrol', { base64: answer.base64 });
    await late.call('staff.save', STAFF);
    expect((await late.call('sync.status', {})).text).toContain('不联网');
    expect(await late.call('site.moveHub', { address: hub.address })).toMatchObject({ hubAddress: hub.address });
    expect(await late.call('sync.now', {})).toMatchObject({ state: 'idle', unsynced: 0 });
  });
});

describe('where even the centre has no line', SLOW, () => {
  it('both carry: the centre’s steps come to the village without receipts, and end green when the county has had them', async () => {
    const [centre, village] = [await open(machine()), await open(machine())];
    for (const [each, place] of [
      [centre, CENTRE],
      [village, VILLAGE],
    ] as const) {
      const { base64 } = await each.call('stick.request', { machine: '不联网' });
      const answer = await hub.county<Answer>('county.stickAnswer', { base64, place });
      await each.call('stick.enrol', { base64: answer.base64 });
      await each.call('staff.save', STAFF);
      await each.call('staff.choose', { id: 'A01' as never });
    }
    await work.handOver(village, 3);
    const up = await carry(village);
    await centre.call('stick.take', { base64: up.base64 });
    const cases = (await rowsOf(village)).filter(({ stick }) => stick === 'copied').map((row) => row.case);
    expect(await centre.call('cases.receiveMany', { cases })).toMatchObject({ received: 3 });
    const down = await carry(centre, { for: VILLAGE });
    expect(down.by).toBe('site');
    expect(await village.call('stick.take', { base64: down.base64 })).toMatchObject({ events: 3, received: 0 });
    const ours = async (of: OpenMachine) =>
      (await rowsOf(of)).filter((row) => cases.includes(row.case)).map(({ state, stick }) => `${state} ${stick}`);
    expect(await ours(village)).toEqual(['received carried', 'received carried', 'received carried']);

    // The centre's stick brings the village's events along; both learn of it by the next ones.
    const toCounty = await carry(centre);
    expect(await ours(centre)).toEqual(['received copied', 'received copied', 'received copied']);
    await hub.county('county.stickTake', { base64: toCounty.base64 });
    for (const [each, place] of [
      [centre, CENTRE],
      [village, VILLAGE],
    ] as const) {
      const home = await hub.county<StickFile>('county.stickWrite', { place });
      await each.call('stick.take', { base64: home.base64 });
      expect(await ours(each)).toEqual(['received null', 'received null', 'received null']);
    }
    expect(await faultsOf('centre', centre)).toEqual([]);
    await expect(village.call('stick.write', { for: CENTRE })).rejects.toThrow(/not-allowed/);
    for (const [after, code] of [
      ['0.1', /bad-input/],
      ['site:x', /bad-input/],
      ['county:0.1', /offline/],
    ] as const)
      await expect(centre.call('stick.write', { for: VILLAGE, after })).rejects.toThrow(code);
  });
});

describe('a month of a village', SLOW, () => {
  it('of 70 cases and five events each is under 200 KB, county documents apart', async () => {
    const [centre, village] = [
      await open(await machine().enrol(hub, CENTRE)),
      await open(await machine().enrol(hub, VILLAGE)),
    ];
    await village.call('sync.now', {});
    await hub.stop();
    await work.handOver(village, 70);
    await centre.call('stick.take', { base64: (await carry(village)).base64 });
    const { rows } = await centre.call('cases.list', { list: 'from-villages', limit: 200 });
    await centre.call('cases.receiveMany', { cases: rows.map((row) => row.case) });
    const steps: StepInput[] = [
      { type: 'accepted', data: {} },
      { type: 'concluded', data: { result: 'approved' } },
    ];
    for (const { case: id } of rows)
      for (const step of steps) {
        const { heads } = await centre.call('cases.get', { case: id });
        await centre.call('cases.step', { case: id, heads: [...heads], step });
      }
    const month = await centre.call('stick.write', {});
    expect(month.events).toBeGreaterThanOrEqual(5 * 70);
    expect(month.bytes).toBeLessThan(200 * 1024);
  });
});
