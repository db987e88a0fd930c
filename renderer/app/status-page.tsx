/** The state of this machine, in plain words: what it is, what protects it, what is missing. */
import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { calendarWords } from '../../shared/calendar/estimate-words.ts';
import type { SiteStatus } from '../../shared/api/rows.ts';
import { Tag } from '../components/tags.tsx';
import { useAction, useAnswer } from './client-hooks.ts';
import { EnrolByStick } from '../stick/enrol-by-stick.tsx';
import { EnrolForm } from './enrol-form.tsx';
import { HubForm } from './hub-form.tsx';
import { STATUS_TEXTS } from './texts.ts';

const KILOBYTE = 1024;

interface StatusPageProps {
  readonly status: SiteStatus;
  /** It has another certificate. */
  readonly onEnrolled: () => void;
}

export function StatusPage({ status, onEnrolled }: StatusPageProps) {
  const sync = useAnswer('sync.status', {});
  const backup = useAction('site.backup');
  const { message } = App.useApp();
  const key = status.keyProtected ? (
    <Tag tone="good" text={STATUS_TEXTS.keyProtected} />
  ) : (
    <span className="bm-warn-text" data-testid="key-open">
      {STATUS_TEXTS.keyOpen}
    </span>
  );
  const rows: readonly (readonly [label: string, value: ReactNode])[] = [
    [STATUS_TEXTS.place, `${status.place?.name ?? ''} ${status.place?.code ?? ''}`],
    [STATUS_TEXTS.mode, STATUS_TEXTS.modes[status.mode]],
    [STATUS_TEXTS.version, status.version],
    [STATUS_TEXTS.hub, status.hubAddress ?? STATUS_TEXTS.none],
    [STATUS_TEXTS.sync, [sync.data?.text, sync.data?.action].filter(Boolean).join(' ')],
    [STATUS_TEXTS.lastAt, sync.data?.lastTime ?? STATUS_TEXTS.never],
    [STATUS_TEXTS.key, key],
    [STATUS_TEXTS.calendar, calendarWords(status.noticeMissing)],
    [STATUS_TEXTS.incomplete, STATUS_TEXTS.count(status.incomplete)],
    [STATUS_TEXTS.unreadable, STATUS_TEXTS.count(status.unreadable)],
    [STATUS_TEXTS.quarantined, STATUS_TEXTS.count(status.quarantined)],
    [STATUS_TEXTS.denied, status.denied.length === 0 ? STATUS_TEXTS.count(0) : STATUS_TEXTS.deniedIds(status.denied)],
  ];
  return (
    <div data-testid="status-page">
      <dl className="bm-status">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Button
        loading={backup.busy}
        data-testid="backup"
        onClick={async () => {
          const made = await backup.run({});
          if (made) void message.success(STATUS_TEXTS.backedUp(made.file, Math.ceil(made.bytes / KILOBYTE)), 6);
        }}
      >
        {STATUS_TEXTS.backup}
      </Button>
      {status.mode === 'enrolled' && <HubForm key={status.hubAddress} address={status.hubAddress ?? ''} />}
      {status.mayEnrolAgain && <EnrolAgain address={status.hubAddress ?? ''} onDone={onEnrolled} />}
    </div>
  );
}

/** A new certificate for a machine that keeps its data: by a code, or by stick. */
function EnrolAgain({ address, onDone }: { readonly address: string; readonly onDone: () => void }) {
  return (
    <details className="bm-enrol-again" data-testid="enrol-again">
      <summary>{STATUS_TEXTS.enrolAgain}</summary>
      <p className="bm-quiet">{STATUS_TEXTS.enrolAgainText}</p>
      <EnrolForm address={address} onDone={onDone} />
      <EnrolByStick onDone={onDone} />
    </details>
  );
}
