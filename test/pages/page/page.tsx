/** Pages under test, shown as the programs show them, over a service of their own that is as real as they are. */
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { clientMethods } from '../../../shared/api/client.ts';
import type { ClientMethods } from '../../../shared/api/client.ts';
import { countyMethods } from '../../../shared/api/county.ts';
import type { CountyMethods } from '../../../shared/api/county.ts';
import type { Client } from '../../../shared/api/contract.ts';
import type { SiteStatus } from '../../../shared/api/rows.ts';
import { createClient } from '../../../renderer/app/api.ts';
import { ApiProvider, useAnswer } from '../../../renderer/app/client-hooks.ts';
import { Providers } from '../../../renderer/app/providers.tsx';
import { Loaded } from '../../../renderer/components/notes.tsx';
import { ApiProvider as CountyApi } from '../../../renderer/county/county-hooks.ts';
import type { ServiceKind } from '../service-kinds.ts';

const { address } = inject('service');

async function post(where: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${address}/${where}`, { method: 'POST', body: JSON.stringify(body) });
  const value: unknown = await answer.json();
  if (!answer.ok) throw new Error(String(value));
  return value;
}

/** A service that is there from before the first test of a file until after its last. What went wrong inside of it fails the file. */
function serviceOf(kind: ServiceKind): (body: unknown) => Promise<unknown> {
  let name = '';
  beforeAll(async () => {
    name = String(await post('open', kind));
  });
  afterAll(async () => expect(await post(`${name}/close`, null), 'bugs of the service').toEqual([]));
  return (body) => post(name, body);
}

let shown: { readonly root: Root; readonly places: readonly HTMLElement[] } | null = null;
const troubles: string[] = [];
addEventListener('error', (event) => troubles.push(event.message));
afterEach(() => {
  shown?.root.unmount();
  for (const place of shown?.places ?? []) place.remove();
  shown = null;
  // A page comes back to where it was: not to where the last test left it.
  history.replaceState(null, '');
  expect(troubles.splice(0), 'errors of the page').toEqual([]);
});

/** Shows this and nothing else, in the places of the programs' own documents. Gone after the test. */
export function show(content: ReactNode): void {
  const places = ['page', 'layers'].map((id) => {
    const place = document.createElement('div');
    place.id = id;
    document.body.append(place);
    return place;
  });
  const root = createRoot(places[0] as HTMLElement);
  shown = { root, places };
  root.render(<Providers>{content}</Providers>);
}

function WithStatus({ children }: { readonly children: (status: SiteStatus) => ReactNode }) {
  return <Loaded answer={useAnswer('site.status', {})}>{children}</Loaded>;
}

export interface SiteUnderTest {
  /** The service itself, for what a test looks up behind the page. */
  readonly service: Client<ClientMethods>;
  show(content: (status: SiteStatus) => ReactNode): void;
}

/** For a whole file: a sample centre or village with its past. */
export function sampleSite(kind: 'centre' | 'village'): SiteUnderTest {
  const service = createClient(clientMethods, serviceOf(kind));
  return {
    service,
    show: (content) =>
      show(
        <ApiProvider client={service}>
          <WithStatus>{content}</WithStatus>
        </ApiProvider>,
      ),
  };
}

export interface CountyUnderTest {
  readonly service: Client<CountyMethods>;
  show(content: ReactNode): void;
}

/** For a whole file: the console of a sample county. */
export function sampleCounty(): CountyUnderTest {
  const service = createClient(countyMethods, serviceOf('county'));
  return { service, show: (content) => show(<CountyApi client={service}>{content}</CountyApi>) };
}
