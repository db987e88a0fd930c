/** What a clerk must know before going on, above every page. */
import { Alert, Button, Space } from 'antd';
import { useState } from 'react';
import type { SiteStatus } from '../../shared/api/rows.ts';
import { DateField } from '../components/date-field.tsx';
import { useAction, useAnswer } from './client-hooks.ts';
import { useIsConnectionLost } from './connection.ts';
import type { Connection } from './connection.ts';
import { BANNER_TEXTS } from './texts.ts';

/** The program behind the page does not answer. */
export function LostBanner({ connection }: { readonly connection: Connection }) {
  const lost = useIsConnectionLost(connection);
  if (!lost) return null;
  return (
    <Alert banner type="error" data-testid="lost" title={BANNER_TEXTS.lost} description={BANNER_TEXTS.lostAction} />
  );
}

function TodayBanner({ status }: { readonly status: SiteStatus }) {
  const [day, setDay] = useState<string | null>(status.today);
  const setToday = useAction('site.setToday');
  return (
    <Alert
      banner
      type="warning"
      data-testid="asks-today"
      title={
        <Space wrap>
          {BANNER_TEXTS.today}
          <DateField
            label={BANNER_TEXTS.todayLabel}
            value={day}
            today={status.today}
            onChange={setDay}
            testId="today-input"
          />
          <Button
            type="primary"
            disabled={day === null}
            loading={setToday.busy}
            data-testid="today-confirm"
            onClick={() => day !== null && void setToday.run({ today: day })}
          >
            {BANNER_TEXTS.todayConfirm}
          </Button>
        </Space>
      }
    />
  );
}

/** What keeps records from reaching the county and needs a person. */
function SyncBanner() {
  const sync = useAnswer('sync.status', {});
  if (sync.data?.state !== 'attention') return null;
  return (
    <Alert
      banner
      type="warning"
      title={[sync.data.text, sync.data.action].filter(Boolean).join(' ')}
      data-testid="banner-sync"
    />
  );
}

/** The notices of a site, worst first. */
export function Banners({ status }: { readonly status: SiteStatus }) {
  const notices = [
    { id: 'revoked', show: status.revoked, type: 'error', text: BANNER_TEXTS.revoked },
    {
      id: 'quarantined',
      show: status.quarantined > 0,
      type: 'warning',
      text: BANNER_TEXTS.quarantined(status.quarantined),
    },
    {
      id: 'unreadable',
      show: status.unreadable > 0,
      type: 'warning',
      text: BANNER_TEXTS.unreadable(status.unreadable),
    },
    {
      id: 'calendar',
      show: status.noticeMissing !== null,
      type: 'warning',
      text: BANNER_TEXTS.calendar(status.noticeMissing ?? 0),
    },
  ] as const;
  return (
    <div className="bm-screen-only">
      {status.asksToday && <TodayBanner status={status} />}
      {!status.revoked && <SyncBanner />}
      {notices
        .filter((notice) => notice.show)
        .map((notice) => (
          <Alert key={notice.id} banner type={notice.type} title={notice.text} data-testid={`banner-${notice.id}`} />
        ))}
    </div>
  );
}
