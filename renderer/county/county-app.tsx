/** The county console: sign in, then figures, sites, enrolment and devices. The session lives in this page's memory only. */
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { countyMethods } from '../../shared/api/county.ts';
import type { CountyStatus } from '../../shared/api/county.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { ConnectionLost, createClient } from '../app/api.ts';
import type { Send } from '../app/api.ts';
import { createConnection, useIsConnectionLost } from '../app/connection.ts';
import { setLargeText, useLargeText } from '../app/large-text.ts';
import { countySend } from '../app/transport.ts';
import { Loaded } from '../components/notes.tsx';
import { minuteOf } from '../../shared/base/minute.ts';
import { ApiProvider, useAction, useAnswer } from './county-hooks.ts';
import { backupWords } from './backup-words.ts';
import { DevicesView } from './devices-view.tsx';
import { engineWords } from './engine-words.ts';
import { EnrolView } from './enrol-view.tsx';
import { FiguresView } from './figures-view.tsx';
import { RouterProvider, type Tab, TABS, useRouter } from './routes.ts';
import { createSession, useSession } from './session.ts';
import type { Session } from './session.ts';
import { HeldView } from './held-view.tsx';
import { SignIn } from './sign-in.tsx';
import { SitesView } from './sites-view.tsx';
import { SticksView } from './sticks-view.tsx';
import { TEXTS } from './texts.ts';
import './county.css';

/** Figures move while people work; once a minute is soon enough to watch them. While the hub does not answer, or figures are behind, it is tried more often. */
const REFRESH_MS = { usual: 60_000, soon: 5000 } as const;

const session = createSession();
const connection = createConnection();

/** Here it is the county's server that does not answer, not the program of the desk. */
function sayLost(send: Send): Send {
  return async (call) => {
    try {
      return await send(call);
    } catch (error) {
      throw error instanceof ConnectionLost ? new ApiError('busy', TEXTS.lost) : error;
    }
  };
}

export function CountyApp() {
  const { key, expired } = useSession(session);
  const client = useMemo(
    () => createClient(countyMethods, sayLost(connection.watch(session.watch(countySend(session.key))))),
    [],
  );
  return (
    <ApiProvider client={client}>
      {key === null ? (
        <SignIn session={session} expired={expired} />
      ) : (
        <RouterProvider home={{ view: 'figures' }}>
          <Console session={session} />
        </RouterProvider>
      )}
    </ApiProvider>
  );
}

function View({ tab, status }: { readonly tab: Tab; readonly status: CountyStatus }): ReactElement {
  switch (tab) {
    case 'figures':
      return <FiguresView today={status.today} />;
    case 'sites':
      return <SitesView today={status.today} />;
    case 'enrol':
      return <EnrolView />;
    case 'sticks':
      return <SticksView />;
    case 'devices':
      return <DevicesView today={status.today} />;
    case 'held':
      return <HeldView today={status.today} />;
  }
}

function Console({ session: signedIn }: { readonly session: Session }) {
  const { route, go } = useRouter();
  const tab = route.view;
  const status = useAnswer('county.status', {});
  const signOut = useAction('county.signOut', { quiet: true });
  const queries = useQueryClient();
  const lost = useIsConnectionLost(connection);
  const large = useLargeText();
  const due = status.data?.due ?? 0;
  const missing = status.data?.noticeMissing ?? null;
  const waiting = status.data?.heldWaiting ?? 0;
  const backup = status.data === undefined ? null : backupWords(status.data.backup, status.data.today);
  const engine = status.data === undefined ? null : engineWords(status.data.engine, status.data.today);
  useEffect(() => {
    const every = lost || due > 0 ? REFRESH_MS.soon : REFRESH_MS.usual;
    const timer = setInterval(() => void queries.invalidateQueries(), every);
    return () => clearInterval(timer);
  }, [queries, lost, due]);
  const leave = async () => {
    await signOut.run({});
    signedIn.end(false);
    queries.clear();
  };
  return (
    <div className="cc" data-testid="county-console">
      <header className="cc-top bm-screen-only">
        <strong className="cc-name">{TEXTS.title(status.data?.county ?? '')}</strong>
        <nav className="cc-tabs" role="tablist">
          {TABS.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              aria-selected={name === tab}
              data-testid={`tab-${name}`}
              onClick={() => name !== tab && go({ view: name })}
            >
              {TEXTS.tabs[name]}
              {name === 'held' && waiting > 0 && (
                <span className="cc-badge bm-num" title={TEXTS.held.badge(waiting)} data-testid="held-badge">
                  {waiting}
                </span>
              )}
            </button>
          ))}
        </nav>
        <div className="cc-top-end">
          <span className="cc-asof bm-num">
            {status.dataUpdatedAt > 0 && TEXTS.asOf(minuteOf(status.dataUpdatedAt))}
          </span>
          <Button size="small" onClick={() => void queries.invalidateQueries()} data-testid="refresh">
            {TEXTS.refresh}
          </Button>
          <Button size="small" onClick={() => setLargeText(!large)} data-testid="large-text">
            {large ? TEXTS.normalText : TEXTS.largeText}
          </Button>
          <Button size="small" onClick={() => void leave()} data-testid="sign-out">
            {TEXTS.signOut}
          </Button>
        </div>
      </header>
      {lost && (
        <Alert
          banner
          type="error"
          className="bm-screen-only"
          data-testid="lost"
          title={TEXTS.lost}
          description={TEXTS.lostAction}
        />
      )}
      {/* Each tab begins at its top. */}
      <main className="cc-main" key={tab}>
        <div className="cc-notices bm-screen-only">
          {engine !== null && (
            <Alert
              banner
              type={engine.tone}
              data-testid="engine"
              title={engine.title}
              description={engine.description}
            />
          )}
          {status.data?.trouble && <Alert banner type="error" data-testid="trouble" title={status.data.trouble} />}
          {backup !== null && (
            <Alert banner type="warning" data-testid="backup" title={backup} description={TEXTS.backup.action} />
          )}
          {missing !== null && (
            <Alert
              banner
              type="warning"
              data-testid="calendar"
              title={TEXTS.calendar(missing)}
              description={TEXTS.calendarAction}
            />
          )}
          {due > 0 && <Alert banner type="info" data-testid="due" title={TEXTS.due(due)} />}
        </div>
        <Loaded answer={status}>{(found) => <View tab={tab} status={found} />}</Loaded>
      </main>
    </div>
  );
}
