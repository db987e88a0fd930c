/** The worked examples at the heads of the main modules: what a reader follows there with paper and pencil is what the program does. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import PouchDB from 'pouchdb-core';
import { afterAll, expect, it } from 'vitest';
import { secretOf } from './hub/code-secret.ts';
import { FakeDevice } from './hub/fake-device.ts';
import { HubProcess } from './hub/hub-process.ts';
import { broughtDown, postParcel } from './hub/parcel.ts';
import { EventWriter, CENTRE, VILLAGE } from './fixtures/events.ts';
import { createGridStore } from '../renderer/village/grid/model/grid-store.ts';
import type { DeviceId } from '../shared/base/brands.ts';
import { foldCase } from '../shared/case/fold/fold.ts';
import { referenceCalendar, referenceCatalogue, referencePlaces } from '../shared/reference/load.ts';
import { openHubFile } from '../hub/admin/hub-file.ts';
import { createCode } from '../hub/device-api/codes.ts';
import { enrol } from '../hub/device-api/enrol.ts';
import { countDue, Projector } from '../hub/events/projector.ts';
import { receive } from '../hub/events/receive.ts';
import { openLedger } from '../store/ledger/ledger.ts';
import sqliteAdapter from '../store/pouch/index.ts';
import { getCase } from '../store/projection/cases.ts';
import { unreadableRows } from '../store/projection/unreadable.ts';
import { tempSite } from '../store/testing/temp-site.ts';
import { day, person, proxied, Writer } from '../store/testing/writer.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'bianmin-examples-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

it('of the fold (shared/case/fold/fold.ts)', () => {
  const [a, b] = [new EventWriter(CENTRE, 'a'), new EventWriter(CENTRE, 'b')];
  const received = a.received('2017-11-06');
  const accepted = a.step('accepted', '2017-11-06', received);
  const concluded = a.step('concluded', '2017-11-08', accepted);
  const withdrawn = b.step('withdrawn', '2017-11-09', accepted);
  const apart = foldCase([withdrawn, accepted, received, concluded]);
  expect(apart).toMatchObject({ state: 'accepted', disputed: { since: '2017-11-08' } });
  expect(apart).toEqual(foldCase([received, accepted, concluded, withdrawn]));
  const settled = b.step('settled', '2017-11-13', [concluded, withdrawn], {
    keep: [concluded._id],
    reason: '电话核实',
  });
  const after = foldCase([settled, withdrawn, concluded, accepted, received]);
  expect(after).toMatchObject({ state: 'concluded', disputed: null, heads: [settled._id] });
  expect(after?.steps.find(({ id }) => id === withdrawn._id)?.effect).toBe('overruled');
  expect(foldCase([accepted, concluded])).toBeNull();
});

it('of the grid store (renderer/village/grid/model/grid-store.ts)', () => {
  const calls: unknown[] = [];
  let made = 0;
  const store = createGridStore(
    [],
    { position: 0, column: 'name' },
    {
      newId: () => `n${(made += 1)}`,
      save: (rows, removed) => calls.push([rows.map(({ id, cells }) => [id, cells.name]), removed]),
      cursor: (at) => calls.push(at),
    },
  );
  store.dispatch({ do: 'type', text: '向小明' });
  expect([store.get().editing, calls]).toEqual([{ text: '向小明' }, []]);
  store.dispatch({ do: 'commit', move: 'down' });
  const saved = [[['n1', '向小明']], []];
  expect(calls).toEqual([saved, { position: 1, column: 'name' }]);
  expect(store.get()).toMatchObject({ rows: [{ id: 'n1' }, { id: 'n2' }], cursor: { row: 'n2', column: 'name' } });
  store.dispatch({ do: 'undo' });
  expect(calls.slice(2)).toEqual([[[], ['n1']], { position: 0, column: 'name' }]);
  expect(store.get().rows).toMatchObject([{ id: 'n1', cells: { name: '' } }]);
});

it('of ingest (store/ledger/ingest.ts)', () => {
  const site = tempSite();
  try {
    const village = new Writer(VILLAGE);
    const on = day('2017-11-09');
    const slip = village.write(
      proxied({ number: `${VILLAGE}-20171109-b20001`, on, person: person('向小明'), slip: 'k' }),
    );
    const changed = village.write(
      proxied({ number: `${VILLAGE}-20171109-b20002`, on, person: person('石明'), slip: 'l' }),
    );
    const whys = () => unreadableRows(site.file).map(({ why }) => why);
    site.pull(VILLAGE, [slip]);
    expect([whys(), getCase(site.file, slip._id)]).toEqual([['unknown-device'], null]);
    site.trust(village);
    expect(site.ledger.retryUnreadable()).toEqual({ read: 1, left: 0 });
    expect([whys(), getCase(site.file, slip._id)?.state]).toEqual([[], 'proxy-received']);
    site.pull(VILLAGE, [{ ...changed, on: day('2017-11-10') }]);
    expect([whys(), getCase(site.file, changed._id)]).toEqual([['hash'], null]);
  } finally {
    site.remove();
  }
});

it('of the projector (hub/events/projector.ts)', async () => {
  const now = Date.parse('2026-11-21T02:00:00.000Z');
  const places = referencePlaces();
  const { file, identity } = openHubFile({ folder: path.join(scratch, 'hub'), county: places.county.code, now });
  const ledger = openLedger(file, {
    clock: { now: () => now, offset: () => 0 },
    reference: { calendar: referenceCalendar(), places, catalogue: referenceCatalogue() },
  });
  const device = new FakeDevice(CENTRE);
  const { code } = await createCode(file, CENTRE, 'ab'.repeat(32), now);
  const request = { code: secretOf(code), key: device.key.publicKey, machine: 'test' };
  device.device = (await enrol({ file, hub: identity, now }, request))?.certificate.device ?? '';
  const received = device.received('2026-11-20');
  const accepted = device.step('accepted', '2026-11-20', received);
  const row = () => [countDue(file), getCase(file, received._id)?.state ?? null];
  receive(ledger, CENTRE, [received, accepted], { device: device.device as DeviceId, holds: true }, now);
  expect(row()).toEqual([1, null]);
  const projector = new Projector({ ledger, now: () => now, report: (failure) => expect(failure).toBeNull() });
  await projector.projected([CENTRE]);
  expect(row()).toEqual([0, 'accepted']);
  projector.close();
  file.close();
});

it('of a parcel (hub/device-api/parcel.ts)', { timeout: 60_000 }, async () => {
  const hub = new HubProcess();
  try {
    await hub.start();
    const [village, centre] = [await hub.enrol(VILLAGE), await hub.enrol(CENTRE)];
    const { epoch } = await hub.pulse(village);
    const one = village.proxyReceived('2026-11-20');
    await hub.handIn(village, VILLAGE, [one]);
    const note = centre.event('noted', '2026-11-20', { text: '已核对' }, { case: one._id, about: one._id });
    await hub.handIn(centre, VILLAGE, [note]);
    const two = village.proxyReceived('2026-11-20');
    const reply = await postParcel(hub, village, { epoch, wanted: [[VILLAGE, 1]], blocks: [[VILLAGE, [one, two]]] });
    expect(reply.answers).toMatchObject([
      { kind: 'taken', ledger: VILLAGE, stored: 1, held: 0, known: 1 },
      { kind: 'page', ledger: VILLAGE, seq: 3 },
      { kind: 'pulse', answer: { ledgers: [{ place: VILLAGE, seq: 3 }] } },
    ]);
    expect(broughtDown(reply, VILLAGE)).toEqual([note]);
    const pulse = reply.answers.find((each) => each.kind === 'pulse');
    const ranges = pulse?.answer.receipts.find(({ device }) => device === village.device)?.ranges;
    expect(ranges).toEqual([{ from: 1, to: 2, last: two._id }]);
  } finally {
    await hub.remove();
  }
});

it('of the adapter (store/pouch/adapter.ts)', async () => {
  PouchDB.plugin(sqliteAdapter as never);
  const pouch = new PouchDB(path.join(scratch, 'one.db'), { adapter: 'sqlite' } as never);
  const { rev } = await pouch.put({ _id: 'a', n: 1 });
  expect(rev).toBe('1-1c7f036842a7f58541a3b8f73703be58');
  const other = '1-ffffffffffffffffffffffffffffffff';
  await pouch.bulkDocs([{ _id: 'a', _rev: other, n: 2 }] as never, { new_edits: false });
  expect(await pouch.get('a', { conflicts: true })).toEqual({ _id: 'a', _rev: other, n: 2, _conflicts: [rev] });
  expect(await pouch.changes({ since: 0 })).toEqual({
    results: [{ id: 'a', seq: 2, changes: [{ rev: other }] }],
    last_seq: 2,
  });
  expect(await pouch.info()).toMatchObject({ doc_count: 1, update_seq: 2 });
  await pouch.close();
});
