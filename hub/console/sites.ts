/** The sites and their machines: last contact, what is here of each, what is missing. */
import type { DeviceRow, SiteRow } from '../../shared/api/county.ts';
import { ApiError } from '../../shared/api/errors.ts';
import type { DeviceId } from '../../shared/base/brands.ts';
import { openQuestions } from '../../store/projection/cases.ts';
import { eventsByLedger } from '../../store/projection/event-facts.ts';
import { cloneSuspects, missingOf } from '../../store/projection/series-ranges.ts';
import type { ReadDb } from '../../store/types.ts';
import { type Device, findDevice, listDevices } from '../admin/devices.ts';
import { publish } from '../admin/publish.ts';
import type { ConsoleDesk } from './desk.ts';

/** Events missing in the chains of a place's machines. */
function missingByPlace(file: ReadDb, devices: readonly Device[]): ReadonlyMap<string, number> {
  const placeOf = new Map(devices.map(({ certificate }) => [certificate.device, certificate.place]));
  const missing = new Map<string, number>();
  for (const gap of missingOf(file)) {
    const place = placeOf.get(gap.device);
    if (place !== undefined) missing.set(place, (missing.get(place) ?? 0) + gap.to - gap.from + 1);
  }
  return missing;
}

const latest = (devices: readonly Device[]) =>
  devices
    .map(({ lastSeen }) => lastSeen)
    .sort()
    .at(-1) || null;

/** What the machines that are in use said they still hold; null when none has said anything. */
function stillHeld(devices: readonly Device[]): number | null {
  const said = devices.filter((each) => each.unsynced >= 0);
  return said.length === 0 ? null : said.reduce((sum, each) => sum + each.unsynced, 0);
}

export function siteRows(desk: ConsoleDesk): SiteRow[] {
  const { file, places } = desk;
  const devices = listDevices(file);
  const byPlace = Map.groupBy(devices, ({ certificate }) => certificate.place);
  const [events, questions] = [eventsByLedger(file), openQuestions(file)];
  const missing = missingByPlace(file, devices);
  return places.all
    .filter((place) => place.kind !== 'county')
    .map((place) => {
      const own = byPlace.get(place.code) ?? [];
      const centre = place.kind === 'village' ? places.centreOf(place.code, desk.today()) : null;
      return {
        place: place.code,
        name: place.fullName,
        kind: place.kind === 'centre' ? 'centre' : 'village',
        centreName: centre === null ? null : places.nameOf(centre),
        devices: own.filter((each) => each.revoked === null).length,
        lastSeen: latest(own),
        events: events.get(place.code) ?? 0,
        missing: missing.get(place.code) ?? 0,
        reportedUnsynced: stillHeld(own),
        questions: questions.get(place.code) ?? 0,
      };
    });
}

function deviceRow(desk: ConsoleDesk, device: Device, suspects: ReadonlySet<string>): DeviceRow {
  const { certificate } = device;
  return {
    device: certificate.device,
    place: certificate.place,
    placeName: desk.places.nameOf(certificate.place),
    station: certificate.station,
    machine: device.machine,
    enrolledAt: device.enrolledAt,
    lastSeen: device.lastSeen || null,
    version: device.version || null,
    revokedAt: device.revoked?.at ?? null,
    cloneSuspected: suspects.has(certificate.device),
  };
}

const suspectsOf = (file: ReadDb) => new Set<string>(cloneSuspects(file).map(({ device }) => device));

export function deviceRows(desk: ConsoleDesk): DeviceRow[] {
  const suspects = suspectsOf(desk.file);
  return listDevices(desk.file).map((device) => deviceRow(desk, device, suspects));
}

/** Reading ends for the device; what it still hands in is taken. Done twice it changes nothing. Throws ApiError `not-found`. */
export function revoke(desk: ConsoleDesk, id: DeviceId, reason: string): DeviceRow {
  const { file, hub } = desk;
  const device = findDevice(file, id);
  if (device === null) throw new ApiError('not-found');
  if (device.revoked === null) {
    const data = { device: id, at: new Date(desk.now()).toISOString(), reason };
    publish(file, hub, { kind: 'revoked', key: id, data }, desk.now());
  }
  return deviceRow(desk, findDevice(file, id) ?? device, suspectsOf(file));
}
