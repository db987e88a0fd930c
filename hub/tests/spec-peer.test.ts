/** A peer that knows the ledger's text only: its canonical JSON, names and signatures are its own, not this house's code. */
import { createHash, createPrivateKey, randomBytes, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CENTRE, PROMISED, VILLAGE } from '../../test/fixtures/events.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { keep, memoryDatabase, remoteDatabase } from '../../test/hub/pouch.ts';

type Json = { readonly [name: string]: unknown };
type Made = Json & { readonly _id: string; readonly _rev: string };

/** RFC 8785 for what these tests write: texts, whole numbers, null. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`;
}

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

class Peer {
  readonly login: FakeDevice;
  readonly #series = base32(randomBytes(10));
  seq = 0;
  prev: string | null = null;

  constructor(login: FakeDevice) {
    this.login = login;
  }

  sign(body: Json): Made {
    const hash = base32(createHash('sha256').update(canonical(body)).digest()).slice(0, 26);
    const pkcs8 = Buffer.from(this.login.key.privateKey, 'base64url');
    const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
    const sig = sign(null, Buffer.from(hash), key).toString('base64url');
    const _rev = `1-${randomBytes(16).toString('hex')}`;
    return { _id: `${String(body['on']).replaceAll('-', '')}-${hash}`, _rev, ...body, sig };
  }

  /** One more of the chain. */
  write(type: string, data: Json, more: Json = {}): Made {
    this.seq += 1;
    const { device, place } = this.login;
    const by = { place, staff: 's1', device, series: this.#series, seq: this.seq, prev: this.prev };
    const at = new Date(Date.UTC(2026, 10, 20, 1, 0, this.seq)).toISOString();
    const made = this.sign({ v: 1, type, on: '2026-11-20', at, offset: null, by, data, ...more });
    this.prev = made._id;
    return made;
  }

  received(): Made {
    const { place, station } = this.login;
    const nnnn = String(this.seq + 1).padStart(4, '0');
    const person = { name: '赵测试', idNumber: '431222199001010010', idVerified: false, phone: null };
    return this.write('received', {
      number: `${place}-20261120-${station}-${nnnn}`,
      matter: 'MZ-001',
      terms: PROMISED,
      person: { ...person, village: null, group: null, address: null },
      materials: [],
      window: '民政优抚',
    });
  }
}

const hub = new HubProcess();
let one: Peer;
let two: Peer;
beforeAll(async () => {
  await hub.start();
  one = new Peer(await hub.enrol(CENTRE));
  two = new Peer(await hub.enrol(CENTRE));
});
afterAll(() => hub.remove());

const LEDGER = `ledger-${CENTRE}`;
const remote = (peer: Peer) => remoteDatabase(hub.database(peer.login, LEDGER));

async function pulled(peer: Peer): Promise<ReadonlyMap<string, Json>> {
  const database = memoryDatabase();
  await database.replicate.from(remote(peer));
  const { rows } = await database.allDocs({ include_docs: true });
  return new Map(rows.map((row) => [row.id, row.doc as Json]));
}

async function pushed(peer: Peer, docs: readonly object[]): Promise<void> {
  const database = memoryDatabase();
  await keep(database, docs);
  await database.replicate.to(remote(peer));
}

describe('a peer that was written from the ledger’s text alone', () => {
  it('hands in, and another pulls the very same with its revision, and the hub’s question about what broke a rule', async () => {
    const first = one.received();
    const accepted = one.write('accepted', {}, { case: first._id, after: [first._id] });
    const again = one.write('accepted', {}, { case: first._id, after: [accepted._id] });
    await pushed(one, [first, accepted, again]);
    const here = await pulled(two);
    for (const each of [first, accepted, again]) expect(here.get(each._id)).toEqual(each);
    const questions = [...here.values()].filter((each) => each['type'] === 'questioned');
    expect(questions.map((each) => each['about'])).toEqual([again._id]);
  });

  it('may carry types and versions that nobody here knows, and they travel whole', async () => {
    const first = one.received();
    const unknown = one.write('teleported', { to: '月亮' }, { case: first._id, after: [first._id] });
    const newer = one.write('received', { any: [1, { b: '2' }] }, { v: 2, more: { x: null } });
    await pushed(one, [first, unknown, newer]);
    const here = await pulled(two);
    for (const each of [unknown, newer]) expect(here.get(each._id)).toEqual(each);
  });

  it('written by two copies of one disk is kept twice, and the county sees a device that may have been copied', async () => {
    const { seq, prev } = one;
    const left = one.write('noted', { text: '甲' }, { case: prev, about: prev });
    Object.assign(one, { seq, prev });
    const right = one.write('noted', { text: '乙' }, { case: prev, about: prev });
    await pushed(one, [left]);
    await pushed(two, [right]);
    const here = await pulled(two);
    expect([here.has(left._id), here.has(right._id)]).toEqual([true, true]);
    const devices = await hub.county<{ device: string; cloneSuspected: boolean }[]>('county.devices');
    const suspected = devices.filter((each) => each.cloneSuspected).map((each) => each.device);
    expect(suspected).toEqual([one.login.device]);
  });

  it('two steps that exclude each other put the case in dispute, until a settlement after both', async () => {
    const first = one.received();
    const refused = one.write('refused', { reason: '不属于本中心' }, { case: first._id, after: [first._id] });
    const accepted = two.write('accepted', {}, { case: first._id, after: [first._id] });
    await pushed(one, [first, refused]);
    await pushed(two, [accepted]);
    const row = async () =>
      (await hub.county<{ row: { disputed: boolean; state: string } }>('county.case', { case: first._id })).row;
    expect(await row()).toMatchObject({ disputed: true, state: 'received' });
    const after = [refused._id, accepted._id].sort();
    await pushed(one, [one.write('settled', { keep: [accepted._id], reason: '窗口核对' }, { case: first._id, after })]);
    expect(await row()).toMatchObject({ disputed: false, state: 'accepted' });
  });

  it('is not read by who has no login, or a wrong one', async () => {
    const status = async (method: string, path: string, secret: string | null) => {
      const login = Buffer.from(`${one.login.device}:${secret}`).toString('base64');
      const headers: Record<string, string> = secret === null ? {} : { authorization: `Basic ${login}` };
      return (await fetch(hub.address + path, { method, headers })).status;
    };
    for (const method of ['HEAD', 'GET']) {
      const ask = (path: string) =>
        Promise.all([null, 'nope', one.login.secret].map((each) => status(method, path, each)));
      expect(await ask('/')).toEqual([200, 401, 200]);
      expect(await ask(`/${LEDGER}`)).toEqual([401, 401, 200]);
      expect(await ask(`/ledger-${VILLAGE}`)).toEqual([401, 401, 200]);
    }
  });

  it('leaves no word of what it wrote in the log of the hub', () => {
    expect(hub.log.length).toBeGreaterThan(20);
    expect(hub.log.join('\n')).not.toMatch(/赵测试|431222199001010010|月亮|窗口核对|failure/);
  });
});
