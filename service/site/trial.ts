/** 试用: a place of the county on this machine alone, with invented staff and no hub, one click away (issue: first run). */
import type { DeviceId, PlaceCode, StaffId, Station } from '../../shared/base/brands.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import type { Places } from '../../shared/place/place.ts';
import { enrolIdentity } from '../../store/trust/identity.ts';
import type { DataFile, Ledger, SigningKey } from '../../store/types.ts';

export type TrialKind = 'centre' | 'village';

/** Never given by a hub, whose stations begin elsewhere; a trial's numbers are recognised by it. */
const TRIAL_STATION = 'zz' as Station;

/** Invented people; the windows are those of the catalogue. */
const STAFF: Readonly<Record<TrialKind, readonly { readonly id: string; readonly name: string }[]>> = {
  centre: [
    { id: 'S01', name: '试用甲' },
    { id: 'S02', name: '试用乙' },
  ],
  village: [{ id: 'S01', name: '试用代办员' }],
};

/** The first centre that serves villages, and its first village: stable, so that a trial looks the same everywhere. */
export function trialPlace(places: Places, kind: TrialKind, on: LocalDate): PlaceCode {
  const centre = places.all.find((place) => place.kind === 'centre' && places.villagesOf(place.code, on).length > 0);
  const code = kind === 'centre' ? centre?.code : places.villagesOf(centre?.code ?? '', on)[0];
  if (code === undefined) throw new Error('no place to try');
  return code;
}

/** What signs everything in a trial; the invented people of all its places share it. */
export interface TrialDevice {
  readonly device: DeviceId;
  readonly key: SigningKey;
  readonly facts: string;
}

/** Makes the machine the trial's desk at that place. Within a transaction of the caller. */
export function enrolTrial(file: DataFile, { device, key, facts }: TrialDevice, place: PlaceCode, now: number): void {
  const nobody = { certificate: null, secret: null, hub: null };
  enrolIdentity(file, { ...nobody, device, key, facts, place, station: TRIAL_STATION, machine: '试用' }, now);
}

/** The invented staff, as events like any others. */
export function appendTrialStaff(
  ledger: Ledger,
  place: PlaceCode,
  kind: TrialKind,
  windows: readonly string[],
  on: LocalDate,
): void {
  for (const { id, name } of STAFF[kind])
    ledger.append({
      ledger: place,
      type: 'site.staff',
      on,
      data: { id, name, windows: kind === 'centre' ? [...windows] : [], active: true },
      staff: id as StaffId,
    });
}
