/**
 * Plain replication is the reference (docs/SYNC.md): the same history, with the same identities and clocks, is played in two worlds that
 * differ only in how events travel, and in the end hub and sites must hold the same.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enrol } from '../hub/device-api/enrol.ts';
import { secretOf } from './hub/code-secret.ts';
import { publish } from '../hub/admin/publish.ts';
import type { EventId, PlaceCode } from '../shared/base/brands.ts';
import { ledgerName } from '../shared/place/place.ts';
import { referencePlaces } from '../shared/reference/load.ts';
import { makeSigningKey } from '../store/trust/crypto.ts';
import type { Appended, DataFile } from '../store/types.ts';
import { projectionDigests } from '../store/ledger/verify.ts';
import { SyncError } from '../sync/failures.ts';
import { type BrokenNetwork, brokenNetwork } from './broken-network.ts';
import { type RealHub, realHub } from './real-hub.ts';
import { CENTRE, VILLAGE } from './site/machine.ts';
import { makeSiteFile, SyncSite } from './site/sync-site.ts';

const OTHER = referencePlaces().all.find(
  ({ kind, code }) => kind === 'village' && code !== VILLAGE && code.startsWith(CENTRE.slice(0, 9)),
)?.code as PlaceCode;
/** Two machines at the centre, two at a village, one at another. */
const PLACES: readonly PlaceCode[] = [CENTRE, CENTRE, VILLAGE, VILLAGE, OTHER];
const START = Date.parse('2026-11-20T01:00:00.000Z');

let template: string;

beforeAll(async () => {
  template = mkdtempSync(path.join(tmpdir(), 'bianmin-both-'));
  const hub = await realHub(() => START);
  const { ledger, identity } = hub.hub;
  for (const [index, place] of PLACES.entries()) {
    const key = makeSigningKey();
    const request = { code: secretOf(await hub.code(place)), key: key.publicKey, machine: 'test' };
    const answer = await enrol({ file: ledger.file, hub: identity, now: START }, request);
    if (answer === null) throw new Error('no such code');
    makeSiteFile(path.join(template, `${index}.db`), answer, key, hub.hub.pin(), START);
  }
  await hub.restart(() => cpSync(hub.folder, path.join(template, 'hub'), { recursive: true }));
  await hub.close();
});
afterAll(() => rmSync(template, { recursive: true, force: true }));

type Operation =
  | { readonly kind: 'begin'; readonly site: number; readonly count: number }
  | { readonly kind: 'cut'; readonly site: number; readonly afterBytes: number }
  | {
      readonly kind: 'accept' | 'note' | 'foreign' | 'torn' | 'sync' | 'restart' | 'revoke';
      readonly site: number;
    };

/** Hub, line and sites; every operation is a second later. */
class World {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'bianmin-world-'));
  readonly #parcels: boolean;
  readonly sites: SyncSite[] = [];
  hub!: RealHub;
  line!: BrokenNetwork;
  #time = START;
  readonly #cases: Appended[][] = PLACES.map(() => []);
  readonly #accepted = new Set<string>();
  readonly #revoked = new Set<number>();

  constructor(parcels: boolean) {
    this.#parcels = parcels;
  }

  async open(): Promise<this> {
    const now = () => this.#time;
    cpSync(template, this.folder, { recursive: true });
    this.hub = await realHub(now, {}, path.join(template, 'hub'));
    this.line = await brokenNetwork(Number(new URL(this.hub.hub.address).port));
    const address = () => `https://127.0.0.1:${this.line.port}`;
    for (const index of PLACES.keys())
      this.sites.push(
        new SyncSite({ path: path.join(this.folder, `${index}.db`), address, now, parcels: this.#parcels, batch: 5 }),
      );
    return this;
  }

  async close(): Promise<void> {
    for (const site of this.sites) site.close();
    await this.line.close();
    await this.hub.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async play(operation: Operation): Promise<void> {
    this.#time += 1000;
    const { site: index } = operation;
    const site = this.sites[index] as SyncSite;
    const mine = this.#cases[index] as Appended[];
    const last = mine.at(-1);
    switch (operation.kind) {
      case 'begin':
        for (let n = 0; n < operation.count; n += 1) mine.push(site.begin());
        return;
      case 'accept':
        if (last === undefined || site.place !== CENTRE || this.#accepted.has(last.id)) return;
        this.#accepted.add(last.id);
        site.accept(last);
        return;
      case 'note':
        if (last !== undefined) site.note(site.place, last.id);
        return;
      case 'foreign':
        // A ledger that only the centre reads besides its own village; from another village it goes to the held events.
        site.note(index === 4 ? VILLAGE : OTHER, this.#anyCase());
        return;
      case 'torn':
        this.#plant(site);
        return;
      case 'sync':
        return this.sync(index);
      case 'restart':
        await Promise.all([this.sync(index), this.hub.restart()]);
        return;
      case 'cut':
        return this.#cut(index, operation.afterBytes);
      case 'revoke':
        return this.#revoke(index);
    }
  }

  /** A run to its end, however it ends. */
  async sync(index: number): Promise<void> {
    try {
      await this.sites[index]?.run();
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
    }
  }

  async settle(): Promise<void> {
    for (let round = 0; round < 3; round += 1) for (const index of PLACES.keys()) await this.sync(index);
  }

  #anyCase(): EventId {
    return this.#cases.flat()[0]?.id ?? (`20261120-${'a'.repeat(26)}` as EventId);
  }

  #plant({ file, place }: SyncSite): void {
    const id = `20261120-${'b'.repeat(26)}`;
    file.store.putFirst(ledgerName(place), [{ _id: id, _rev: `1-${'0'.repeat(32)}`, v: 1, type: 'noted' } as never]);
  }

  async #cut(index: number, afterBytes: number): Promise<void> {
    this.line.set({ kind: 'cut', afterBytes });
    await this.sync(index);
    this.line.set({ kind: 'fine' });
  }

  /** What a revoked machine has seen before hangs on the line; so all have seen all. */
  async #revoke(index: number): Promise<void> {
    if (this.#revoked.has(index)) return;
    this.#revoked.add(index);
    await this.settle();
    const device = this.sites[index]?.ledger.identity()?.device as string;
    const data = { device, at: new Date(this.#time).toISOString(), reason: '遗失' };
    const { ledger, identity } = this.hub.hub;
    publish(ledger.file, identity, { kind: 'revoked', key: device, data }, this.#time);
  }
}

/** All that must not hang on the way by which it came. */
function standing(file: DataFile): unknown {
  const all = (sql: string) => file.store.sqlite.prepare(sql).all();
  const documents = file.store
    .databases()
    .filter((name) => name.startsWith('ledger-'))
    .toSorted()
    .map((name) => [
      name,
      file.store
        .changes(name, 0, 100_000)
        .map(({ doc }) => JSON.stringify(doc))
        .toSorted(),
    ]);
  return {
    documents,
    projection: projectionDigests(file),
    receipts: all('SELECT * FROM receipt_range ORDER BY device, series, from_seq, last_id'),
    unreadable: all('SELECT ledger, id, why FROM unreadable ORDER BY ledger, id'),
    quarantine: all('SELECT ledger, id, why FROM quarantine ORDER BY ledger, id'),
  };
}

const heldIn = (file: DataFile) =>
  file.store.sqlite.prepare('SELECT ledger, id, device, carrier, why FROM hub_held ORDER BY ledger, id').all();

const site = fc.nat(PLACES.length - 1);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('begin'), site, count: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('accept', 'note'), site }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('sync'), site }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('cut'), site, afterBytes: fc.integer({ min: 800, max: 6000 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('foreign', 'restart', 'torn'), site }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('revoke'), site }) },
);

/** TEST_SEED plays others. */
const ASKED = process.env['BOTH_WAYS_RUNS'];
const RUNS = ASKED === undefined ? { numRuns: 3 } : { numRuns: Number(ASKED) };

it('the same history played by parcels and by plain replication leaves the same in every file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 30, maxLength: 45, size: 'max' }), async (program) => {
      const worlds = [await new World(true).open(), await new World(false).open()] as const;
      try {
        for (const world of worlds) {
          for (const each of program) await world.play(each);
          // A torn document is found when its ledger next goes up, which by one way may have been sooner than by the other.
          for (const last of PLACES.keys()) await world.play({ kind: 'begin', site: last, count: 1 });
          await world.settle();
        }
        const [parcels, plain] = worlds;
        expect(standing(parcels.hub.hub.ledger.file)).toEqual(standing(plain.hub.hub.ledger.file));
        expect(heldIn(parcels.hub.hub.ledger.file)).toEqual(heldIn(plain.hub.hub.ledger.file));
        for (const index of PLACES.keys())
          expect(standing((parcels.sites[index] as SyncSite).file), `site ${index}`).toEqual(
            standing((plain.sites[index] as SyncSite).file),
          );
        const went = (log: readonly string[]) => log.filter((line) => line.includes('/_bianmin/parcel')).length;
        expect([went(parcels.hub.log) > 0, went(plain.hub.log)]).toEqual([true, 0]);
      } finally {
        for (const world of worlds) await world.close();
      }
    }),
    { ...RUNS, endOnFailure: ASKED === undefined },
  );
}, 600_000);
