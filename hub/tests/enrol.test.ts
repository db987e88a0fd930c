import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseSync } from 'node:sqlite';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { EnrolAnswerSchema } from '../../shared/api/device-api.ts';
import { verifyDocument } from '../../store/trust/crypto.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import { freeStation } from '../device-api/enrol.ts';
import { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';

const hub = new HubProcess();
beforeAll(async () => {
  await hub.start();
});
afterAll(() => hub.remove());

interface CodeRow {
  readonly id: string;
  readonly state: string;
}
const stateOf = async (code: string) =>
  (await hub.county<CodeRow[]>('county.codes')).find((row) => row.id === code.slice(0, 4))?.state;

describe('an enrolment code', () => {
  it('is 24 easy characters in groups of four; the hub is told the first twelve, and any other of its codes ends alike', async () => {
    const [code, other] = [await hub.createCode(CENTRE), await hub.createCode(VILLAGE)];
    expect(code).toMatch(/^([2-9a-hjkmnp-z]{4}-){5}[2-9a-hjkmnp-z]{4}$/);
    expect([code.slice(15) === other.slice(15), code.slice(0, 14) === other.slice(0, 14)]).toEqual([true, false]);
    const device = new FakeDevice(CENTRE);
    const answer = EnrolAnswerSchema.parse(await (await hub.postEnrol(code, device)).json());
    expect(answer.certificate).toMatchObject({ place: CENTRE, key: device.key.publicKey });
    expect(verifyDocument(answer.certificate, answer.hub.key)).toBe(true);
  });

  it('answers again to the same key, as the first answer may have been lost, and to no other', async () => {
    const code = await hub.createCode(CENTRE);
    const device = new FakeDevice(CENTRE);
    const first: unknown = await (await hub.postEnrol(code, device)).json();
    expect(await (await hub.postEnrol(code, device)).json()).toEqual(first);
    const other = await hub.postEnrol(code, new FakeDevice(CENTRE));
    expect([other.status, await other.json()]).toEqual([
      403,
      { error: 'bad-code', reason: expect.stringContaining('登记码') },
    ]);
    expect(await stateOf(code)).toBe('used');
  });

  it('enrols one machine when two use it at once', async () => {
    const code = await hub.createCode(CENTRE);
    const both = await Promise.all([1, 2].map(() => hub.postEnrol(code, new FakeDevice(CENTRE))));
    expect(both.map((each) => each.status).sort()).toEqual([200, 403]);
  });

  it('locks after five failures, also when they come at once', async () => {
    const code = await hub.createCode(CENTRE);
    const wrong = `${code.slice(0, 4)}-2222-2222`;
    await Promise.all(Array.from({ length: 6 }, () => hub.postEnrol(wrong, new FakeDevice(CENTRE))));
    expect(await stateOf(code)).toBe('locked');
    expect((await hub.postEnrol(code, new FakeDevice(CENTRE))).status).toBe(403);
  });

  it('is refused to a key that nobody could seal for, and stays good', async () => {
    const code = await hub.createCode(CENTRE);
    const device = new FakeDevice(CENTRE);
    // No point of the curve, and one of small order.
    for (const bytes of [Buffer.alloc(32, 7), Buffer.alloc(32)]) {
      const refused = await hub.postEnrol(
        code,
        new FakeDevice(CENTRE, { ...device.key, publicKey: bytes.toString('base64url') }),
      );
      expect([refused.status, await refused.json()]).toMatchObject([400, { error: 'bad-input' }]);
    }
    expect((await hub.postEnrol(code, device)).status).toBe(200);
  });

  it('ends when it is cancelled', async () => {
    const code = await hub.createCode(VILLAGE);
    await hub.county('county.cancelCode', { id: code.slice(0, 4) });
    expect((await hub.postEnrol(code, new FakeDevice(VILLAGE))).status).toBe(403);
  });

  it('is refused for a place that does not exist', async () => {
    await expect(hub.county('county.createCode', { place: '999999999999' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('and the secrets lie nowhere in clear', async () => {
    const code = await hub.createCode(CENTRE);
    const device = await hub.enrol(CENTRE);
    const bytes = readdirSync(hub.folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => readFileSync(path.join(hub.folder, name)).toString('latin1'));
    for (const secret of [code, code.replaceAll('-', ''), device.secret, hub.adminSecret])
      expect(bytes.some((text) => text.includes(secret))).toBe(false);
    expect(() => new DatabaseSync(path.join(hub.folder, 'hub.db')).exec('SELECT * FROM sqlite_schema')).toThrow();
  });
});

describe('guessing codes', () => {
  it('is slowed down after some twenty tries', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 25; i += 1)
      statuses.push((await hub.postEnrol('2222-2222-2222', new FakeDevice(CENTRE))).status);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('a station', () => {
  it('is never given twice, and none when all are used', () => {
    const used = new Set<string>();
    for (let i = 0; i < 441; i += 1) {
      const station = freeStation(used);
      expect(station).not.toBeNull();
      expect([String(station), String(station).toLowerCase()].some((each) => used.has(each))).toBe(false);
      // Earlier programs gave them in small letters: those are used too.
      used.add(i % 2 === 0 ? String(station) : String(station).toLowerCase());
    }
    expect(freeStation(used)).toBeNull();
  });
});

describe('bad input at the enrolment door', () => {
  it.each([
    ['{}', 400],
    ['not json', 400],
    ['[]', 400],
    [JSON.stringify({ code: 'x'.repeat(20_000), key: '', machine: '' }), 413],
    [JSON.stringify({ code: '2222-2222-2222', key: 'short', machine: 'x' }), 400],
  ])('%.20s is answered with %i and a sentence', async (body, status) => {
    const response = await fetch(`${hub.address}/_bianmin/enrol`, { method: 'POST', body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      error: expect.any(String),
      reason: expect.stringMatching(/\p{Script=Han}/u),
    });
  });
});
