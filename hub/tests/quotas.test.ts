/** What one device may have lie at the hub beside the ledgers, with the limits that are shipped: more is refused, and nothing of it is written. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EnrolAnswerSchema } from '../../shared/api/device-api.ts';
import type { HeldGroup } from '../../shared/api/county-held.ts';
import type { Page } from '../../shared/api/rows.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { referencePlaces } from '../../shared/reference/load.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import { sealed } from '../../test/attack/stick.ts';
import { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { postParcel } from '../../test/hub/parcel.ts';
import { QUOTAS } from '../http/limits.ts';

const villages = referencePlaces()
  .all.filter(({ kind }) => kind === 'village')
  .map(({ code }) => code);
/** A village of another township than that of these tests' machines. */
const STRANGE = villages.findLast((code) => !code.startsWith(VILLAGE.slice(0, 9))) as PlaceCode;
const DECIDED = { by: '李四', reason: '核对过纸质材料' };

const hub = new HubProcess();
beforeAll(() => hub.start());
afterAll(() => hub.remove());

const saying = async (response: Response) => [response.status, ((await response.json()) as { error?: string }).error];
async function near(): Promise<number[]> {
  const text = await (await fetch(`${hub.consoleAddress}/metrics`)).text();
  const count = (quota: string) => new RegExp(`near_quota\\{quota="${quota}"\\} (\\d+)`).exec(text)?.[1];
  return ['checkpoints', 'held'].map((quota) => Number(count(quota)));
}

describe('checkpoints of one device', () => {
  const put = (device: FakeDevice, id: string, doc: object = {}, database = `ledger-${CENTRE}`) =>
    hub.request(device, 'PUT', `/${database}/_local/${id}`, doc);

  it('are so many, whatever databases they lie in and however many come at one moment', async () => {
    const [device, other] = [await hub.enrol(CENTRE), await hub.enrol(CENTRE)];
    const { count } = QUOTAS.checkpoints;
    const databases = ['county', `ledger-${CENTRE}`, `ledger-${VILLAGE}`];
    const statuses: number[] = [];
    for (let from = 0; from < count + 60; from += 80) {
      const asked = Array.from({ length: 80 }, (_, n) =>
        put(device, `c${from + n}`, { at: 1 }, databases[(from + n) % 3]),
      );
      for (const { status } of await Promise.all(asked)) statuses.push(status);
    }
    expect(statuses.filter((status) => status === 201)).toHaveLength(count);
    expect(await saying(await put(device, 'one-more'))).toEqual([403, 'checkpoint-quota']);
    expect((await hub.request(device, 'GET', `/ledger-${CENTRE}/_local/one-more`)).status).toBe(404);
    expect(await near()).toEqual([1, 0]);
    // What is there can be written on and taken away.
    expect((await put(device, 'c0', { _rev: '0-1', at: 2 }, 'county')).status).toBe(201);
    expect(await saying(await put(device, 'c0', { _rev: '0-1', at: 3 }, 'county'))).toEqual([409, 'conflict']);
    expect((await hub.request(device, 'DELETE', '/county/_local/c0?rev=0-2')).status).toBe(200);
    // What was refused for another reason does not count.
    expect((await put(device, 'one-more', { _rev: '0-7' })).status).toBe(409);
    expect((await put(device, 'one-more')).status).toBe(201);
    expect((await put(device, 'and-one')).status).toBe(403);
    expect((await put(other, 'mine')).status).toBe(201);
  });

  it('are so many bytes', async () => {
    const device = await hub.enrol(CENTRE);
    const filler = '字'.repeat(20_000);
    const most = Math.floor(QUOTAS.checkpoints.bytes / 60_050);
    for (let n = 0; n < most; n += 1) expect((await put(device, `b${n}`, { filler })).status).toBe(201);
    expect(await saying(await put(device, 'more', { filler }))).toEqual([403, 'checkpoint-quota']);
    expect((await put(device, 'b0', { _rev: '0-1' })).status).toBe(201);
    expect((await put(device, 'more', { filler })).status).toBe(201);
    expect((await put(device, 'larger', { filler: '字'.repeat(30_000) })).status).toBe(413);
  });
});

describe('records of one device that wait for the county', { timeout: 120_000 }, () => {
  const slips = (device: FakeDevice, count: number): LedgerEvent[] =>
    Array.from({ length: count }, () => device.proxyReceived('2026-11-20'));
  const waiting = async () => (await hub.county<{ heldWaiting: number }>('county.status')).heldWaiting;

  it('are so many groups: a delivery with one more is refused whole, by whatever door', async () => {
    const device = await hub.enrol(VILLAGE);
    const first = slips(device, QUOTAS.held.groups - 1);
    expect((await hub.handIn(device, STRANGE, first)).status).toBe(201);
    const before = await waiting();
    const more = slips(device, 2);
    expect(await saying(await hub.handIn(device, STRANGE, more))).toEqual([403, 'quota']);
    const { epoch } = await hub.pulse(device);
    const { answers } = await postParcel(hub, device, { epoch, blocks: [[STRANGE, more]] });
    expect(answers[0]).toMatchObject({ kind: 'refused', code: 'quota' });
    expect(await waiting()).toBe(before);
    const answer = await hub.postEnrol(await hub.createCode(VILLAGE), new FakeDevice(VILLAGE));
    const stick = sealed(EnrolAnswerSchema.parse(await answer.json()).hub, device, [{ place: STRANGE, events: more }]);
    await expect(hub.county('county.stickTake', { base64: stick.toString('base64') })).rejects.toMatchObject({
      code: 'not-allowed',
      message: expect.stringMatching(/已到上限，整批未收。请县里先在“暂存记录”里处理/u),
    });
    expect(await waiting()).toBe(before);
    // What belongs to a group that waits is no more groups, and what is here already is none.
    const step = device.step('handed-over', '2026-11-20', first[0] as LedgerEvent);
    expect((await hub.handIn(device, STRANGE, [...first.slice(0, 9), step, more[0]])).status).toBe(201);
    expect((await hub.handIn(device, STRANGE, [more[1]])).status).toBe(403);
    // In its own ledger it goes on, and so do all other devices everywhere.
    expect((await hub.handIn(device, VILLAGE, [more[1]])).status).toBe(201);
    expect((await near())[1]).toBe(1);
    const other = await hub.enrol(VILLAGE);
    expect((await hub.handIn(other, STRANGE, slips(other, 1))).status).toBe(201);
  });

  it('count for who brought them where they have no business: others’ records can be taken everywhere, their own ledger included', async () => {
    const [writer, thief] = [await hub.enrol(CENTRE), await hub.enrol(STRANGE)];
    const events = Array.from({ length: 20 }, () => writer.received('2026-11-20'));
    const places = villages.slice(0, QUOTAS.held.ledgers);
    expect(places).not.toContain(STRANGE);
    for (const place of places) expect((await hub.handIn(thief, place, events)).status).toBe(201);
    expect((await hub.handIn(thief, CENTRE, events)).status).toBe(403);
    expect((await hub.handIn(thief, STRANGE, events)).status).toBe(403);
    expect((await hub.handIn(writer, CENTRE, events)).status).toBe(201);
    expect((await hub.handIn(writer, STRANGE, writer.caseOfFive('2026-11-20'))).status).toBe(201);
  });

  it('lie in so many ledgers, of places that there are and of others', async () => {
    const device = await hub.enrol(VILLAGE);
    const own = villages.filter((code) => code !== VILLAGE).slice(0, QUOTAS.held.ledgers - 1);
    for (const place of [...own, '999999999999' as PlaceCode])
      expect((await hub.handIn(device, place, slips(device, 1))).status).toBe(201);
    const one = slips(device, 1);
    expect(await saying(await hub.handIn(device, '888888888888' as PlaceCode, one))).toEqual([403, 'quota']);
    expect((await hub.handIn(device, own[0] as PlaceCode, one)).status).toBe(201);
  });

  it('are so many bytes, those that were kept out among them; what was let in is none any more', async () => {
    const device = await hub.enrol(VILLAGE);
    const slip = device.proxyReceived('2026-11-20');
    const notes = (count: number) =>
      Array.from({ length: count }, () =>
        device.event('noted', '2026-11-20', { text: '字'.repeat(10_000) }, { case: slip._id, about: slip._id }),
      );
    expect((await hub.handIn(device, STRANGE, [slip])).status).toBe(201);
    const size = Buffer.byteLength(JSON.stringify(notes(1)[0]));
    for (let left = Math.floor(QUOTAS.held.bytes / (size + 10)); left > 0; left -= 300)
      expect((await hub.handIn(device, STRANGE, notes(Math.min(left, 300)))).status).toBe(201);
    const some = notes(10);
    expect(await saying(await hub.handIn(device, STRANGE, some))).toEqual([403, 'quota']);
    const decide = async (list: string, decision: string) => {
      const { rows } = await hub.county<Page<HeldGroup>>('county.held', { list, limit: 200 });
      const keys = rows.filter((row) => row.device === device.device).map(({ key }) => key);
      await hub.county('county.decideHeld', { keys, decision, ...DECIDED });
    };
    await decide('waiting', 'keep-out');
    expect((await hub.handIn(device, STRANGE, some)).status).toBe(403);
    await decide('kept-out', 'admit');
    expect((await hub.handIn(device, STRANGE, some)).status).toBe(201);
  });
});
