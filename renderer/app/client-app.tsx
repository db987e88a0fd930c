/** The client from first run to desk: opens the way to the service, then shows what the site is. */
import { useEffect, useState } from 'react';
import type { Client } from '../../shared/api/contract.ts';
import { clientMethods } from '../../shared/api/client.ts';
import type { ClientMethods } from '../../shared/api/client.ts';
import { BatchDesk } from '../batch/batch-desk.tsx';
import { Loaded, LoadingNote } from '../components/notes.tsx';
import { createClient } from './api.ts';
import { ApiProvider, useAnswer } from './client-hooks.ts';
import { createConnection } from './connection.ts';
import { openClient } from './transport.ts';

const connection = createConnection();

function Desk() {
  const status = useAnswer('site.status', {});
  return <Loaded answer={status}>{(site) => <BatchDesk status={site} />}</Loaded>;
}

export function ClientApp() {
  const [client, setClient] = useState<Client<ClientMethods> | null>(null);
  useEffect(() => {
    void openClient().then((send) => setClient(createClient(clientMethods, connection.watch(send))));
  }, []);
  if (client === null) return <LoadingNote />;
  return (
    <ApiProvider client={client}>
      <Desk />
    </ApiProvider>
  );
}
