/** Series with gaps without end: what the hub says of them every site can read, and nothing honest is lost. LEDGER §5, §6. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOST_RANGES, PulseAnswerSchema, ReceiptSchema } from '../../shared/api/device-api.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';

const hub = new HubProcess();
let centre: FakeDevice;
let thief: FakeDevice;
const DAY = '2026-11-20';

beforeAll(async () => {
  await hub.start();
  centre = await hub.enrol(CENTRE);
  thief = await hub.enrol(VILLAGE);
});
afterAll(() => hub.remove());

const note = (device: FakeDevice) => device.event('site.consulted', DAY, { count: 1 });
const handIn = async (events: readonly LedgerEvent[]) => {
  for (let from = 0; from < events.length; from += 500)
    expect((await hub.handIn(thief, VILLAGE, events.slice(from, from + 500))).status).toBe(201);
};
const rangesOf = async () =>
  (await hub.pulse(centre)).receipts.find(({ device }) => device === thief.device)?.ranges ?? [];
const waiting = async () =>
  (await hub.county<{ rows: { events: number }[] }>('county.held', { list: 'waiting' })).rows.reduce(
    (sum, row) => sum + row.events,
    0,
  );

describe('a machine that hands in every other of its events', () => {
  const every: LedgerEvent[] = [];

  it('is heard of by every site in words that it can read', async () => {
    every.push(...Array.from({ length: 2 * MOST_RANGES + 400 }, () => note(thief)));
    await handIn(every.filter((_, index) => index % 2 === 0));
    const answer: unknown = await hub.pulse(centre);
    const read = PulseAnswerSchema.parse(answer);
    expect(read).toEqual(answer);
    expect(read.receipts.every((receipt) => ReceiptSchema.safeParse(receipt).success)).toBe(true);
    expect(await rangesOf()).toHaveLength(MOST_RANGES);
  });

  it('has the rest kept aside without a receipt, so that it goes on offering it', async () => {
    expect(await waiting()).toBe(200);
    expect((await rangesOf()).at(-1)?.to).toBe(2 * MOST_RANGES - 1);
  });

  it('has one range and nothing kept aside once it has offered all of it', async () => {
    for (let tries = 0; tries < 3; tries += 1) await handIn(every);
    expect(await rangesOf()).toEqual([{ from: 1, to: every.length, last: every.at(-1)?._id }]);
    expect(await waiting()).toBe(0);
  });
});

describe('a site that hears of receipts', () => {
  it('drops the one it can’t read, and keeps the pulse', async () => {
    const answer = await hub.pulse(centre);
    const good = answer.receipts[0];
    const spoilt = { ...answer, receipts: [{ ...good, ranges: [{ from: 0, to: 'x' }] }, null, 7, good] };
    expect(PulseAnswerSchema.parse(spoilt).receipts).toEqual([good]);
  });
});
