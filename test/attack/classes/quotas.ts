import type { PlaceCode } from '../../../shared/base/brands.ts';
import type { LedgerEvent } from '../../../shared/event/event.ts';
import { referencePlaces } from '../../../shared/reference/load.ts';
import { QUOTAS } from '../../../hub/http/limits.ts';
import { CENTRE, VILLAGE } from '../../fixtures/events.ts';
import type { FakeDevice } from '../../hub/fake-device.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import { type County, ELSEWHERE } from '../county.ts';
import type { Draw } from '../draw.ts';

const ON = '2026-11-20';
const STRANGE: readonly PlaceCode[] = referencePlaces()
  .all.filter(({ kind, code }) => kind === 'village' && code.slice(0, 9) !== VILLAGE.slice(0, 9))
  .map(({ code }) => code);

interface Tried {
  /** Answers' statuses. */
  readonly statuses: readonly number[];
  /** How much was taken, */
  readonly taken: number;
  /** and how much may be. */
  readonly most: number;
}

type Play = (county: County, draw: Draw) => Promise<Tried>;

const slips = (device: FakeDevice, count: number): LedgerEvent[] =>
  Array.from({ length: count }, () => device.proxyReceived(ON));
const checkpoint = (county: County, device: FakeDevice, database: string, id: string, more: object = {}) =>
  county.hub.request(device, 'PUT', `/${database}/_local/${id}`, more);

/** So many at one moment as the draw says, in whatever databases the machine reads. */
async function manyCheckpoints(county: County, draw: Draw): Promise<Tried> {
  const device = await county.turned(CENTRE);
  const statuses: number[] = [];
  while (statuses.length < QUOTAS.checkpoints.count + 60) {
    const asked = Array.from({ length: draw.int(20, 120) }, () =>
      checkpoint(county, device, draw.oneOf(['county', `ledger-${CENTRE}`, `ledger-${VILLAGE}`]), draw.text(12)),
    );
    statuses.push(...(await Promise.all(asked)).map(({ status }) => status));
  }
  const taken = statuses.filter((status) => status === 201).length;
  return { statuses, taken, most: QUOTAS.checkpoints.count };
}

async function largeCheckpoints(county: County, draw: Draw): Promise<Tried> {
  const device = await county.turned(CENTRE);
  const { bytes: most, bytesOfOne } = QUOTAS.checkpoints;
  const statuses: number[] = [];
  let [taken, tried] = [0, 0];
  while (tried < most * 1.2) {
    // Somewhat beyond what one may have is among them.
    const sizes = Array.from({ length: 10 }, () => draw.int(bytesOfOne / 2, bytesOfOne + 4000));
    const answers = await Promise.all(
      sizes.map((size) => checkpoint(county, device, `ledger-${CENTRE}`, draw.text(12), { filler: 'x'.repeat(size) })),
    );
    tried += sizes.filter((size) => size < bytesOfOne - 100).reduce((sum, size) => sum + size, 0);
    statuses.push(...answers.map(({ status }) => (status === 413 ? 403 : status)));
    for (const [index, { status }] of answers.entries()) if (status === 201) taken += sizes[index] ?? 0;
  }
  return { statuses, taken, most };
}

/** Hands in until well beyond the quota. `next` makes a delivery and says how much it counts. */
async function handIn(
  county: County,
  most: number,
  device: FakeDevice,
  next: (tried: number) => { ledger: PlaceCode; events: readonly LedgerEvent[]; counts: number },
): Promise<Tried> {
  const statuses: number[] = [];
  let [taken, tried] = [0, 0];
  while (tried < most * 1.05) {
    const { ledger, events, counts } = next(tried);
    const { status } = await county.hub.handIn(device, ledger, events);
    statuses.push(status);
    tried += counts;
    if (status === 201) taken += counts;
  }
  return { statuses, taken, most };
}

const heldGroups: Play = async (county, draw) => {
  const device = await county.turned(VILLAGE);
  return handIn(county, QUOTAS.held.groups, device, () => {
    const events = slips(device, draw.int(60, 300));
    return { ledger: ELSEWHERE, events, counts: events.length };
  });
};

/** Also of places that there are none of. */
const heldLedgers: Play = async (county, draw) => {
  const device = await county.turned(VILLAGE);
  const places = [
    ...draw.some(STRANGE, QUOTAS.held.ledgers),
    ...Array.from({ length: 10 }, (_, n) => `99999999${9900 + n}`),
  ];
  const drawn = draw.shuffled(places) as PlaceCode[];
  return handIn(county, QUOTAS.held.ledgers, device, (tried) => ({
    ledger: drawn[tried] as PlaceCode,
    events: slips(device, 1),
    counts: 1,
  }));
};

const heldBytes: Play = async (county, draw) => {
  const device = await county.turned(VILLAGE);
  const [slip] = slips(device, 1) as [LedgerEvent];
  return handIn(county, QUOTAS.held.bytes, device, () => {
    const text = '字'.repeat(draw.int(5000, 10_000));
    const events = Array.from({ length: draw.int(50, 200) }, () =>
      device.event('noted', ON, { text }, { case: slip._id, about: slip._id }),
    );
    return { ledger: ELSEWHERE, events, counts: Buffer.byteLength(JSON.stringify(events)) };
  });
};

/** A machine makes no databases, whatever it calls them. */
const databases: Play = async (county, draw) => {
  const device = await county.turned(CENTRE);
  const names = [...draw.some(STRANGE, 20).map((place) => `ledger-${place}`), `ledger-${CENTRE}`, 'county', '_users']
    .concat(Array.from({ length: 20 }, () => draw.text(8)))
    .flatMap((name) => [name, `${name}/_local/${draw.text(6)}`]);
  const readable = new Set([`ledger-${CENTRE}`, 'county']);
  const asked = names.filter((name) => !(name.includes('/') && readable.has(name.split('/')[0] ?? '')));
  const answers = await Promise.all(asked.map((name) => county.hub.request(device, 'PUT', `/${name}`, {})));
  const taken = answers.filter(({ ok }) => ok).length;
  return { statuses: answers.map(({ status, ok }) => (ok || status < 500 ? 403 : status)), taken, most: 0 };
};

/** Another machine of the same place has all of its own left. */
async function neighbour(county: County): Promise<string | null> {
  const other = await county.turned(VILLAGE);
  const { status: put } = await checkpoint(county, other, `ledger-${VILLAGE}`, other.device);
  const { status: handed } = await county.hub.handIn(other, ELSEWHERE, slips(other, 1));
  return when(put !== 201 || handed !== 201, `another machine of the place was answered ${put} and ${handed}`);
}

const PLAYED: Readonly<Record<string, Play>> = {
  'checkpoints, many': manyCheckpoints,
  'checkpoints, large': largeCheckpoints,
  'held groups': heldGroups,
  'held ledgers': heldLedgers,
  'held bytes': heldBytes,
  databases,
};

export const quotas: AttackClass = {
  name: 'quotas',
  attacked: 'what the hub keeps beside the ledgers, by a certified machine that fills it',
  through: 'more of it than one machine may have, or an honest one that has none left',
  async play({ county, draw, attack, brief }) {
    for (const [name, play] of draw.some(Object.entries(PLAYED), brief ? 3 : 6))
      await attack(name, async () => {
        const { statuses, taken, most } = await play(county, draw);
        const strange = statuses.find((status) => status !== 201 && status !== 403);
        return firstOf(
          when(taken > most, `${taken} were taken of ${most} at most`),
          when(!statuses.includes(403), 'nothing was refused'),
          when(strange !== undefined, `an answer was ${strange}`),
          await neighbour(county),
        );
      });
  },
};
