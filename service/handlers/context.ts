/** What every handler is given, and the two things most of them need first. */
import { ApiError } from '../../shared/api/errors.ts';
import type { SiteStatus, StaffMember } from '../../shared/api/rows.ts';
import type { StepBy } from '../cases/take-step.ts';
import type { Desk, Site } from '../desk.ts';

/** As much of a site as work at its desk needs. */
export interface SiteAtDesk extends Pick<Site, 'desk' | 'staff' | 'chooseStaff'> {
  status(): Pick<SiteStatus, 'asksToday'>;
}

export interface DeskContext {
  readonly site: SiteAtDesk;
}

export interface SiteContext extends DeskContext {
  readonly site: Site;
  /** Puts a backup in the data file's place, where the program may do that itself; absent where the caller has the site to itself. */
  readonly restore?: (backup: string | null) => Promise<{ readonly setAside: boolean }>;
}

/** Throws `not-enrolled` before the first run is through. */
export function deskOf({ site }: DeskContext): Desk {
  const desk = site.desk();
  if (desk === null) throw new ApiError('not-enrolled');
  return desk;
}

function staffOf({ site }: DeskContext): StaffMember {
  const staff = site.staff();
  if (staff === null) throw new ApiError('needs-staff');
  return staff;
}

/** Returns the member of staff who writes. Throws while the clock is in doubt and no person has said what day it is (LEDGER §4). */
export function stepBy(context: DeskContext): StepBy {
  const staff = staffOf(context);
  if (context.site.status().asksToday) throw new ApiError('needs-today');
  return { staff: staff.id, window: staff.windows[0] };
}
