/** The reference data that ships with the program, until the county publishes its own. Read once, at the first call. */
import { type Calendar, loadCalendar } from '../calendar/calendar.ts';
import { type Catalogue, loadCatalogue } from '../matter/catalogue.ts';
import { type Places, loadPlaces } from '../place/place.ts';
import catalogueJson from './catalogue.json' with { type: 'json' };
import holidaysJson from './holidays.json' with { type: 'json' };
import placesJson from './places.json' with { type: 'json' };

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The 92 matters. */
export const referenceCatalogue: () => Catalogue = once(() => loadCatalogue(catalogueJson));
/** 沅陵县, its 21 townships, 23 centres and 404 villages. */
export const referencePlaces: () => Places = once(() => loadPlaces(placesJson));
export { holidaysJson };

/** The official calendars of 2017 to 2026. */
export const referenceCalendar: () => Calendar = once(() => loadCalendar(holidaysJson));
