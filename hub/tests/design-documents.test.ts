/** A county's hub takes no design document by any road, and runs nothing that a client sent. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { memoryDatabase, remoteDatabase } from '../../test/hub/pouch.ts';

const hub = new HubProcess();
let village: FakeDevice;
let centre: FakeDevice;

beforeAll(async () => {
  await hub.start();
  village = await hub.enrol(VILLAGE);
  centre = await hub.enrol(CENTRE);
  await hub.handIn(village, VILLAGE, [village.proxyReceived('2026-11-20')]);
}, 120_000);
afterAll(() => hub.remove());

/** Where its code would leave a file if anything ever ran it. */
const trace = () => path.join(hub.folder, 'ran');

function design(): Record<string, unknown> & { _id: string } {
  const leave = `process.getBuiltinModule('node:fs').writeFileSync(${JSON.stringify(trace())}, 'ran')`;
  const anywhere = `(typeof process === 'undefined' ? this.constructor.constructor('return process')() : process)`;
  const code = `function () { ${leave.replace('process', anywhere)}; return true; }`;
  return {
    _id: '_design/evil',
    language: 'javascript',
    validate_doc_update: code,
    filters: { f: code },
    views: { v: { map: code, reduce: code } },
    updates: { u: code },
    shows: { s: code },
    lists: { l: code },
    rewrites: code,
  };
}
const stored = () => ({ ...design(), _rev: '1-abc', _revisions: { start: 1, ids: ['abc'] } });

describe.each(['ledger', 'county'])('into %s', (kind) => {
  const name = () => (kind === 'county' ? 'county' : `ledger-${VILLAGE}`);

  it.each<readonly [string, string, string, () => unknown]>([
    ['PUT', 'PUT', '/_design/evil', design],
    ['PUT without new edits', 'PUT', '/_design/evil?new_edits=false', stored],
    ['PUT by an encoded name', 'PUT', '/_design%2Fevil', design],
    ['PUT by an encoded name without new edits', 'PUT', '/_design%2Fevil?new_edits=false', stored],
    ['POST', 'POST', '', design],
    ['bulk', 'POST', '/_bulk_docs', () => ({ docs: [design()] })],
    ['bulk without new edits', 'POST', '/_bulk_docs', () => ({ docs: [stored()], new_edits: false })],
    ['COPY', 'COPY', '/x', () => undefined],
    ['an attachment', 'PUT', '/_design/evil/code.js', () => ({})],
    ['a checkpoint', 'PUT', '/_local/_design%2Fevil', design],
  ])('%s brings none', async (road, method, target, body) => {
    const response = await fetch(`${hub.address}/${name()}${target}`, {
      method,
      headers: { 'content-type': 'application/json', destination: '_design/evil', ...hub.authorization(village) },
      ...(body() === undefined ? {} : { body: JSON.stringify(body()) }),
    });
    // A checkpoint may be called and say what it likes: it is a text of the device's own, and stays one.
    if (road === 'a checkpoint') expect(response.status).toBe(201);
    else expect([400, 403]).toContain(response.status);
  });

  it('nor does replication', async () => {
    const local = memoryDatabase('designs');
    await local.put(design() as PouchDB.Core.PutDocument<object>);
    await expect(local.replicate.to(remoteDatabase(hub.database(village, name())), { retry: false })).rejects.toThrow();
    await local.destroy();
  });

  it('and nothing that is asked runs one', async () => {
    for (const device of [village, centre])
      for (const [method, target] of [
        ['GET', '/_changes?filter=evil/f'],
        ['POST', '/_changes?filter=evil/f'],
        ['GET', '/_changes?filter=_view&view=evil/v'],
        ['GET', '/_design/evil/_view/v'],
        ['POST', '/_design/evil/_view/v'],
        ['GET', '/_design/evil/_show/s'],
        ['GET', '/_design/evil/_list/l/v'],
        ['POST', '/_design/evil/_update/u'],
        ['GET', '/_design/evil/_rewrite/x'],
        ['GET', '/_design/evil'],
        ['POST', '/_temp_view'],
        ['POST', '/_find'],
      ] as const) {
        const { status } = await hub.request(device, method, `/${name()}${target}`, method === 'POST' ? {} : undefined);
        expect([target, status]).toEqual([target, expect.toBeOneOf([400, 403, 404, 405])]);
      }
    const listed = await hub.request(centre, 'GET', `/${name()}/_changes`);
    expect(await listed.text()).not.toContain('_design/');
    expect(existsSync(trace())).toBe(false);
    expect(hub.log.filter((line) => line.includes('"failure"'))).toEqual([]);
  });
});

it('would leave its trace if it ran: the code of the test is no dud', () => {
  const { filters } = design() as unknown as { filters: { f: string } };
  expect((vm.runInThisContext(`(${filters.f})`) as () => boolean)()).toBe(true);
  expect(existsSync(trace())).toBe(true);
});
