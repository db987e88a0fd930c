import { CENTRE } from '../../fixtures/events.ts';
import { makeTlsKey } from '../../../hub/tls/tls-key.ts';
import { OWN_CERTIFICATES, tlsFixture } from '../../hub/tls-fixtures.ts';
import { openGate } from '../../site/gate.ts';
import { Machine } from '../../site/machine.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import { County, QUIET } from '../county.ts';
import type { Draw } from '../draw.ts';

/** Between a site and the hub stands a machine with another key that passes everything on. */
async function passesOn(county: County, draw: Draw): Promise<string | null> {
  const made = draw.int(0, 1) === 0;
  const gate = await openGate(
    made ? makeTlsKey('127.0.0.1') : tlsFixture(draw.oneOf(OWN_CERTIFICATES)),
    county.hub.port,
  );
  try {
    const site = await county.site(QUIET, { address: () => gate.address, parcels: draw.int(0, 1) === 0 });
    site.begin();
    const ran = await site.run().then(
      () => true,
      () => false,
    );
    return firstOf(
      when(gate.requests.length > 0, `a site sent ${gate.requests[0]}`),
      when(ran, 'a site took it for the hub'),
    );
  } finally {
    await gate.close();
  }
}

/** The same before a machine is enrolled, when all that it knows is the code that was given to it; and when it is told that the hub has moved. */
async function atEnrolment(county: County): Promise<string | null> {
  const gate = await openGate(makeTlsKey(), county.hub.port);
  const machine = new Machine();
  try {
    const open = await machine.open();
    const code = await county.hub.createCode(CENTRE);
    const enrolled = await open.call('site.enrol', { address: gate.address, code, machine: '测试机' }).then(
      () => true,
      () => false,
    );
    await open.call('site.enrol', { address: county.hub.address, code, machine: '测试机' });
    const moved = await open.call('site.moveHub', { address: gate.address }).then(
      () => true,
      () => false,
    );
    await open.close();
    return firstOf(
      when(enrolled, 'a machine was enrolled through it'),
      when(moved, 'a machine moved to it'),
      when(gate.requests.length > 0, `a machine sent ${gate.requests[0]}`),
    );
  } finally {
    machine.remove();
    await gate.close();
  }
}

/** Another county's hub, honest in its own house, at the address of ours. */
async function anotherHub(county: County): Promise<string | null> {
  const other = await new County().open();
  try {
    const site = await county.site(QUIET, { address: () => other.hub.address });
    site.begin();
    const failed = await site.run().then(
      () => null,
      (error: unknown) => String(error),
    );
    const { events } = await other.hub.county<{ events: number }>('county.status');
    return firstOf(when(failed === null, 'a site took it for its own'), when(events > 0, 'a record came to it'));
  } finally {
    await other.close();
  }
}

export const between: AttackClass = {
  name: 'between',
  attacked:
    'sites and machines that are being enrolled, by a machine between them and the hub, or at its address, with another key',
  through: 'a byte that is said to it over HTTP',
  async play({ county, draw, attack, brief }) {
    for (let n = 0; n < (brief ? 2 : 6); n += 1) await attack('passes everything on', () => passesOn(county, draw));
    await attack('at an enrolment', () => atEnrolment(county));
    if (!brief) await attack('another county’s hub', () => anotherHub(county));
  },
};
