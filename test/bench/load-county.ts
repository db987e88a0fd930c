/** The county before the load run, written straight into the hub's folder: 427 enrolled machines, and one centre with five years of cases. */
import type { DeviceId, PlaceCode, Station } from '../../shared/base/brands.ts';
import { referenceCalendar, referenceCatalogue, referencePlaces } from '../../shared/reference/load.ts';
import { addDevice } from '../../hub/admin/devices.ts';
import { renewAdminSecret } from '../../hub/admin/admin-secret.ts';
import { deviceSecret, type HubFile, openHubFile } from '../../hub/admin/hub-file.ts';
import { publish } from '../../hub/admin/publish.ts';
import { receive } from '../../hub/events/receive.ts';
import { countDue, Projector } from '../../hub/events/projector.ts';
import { signDocument } from '../../store/trust/crypto.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import type { Ledger } from '../../store/types.ts';
import { FakeDevice } from '../hub/fake-device.ts';
import { now } from '../clock.ts';

const BATCH = 500;
const two = (n: number) => String(n).padStart(2, '0');
const dayOf = (n: number) => `${2021 + (n % 5)}-${two(1 + (n % 12))}-${two(1 + (n % 28))}`;

export interface LoadCounty {
  /** One machine a place. */
  readonly devices: readonly FakeDevice[];
  /** A new machine of the centre whose ledger holds the years. */
  readonly fresh: FakeDevice;
  readonly adminSecret: string;
}

/** A machine as an enrolment leaves it. */
function enrolled({ file, identity }: HubFile, place: PlaceCode): FakeDevice {
  const device = new FakeDevice(place);
  const certificate = signDocument(
    {
      v: 1 as const,
      device: device.device as DeviceId,
      key: device.key.publicKey,
      place,
      station: device.station as Station,
      from: new Date(now()).toISOString(),
      to: null,
    },
    identity.privateKey,
  );
  file.transaction(() => {
    addDevice(file, { certificate, machine: 'load' });
    publish(file, identity, { kind: 'device', key: device.device, data: certificate }, now());
  });
  device.secret = deviceSecret(file, certificate.device);
  return device;
}

async function fill(ledger: Ledger, writer: FakeDevice, cases: number): Promise<void> {
  const carrier = { device: writer.device as DeviceId, holds: true };
  const events = Array.from({ length: cases }, (_, n) => writer.caseOfFive(dayOf(n))).flat();
  for (let at = 0; at < events.length; at += BATCH) {
    const batch = events.slice(at, at + BATCH);
    await ledger.verifyAhead(batch);
    receive(ledger, writer.place, batch, carrier, now());
  }
}

async function settleAll(ledger: Ledger): Promise<void> {
  const projector = new Projector({ ledger, now, report: (failure) => console.error(failure) });
  while (countDue(ledger.file) > 0) await projector.projected(null);
  projector.close();
}

/** Makes the folder; `cases` lie in the ledger of the first centre. */
export async function makeCounty(folder: string, cases: number): Promise<LoadCounty> {
  const places = referencePlaces();
  const opened = openHubFile({ folder, county: places.county.code, now: now() });
  try {
    const clock = { now, offset: () => 0 };
    const ledger = openLedger(opened.file, {
      clock,
      reference: { calendar: referenceCalendar(), places, catalogue: referenceCatalogue() },
    });
    const devices = places.all.filter(({ kind }) => kind !== 'county').map(({ code }) => enrolled(opened, code));
    const { place } = devices.find((each) => places.place(each.place)?.kind === 'centre') as FakeDevice;
    await fill(ledger, enrolled(opened, place), cases);
    await settleAll(ledger);
    return { devices, fresh: enrolled(opened, place), adminSecret: renewAdminSecret(opened.file) };
  } finally {
    opened.file.close();
  }
}
