/** What is inside a bundle, in counts: shown before it is taken. */
import type { StickLedger, StickPreview } from '../../shared/api/stick.ts';
import { COUNTY_DATABASE } from '../../shared/api/device-api.ts';
import type { LocalDate, PlaceCode } from '../../shared/base/brands.ts';
import { labelOf } from '../../shared/case/known-types.ts';
import type { Places } from '../../shared/place/place.ts';
import { revocationOf } from '../../store/county/county-docs.ts';
import { type AnyEvent, caseIdOf, isReadable } from '../../store/projection/event-rows.ts';
import { ageOfWord } from '../../store/sync-state/receipts.ts';
import type { ReadDb } from '../../store/types.ts';
import type { Bundle } from './bundle.ts';

export interface PreviewContext {
  readonly file: ReadDb;
  readonly places: Places;
  /** Returns whether the sender (at the hub) or the reader (at a site) has business in this ledger. */
  readonly belongs: (ledger: PlaceCode) => boolean;
  /** Those of the ids that are here already. */
  readonly known: (ledger: PlaceCode, ids: readonly string[]) => ReadonlySet<string>;
}

function kindsOf(events: readonly AnyEvent[]): StickLedger['kinds'] {
  const labels = Map.groupBy(events, (event) => (isReadable(event) ? labelOf(event.type) : '需要新版程序'));
  return [...labels]
    .map(([label, each]) => ({ label, count: each.length }))
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
}

function ledgerOf(place: PlaceCode, events: readonly AnyEvent[], context: PreviewContext): StickLedger {
  const days = events.flatMap((event) => (isReadable(event) ? [event.on] : [])).sort();
  const cases = new Set<string>(events.map(caseIdOf).filter((id) => id !== ''));
  const known = context.known(
    place,
    events.map(({ _id }) => _id),
  );
  return {
    place,
    name: context.places.nameOf(place),
    events: events.length,
    known: known.size,
    cases: cases.size,
    from: (days[0] as LocalDate | undefined) ?? null,
    to: days.at(-1) ?? null,
    kinds: kindsOf(events),
    foreign: !context.belongs(place),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Changes nothing. */
export function previewBundle(bundle: Bundle, context: PreviewContext): StickPreview {
  const { file, places } = context;
  const { certificate, about, word, county } = bundle;
  const place = certificate?.place ?? places.county.code;
  const ledgers = [...bundle.ledgers].map(([each, events]) => ledgerOf(each, events, context));
  const docs = county.map(({ _id }) => _id);
  return {
    sender: {
      kind: certificate === null ? 'county' : 'site',
      place,
      name: places.nameOf(place),
      station: bundle.header.station,
      revoked: certificate !== null && revocationOf(file, certificate.device) !== null,
    },
    madeAt: about.at,
    bytes: bundle.bytes,
    events: bundle.events,
    known: sum(ledgers.map(({ known }) => known)),
    ledgers,
    county: { documents: docs.length, known: file.store.has(COUNTY_DATABASE, docs).size },
    receipts: word === null ? null : ageOfWord(file, { ...word, at: about.at }),
  };
}
