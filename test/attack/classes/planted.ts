import { ledgerName } from '../../../shared/place/place.ts';
import { localDatabase } from '../../../sync/pouch.ts';
import { pinOfTlsKey } from '../../../hub/tls/tls-key.ts';
import { VILLAGE } from '../../fixtures/events.ts';
import { FakeDevice } from '../../hub/fake-device.ts';
import { tlsFixture } from '../../hub/tls-fixtures.ts';
import { openGate } from '../../site/gate.ts';
import type { SyncSite } from '../../site/sync-site.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import { type County, QUIET } from '../county.ts';
import type { Draw } from '../draw.ts';

interface Stored {
  readonly _id: string;
  readonly _rev: string;
}

interface Planted {
  readonly rev: string;
  readonly over: boolean;
  readonly deleted: boolean;
}

const HEX = '0123456789abcdef';
const drawn = (draw: Draw): Planted => {
  const over = draw.int(0, 1) === 0;
  return {
    rev: `${over ? 2 : 1}-${draw.oneOf([draw.text(32, HEX), '0'.repeat(32), 'f'.repeat(32)])}`,
    over,
    deleted: over && draw.int(0, 1) === 0,
  };
};

async function plant(site: SyncSite, honest: Stored, { rev, over, deleted }: Planted): Promise<void> {
  const name = ledgerName(QUIET);
  const [start, hash] = rev.split('-') as [string, string];
  const ids = over ? [hash, honest._rev.slice(2)] : [hash];
  const doc = {
    ...honest,
    on: '2017-01-01',
    _rev: rev,
    ...(deleted ? { _deleted: true } : {}),
    _revisions: { start: Number(start), ids },
  };
  const local = localDatabase(site.file.store, name) as unknown as {
    bulkDocs(docs: unknown[], options: { new_edits: false }): Promise<unknown>;
  };
  await local.bulkDocs([doc], { new_edits: false });
}

/** Other revisions over a record that is not sent yet, by whatever writes into the machine's database. */
async function overUnsent(county: County, site: SyncSite, draw: Draw): Promise<string | null> {
  const { id } = site.begin();
  const name = ledgerName(QUIET);
  const unsent = site.file.store.get(name, id) as Stored | undefined;
  if (unsent === undefined) return 'what was just written is not there';
  const honest = JSON.stringify(unsent);
  for (let n = draw.int(1, 3); n > 0; n -= 1) await plant(site, unsent, drawn(draw));
  await site.run();
  const green = site.file.sql('SELECT receipted FROM event_row WHERE id = ?').pluck().get(id);
  const { device = '', secret = '' } = site.ledger.identity() ?? {};
  const asSite = Object.assign(new FakeDevice(QUIET), { device, secret });
  const answer = await county.hub.request(asSite, 'GET', `/ledger-${QUIET}/${id}`);
  const there = JSON.stringify(await answer.json());
  return firstOf(
    when(JSON.stringify(site.file.store.get(name, id)) !== honest, 'the honest record is not what the site reads'),
    when(green !== 1, 'the honest record has no receipt'),
    when(there !== honest, 'the hub has something else'),
  );
}

/** The same at the hub: another revision of an id that it has. */
async function atHub(county: County, draw: Draw): Promise<string | null> {
  const { hub, agent, clerk } = county;
  const event = agent.proxyReceived('2026-11-20');
  const path = `/ledger-${VILLAGE}/${event._id}`;
  if ((await hub.handIn(agent, VILLAGE, [event])).status !== 201) return 'an honest record was refused';
  const { rev, over, deleted } = drawn(draw);
  const [start, hash] = rev.split('-') as [string, string];
  const doc = {
    ...event,
    on: '2017-01-01',
    _rev: rev,
    ...(deleted ? { _deleted: true } : {}),
    _revisions: { start: Number(start), ids: over ? [hash, event._rev.slice(2)] : [hash] },
  };
  await hub.handIn(agent, VILLAGE, [doc]);
  await hub.request(agent, 'PUT', `${path}?new_edits=false`, doc);
  await hub.request(agent, 'PUT', `${path}?rev=${event._rev}`, { ...event, on: '2017-01-01' });
  await hub.request(agent, 'DELETE', `${path}?rev=${event._rev}`);
  const all = await (await hub.request(clerk, 'GET', `${path}?open_revs=all`)).text();
  return firstOf(
    when(all.split('"_id"').length !== 2, 'the hub has more revisions than one'),
    when(!all.includes(event.sig) || all.includes('2017-01-01'), 'the hub has another one'),
  );
}

/** A machine with the hub's key, between a site and the hub, denies some of what is handed in, or all, as a hub of another make would. */
async function denied(county: County, draw: Draw): Promise<string | null> {
  const key = tlsFixture('future-ecdsa');
  const gate = await openGate(key, county.hub.port);
  try {
    const site = await county.site(QUIET, { address: () => gate.address, pin: pinOfTlsKey(key), parcels: false });
    const ids = Array.from({ length: draw.int(2, 6) }, () => site.begin().id);
    const error = draw.oneOf(['forbidden', 'unauthorized', 'conflict', 'nonsense']);
    gate.answer((path) =>
      path.endsWith('/_bulk_docs')
        ? (response) => {
            response.writeHead(201, { 'content-type': 'application/json' });
            response.end(
              JSON.stringify(ids.slice(0, draw.int(1, ids.length)).map((id) => ({ id, error, reason: 'x' }))),
            );
          }
        : null,
    );
    // It may end as a failure; what counts is what the site takes for true, and what comes afterwards.
    await site.run().catch(() => undefined);
    // The ledger holds others' records, too, which came down with their receipts.
    const green = () =>
      site.file
        .sql('SELECT count(*) FROM event_row WHERE receipted = 1 AND id IN (SELECT value FROM json_each(?))')
        .pluck()
        .get(JSON.stringify(ids)) as number;
    const before = green();
    gate.answer(() => null);
    await site.run().catch(() => undefined);
    await site.run();
    const reader = await county.turned(QUIET);
    const held = await county.heldOf(
      QUIET,
      ids.map((_id) => ({ _id })),
      reader,
    );
    return firstOf(
      when(before > 0, 'what was denied counts as handed in'),
      when(green() !== ids.length, `${green()} of ${ids.length} are handed in afterwards`),
      when(held.length !== ids.length, 'the denied one never came to the hub'),
    );
  } finally {
    await gate.close();
  }
}

export const planted: AttackClass = {
  name: 'planted',
  attacked:
    'records that are not sent yet, and records at the hub, by other revisions of theirs and by a hub that denies some',
  through: 'a record that is lost, replaced, or taken for handed in',
  async play({ county, draw, attack, brief }) {
    const site = await county.site(QUIET);
    for (let n = 0; n < (brief ? 3 : 8); n += 1)
      await attack('over an unsent record', () => overUnsent(county, site, draw));
    for (let n = 0; n < (brief ? 3 : 8); n += 1) await attack('at the hub', () => atHub(county, draw));
    for (let n = 0; n < (brief ? 1 : 3); n += 1) await attack('denied among good ones', () => denied(county, draw));
  },
};
