/** The desk that the handlers work at, over the open data of a site. */
import type { Topic } from '../../shared/api/rows.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import { randomId } from '../../store/trust/crypto.ts';
import { countDrafts } from '../../store/file/drafts.ts';
import type { Desk } from '../desk.ts';
import type { SiteClock } from './site-clock.ts';
import type { SiteData } from './site-data.ts';

export interface SiteDesk extends Desk {
  /** Rows of the grid that are not handed in. */
  drafts(): number;
}

interface DeskOptions {
  readonly data: SiteData;
  readonly place: PlaceCode;
  readonly clock: SiteClock;
  readonly now: () => number;
  readonly wrote: (topics: readonly Topic[]) => void;
}

/** Reference data is read at each use, as the county may publish a new one while the program runs. */
export function createDesk({ data, place, clock, now, wrote }: DeskOptions): SiteDesk {
  return {
    file: data.file,
    ledger: data.ledger,
    place,
    get catalogue() {
      return data.inForce.now().catalogue;
    },
    get places() {
      return data.inForce.now().places;
    },
    get calendar() {
      return data.inForce.now().calendar;
    },
    today: () => clock.today(),
    now,
    random: randomId,
    wrote: (...topics) => wrote(topics),
    drafts: () => countDrafts(data.file),
  };
}
