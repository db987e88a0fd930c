/** What the sync light says. All received is said only when nothing is left without a receipt. */
import type { SyncStatus } from '../../shared/api/rows.ts';
import { SYNC_TEXTS } from './texts.ts';
import type { Tone } from './tones.ts';

export function syncWords(status: SyncStatus): { readonly text: string; readonly tone: Tone } {
  const left = status.unsynced > 0 ? SYNC_TEXTS.unsynced(status.unsynced) : null;
  switch (status.state) {
    case 'local-only':
      return { text: SYNC_TEXTS.localOnly, tone: 'quiet' };
    case 'offline':
      return { text: [SYNC_TEXTS.offline, left].filter(Boolean).join(' · '), tone: 'warn' };
    case 'attention':
      return { text: [SYNC_TEXTS.attention, left].filter(Boolean).join(' · '), tone: 'bad' };
    case 'running':
      return { text: [SYNC_TEXTS.running, left].filter(Boolean).join(' · '), tone: 'active' };
    case 'idle':
      if (left !== null) return { text: left, tone: 'warn' };
      return { text: status.lastTime === null ? SYNC_TEXTS.allPlain : SYNC_TEXTS.all(status.lastTime), tone: 'good' };
  }
}
