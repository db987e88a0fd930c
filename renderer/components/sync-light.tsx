/** The light on every client page: offline, so many not yet received by the hub, all received at hh:mm; and the button. */
import { Button } from 'antd';
import type { SyncStatus } from '../../shared/api/rows.ts';
import { syncWords } from './sync-words.ts';
import { SYNC_TEXTS, TEXTS } from './texts.ts';
import './components.css';

interface SyncLightProps {
  readonly status: SyncStatus;
  readonly busy: boolean;
  readonly onSync: () => void;
}

export function SyncLight({ status, busy, onSync }: SyncLightProps) {
  const words = syncWords(status);
  const running = busy || status.state === 'running';
  return (
    <div className="bm-sync" role="status" data-testid="sync-light" data-tone={words.tone} data-state={status.state}>
      <span className="bm-sync-lamp" aria-hidden="true" />
      <span className="bm-sync-text bm-num" title={[status.text, status.action].filter(Boolean).join(' ')}>
        {words.text}
        {status.drafts > 0 && <span className="bm-sync-drafts">{SYNC_TEXTS.drafts(status.drafts)}</span>}
      </span>
      {status.state !== 'local-only' && (
        <Button size="small" onClick={onSync} disabled={running} data-testid="sync-now">
          {running ? TEXTS.syncing : TEXTS.syncNow}
        </Button>
      )}
    </div>
  );
}
