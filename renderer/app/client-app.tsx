/** The client from first run to desk: opens the way to the service, then shows what the site is. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { clientMethods } from '../../shared/api/client.ts';
import type { ClientMethods } from '../../shared/api/client.ts';
import type { Client } from '../../shared/api/contract.ts';
import type { SiteStatus } from '../../shared/api/rows.ts';
import { VillagePage } from '../village/village-page.tsx';
import { Loaded, LoadingNote } from '../components/notes.tsx';
import { Workbench } from '../workbench/workbench.tsx';
import { createClient } from './api.ts';
import { LostBanner } from './banners.tsx';
import { useChanges } from './changes.tsx';
import { answerKey } from './hooks.tsx';
import { ApiProvider, useAnswer } from './client-hooks.ts';
import { createConnection } from './connection.ts';
import { FirstRun } from './first-run.tsx';
import { NotOpen } from './not-open.tsx';
import { useReloadKeys } from './reload-keys.ts';
import { Shell } from './shell.tsx';
import { StaffChooser } from './staff-form.tsx';
import { CLOSED_TEXTS, STAFF_TEXTS } from './texts.ts';
import { openClient } from './transport.ts';

const connection = createConnection();

/** No member of staff is chosen yet: nothing can be written before. */
function StaffGate({ status }: { readonly status: SiteStatus }) {
  const queries = useQueryClient();
  return (
    <main className="bm-gate" data-testid="staff-gate">
      <div className="bm-gate-card">
        <h1>{STAFF_TEXTS.title}</h1>
        <p className="bm-quiet">{STAFF_TEXTS.hint}</p>
        <StaffChooser
          status={status}
          onChosen={() => void queries.invalidateQueries({ queryKey: answerKey('site.status', {}) })}
        />
      </div>
    </main>
  );
}

function Desk({ status }: { readonly status: SiteStatus }) {
  return status.place?.kind === 'village' ? <VillagePage status={status} /> : <Workbench status={status} />;
}

function Site() {
  useChanges();
  useReloadKeys();
  const answer = useAnswer('site.status', {});
  const { refetch } = answer;
  const onRetry = useCallback(() => void refetch(), [refetch]);
  if (answer.data === undefined && answer.error !== null) return <NotOpen error={answer.error} onRetry={onRetry} />;
  return (
    <>
      <LostBanner connection={connection} />
      <Loaded answer={answer}>
        {(status) => {
          if (status.mode === 'new' || status.place === null) return <FirstRun />;
          return (
            <Shell status={status}>
              {status.staff === null ? <StaffGate status={status} /> : <Desk status={status} />}
            </Shell>
          );
        }}
      </Loaded>
    </>
  );
}

function Closed() {
  return (
    <main className="bm-gate" data-testid="closed">
      <div className="bm-gate-card">
        <h1>{CLOSED_TEXTS.title}</h1>
        <p>{CLOSED_TEXTS.text}</p>
      </div>
    </main>
  );
}

/** Opened once for the life of the page: the token of the address works a single time. */
const opened = openClient();

export function ClientApp() {
  const [client, setClient] = useState<Client<ClientMethods> | 'closed' | null>(null);
  useEffect(() => {
    opened.then(
      (send) => setClient(createClient(clientMethods, connection.watch(send))),
      () => setClient('closed'),
    );
  }, []);
  if (client === null) return <LoadingNote />;
  if (client === 'closed') return <Closed />;
  return (
    <ApiProvider client={client}>
      <Site />
    </ApiProvider>
  );
}
