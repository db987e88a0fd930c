/** What the pages show of the machine and its place. */
import type { SiteStatus, StaffMember } from '../../shared/api/rows.ts';
import { localDateOf } from '../../shared/base/local-date.ts';
import type { SiteIdentity } from '../../store/types.ts';
import { needsNewer, orphans } from '../../store/projection/cases.ts';
import { isRevoked, mayEnrolAgain } from '../../sync/sync-state.ts';
import { deniedDocs } from '../../store/sync-state/sync-run.ts';
import { countQuarantined, countUnreadable } from '../../store/projection/unreadable.ts';
import { referenceCalendar } from '../../shared/reference/load.ts';
import type { SiteClock } from './site-clock.ts';
import type { SiteData } from './site-data.ts';

interface StatusFacts {
  readonly open: { readonly data: SiteData; readonly identity: SiteIdentity; readonly clock: SiteClock } | null;
  readonly staff: StaffMember | null;
  readonly keyProtected: boolean;
  readonly version: string;
  readonly now: number;
}

export function siteStatus({ open, staff, keyProtected, version, now }: StatusFacts): SiteStatus {
  if (open === null) return { ...NOBODY, keyProtected, version, ...newMachine(now) };
  const { data, identity, clock } = open;
  const { catalogue, calendar, places } = data.inForce.now();
  const today = clock.today();
  const here = places.place(identity.place);
  const name = places.nameOf(identity.place);
  const centre = here?.kind === 'village' ? places.centreOf(identity.place, today) : null;
  return {
    mode: identity.hub === null ? 'trial' : 'enrolled',
    county: places.all.find(({ kind }) => kind === 'county')?.name ?? '',
    place: { code: identity.place, name, kind: here?.kind ?? 'village' },
    centre: centre === null ? null : { code: centre, name: places.nameOf(centre) },
    villages: places.villagesOf(identity.place, today).map((code) => ({ code, name: places.nameOf(code) })),
    staff,
    windows: here?.kind === 'centre' ? catalogue.windows.map((window) => window.name) : [],
    today,
    asksToday: clock.asks(),
    day: calendar.day(today),
    noticeMissing: calendar.missingNotice(today),
    keyProtected,
    version,
    hubAddress: identity.hub?.address || null,
    revoked: isRevoked(data.file),
    mayEnrolAgain: identity.hub !== null && mayEnrolAgain(data.file),
    incomplete: orphans(data.file).length,
    // Both wait for something that this program lacks: a newer version, or the certificate of a device.
    unreadable: countUnreadable(data.file) + needsNewer(data.file).length,
    quarantined: countQuarantined(data.file),
    denied: deniedDocs(data.file).map(({ id }) => id),
  };
}

const NOBODY = {
  mode: 'new',
  county: '',
  place: null,
  centre: null,
  villages: [],
  staff: null,
  windows: [],
  asksToday: false,
  hubAddress: null,
  revoked: false,
  mayEnrolAgain: false,
  incomplete: 0,
  unreadable: 0,
  quarantined: 0,
  denied: [],
} as const;

const newMachine = (now: number) => {
  const today = localDateOf(now);
  const calendar = referenceCalendar();
  return { today, day: calendar.day(today), noticeMissing: calendar.missingNotice(today) };
};
