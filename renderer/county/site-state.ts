/** How a site is doing, from what the hub knows of it. Pure. */
import type { SiteRow } from '../../shared/api/county.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import type { Tone } from '../components/tones.ts';
import { daysSince } from './time-words.ts';

export type SiteState = 'none' | 'never' | 'missing' | 'lost' | 'quiet' | 'unsynced' | 'good';

/** A centre works every day; a village has an office day each week or each month (WORKFLOWS (b)). Calendar days without contact. */
const PATIENCE = {
  centre: { quiet: 3, lost: 7 },
  village: { quiet: 10, lost: 35 },
} as const;

/** Worst first: the order in which a supervisor looks. */
export const STATE_ORDER: readonly SiteState[] = ['missing', 'lost', 'never', 'unsynced', 'quiet', 'good', 'none'];

export const STATE_TONES: Readonly<Record<SiteState, Tone>> = {
  missing: 'bad',
  lost: 'bad',
  never: 'warn',
  unsynced: 'warn',
  quiet: 'warn',
  good: 'good',
  none: 'quiet',
};

export function siteState(site: SiteRow, today: LocalDate): SiteState {
  if (site.missing > 0) return 'missing';
  if (site.devices === 0 && site.lastSeen === null) return 'none';
  if (site.lastSeen === null) return 'never';
  const days = daysSince(site.lastSeen, today);
  const patience = PATIENCE[site.kind];
  if (days > patience.lost) return 'lost';
  if ((site.reportedUnsynced ?? 0) > 0) return 'unsynced';
  return days > patience.quiet ? 'quiet' : 'good';
}

/** A person should look: something is missing, silent or unanswered. A place without a machine is shown, but is no trouble. */
export const needsAttention = (site: SiteRow, today: LocalDate): boolean =>
  site.questions > 0 || !['good', 'none'].includes(siteState(site, today));
