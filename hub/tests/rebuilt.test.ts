import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PulseAnswer } from '../../shared/api/device-api.ts';
import { openDataFile } from '../../store/file/data-file.ts';
import { readKeyFile } from '../../store/file/key-file.ts';
import { setSetting } from '../../store/file/settings.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { DATA_FILE, KEY_FILE } from '../admin/hub-file.ts';
import { HUB_MIGRATIONS } from '../migrations/list.ts';

let hub: HubProcess;
beforeEach(async () => {
  hub = await new HubProcess().start();
});
afterEach(() => hub.remove());

/** What a newer program finds at its first start: a file whose tables another one made. */
function lookOlder(): void {
  const { key } = readKeyFile(path.join(hub.folder, KEY_FILE));
  const file = openDataFile({ path: path.join(hub.folder, DATA_FILE), key, migrations: [HUB_MIGRATIONS] });
  setSetting(file, 'reader-version', 'an older program');
  file.close();
}

const mine = ({ receipts }: PulseAnswer, device: FakeDevice) => receipts.find((each) => each.device === device.device);

it('a hub that makes its tables anew at an upgrade goes on giving receipts to who holds an earlier token', async () => {
  const centre = await hub.enrol(CENTRE);
  const events = centre.caseOfFive('2026-11-20');
  for (const event of events.slice(0, 4)) await hub.handIn(centre, CENTRE, [event]);
  const { token, epoch } = await hub.pulse(centre);
  await hub.stop();
  lookOlder();
  await hub.start();
  await hub.handIn(centre, CENTRE, events.slice(4));
  const after = await hub.pulse(centre, { token });
  expect([after.epoch, mine(after, centre)?.ranges]).toEqual([epoch, [{ from: 1, to: 5, last: events[4]?._id }]]);
  expect((await hub.pulse(centre, { token: after.token })).receipts).toEqual([]);
});

it('what lies among the held events keeps its receipt when the tables are made anew', async () => {
  const village = await hub.enrol(VILLAGE);
  const stray = village.proxyReceived('2026-11-20');
  await hub.handIn(village, CENTRE, [stray]);
  const own = village.proxyReceived('2026-11-20');
  await hub.handIn(village, VILLAGE, [own]);
  const ranges = [{ from: 1, to: 2, last: own._id }];
  expect(mine(await hub.pulse(village), village)?.ranges).toEqual(ranges);
  for (let i = 0; i < 2; i += 1) {
    await hub.stop();
    lookOlder();
    await hub.start();
    expect(mine(await hub.pulse(village), village)?.ranges).toEqual(ranges);
  }
});
