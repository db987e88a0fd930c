/** What a site knows of its sticks: counts from the file, and when the last ones came and went. */
import type { StickStatus } from '../../shared/api/stick.ts';
import { countUnsynced, receiptsAt } from '../../store/sync-state/receipts.ts';
import { getSetting } from '../../store/file/settings.ts';
import { countOnStick } from '../../store/sync-state/usb-events.ts';
import type { ReadDb } from '../../store/types.ts';

export const LAST_TAKEN = 'stick-taken';
export const LAST_WRITTEN = 'stick-written';

export function stickFacts(file: ReadDb): Omit<StickStatus, 'running'> {
  return {
    unsynced: countUnsynced(file),
    copied: countOnStick(file, 'out'),
    carried: countOnStick(file, 'in'),
    lastWritten: getSetting(file, LAST_WRITTEN),
    lastTaken: getSetting(file, LAST_TAKEN),
    lastWord: receiptsAt(file),
  };
}
