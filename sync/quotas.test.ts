/** What a site makes of a hub that takes no more of it beside its ledgers (hub/http/limits.ts): nothing is lost, and the rest goes on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { enrol } from '../hub/device-api/enrol.ts';
import { QUOTAS } from '../hub/http/limits.ts';
import type { PlaceCode } from '../shared/base/brands.ts';
import { referencePlaces } from '../shared/reference/load.ts';
import { makeSigningKey } from '../store/trust/crypto.ts';
import { deniedDocs } from '../store/sync-state/sync-run.ts';
import { now } from '../test/clock.ts';
import { CENTRE, VILLAGE } from '../test/fixtures/events.ts';
import { secretOf } from '../test/hub/code-secret.ts';
import { type RealHub, realHub } from '../test/real-hub.ts';
import { makeSiteFile, SyncSite } from '../test/site/sync-site.ts';

const STRANGE = referencePlaces().all.find(
  ({ kind, code }) => kind === 'village' && !code.startsWith(VILLAGE.slice(0, 9)),
)?.code as PlaceCode;

let hub: RealHub;
let folder: string;
const open: SyncSite[] = [];
beforeAll(async () => {
  hub = await realHub();
});
afterAll(() => hub.close());
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bianmin-quotas-'));
});
afterEach(() => {
  for (const site of open.splice(0)) site.close();
  rmSync(folder, { recursive: true, force: true });
});

async function siteOf(place: PlaceCode, parcels: boolean): Promise<SyncSite> {
  const key = makeSigningKey();
  const file = path.join(folder, `${open.length}.db`);
  const request = { code: secretOf(await hub.code(place)), key: key.publicKey, machine: 'test' };
  const answer = await enrol({ file: hub.hub.ledger.file, hub: hub.hub.identity, now: now() }, request);
  if (answer === null) throw new Error('no such code');
  makeSiteFile(file, answer, key, hub.hub.pin(), now());
  const site = new SyncSite({ path: file, address: () => hub.hub.address, now, parcels });
  open.push(site);
  return site;
}

const green = ({ file }: SyncSite) => file.sql('SELECT count(*) FROM event_row WHERE receipted = 1').pluck().get();
const deviceOf = (site: SyncSite) => site.ledger.identity()?.device ?? '';

it('without a checkpoint more it hands in and fetches all the same, run after run', async () => {
  const [site, other] = [await siteOf(CENTRE, false), await siteOf(CENTRE, true)];
  hub.hub.ledger.file
    .sql(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO hub_local (name, id, device, bytes) SELECT 'county', '_local/' || i, ?, 9 FROM n`,
    )
    .run(QUOTAS.checkpoints.count, deviceOf(site));
  for (const round of [1, 2]) {
    other.begin();
    await other.run();
    site.begin();
    await site.run();
    expect([green(site), deniedDocs(site.file)]).toEqual([2 * round, []]);
  }
});

it.each([
  ['by parcels', true],
  ['by plain replication', false],
])(
  'with as many records held as may be, it keeps the next ones and says which, and its own ledger goes up, %s',
  async (_, parcels) => {
    const site = await siteOf(VILLAGE, parcels);
    const { file } = hub.hub.ledger;
    file
      .sql(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @count)
       INSERT INTO hub_held (id, ledger, device, carrier, at, why, document, decision, case_id, owner, bytes)
       SELECT @device || i, @ledger, @device, @device, '2026-11-20T00:00:00.000Z', 'author', '{}', '', @device || i, @device, 2 FROM n`,
      )
      .run({ count: QUOTAS.held.groups, device: deviceOf(site), ledger: STRANGE });
    const own = site.begin();
    const strange = site.note(STRANGE, own.id);
    await expect(site.run()).rejects.toMatchObject({ kind: 'denied' });
    expect(deniedDocs(site.file)).toMatchObject([{ ledger: STRANGE, id: strange.id, why: 'quota' }]);
    expect(site.file.sql('SELECT receipted FROM event_row WHERE id = ?').pluck().get(own.id)).toBe(1);
    // The county decides.
    file.sql("UPDATE hub_held SET decision = 'arrived' WHERE owner = ?").run(deviceOf(site));
    await site.run();
    expect(deniedDocs(site.file)).toEqual([]);
  },
);
