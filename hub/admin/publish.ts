/** Publishes what flows down in `county`: signed, versioned, never changed once it is out (LEDGER §2). */
import { COUNTY_DATABASE, type CountyDoc } from '../../shared/api/device-api.ts';
import { canonicalJson } from '../../shared/event/event.ts';
import catalogue from '../../shared/reference/catalogue.json' with { type: 'json' };
import holidays from '../../shared/reference/holidays.json' with { type: 'json' };
import places from '../../shared/reference/places.json' with { type: 'json' };
import { type CountyKind, countyDoc, highestCountyVersion } from '../../store/county/county-docs.ts';
import { makeCountyDoc } from '../../store/trust/crypto.ts';
import type { WriteDb } from '../../store/types.ts';
import type { HubIdentity } from './hub-file.ts';

/** Key of the documents of which a county has one. */
export const MAIN = 'main';

const REFERENCE: readonly { readonly kind: CountyKind; readonly data: unknown }[] = [
  { kind: 'catalogue', data: catalogue },
  { kind: 'places', data: places },
  { kind: 'holidays', data: holidays },
];

export interface News {
  readonly kind: CountyKind;
  readonly key: string;
  readonly data: unknown;
  /** A version that was published before, where the file may have forgotten it. */
  readonly above?: number;
}

/** Signs the next version and stores it. Runs within the caller's transaction where there is one. */
export function publish(file: WriteDb, hub: HubIdentity, news: News, now: number): CountyDoc {
  const { above = 0, ...said } = news;
  const version = Math.max(above, highestCountyVersion(file, news.kind, news.key)) + 1;
  const doc = makeCountyDoc({ ...said, version, at: new Date(now).toISOString() }, hub.privateKey);
  file.transaction(() => file.store.putFirst(COUNTY_DATABASE, [doc]));
  return doc;
}

/** Catalogue, places and holidays of this program, where the county has not published the same already. */
export function publishReference(file: WriteDb, hub: HubIdentity, now: number): void {
  for (const { kind, data } of REFERENCE) {
    const newest = countyDoc(file, kind, MAIN);
    if (newest !== null && canonicalJson(newest.data) === canonicalJson(data)) continue;
    publish(file, hub, { kind, key: MAIN, data }, now);
  }
}
