import { PULSE_PATH, PulseAnswerSchema } from '../../../shared/api/device-api.ts';
import { referencePlaces } from '../../../shared/reference/load.ts';
import type { LedgerEvent } from '../../../shared/event/event.ts';
import { readBundle } from '../../../sync/stick/bundle.ts';
import type { StickFile } from '../../../shared/api/stick.ts';
import { VILLAGE } from '../../fixtures/events.ts';
import { FakeDevice } from '../../hub/fake-device.ts';
import { openGate } from '../../site/gate.ts';
import { pinOfTlsKey } from '../../../hub/tls/tls-key.ts';
import { tlsFixture } from '../../hub/tls-fixtures.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import { type County, QUIET } from '../county.ts';
import type { Draw } from '../draw.ts';
import { bringStick, sealed } from '../stick.ts';

const DAY = '2026-11-20';
/** The most ranges of one series that an answer holds (LEDGER §5). */
const MOST_TOLD = 500;

/** A series that is handed in with more gaps than may be told of. */
function withGaps(device: FakeDevice, draw: Draw): LedgerEvent[] {
  const every = Array.from({ length: 1300 }, () => device.event('site.consulted', DAY, { count: 1 }));
  // Never two neighbours, so that each is a range of its own.
  return every.filter((_, index) => index % 2 === 0 && draw.int(0, 9) > 0);
}

async function handInAll(county: County, device: FakeDevice, events: readonly LedgerEvent[]): Promise<number[]> {
  const statuses: number[] = [];
  for (let from = 0; from < events.length; from += 300)
    statuses.push((await county.hub.handIn(device, VILLAGE, events.slice(from, from + 300))).status);
  return statuses;
}

/** What the hub says of every series, and whether a site takes all of it. */
async function heardWhole({ hub, clerk }: County): Promise<string | null> {
  const asked = { token: null, version: '0.1.0', unsynced: 0, drafts: 0 };
  const said = (await (await hub.request(clerk, 'POST', PULSE_PATH, asked)).json()) as { receipts: unknown[] };
  const heard = PulseAnswerSchema.safeParse(said);
  if (!heard.success) return 'a site can’t read the pulse';
  const most = Math.max(...heard.data.receipts.map(({ ranges }) => ranges.length));
  return firstOf(
    when(heard.data.receipts.length !== said.receipts.length, 'the hub told receipts that no site reads'),
    when(most > MOST_TOLD, `the hub told ${most} ranges of one series`),
  );
}

/** Receipts that no honest hub gives, among those it gave. */
const SPOILT: readonly ((draw: Draw) => unknown)[] = [
  () => null,
  (draw) => draw.int(0, 9),
  () => [],
  () => ({ device: 'x', series: 'y', ranges: [] }),
  (draw) => ({ device: draw.text(16), series: draw.text(16), ranges: [{ from: -1, to: 1e300, last: 'z' }] }),
  (draw) => ({
    device: draw.text(16),
    series: draw.text(16),
    ranges: Array.from({ length: 3000 }, (_, n) => ({ from: 2 * n + 1, to: 2 * n + 1, last: 'q' })),
  }),
  (draw) => ({ device: draw.text(16), series: draw.text(16), ranges: 'x'.repeat(draw.int(1, 100_000)) }),
];

/** Between a site and the hub stands a machine that has the hub's key, and spoils what it says of receipts. */
async function hearsSpoilt(county: County, draw: Draw): Promise<string | null> {
  const key = tlsFixture('future-ecdsa');
  const gate = await openGate(key, county.hub.port);
  try {
    const site = await county.site(QUIET, {
      address: () => gate.address,
      pin: pinOfTlsKey(key),
      parcels: false,
    });
    const { device = '', secret = '' } = site.ledger.identity() ?? {};
    const asSite = Object.assign(new FakeDevice(QUIET), { device, secret });
    const spoil = async (): Promise<string> => {
      const honest = await county.hub.pulse(asSite);
      return JSON.stringify({
        ...honest,
        receipts: draw.shuffled([...honest.receipts, ...SPOILT.map((make) => make(draw))]),
      });
    };
    gate.answer((path) =>
      path !== PULSE_PATH
        ? null
        : (response) => {
            response.setHeader('content-type', 'application/json');
            void spoil().then((text) => response.end(text));
          },
    );
    const { id } = site.begin();
    await site.run();
    const green = site.file.sql('SELECT receipted FROM event_row WHERE id = ?').pluck().get(id);
    return when(green !== 1, 'with the spoilt receipts the honest ones were dropped');
  } finally {
    await gate.close();
  }
}

export const said: AttackClass = {
  name: 'said',
  attacked:
    'what the hub says of every series, over the line and by stick: series with gaps, receipts and pulses that are spoilt',
  through: 'a site that can’t read what it is told, or drops more of it than the part that is wrong',
  async play({ county, draw, attack, brief }) {
    const { hub } = county;
    for (const revoked of [false, true])
      await attack(`a machine${revoked ? ' that was stopped' : ''} hands in a series of gaps`, async () => {
        const device = await county.turned(VILLAGE);
        const events = withGaps(device, draw);
        if (revoked) await county.revoke(device);
        const statuses = await handInAll(county, device, draw.shuffled(events));
        return firstOf(
          when(
            statuses.some((status) => status >= 500),
            `answered ${statuses.join(' ')}`,
          ),
          await heardWhole(county),
        );
      });
    await attack('a stick brings a series of gaps', async () => {
      const device = await county.turned(VILLAGE);
      const file = sealed(county.addressee, device, [{ place: VILLAGE, events: withGaps(device, draw) }]);
      const answer = await bringStick(county, file);
      return firstOf(
        when(answer !== 'taken', `an honest-looking stick was answered ${answer}`),
        await heardWhole(county),
      );
    });
    await attack('the county’s stick tells of them', async () => {
      const { base64 } = await hub.county<StickFile>('county.stickWrite', { place: VILLAGE, everything: true });
      const { file, ledger } = county.village;
      const bundle = await readBundle(Buffer.from(base64, 'base64'), {
        file,
        places: referencePlaces(),
        uuid: ledger.identity()?.hub?.uuid ?? '',
      });
      return when(bundle.word === null || bundle.word.receipts.length === 0, 'the stick tells of no receipts');
    });
    for (let n = 0; n < (brief ? 1 : 4); n += 1)
      await attack('a pulse with spoilt receipts', () => hearsSpoilt(county, draw));
  },
};
