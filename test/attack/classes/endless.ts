import type { LedgerEvent } from '../../../shared/event/event.ts';
import { VILLAGE } from '../../fixtures/events.ts';
import type { FakeDevice } from '../../hub/fake-device.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import type { County } from '../county.ts';
import type { Draw } from '../draw.ts';

const DAY = '2026-11-20';
/** Of the hub's processor for one remark more on such a case; a case without a bound takes seconds. */
const MOST_SECONDS_A_REMARK = 1;
const REMARKS = 5;

type Shape = (device: FakeDevice, first: LedgerEvent, count: number, draw: Draw) => LedgerEvent[];

const idOf = ({ _id }: LedgerEvent) => _id;
const TYPES = ['paused', 'resumed', 'supplement-requested', 'supplemented', 'handed-over', 'withdrawn', 'received'];

/** Cases that one machine makes endless, each in a way that is costly to fold. */
const SHAPES: Readonly<Record<string, Shape>> = {
  'a chain of steps': (device, first, count, draw) => {
    const steps: LedgerEvent[] = [];
    for (let last = first; steps.length < count; steps.push(last)) last = device.step(draw.oneOf(TYPES), DAY, last);
    return steps;
  },
  'a fan of steps that know nothing of each other': (device, first, count, draw) =>
    Array.from({ length: count }, () => device.step(draw.oneOf(TYPES), DAY, first)),
  'steps that each follow many': (device, first, count, draw) => {
    const steps = [first];
    while (steps.length < count) {
      const after = draw.some(steps.slice(-60), draw.int(1, 60)).map(idOf).toSorted();
      steps.push(device.event(draw.oneOf(TYPES), DAY, {}, { case: first._id, after }));
    }
    return steps.slice(1);
  },
  'remarks without end': (device, first, count) =>
    Array.from({ length: count }, (_, n) =>
      device.event('noted', DAY, { text: `第${n}条` }, { case: first._id, about: first._id }),
    ),
  'remarks of a kind that only a newer program reads': (device, first, count) =>
    Array.from({ length: count }, () =>
      device.event('measured-anew', DAY, { n: 1 }, { case: first._id, about: first._id }),
    ),
  'steps whose predecessors never come': (device, first, count, draw) =>
    Array.from({ length: count }, () =>
      device.event('withdrawn', DAY, {}, { case: first._id, after: [`20261120-${draw.text(26)}` as never] }),
    ),
};

async function play(county: County, shape: Shape, draw: Draw): Promise<string | null> {
  const { hub, clerk } = county;
  const device = await county.turned(VILLAGE);
  const first = device.proxyReceived(DAY);
  const events = [first, ...shape(device, first, draw.int(2100, 2600), draw)];
  for (let from = 0; from < events.length; from += 500) {
    const { status } = await hub.handIn(device, VILLAGE, events.slice(from, from + 500));
    if (status !== 201) return `answered ${status}`;
  }
  // A reader waits until its cases are projected.
  await hub.county('county.case', { case: first._id });
  const before = county.processorSeconds();
  for (let n = 0; n < REMARKS; n += 1) {
    const remark = clerk.event('noted', DAY, { text: `核对${n}` }, { case: first._id, about: first._id });
    if ((await hub.handIn(clerk, VILLAGE, [remark])).status !== 201) return 'an honest remark was refused';
    await hub.county('county.case', { case: first._id });
  }
  const each = (county.processorSeconds() - before) / REMARKS;
  const slow = when(each > MOST_SECONDS_A_REMARK, `each further remark takes the hub ${each.toFixed(1)} s`);
  return firstOf(slow, await county.honestSync());
}

export const endless: AttackClass = {
  name: 'endless',
  attacked: 'the hub and the centre that fold a case which one machine of the village made endless',
  through: 'a remark more that takes the hub more than a second, or an honest sync that does not come to its end',
  async play({ county, draw, attack, brief }) {
    // Each shape stays in the village's ledger, so one after the other they burden the same sites.
    for (const [name, shape] of draw.some(Object.entries(SHAPES), brief ? 1 : 6))
      await attack(name, () => play(county, shape, draw));
  },
};
