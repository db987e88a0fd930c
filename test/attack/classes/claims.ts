import type { PlaceCode } from '../../../shared/base/brands.ts';
import type { EventBody, LedgerEvent } from '../../../shared/event/event.ts';
import { CENTRE, VILLAGE } from '../../fixtures/events.ts';
import type { FakeDevice } from '../../hub/fake-device.ts';
import { postParcel } from '../../hub/parcel.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import { type County, ELSEWHERE, OTHER_CENTRE } from '../county.ts';
import type { Draw } from '../draw.ts';
import { bringStick, sealed } from '../stick.ts';

const DAY = '2026-11-20';

/** Ways to hand in: by the device itself at the door, by parcel, by stick, and by another machine that carries it. */
type Way = (county: County, device: FakeDevice, events: readonly LedgerEvent[]) => Promise<unknown>;
const WAYS: Readonly<Record<string, Way>> = {
  'at the door': ({ hub }, device, events) => hub.handIn(device, VILLAGE, events),
  'one by one': async ({ hub }, device, events) => {
    for (const event of events) await hub.handIn(device, VILLAGE, [event]);
  },
  'by parcel': async ({ hub }, device, events) => {
    const { epoch } = await hub.pulse(device);
    return postParcel(hub, device, { epoch, blocks: [[VILLAGE, events]] });
  },
  'by stick': (county, device, events) =>
    bringStick(county, sealed(county.addressee, device, [{ place: VILLAGE, events }])),
  'by the honest agent': ({ hub, agent }, _device, events) => hub.handIn(agent, VILLAGE, events),
};

/** The honest centre's next number, before and after a machine of the village claims some. */
async function claimsNumbers(county: County, draw: Draw): Promise<string | null> {
  const { centre, hub } = county;
  const identity = centre.ledger.identity();
  if (identity === null) throw new Error('the centre is not enrolled');
  const next = () => centre.ledger.nextNumber(CENTRE, centre.today, identity.station);
  const before = next();
  const device = await county.turned(VILLAGE);
  const day = centre.today.replaceAll('-', '');
  const claims = [9999, 999_999, draw.int(1, 9998), 999_998].map((running) => {
    const number = `${CENTRE}-${day}-${identity.station}-${String(running).padStart(4, '0')}`;
    const slip = device.proxyReceived(centre.today);
    return device.event('proxy-received', centre.today, { ...slip.data, number });
  });
  await hub.handIn(device, VILLAGE, claims);
  await hub.handIn(device, CENTRE, claims);
  await centre.run();
  return when(next() !== before, `the centre’s next number went from ${before} to ${next()}`);
}

/** What a machine may not say of itself. */
const POSES: readonly ((county: County, draw: Draw) => Record<string, unknown>)[] = [
  () => ({ place: CENTRE }),
  () => ({ place: '431222' }),
  () => ({ place: OTHER_CENTRE }),
  () => ({ place: ELSEWHERE }),
  ({ clerk }) => ({ place: CENTRE, device: clerk.device }),
  ({ agent }) => ({ device: agent.device, series: agent.series }),
];

async function poses(county: County, draw: Draw, by: Record<string, unknown>): Promise<string | null> {
  const device = await county.turned(VILLAGE);
  const slip = device.proxyReceived(DAY);
  const event = device.event('received', DAY, slip.data, { by });
  const [, way] = draw.oneOf(Object.entries(WAYS));
  await way(county, device, [event]);
  return when(
    (await county.heldOf(VILLAGE, [event])).length > 0,
    `stands in the ledger as written by ${JSON.stringify(by)}`,
  );
}

/** After its stop a machine says that it wrote before, or after, or never. */
async function writesAfterItsStop(county: County, draw: Draw, [name, way]: [string, Way]): Promise<string | null> {
  const device = await county.turned(VILLAGE);
  const before = [device.proxyReceived(DAY)];
  await county.hub.handIn(device, VILLAGE, before);
  await county.revoke(device);
  const [seen] = before as [LedgerEvent];
  // Another device's case: to withdraw it would be the worst.
  const theirs = county.agent.proxyReceived(DAY);
  await county.hub.handIn(county.agent, VILLAGE, [theirs]);
  const dates = ['2009-01-01', '2026-01-05', DAY, '2026-11-24', '2031-06-01'];
  const late = Array.from({ length: draw.int(3, 8) }, () => {
    const on = draw.oneOf(dates);
    const kind = draw.int(0, 3);
    if (kind === 0) return device.proxyReceived(on);
    if (kind === 1) return device.step('withdrawn', on, theirs);
    if (kind === 2) return device.event('noted', on, { text: '补' }, { case: seen._id, about: seen._id });
    return device.event('site.consulted', on, { count: 1 });
  });
  await way(county, device, name === 'by the honest agent' ? draw.shuffled(late) : late);
  const through = await county.heldOf(VILLAGE, late);
  return when(through.length > 0, `${through.length} of ${late.length} stand in the ledger: ${through[0]?.type}`);
}

/** A machine of another village, or of none, in a ledger where it has no right. */
async function writesElsewhere(county: County, place: PlaceCode, ledger: PlaceCode): Promise<string | null> {
  const device = await county.turned(place);
  const events = [device.proxyReceived(DAY), device.event('site.consulted', DAY, { count: 7 })];
  await county.hub.handIn(device, ledger, events);
  const held = await county.heldOf(ledger, events);
  return when(held.length > 0, `a machine of ${place} wrote into ${ledger}`);
}

/** Not its own words: a text in which any field was changed, or that another key signed. */
async function forges(county: County, draw: Draw): Promise<string | null> {
  const { agent, hub } = county;
  const event = agent.proxyReceived(DAY);
  const thief = await county.turned(VILLAGE);
  const asThief = Object.assign(await county.turned(VILLAGE), { device: agent.device });
  const { sig: _, _id, _rev, ...body } = event;
  const other = thief.sign({ ...body, on: '2026-11-19' as never } as EventBody);
  const field = draw.oneOf(['on', 'at', 'type', 'data', 'by', 'sig', '_id', '_rev', 'v', 'offset'] as const);
  const forged = draw.oneOf<Record<string, unknown>>([
    { ...event, [field]: field === 'data' ? { ...event.data, matter: 'MZ-002' } : (other as never)[field] },
    { ...event, sig: `${draw.text(86, 'ABCabc019-_')}` },
    { ...event, sig: other.sig },
    { ...other },
    { ...asThief.proxyReceived(DAY) },
    { ...event, by: { ...event.by, device: thief.device } },
  ]);
  if (JSON.stringify(forged) === JSON.stringify(event)) return null;
  const { status } = await hub.handIn(agent, VILLAGE, [forged]);
  const answer = await hub.request(agent, 'GET', `/ledger-${VILLAGE}/${String(forged['_id'])}`);
  return firstOf(
    when(status < 400 || status >= 500, `was answered ${status}`),
    when(answer.status === 200, 'stands in the ledger'),
  );
}

export const claims: AttackClass = {
  name: 'claims',
  attacked: 'numbers, places, dates and names that a certified machine, a stopped one or a forger claims',
  through:
    'a number that another’s next one follows, a record in a ledger where its author has no right, or one that came after its stop',
  async play({ county, draw, attack, brief }) {
    await attack('numbers of the centre', () => claimsNumbers(county, draw));
    for (const pose of POSES) {
      const by = pose(county, draw);
      await attack(`says that it is ${JSON.stringify(by)}`, () => poses(county, draw, by));
    }
    for (const way of Object.entries(WAYS))
      await attack(`a stopped machine, ${way[0]}`, () => writesAfterItsStop(county, draw, way));
    for (const [place, ledger] of [
      [ELSEWHERE, VILLAGE],
      [ELSEWHERE, CENTRE],
      [VILLAGE, CENTRE],
      [OTHER_CENTRE, VILLAGE],
    ] as const)
      await attack(`a machine of ${place} in ${ledger}`, () => writesElsewhere(county, place, ledger));
    for (let n = 0; n < (brief ? 8 : 40); n += 1) await attack('a forgery', () => forges(county, draw));
  },
};
