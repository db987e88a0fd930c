/** What a token tells of the hub's own past: the start in which it was given, and how far the hub had come. */
import { cpSync, rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { readableLedgers } from '../../shared/place/access.ts';
import { referencePlaces } from '../../shared/reference/load.ts';
import { CENTRE } from '../../test/fixtures/events.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { openHubFile, tokenMark } from '../admin/hub-file.ts';
import { now, TODAY } from '../../test/clock.ts';

describe('a hub whose folder was put back from an image without a word', () => {
  const hub = new HubProcess();
  const copy = `${hub.folder}.copy`;
  afterEach(async () => {
    await hub.remove();
    rmSync(copy, { recursive: true, force: true });
  });
  /** As an image has it: all but the socket. */
  const copyFolder = (from: string, to: string) =>
    cpSync(from, to, { recursive: true, filter: (each) => !each.endsWith('.sock') });
  /** What has happened since the image is lost. */
  const putBack = async () => {
    await hub.stop();
    rmSync(hub.folder, { recursive: true });
    copyFolder(copy, hub.folder);
    await hub.start();
  };
  const countersIn = (token: string) => token.split('.').slice(-2).map(Number) as [number, number];

  it('begins a new epoch when a device knows more than it does, and at no forged token', async () => {
    await hub.start();
    const device = await hub.enrol(CENTRE);
    await hub.handIn(device, CENTRE, device.caseOfFive('2026-11-20'));
    const before = await hub.pulse(device);
    await hub.stop();
    copyFolder(hub.folder, copy);
    await hub.start();
    const lost = device.caseOfFive('2026-11-21');
    await hub.handIn(device, CENTRE, lost);
    const after = await hub.pulse(device, { token: before.token });
    expect(after.receipts).toMatchObject([{ ranges: [{ from: 1, to: 10 }] }]);
    await putBack();
    const [head, mark] = after.token.split('.');
    const forged = await hub.pulse(device, { token: `${head}.${mark}.900.900` });
    expect(forged.epoch).toBe(before.epoch);
    const anew = await hub.pulse(device, { token: after.token });
    expect(anew.epoch).not.toBe(before.epoch);
    expect(anew.receipts).toMatchObject([{ ranges: [{ from: 1, to: 5 }] }]);
    await hub.handIn(device, CENTRE, lost);
    const again = await hub.pulse(device, { token: anew.token });
    expect([again.epoch, again.receipts]).toMatchObject([anew.epoch, [{ ranges: [{ from: 1, to: 10 }] }]]);
    expect((await hub.pulse(device, { token: after.token })).epoch).toBe(anew.epoch);
  });

  it.each(['stood', 'ran'])(
    'begins one also where it has gone on past all that the device knows, by an image made while it %s',
    async (when) => {
      await hub.start();
      const device = await hub.enrol(CENTRE);
      const other = await hub.enrol(CENTRE);
      await hub.handIn(device, CENTRE, device.caseOfFive('2026-11-20'));
      const before = await hub.pulse(device);
      if (when === 'ran') copyFolder(hub.folder, copy);
      else {
        await hub.stop();
        copyFolder(hub.folder, copy);
        await hub.start();
      }
      const lost = device.caseOfFive('2026-11-21');
      await hub.handIn(device, CENTRE, lost);
      const after = await hub.pulse(device, { token: before.token });
      await putBack();
      for (let i = 0; i < 4; i += 1) await hub.handIn(other, CENTRE, other.caseOfFive('2026-11-22'));
      const { token, epoch } = await hub.pulse(other);
      expect(epoch).toBe(before.epoch);
      const [[moves, ranges], [known, held]] = [countersIn(token), countersIn(after.token)];
      expect([moves > known, ranges > held]).toEqual([true, true]);

      const [head, mark] = after.token.split('.');
      const forged = await hub.pulse(device, { token: `${head}.${mark}.abcdefgh.1.1` });
      expect(forged.epoch).toBe(before.epoch);
      const anew = await hub.pulse(device, { token: after.token });
      expect(anew.epoch).not.toBe(before.epoch);
      await hub.handIn(device, CENTRE, lost);
      const mine = (receipts: typeof anew.receipts) => receipts.find((each) => each.device === device.device)?.ranges;
      const again = await hub.pulse(device, { token: anew.token });
      expect([again.epoch, mine(again.receipts)]).toMatchObject([anew.epoch, [{ from: 1, to: 10 }]]);
      await hub.stop();
      await hub.start();
      expect(await hub.pulse(device, { token: again.token })).toMatchObject({ epoch: anew.epoch, receipts: [] });
    },
  );
});

describe('a token', () => {
  const hub = new HubProcess();
  afterEach(() => hub.remove());

  it('of an earlier start stays good, however often the hub was started since', async () => {
    await hub.start();
    const device = await hub.enrol(CENTRE);
    const told = [await hub.pulse(device)];
    for (let start = 0; start < 3; start += 1) {
      await hub.handIn(device, CENTRE, device.caseOfFive('2026-11-20'));
      told.push(await hub.pulse(device));
      await hub.stop(start === 1 ? 'SIGKILL' : 'SIGTERM');
      await hub.start();
    }
    expect(told[0]?.token.length).toBeLessThanOrEqual(80);
    for (const [cases, { token, epoch }] of told.entries()) {
      const now = await hub.pulse(device, { token });
      expect(now.epoch).toBe(epoch);
      expect([cases, now.receipts.length, now.county]).toEqual([cases, cases === 3 ? 0 : 1, null]);
    }
  });

  it('of a program that knew no starts counts as it did: nothing is asked anew, and what it knows beyond is found', async () => {
    await hub.start();
    const device = await hub.enrol(CENTRE);
    await hub.handIn(device, CENTRE, device.caseOfFive('2026-11-20'));
    const { token, epoch } = await hub.pulse(device);
    await hub.stop();
    const [moves, ranges] = token.split('.').slice(-2).map(Number) as [number, number];
    const { file } = openHubFile({ folder: hub.folder, county: referencePlaces().county.code, now: now() });
    const readable = readableLedgers(referencePlaces(), CENTRE, TODAY);
    const earlier = (move: number, range: number) =>
      `${epoch}.${tokenMark(file, [epoch, move, range, ...readable].join(' '))}.${move}.${range}`;
    const [good, beyond] = [earlier(moves, ranges), earlier(moves + 100, ranges)];
    file.close();
    await hub.start();
    expect(await hub.pulse(device, { token: good })).toMatchObject({ epoch, ledgers: [], receipts: [], county: null });
    expect((await hub.pulse(device, { token: beyond })).epoch).not.toBe(epoch);
  });
});
