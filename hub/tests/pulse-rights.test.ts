import { expect, it } from 'vitest';
import { ENROL_PATH, EnrolAnswerSchema, PULSE_PATH, PulseAnswerSchema } from '../../shared/api/device-api.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import { secretOf } from '../../test/hub/code-secret.ts';
import { FakeDevice } from '../../test/hub/fake-device.ts';
import { realHub } from '../../test/real-hub.ts';
import type { RealHub } from '../../test/real-hub.ts';

async function post(hub: RealHub, path: string, body: unknown, device?: FakeDevice): Promise<unknown> {
  const login = device && Buffer.from(`${device.device}:${device.secret}`).toString('base64');
  const headers = { 'content-type': 'application/json', ...(login ? { authorization: `Basic ${login}` } : {}) };
  return (await fetch(hub.hub.address + path, { method: 'POST', headers, body: JSON.stringify(body) })).json();
}

async function enrolled(hub: RealHub, place: typeof CENTRE): Promise<FakeDevice> {
  const device = new FakeDevice(place);
  const request = { code: secretOf(await hub.code(place)), key: device.key.publicKey, machine: '窗口一' };
  const { certificate, secret } = EnrolAnswerSchema.parse(await post(hub, ENROL_PATH, request));
  return Object.assign(device, { device: certificate.device, station: certificate.station, secret });
}

it('a centre that begins to serve a village is told of its ledger, however long ago that moved', async () => {
  const hub = await realHub();
  try {
    const { ledger } = hub.hub;
    const reference = ledger.reference();
    const { places } = reference;
    // Before: no centre serves any village.
    ledger.setReference({ ...reference, places: { ...places, centreOf: () => null, villagesOf: () => [] } });
    const centre = await enrolled(hub, CENTRE);
    const village = await enrolled(hub, VILLAGE);
    const event = village.proxyReceived('2026-11-20');
    await post(hub, `/ledger-${VILLAGE}/_bulk_docs`, { docs: [event], new_edits: false }, village);
    const pulse = async (token: string | null) =>
      PulseAnswerSchema.parse(await post(hub, PULSE_PATH, { token, version: '0.1.0', unsynced: 0, drafts: 0 }, centre));
    const before = await pulse(null);
    expect([before.ledgers, before.receipts]).toEqual([[], []]);
    ledger.setReference(reference);
    const after = await pulse(before.token);
    expect(after.ledgers).toEqual([{ place: VILLAGE, seq: 1 }]);
    expect(after.receipts.map((each) => each.device)).toEqual([village.device]);
    expect((await pulse(after.token)).ledgers).toEqual([]);
  } finally {
    await hub.close();
  }
});
