/** Which places of the county a sample shows: the same everywhere. */
import type { LocalDate, PlaceCode } from '../../shared/base/brands.ts';
import type { Places } from '../../shared/place/place.ts';

export interface SamplePlaces {
  /** The first centre that serves villages, */
  readonly centre: PlaceCode;
  /** and its villages, at least one. */
  readonly villages: readonly [PlaceCode, ...PlaceCode[]];
  /** All other centres. */
  readonly others: readonly PlaceCode[];
}

/** Throws an Error for a county in which no centre serves a village. */
export function samplePlaces(places: Places, on: LocalDate): SamplePlaces {
  const centres = places.all.filter((place) => place.kind === 'centre').map((place) => place.code);
  for (const centre of centres) {
    const [first, ...more] = places.villagesOf(centre, on);
    if (first !== undefined)
      return { centre, villages: [first, ...more], others: centres.filter((code) => code !== centre) };
  }
  throw new Error('no place to try');
}
