import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DecidedOfDevice, HeldDevice, HeldDetail, HeldGroup, HeldList } from '../../shared/api/county-held.ts';
import type { CaseDetail, Page } from '../../shared/api/rows.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { referencePlaces } from '../../shared/reference/load.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { postParcel } from '../../test/hub/parcel.ts';
import { insideHub } from '../../test/site/compare.ts';

const { all } = referencePlaces();
/** Villages that the centre of this test does not serve. */
const [STRANGE, STRANGE_TOO] = all
  .filter(({ kind, code }) => kind === 'village' && !code.startsWith(VILLAGE.slice(0, 9)))
  .map(({ code }) => code) as [PlaceCode, PlaceCode];
const DECIDED = { by: '李四', reason: '核对过纸质材料' };

const hub = new HubProcess();
let centre: FakeDevice;
let village: FakeDevice;

beforeAll(async () => {
  await hub.start();
  centre = await hub.enrol(CENTRE);
  village = await hub.enrol(VILLAGE);
});
afterAll(() => hub.remove());

const list = (name: HeldList, more: Record<string, unknown> = {}) =>
  hub.county<Page<HeldGroup>>('county.held', { list: name, ...more });
const groupsOf = async (device: FakeDevice, name: HeldList = 'waiting') =>
  (await list(name, { limit: 200 })).rows.filter((group) => group.device === device.device);
const decide = (decision: 'admit' | 'keep-out', groups: readonly HeldGroup[], more = DECIDED) =>
  hub.county<{ events: number }>('county.decideHeld', { keys: groups.map(({ key }) => key), decision, ...more });
const detailOf = (group: HeldGroup | undefined) => hub.county<HeldDetail>('county.heldDetail', { key: group?.key });
const rangesOf = async (device: FakeDevice) =>
  (await hub.pulse(device)).receipts.find((each) => each.device === device.device)?.ranges ?? [];
const inLedger = async (event: LedgerEvent, ledger: PlaceCode, reader = centre) =>
  (await hub.request(reader, 'GET', `/ledger-${ledger}/${event._id}`)).status === 200;
const isCloned = async (device: FakeDevice) =>
  (await hub.county<{ device: string; cloneSuspected: boolean }[]>('county.devices')).find(
    (each) => each.device === device.device,
  )?.cloneSuspected;
const slipAndHandOver = (device: FakeDevice, on: string): [LedgerEvent, LedgerEvent] => {
  const slip = device.proxyReceived(on);
  return [slip, device.step('handed-over', on, slip)];
};

describe('all that waits because of one device', () => {
  const held = async (device: FakeDevice) =>
    (await hub.county<HeldDevice[]>('county.heldDevices')).find((each) => each.device === device.device);
  const part = (device: FakeDevice, seenTo: string, decision: 'admit' | 'keep-out', more = DECIDED) =>
    hub.county<DecidedOfDevice>('county.decideDevice', { device: device.device, seenTo, decision, ...more });
  async function decideAll(device: FakeDevice, seenTo: string, decision: 'admit' | 'keep-out') {
    let events = 0;
    for (;;) {
      const done = await part(device, seenTo, decision);
      events += done.events;
      if (done.left === 0) return { events, nowhere: done.nowhere };
    }
  }
  it('is listed with how much it is, decided with who, when and why, and nothing of another device with it', async () => {
    const [device, other] = [await hub.enrol(STRANGE), await hub.enrol(STRANGE)];
    const [slip, handed] = slipAndHandOver(device, '2026-11-20');
    for (const ledger of [VILLAGE, STRANGE_TOO])
      await hub.handIn(device, ledger, slipAndHandOver(device, '2026-11-20'));
    await hub.handIn(device, VILLAGE, [slip]);
    // Another one brings the rest of the same case there: its group is one, and two machines are its reason.
    await hub.handIn(other, VILLAGE, [handed, ...slipAndHandOver(other, '2026-11-20')]);
    const { name } = referencePlaces().place(STRANGE) ?? { name: '' };
    const shown = await held(device);
    expect(shown).toMatchObject({ groups: 3, events: 5, revokedAt: null, placeName: expect.stringContaining(name) });
    expect(shown?.ledgerNames).toHaveLength(2);
    // What comes after the page was read is not decided with it.
    await new Promise((later) => setTimeout(later, 5));
    await hub.handIn(device, VILLAGE, slipAndHandOver(device, '2026-11-21'));
    expect(await decideAll(device, shown?.seenTo ?? '', 'admit')).toEqual({ events: 5, nowhere: 0 });
    expect(await held(device)).toMatchObject({ groups: 1, events: 2 });
    expect(await held(other)).toMatchObject({ groups: 2, events: 3 });
    expect(await inLedger(slip, VILLAGE)).toBe(true);
    expect(await inLedger(handed, VILLAGE)).toBe(false);
    const again = await held(device);
    expect(await decideAll(device, again?.seenTo ?? '', 'keep-out')).toEqual({ events: 2, nowhere: 0 });
    expect(await held(device)).toBeUndefined();
    expect(await part(device, again?.seenTo ?? '', 'keep-out')).toEqual({ events: 0, left: 0, nowhere: 0 });
  });

  it('for places that the county has not stays where it is while the rest is let in', async () => {
    const device = await hub.enrol(STRANGE);
    await hub.handIn(device, '999999999998' as PlaceCode, slipAndHandOver(device, '2026-11-20'));
    await hub.handIn(device, VILLAGE, slipAndHandOver(device, '2026-11-20'));
    const { seenTo = '' } = (await held(device)) ?? {};
    expect(await decideAll(device, seenTo, 'admit')).toEqual({ events: 2, nowhere: 1 });
    expect(await decideAll(device, seenTo, 'keep-out')).toEqual({ events: 2, nowhere: 0 });
  });

  it('asks for who and why, and for a session', async () => {
    const device = await hub.enrol(STRANGE);
    const input = { device: device.device, seenTo: '2026-11-24T00:00:00.000Z', decision: 'admit' };
    for (const more of [
      { by: '', reason: 'x' },
      { by: 'x', reason: ' ' },
    ])
      await expect(hub.county('county.decideDevice', { ...input, ...more })).rejects.toMatchObject({
        code: 'bad-input',
      });
    expect(await hub.rpc('county.decideDevice', { ...input, ...DECIDED })).toMatchObject({ ok: false });
  });

  it(
    'is decided in parts: a hub that is killed between them and within them goes on, nothing twice',
    { timeout: 120_000 },
    async () => {
      const killed = await new HubProcess().start();
      try {
        const device = await killed.enrol(STRANGE);
        const events = Array.from({ length: 450 }, () => device.proxyReceived('2026-11-20'));
        expect((await killed.handIn(device, VILLAGE, events)).status).toBe(201);
        const input = { device: device.device, seenTo: '2099-01-01T00:00:00.000Z', decision: 'admit', ...DECIDED };
        const first = await killed.county<DecidedOfDevice>('county.decideDevice', input);
        expect(first).toEqual({ events: 200, left: 250, nowhere: 0 });
        const cut = killed.county<DecidedOfDevice>('county.decideDevice', input).catch(() => null);
        await new Promise((soon) => setTimeout(soon, 60));
        await killed.stop('SIGKILL');
        await cut;
        await killed.start();
        for (let left = 1; left > 0;) ({ left } = await killed.county<DecidedOfDevice>('county.decideDevice', input));
        await killed.stop();
        const [decisions, stored, words] = insideHub(killed, (file) => [
          file.sql('SELECT decision, decided_by, reason, count(*) AS n FROM hub_held GROUP BY 1, 2, 3').all(),
          file.sql("SELECT count(*) FROM event_row WHERE type = 'proxy-received'").pluck().get(),
          file.sql("SELECT count(DISTINCT about) || '/' || count(*) FROM event_row WHERE type = 'noted'").pluck().get(),
        ]);
        expect(decisions).toEqual([{ decision: 'admitted', decided_by: '李四', reason: DECIDED.reason, n: 450 }]);
        expect([stored, words]).toEqual([450, '450/450']);
      } finally {
        await killed.remove();
      }
    },
  );
});

describe('records for a ledger of a place that the county does not know', () => {
  const NOWHERE = '999999999999' as PlaceCode;

  it('wait by whatever door they come, with their receipts, and are let in only where somebody reads them', async () => {
    const device = await hub.enrol(STRANGE);
    const [slip, handed] = slipAndHandOver(device, '2026-11-20');
    expect((await hub.handIn(device, NOWHERE, [slip])).status).toBe(201);
    const { epoch } = await hub.pulse(device);
    const { answers } = await postParcel(hub, device, { epoch, blocks: [[NOWHERE, [slip, handed]]] });
    expect(answers[0]).toEqual({ kind: 'taken', ledger: NOWHERE, stored: 0, held: 1, known: 0 });
    expect(await rangesOf(device)).toEqual([{ from: 1, to: 2, last: handed._id }]);
    const waiting = await groupsOf(device);
    expect(waiting).toMatchObject([{ key: { ledger: NOWHERE }, events: 2, why: ['carrier'] }]);
    await expect(decide('admit', waiting)).rejects.toMatchObject({
      code: 'not-allowed',
      message: expect.stringContaining('地点名单里没有'),
    });
    expect(await groupsOf(device)).toEqual(waiting);
    expect(await decide('keep-out', waiting)).toEqual({ events: 2 });
  });

  it('make no database of it: whoever hands in could make as many as there are codes', async () => {
    const other = await new HubProcess().start();
    try {
      const device = await other.enrol(STRANGE);
      for (const events of [[], slipAndHandOver(device, '2026-11-20')])
        expect((await other.handIn(device, NOWHERE, events)).status).toBe(201);
      await other.stop();
      expect(insideHub(other, ({ store }) => store.databases())).not.toContain(`ledger-${NOWHERE}`);
    } finally {
      await other.remove();
    }
  });
});

describe('records for a ledger that the device has nothing to do with', () => {
  let foreign: FakeDevice;
  let events: [LedgerEvent, LedgerEvent];
  beforeEach(async () => {
    foreign = await hub.enrol(STRANGE);
    events = slipAndHandOver(foreign, '2026-11-20');
    expect((await hub.handIn(foreign, VILLAGE, events)).status).toBe(201);
  });

  it('are listed with whose they are, who brought them, why they wait and what they say', async () => {
    const [group, ...others] = await groupsOf(foreign);
    expect(others).toEqual([]);
    expect(group).toMatchObject({
      placeName: all.find(({ code }) => code === STRANGE)?.fullName,
      machine: '窗口一',
      carriers: [group?.placeName],
      why: ['carrier'],
      events: 2,
      labels: expect.arrayContaining(['代办登记', '移交']),
      name: '测试甲',
      matterName: expect.any(String),
      decision: null,
    });
    const detail = await detailOf(group);
    expect(detail).toMatchObject({ caseIs: 'begins', records: [{ label: '代办登记' }, { label: '移交' }] });
    expect(detail.records[0]?.lines).toContainEqual({ label: '姓名', value: '测试甲' });
    expect((await hub.county<{ heldWaiting: number }>('county.status')).heldWaiting).toBe(
      (await list('waiting')).total,
    );
  });

  it('go into the ledger when they are admitted, flow down, are judged, and say who let them in', async () => {
    const { token } = await hub.pulse(centre);
    const [slip, handedOver] = events;
    const beyondItsPower = foreign.step('accepted', '2026-11-20', handedOver);
    await hub.handIn(foreign, VILLAGE, [beyondItsPower]);
    expect(await inLedger(slip, VILLAGE)).toBe(false);
    const groups = await groupsOf(foreign);
    expect(await decide('admit', groups)).toEqual({ events: 3 });
    expect(await inLedger(slip, VILLAGE)).toBe(true);
    expect((await hub.pulse(centre, { token })).ledgers.map((each) => each.place)).toContain(VILLAGE);
    const detail = await hub.county<CaseDetail>('county.case', { case: slip._id });
    expect(detail.row.state).toBe('handed-over');
    const words = detail.history.filter((item) => item.type === 'noted').map((item) => item.lines[0]?.value);
    expect(words).toEqual(Array(3).fill(expect.stringMatching(/收入台账：核对过纸质材料.*李四/)));
    expect(detail.history.filter((item) => item.type === 'questioned').map((item) => item.about)).toEqual([
      beyondItsPower._id,
    ]);
    expect(await groupsOf(foreign)).toEqual([]);
    const [admitted] = await groupsOf(foreign, 'admitted');
    expect(admitted).toMatchObject({ events: 3, decision: { ...DECIDED, at: expect.any(String) } });
    expect(await rangesOf(foreign)).toEqual([{ from: 1, to: 3, last: beyondItsPower._id }]);
    expect(await isCloned(foreign)).toBe(false);
  });

  it('stay out with the reason, keep their receipt, and may be admitted later', async () => {
    const groups = await groupsOf(foreign);
    const before = await rangesOf(foreign);
    expect(await decide('keep-out', groups)).toEqual({ events: 2 });
    expect(await inLedger(events[0], VILLAGE)).toBe(false);
    expect(await rangesOf(foreign)).toEqual(before);
    const kept = await groupsOf(foreign, 'kept-out');
    expect(kept).toMatchObject([{ events: 2, decision: DECIDED }]);
    expect((await hub.handIn(foreign, VILLAGE, events)).status).toBe(201);
    expect(await groupsOf(foreign)).toEqual([]);
    expect(await decide('admit', kept, { by: '王五', reason: '村里补了说明' })).toEqual({ events: 2 });
    expect(await inLedger(events[0], VILLAGE)).toBe(true);
    expect(await groupsOf(foreign, 'kept-out')).toEqual([]);
  });

  it('are decided once: who comes second is told so, and nothing else of the same request is decided', async () => {
    const groups = await groupsOf(foreign);
    await decide('admit', groups);
    const other = slipAndHandOver(foreign, '2026-11-21');
    await hub.handIn(foreign, VILLAGE, other);
    const fresh = await groupsOf(foreign);
    await expect(decide('keep-out', [...fresh, ...groups])).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('刚刚有人处理过'),
    });
    expect(await groupsOf(foreign)).toEqual(fresh);
    await expect(detailOf(groups[0])).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are let in once, however often they are named', async () => {
    const groups = await groupsOf(foreign);
    expect(await decide('admit', [...groups, ...groups])).toEqual({ events: 2 });
    const { history } = await hub.county<CaseDetail>('county.case', { case: events[0]._id });
    expect(history.filter((item) => item.type === 'noted')).toHaveLength(2);
  });

  it('are decided as far as they were shown: what came meanwhile waits for a look of its own', async () => {
    const seen = await groupsOf(foreign);
    const [slip] = events;
    const more = foreign.event('noted', '2026-11-21', { text: '后来的' }, { case: slip._id, about: slip._id });
    await hub.handIn(foreign, VILLAGE, [more]);
    expect(await decide('admit', seen)).toEqual({ events: 2 });
    expect(await groupsOf(foreign)).toMatchObject([{ events: 1, labels: ['备注'] }]);
    expect(await detailOf((await groupsOf(foreign))[0])).toMatchObject({ caseIs: 'here' });
  });

  it('that come before the beginning of their case wait in the ledger, visibly, until it is there', async () => {
    const [slip, handedOver] = slipAndHandOver(foreign, '2026-11-22');
    await hub.handIn(foreign, VILLAGE, [handedOver]);
    const [late] = (await groupsOf(foreign)).filter((group) => group.key.case === slip._id);
    expect(await detailOf(late)).toMatchObject({ caseIs: 'missing' });
    await decide('admit', [late as HeldGroup]);
    await expect(hub.county('county.case', { case: slip._id })).rejects.toMatchObject({ code: 'not-found' });
    await hub.handIn(foreign, VILLAGE, [slip]);
    await decide(
      'admit',
      (await groupsOf(foreign)).filter((group) => group.key.case === slip._id),
    );
    expect((await hub.county<CaseDetail>('county.case', { case: slip._id })).row.state).toBe('handed-over');
  });

  it('want a name and a reason', async () => {
    const groups = await groupsOf(foreign);
    await expect(decide('admit', groups, { by: ' ', reason: 'x' })).rejects.toMatchObject({
      message: '请填经办人姓名',
    });
    await expect(decide('admit', groups, { by: '李四', reason: '' })).rejects.toMatchObject({ message: '请写明理由' });
    expect(await groupsOf(foreign)).toEqual(groups);
  });
});

describe('the list', () => {
  it('is read page by page, each group once, and found by person, place and number', async () => {
    const device = await hub.enrol(STRANGE_TOO);
    for (let day = 1; day <= 5; day += 1) await hub.handIn(device, VILLAGE, slipAndHandOver(device, `2026-10-0${day}`));
    const query = (await groupsOf(device))[0]?.placeName ?? '';
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await list('waiting', { query, limit: 2, ...(after === undefined ? {} : { after }) });
      expect(page.total).toBe(5);
      seen.push(...page.rows.map((group) => group.key.case));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect([seen.length, new Set(seen).size]).toEqual([5, 5]);
    const [one] = await groupsOf(device);
    expect((await list('waiting', { query: one?.number ?? '' })).rows.map((group) => group.key)).toEqual([one?.key]);
    expect((await list('waiting', { query: '没有这个人' })).rows).toEqual([]);
    await expect(list('waiting', { after: 'x' })).rejects.toMatchObject({ code: 'bad-input' });
  });
});

describe('a stopped device', () => {
  let gone: FakeDevice;
  let seen: [LedgerEvent, LedgerEvent];
  beforeEach(async () => {
    gone = await hub.enrol(VILLAGE);
    seen = slipAndHandOver(gone, '2026-11-20');
    await hub.handIn(gone, VILLAGE, seen);
  });
  const stop = () => hub.county('county.revoke', { device: gone.device, reason: '失窃' });
  const held = async (events: readonly LedgerEvent[]) => {
    const here = await Promise.all(events.map((event) => inLedger(event, VILLAGE)));
    return events.filter((_, index) => here[index] !== true);
  };
  const waiting = async () => (await groupsOf(gone)).reduce((sum, { events }) => sum + events, 0);

  it('hands in to the county’s list alone, whatever day its records bear, and has its receipts', async () => {
    await stop();
    const late = [...slipAndHandOver(gone, '2026-10-08'), gone.step('withdrawn', '2026-10-09', seen[1])];
    expect((await hub.handIn(gone, VILLAGE, late)).status).toBe(201);
    expect(await held(late)).toEqual(late);
    expect((await groupsOf(gone)).map(({ why, events, revokedAt }) => [why, events, typeof revokedAt])).toEqual([
      [['revoked'], 1, 'string'],
      [['revoked'], 2, 'string'],
    ]);
    expect(await rangesOf(gone)).toEqual([{ from: 1, to: 5, last: late[2]?._id }]);
    await decide('admit', await groupsOf(gone));
    expect(await held(late)).toEqual([]);
  });

  it('whose place goes on with another machine has its unsent records decided all the same, whoever brings them', async () => {
    await stop();
    const anew = await hub.enrol(VILLAGE);
    const unsent = slipAndHandOver(gone, '2026-11-21');
    const own = slipAndHandOver(anew, '2026-11-22');
    await hub.handIn(anew, VILLAGE, [...unsent, ...own]);
    expect(await held([...unsent, ...own])).toEqual(unsent);
    await decide('admit', await groupsOf(gone));
    expect(await held(unsent)).toEqual([]);
  });

  it.each([
    ['in one delivery, the proof last', (late: LedgerEvent[], proof: LedgerEvent) => [[...late, proof]]],
    ['in one delivery, the proof first', (late: LedgerEvent[], proof: LedgerEvent) => [[proof, ...late.toReversed()]]],
    ['the proof before', (late: LedgerEvent[], proof: LedgerEvent) => [[proof], late]],
    ['the proof afterwards', (late: LedgerEvent[], proof: LedgerEvent) => [late, [proof]]],
    ['one by one', (late: LedgerEvent[], proof: LedgerEvent) => [...late.map((each) => [each]), [proof]]],
  ])('loses nothing that another machine speaks of, nor what its own records then prove: %s', async (_, deliver) => {
    const early = [...slipAndHandOver(gone, '2026-11-21'), ...slipAndHandOver(gone, '2026-11-22')];
    const last = early[3] as LedgerEvent;
    const after = gone.event(
      'noted',
      '2026-11-22',
      { text: '后来的' },
      { case: early[2]?._id as never, about: last._id },
    );
    const proof = centre.step('received', '2026-11-23', last, { window: '民政优抚' });
    await stop();
    for (const delivery of deliver([...early, after], proof)) await hub.handIn(centre, VILLAGE, delivery);
    expect(await held([...early, proof])).toEqual([]);
    expect(await held([after])).toEqual([after]);
    expect(await waiting()).toBe(1);
  });

  it('is proven over the ledgers of several places by its own chain', async () => {
    const clerk = await hub.enrol(CENTRE);
    const [inVillage] = [clerk.event('noted', '2026-11-21', { text: '一' }, { case: seen[0]._id, about: seen[1]._id })];
    const [atHome, proof] = [clerk.received('2026-11-21'), centre];
    await hub.county('county.revoke', { device: clerk.device, reason: '失窃' });
    await hub.handIn(centre, VILLAGE, [inVillage]);
    expect(await held([inVillage])).toEqual([inVillage]);
    const word = proof.event('noted', '2026-11-22', { text: '二' }, { case: atHome._id, about: atHome._id });
    await hub.handIn(centre, CENTRE, [atHome, word]);
    expect(await held([inVillage])).toEqual([]);
  });

  it('proves nothing by a record that a person let in, nor by the word about it', async () => {
    await stop();
    const [slip, handed] = slipAndHandOver(gone, '2026-11-21');
    await hub.handIn(gone, VILLAGE, [handed]);
    await decide('admit', await groupsOf(gone));
    await hub.handIn(gone, VILLAGE, [slip]);
    expect(await held([slip, handed])).toEqual([slip]);
    const aside = gone.event('site.staff', '2026-11-21', { id: 'B1', name: '测试乙', windows: [], active: true });
    await hub.handIn(gone, VILLAGE, [
      gone.event('site.staff', '2026-11-22', { id: 'B1', name: '测试丙', windows: [], active: true }),
    ]);
    await decide(
      'admit',
      (await groupsOf(gone)).filter(({ key }) => key.case === ''),
    );
    await hub.handIn(gone, VILLAGE, [aside]);
    expect(await held([aside])).toEqual([aside]);
  });
});

describe('what a holder with the right to it brings later', () => {
  it('leaves the list, with one receipt, and is no sign of a clone', async () => {
    const foreign = await hub.enrol(STRANGE);
    const events = slipAndHandOver(village, '2026-11-23');
    await hub.handIn(foreign, VILLAGE, events);
    expect(await groupsOf(village)).toHaveLength(1);
    await hub.handIn(village, VILLAGE, [...events, village.proxyReceived('2026-11-23')]);
    expect(await groupsOf(village)).toEqual([]);
    expect(await rangesOf(village)).toMatchObject([{ from: 1, to: 3 }]);
    expect(await isCloned(village)).toBe(false);
  });

  it('but two records of one number are a clone’s, also while one of them lies aside', async () => {
    const original = await hub.enrol(VILLAGE);
    const foreign = await hub.enrol(STRANGE);
    const one = original.proxyReceived('2026-11-23');
    const { _id, _rev, sig: _, ...body } = one;
    const twin = original.sign({ ...body, data: { ...body.data, note: '另一台' } });
    await hub.handIn(original, VILLAGE, [one]);
    expect(await isCloned(original)).toBe(false);
    await hub.handIn(foreign, VILLAGE, [twin]);
    expect(await isCloned(original)).toBe(true);
    expect(await rangesOf(original)).toHaveLength(2);
  });
});

describe('a hub restored to before a record was admitted', { timeout: 120_000 }, () => {
  const restored = new HubProcess();
  afterAll(() => restored.remove());

  it('lets it in again when its own word about it comes back, whichever comes first', async () => {
    await restored.start();
    const clerk = await restored.enrol(CENTRE);
    const foreign = await restored.enrol(STRANGE);
    const backup = path.join(restored.folder, 'early.backup');
    expect((await restored.command('backup', backup)).code).toBe(0);
    const [first, second] = [slipAndHandOver(foreign, '2026-11-20'), slipAndHandOver(foreign, '2026-11-21')];
    await restored.handIn(foreign, VILLAGE, [...first, ...second]);
    const { rows } = await restored.county<Page<HeldGroup>>('county.held', { list: 'waiting' });
    await restored.county('county.decideHeld', { keys: rows.map(({ key }) => key), decision: 'admit', ...DECIDED });
    const answer = await restored.request(clerk, 'GET', `/ledger-${VILLAGE}/_changes?include_docs=true`);
    const held = ((await answer.json()) as { results: { doc: LedgerEvent }[] }).results.map((row) => row.doc);
    expect(held.length).toBeGreaterThanOrEqual(8);
    await restored.stop();
    expect((await restored.command('restore', backup)).code).toBe(0);
    await restored.start();

    const ofFirst = held.filter((doc) => (doc.case ?? doc._id) === first[0]._id);
    const words = held.filter((doc) => doc.type === 'noted');
    const count = async () =>
      ((await (await restored.request(clerk, 'GET', `/ledger-${VILLAGE}`)).json()) as { doc_count: number }).doc_count;
    await restored.handIn(
      clerk,
      VILLAGE,
      ofFirst.filter((doc) => doc.type !== 'noted'),
    );
    expect((await restored.county<Page<HeldGroup>>('county.held', { list: 'waiting' })).total).toBe(1);
    await restored.handIn(clerk, VILLAGE, words);
    await restored.handIn(clerk, VILLAGE, held);
    expect(await count()).toBe(held.length);
    expect((await restored.county<Page<HeldGroup>>('county.held', { list: 'waiting' })).total).toBe(0);
  });
});
