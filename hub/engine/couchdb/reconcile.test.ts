/** The hub's file and CouchDB come to hold the same, whichever of the two went back in time or was meddled with. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HeldGroup } from '../../../shared/api/county-held.ts';
import type { CaseDetail, Page } from '../../../shared/api/rows.ts';
import type { LedgerEvent } from '../../../shared/event/event.ts';
import { referencePlaces } from '../../../shared/reference/load.ts';
import { Couchdb, isRealCouchdb } from '../../../test/couchdb/couchdb.ts';
import { PATIENCE, differing, engineOf, untilLevel } from '../../../test/couchdb/compare.ts';
import { CENTRE } from '../../../test/fixtures/events.ts';
import type { FakeDevice } from '../../../test/hub/fake-device.ts';
import { HubProcess } from '../../../test/hub/hub-process.ts';
import { memoryDatabase, remoteDatabase } from '../../../test/hub/pouch.ts';
import { realHub } from '../../../test/real-hub.ts';
import { insideHub } from '../../../test/site/compare.ts';
import { now } from '../../../test/clock.ts';

const LEDGER = `ledger-${CENTRE}`;
const MINUTES = { timeout: 240_000 };

let couchdb: Couchdb;
let hub: HubProcess;
let scratch: string;

beforeEach(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), 'bianmin-reconcile-'));
  couchdb = await new Couchdb().start();
  hub = new HubProcess();
});
afterEach(async () => {
  await hub.remove();
  await couchdb.remove();
  rmSync(scratch, { recursive: true, force: true });
});

async function startOver(target = hub): Promise<void> {
  target.settings = { HUB_COUCHDB_URL: couchdb.url };
  await target.start();
}

async function restart(): Promise<void> {
  await hub.stop();
  await startOver();
  await untilLevel(hub);
}

async function handIn(device: FakeDevice, cases = 3): Promise<LedgerEvent[]> {
  const events = Array.from({ length: cases }, () => device.caseOfFive('2026-11-20')).flat();
  expect((await hub.handIn(device, CENTRE, events)).status).toBe(201);
  return events;
}

const idsOf = (events: readonly { readonly _id: string }[]) => events.map(({ _id }) => _id).sort();

interface Row {
  readonly id: string;
  readonly deleted?: boolean;
  readonly changes: readonly { readonly rev: string }[];
}
async function changesThroughHub(device: FakeDevice): Promise<readonly Row[]> {
  const response = await hub.request(device, 'GET', `/${LEDGER}/_changes?style=all_docs`);
  return ((await response.json()) as { results: readonly Row[] }).results;
}
const changesThere = async () =>
  ((await couchdb.ask('GET', `/${LEDGER}/_changes?style=all_docs`)) as unknown as { results: readonly Row[] }).results;

describe('the databases at CouchDB', () => {
  it('can be read by administrators alone, also where somebody had opened them', MINUTES, async () => {
    await startOver();
    const device = await hub.enrol(CENTRE);
    await handIn(device);
    await untilLevel(hub);
    const names = [...(await couchdb.databases())].sort();
    expect(names).toEqual(['county', LEDGER]);
    const closed = { roles: ['_admin'] };
    for (const name of names)
      expect(await couchdb.ask('GET', `/${name}/_security`)).toMatchObject({ admins: closed, members: closed });
    await couchdb.ask('PUT', `/${LEDGER}/_security`, { members: { names: [], roles: [] }, admins: closed });
    await restart();
    expect(await couchdb.ask('GET', `/${LEDGER}/_security`)).toMatchObject({ admins: closed, members: closed });
  });

  it('tell who waits of what others hand in, and a feed that ends disturbs no other', MINUTES, async () => {
    await startOver();
    const device = await hub.enrol(CENTRE);
    const [before] = await handIn(device, 1);
    await untilLevel(hub);
    const { last_seq } = (await (await hub.request(device, 'GET', `/${LEDGER}/_changes`)).json()) as {
      last_seq: string;
    };
    expect(last_seq).toMatch(/^\d+-[\w-]+$/);
    const longpoll = hub.request(device, 'GET', `/${LEDGER}/_changes?feed=longpoll&since=${last_seq}`);
    const later = await hub.request(device, 'GET', `/${LEDGER}/_changes?feed=continuous&heartbeat=1000&since=0`);
    const reader = later.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain(before?._id);
    const [news] = await handIn(device, 1);
    expect(await (await longpoll).text()).toContain(news?._id);
    await reader?.cancel();
    await handIn(device, 1);
    expect(
      hub.log
        .filter((line) => line.includes('"couchdb"'))
        .map((line) => (JSON.parse(line) as { couchdb: string }).couchdb),
    ).toEqual(['connected']);
  });

  it('that were deleted are made again and filled from the file when somebody asks', MINUTES, async () => {
    await startOver();
    const device = await hub.enrol(CENTRE);
    const events = await handIn(device);
    await untilLevel(hub);
    await couchdb.ask('DELETE', `/${LEDGER}`);
    await couchdb.ask('DELETE', '/county');
    await expect
      .poll(async () => (await changesThroughHub(device)).map(({ id }) => id).sort(), PATIENCE)
      .toEqual(idsOf(events));
    expect((await hub.request(device, 'GET', '/county/_changes')).status).toBe(200);
    const more = await handIn(device, 1);
    await untilLevel(hub);
    expect((await changesThroughHub(device)).length).toBe(events.length + more.length);
    await hub.stop();
    expect(await differing(hub, couchdb)).toEqual([]);
  });

  it(
    'in which documents were deleted, edited and doubled are put right, and no site ever hears of it',
    MINUTES,
    async () => {
      await startOver();
      const device = await hub.enrol(CENTRE);
      const events = await handIn(device);
      await untilLevel(hub);
      const [gone, edited, doubled] = events as [LedgerEvent, LedgerEvent, LedgerEvent];
      await couchdb.ask('DELETE', `/${LEDGER}/${gone._id}?rev=${gone._rev}`);
      await couchdb.ask('PUT', `/${LEDGER}/${edited._id}`, { ...edited, data: {} });
      const planted = { ...doubled, data: {}, _rev: `1-${'f'.repeat(32)}` };
      await couchdb.ask('POST', `/${LEDGER}/_bulk_docs`, { docs: [planted], new_edits: false });
      const seen = await changesThroughHub(device);
      expect(
        seen.filter(({ deleted, changes }) => deleted || changes.some(({ rev }) => !rev.startsWith('1-'))),
      ).toEqual([]);
      await restart();
      const revs = new Map(events.map(({ _id, _rev }) => [_id as string, [{ rev: _rev }]]));
      expect(new Map((await changesThere()).map(({ id, changes }) => [id, changes]))).toEqual(revs);
      expect((await changesThroughHub(device)).map(({ id }) => id).sort()).toEqual(idsOf(events));
      await hub.stop();
      expect(await differing(hub, couchdb)).toEqual([]);
    },
  );

  it('in which whole pages were edited end no feed early: what stands after them is read', MINUTES, async () => {
    await startOver();
    const device = await hub.enrol(CENTRE);
    const events = await handIn(device, 2);
    await untilLevel(hub);
    const [edited, sound] = [events.slice(0, 6), events.slice(6)];
    for (const event of edited) await couchdb.ask('PUT', `/${LEDGER}/${event._id}`, { ...event, data: {} });
    // CouchDB tells an edited document after the others: some sound ones come before it, and some more after.
    const more = await handIn(device, 1);
    const all = idsOf([...sound, ...more]);
    const page = async (query: string) => {
      const answer = await hub.request(device, 'GET', `/${LEDGER}/_changes?${query}`);
      return (await answer.json()) as { results: readonly Row[]; last_seq: string; pending: number };
    };
    for (const limit of [1, 2, 4, 5, 50]) {
      const seen: string[] = [];
      for (let since = '0', full = true; full;) {
        const { results, last_seq, pending } = await page(`limit=${limit}&since=${since}`);
        seen.push(...results.map(({ id }) => id));
        full = results.length === limit;
        if (!full) expect(pending).toBe(0);
        since = encodeURIComponent(last_seq);
      }
      expect(seen.toSorted()).toEqual(all);
    }
    const waited = await page(`feed=longpoll&timeout=60000&limit=4&since=0`);
    expect(waited.results).toHaveLength(4);
    const pulled = memoryDatabase();
    await pulled.replicate.from(remoteDatabase(hub.database(device, LEDGER)), { batch_size: 2 });
    expect((await pulled.allDocs()).rows.map(({ id }) => id).toSorted()).toEqual(all);
  });

  it(
    'in which strange documents were planted do no harm: what can be kept is unreadable, the rest is left where it is',
    MINUTES,
    async () => {
      await startOver();
      const device = await hub.enrol(CENTRE);
      const events = await handIn(device, 1);
      await untilLevel(hub);
      const forged = { ...device.received('2026-11-20'), on: '2026-11-19' };
      const rev = (digit: string) => `1-${digit.repeat(32)}`;
      const docs = [
        forged,
        { _id: 'garbage', _rev: rev('a'), hello: 'world' },
        { _id: 'second', _rev: `2-${'b'.repeat(32)}` },
        { _id: '_design/x', _rev: rev('c'), views: {} },
        {
          _id: 'with-attachment',
          _rev: rev('d'),
          _attachments: { a: { content_type: 'text/plain', data: Buffer.from('a').toString('base64') } },
        },
        { _id: 'tombstone', _rev: rev('e'), _deleted: true },
      ];
      await couchdb.ask('POST', `/${LEDGER}/_bulk_docs`, { docs, new_edits: false });
      await restart();
      // A second start finds nothing new to look at.
      await restart();
      const more = await handIn(device, 1);
      await untilLevel(hub);
      await hub.stop();
      insideHub(hub, (file) => {
        expect(file.sql('SELECT id FROM unreadable ORDER BY id').pluck().all()).toEqual([forged._id, 'garbage'].sort());
        expect(file.sql('SELECT strange FROM hub_couchdb WHERE name = ?').pluck().get(LEDGER)).toBe(3);
        expect(file.sql('SELECT id FROM event_row ORDER BY id').pluck().all()).toEqual(idsOf([...events, ...more]));
      });
      const left = await differing(hub, couchdb);
      expect(left.map((fault) => fault.split(' ')[1]).sort()).toEqual(['_design/x:', 'second:', 'with-attachment:']);
    },
  );
});

describe('a database that is deleted while no request asks for it', () => {
  it('is missed by the number of its documents, and made again', MINUTES, async () => {
    const { user, password } = couchdb;
    const real = await realHub(now, {
      couchdb: { url: `http://127.0.0.1:${couchdb.port}`, user, password },
      mirrorTimes: { retry: 100, longestRetry: 1000, look: 60_000, compare: 200, delivery: 1000 },
    });
    try {
      const size = async () => (await couchdb.documents('county')).size;
      await expect.poll(size, PATIENCE).toBe(3);
      const before = await couchdb.documents('county');
      await couchdb.ask('DELETE', '/county');
      await expect.poll(size, PATIENCE).toBe(3);
      expect(await couchdb.documents('county')).toEqual(before);
    } finally {
      await real.close();
    }
  });
});

describe('a hub restored from an earlier backup', () => {
  it('takes from CouchDB what it lost, devices and questions too, before any site has come', MINUTES, async () => {
    await startOver();
    const early = await hub.enrol(CENTRE);
    await handIn(early);
    const backup = path.join(scratch, 'early.backup');
    expect((await hub.command('backup', backup)).code).toBe(0);
    const late = await hub.enrol(CENTRE);
    const lateEvents = await handIn(late);
    // Concluded twice: the hub asks about it.
    await hub.handIn(late, CENTRE, [late.step('accepted', '2026-11-21', lateEvents[4] as LedgerEvent)]);
    await hub.pulse(late);
    await untilLevel(hub);
    const before = await couchdb.documents(LEDGER);
    expect([...before.values()].filter((doc) => doc['type'] === 'questioned')).toHaveLength(1);

    await hub.stop();
    expect((await hub.command('restore', backup)).code).toBe(0);
    await startOver();
    await untilLevel(hub);
    // The late device was enrolled after the backup, and is known by what the county published.
    expect((await hub.pulse(late)).receipts.map(({ device }) => device)).toContain(late.device);
    const more = await handIn(late, 1);
    await untilLevel(hub);
    await hub.stop();
    expect(await differing(hub, couchdb)).toEqual([]);
    const after = await couchdb.documents(LEDGER);
    expect([...after.keys()].sort()).toEqual([...before.keys(), ...idsOf(more)].sort());
  });
});

describe('a hub put back to between taking a delivery and asking about it', () => {
  it('waits for CouchDB, where its question lies, before it asks', MINUTES, async () => {
    await startOver();
    const device = await hub.enrol(CENTRE);
    const events = await handIn(device, 1);
    await hub.handIn(device, CENTRE, [device.step('accepted', '2026-11-21', events[4] as LedgerEvent)]);
    await hub.pulse(device);
    await untilLevel(hub);
    const questions = async () =>
      [...(await couchdb.documents(LEDGER)).values()].filter((doc) => doc['type'] === 'questioned');
    const [question] = await questions();
    await hub.stop();
    insideHub(hub, (file) => {
      file.store.purge(LEDGER, String(question?.['_id']));
      file.sql('DELETE FROM event_row WHERE id = ?').run(question?.['_id']);
      file.sql('DELETE FROM hub_asked').run();
      file.sql('INSERT INTO hub_due (case_id, ledger) VALUES (?, ?)').run(events[0]?._id, CENTRE);
    });
    await startOver();
    await untilLevel(hub);
    await expect
      .poll(
        async () => (await hub.county<CaseDetail>('county.case', { case: events[0]?._id })).row.openQuestions,
        PATIENCE,
      )
      .toBe(1);
    await hub.stop();
    expect(insideHub(hub, (file) => file.sql('SELECT * FROM hub_due').all())).toEqual([]);
    expect(await questions()).toEqual([question]);
    expect(await differing(hub, couchdb)).toEqual([]);
  });
});

describe('a hub restored to before it let records in', () => {
  it('has them from CouchDB, and nobody is asked about them again', MINUTES, async () => {
    await startOver();
    const { code } = referencePlaces().all.find(
      (place) => place.kind === 'village' && !place.code.startsWith(CENTRE.slice(0, 9)),
    )!;
    const foreign = await hub.enrol(code);
    const slip = foreign.proxyReceived('2026-11-20');
    expect((await hub.handIn(foreign, CENTRE, [slip])).status).toBe(201);
    const backup = path.join(scratch, 'early.backup');
    expect((await hub.command('backup', backup)).code).toBe(0);
    const waiting = () => hub.county<Page<HeldGroup>>('county.held', { list: 'waiting' });
    const keys = (await waiting()).rows.map(({ key }) => key);
    await hub.county('county.decideHeld', { keys, decision: 'admit', by: '李四', reason: '核对过纸质材料' });
    await untilLevel(hub);
    expect((await couchdb.documents(LEDGER)).size).toBe(2);

    await hub.stop();
    expect((await hub.command('restore', backup)).code).toBe(0);
    await startOver();
    await untilLevel(hub);
    expect((await waiting()).total).toBe(0);
    await hub.stop();
    expect(insideHub(hub, (file) => file.sql('SELECT id FROM unreadable').all())).toEqual([]);
    expect(await differing(hub, couchdb)).toEqual([]);
  });
});

describe('a CouchDB that went back in time', () => {
  it('gets again what an older copy of it lacks', MINUTES, async ({ skip }) => {
    skip(isRealCouchdb, 'a real CouchDB is not stopped and put back by a test');
    await startOver();
    const device = await hub.enrol(CENTRE);
    await handIn(device);
    await untilLevel(hub);
    await couchdb.stop();
    couchdb.copyTo(path.join(scratch, 'copy'));
    await couchdb.start();
    await handIn(device);
    await untilLevel(hub);
    await couchdb.stop();
    await expect.poll(async () => (await engineOf(hub)).connected, PATIENCE).toBe(false);
    couchdb.putBack(path.join(scratch, 'copy'));
    await couchdb.start();
    await expect.poll(async () => (await couchdb.documents(LEDGER)).size, PATIENCE).toBe(30);
    await untilLevel(hub);
    await hub.stop();
    expect(await differing(hub, couchdb)).toEqual([]);
  });

  it('gets everything where it is another one and empty', MINUTES, async () => {
    await startOver();
    const device = await hub.enrol(CENTRE);
    await handIn(device);
    await untilLevel(hub);
    await hub.stop();
    const other = couchdb;
    if (isRealCouchdb) for (const name of await couchdb.databases()) await couchdb.ask('DELETE', `/${name}`);
    else couchdb = await new Couchdb().start();
    await startOver();
    await untilLevel(hub);
    await hub.stop();
    expect((await couchdb.documents(LEDGER)).size).toBe(15);
    expect(await differing(hub, couchdb)).toEqual([]);
    if (other !== couchdb) await other.remove();
  });
});

describe('another engine than at the last start', () => {
  it('takes nothing from a client that goes on with its checkpoints, there and back', MINUTES, async () => {
    await hub.start();
    const reader = await hub.enrol(CENTRE);
    const writer = await hub.enrol(CENTRE);
    const local = memoryDatabase();
    const sent: LedgerEvent[] = [];
    const pull = async () => {
      await local.replicate.from(remoteDatabase(hub.database(reader, LEDGER)));
      expect((await local.allDocs()).rows.map(({ id }) => id)).toEqual(idsOf(sent));
    };
    sent.push(...(await handIn(writer, 8)));
    await pull();
    for (let times = 0; times < 2; times += 1) {
      const { token } = await hub.pulse(reader);
      await hub.stop();
      await startOver();
      // Every site is sent to look once: the last writes may have been readable nowhere.
      expect((await hub.pulse(reader, { token })).ledgers.map(({ place }) => place)).toEqual([CENTRE]);
      sent.push(...(await handIn(writer, 2)));
      await untilLevel(hub);
      await pull();
      sent.push(...(await handIn(writer, 1)));
      await pull();
      await hub.stop();
      expect(await differing(hub, couchdb)).toEqual([]);
      hub.settings = {};
      await hub.start();
      sent.push(...(await handIn(writer, 2)));
      await pull();
    }
  });

  it('of the same kind on another machine goes on with the checkpoints that lie in CouchDB', MINUTES, async () => {
    await startOver();
    const device = await hub.enrol(CENTRE);
    const sent = await handIn(device);
    await untilLevel(hub);
    const local = memoryDatabase();
    await local.sync(remoteDatabase(hub.database(device, LEDGER)));
    await hub.stop();
    const moved = new HubProcess(path.join(scratch, 'moved'));
    cpSync(hub.folder, moved.folder, { recursive: true });
    try {
      await startOver(moved);
      const remote = () => remoteDatabase(moved.database(device, LEDGER));
      const { push, pull } = await local.sync(remote());
      expect([push?.docs_read, pull?.docs_read]).toEqual([0, 0]);
      const more = device.caseOfFive('2026-11-22');
      expect((await moved.handIn(device, CENTRE, more)).status).toBe(201);
      expect(await local.replicate.from(remote())).toMatchObject({ docs_read: 5 });
      expect((await local.allDocs()).rows.map(({ id }) => id)).toEqual(idsOf([...sent, ...more]));
    } finally {
      await moved.remove();
    }
  });
});
